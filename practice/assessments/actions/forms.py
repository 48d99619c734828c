"""Assessment forms: begin, change, publish, retire, bring in from a file. Only a draft ever changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.assessments import interchange, shipped
from practice.assessments.definition import problems, schema_problems
from practice.assessments.editing import Change, FormIsBehind
from practice.assessments.interchange import FormFile
from practice.assessments.models import Form, FormVersion
from practice.assessments.permissions import (
    can_bring_back_form,
    can_build_forms,
    can_change_draft,
    can_publish,
    can_retire_form,
    can_start_draft,
    can_throw_away_draft,
)
from practice.register.actions import entries
from practice.register.models import Entry

BLANK: dict[str, Any] = {"sections": []}
# A number of our own among PostgreSQL's advisory locks.
_ONE_LOAD_AT_A_TIME = 7_306_200


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is to be written into the towards-or-against register for a form that is not there yet."""

    name: str
    about: str
    owner: Staff | None


@transaction.atomic
def begin(*, name: str, purpose: str, working_days: int | None, by: Staff) -> Form:
    """A new form, with a first draft that asks nothing yet."""
    require(can_build_forms(by))
    form = Form.objects.create(name=name, slug=_free_slug(name), purpose=purpose, working_days=working_days, made_by=by)
    FormVersion.objects.create(form=form, number=1, definition=BLANK, made_by=by)
    AuditEvent.record("form.begun", by=by, subject=form)
    return form


@transaction.atomic
def describe(*, form: Form, name: str, purpose: str, working_days: int | None, by: Staff) -> Form:
    """Change what a form is called, what it is for and how long it may take. Its versions stay as they are."""
    require(can_build_forms(by))
    form = Form.objects.select_for_update().get(pk=form.pk)
    form.name, form.purpose, form.working_days = name, purpose, working_days
    form.save(update_fields=["name", "purpose", "working_days"])
    AuditEvent.record("form.described", by=by, subject=form)
    return form


@transaction.atomic
def change(*, version: FormVersion, revision: int, change: Change, by: Staff) -> FormVersion:
    """Change a draft that stands at `revision`.

    Raises FormIsBehind where it stands at another by now, GoneError where what is to change is gone, and ValueError
    where the change would make something that no form can say.
    """
    draft = _draft_at(version, revision, by)
    changed = change.to(draft.definition)
    if wrong := schema_problems(changed):
        raise ValueError(wrong[0])
    if changed == draft.definition:
        return draft
    draft.definition, draft.revision, draft.changed_at = changed, draft.revision + 1, timezone.now()
    draft.save(update_fields=["definition", "revision", "changed_at"])
    AuditEvent.record("form.changed", by=by, subject=draft.form, version=draft.number, change=change.name)
    return draft


@transaction.atomic
def publish(
    *,
    version: FormVersion,
    revision: int,
    entry: Entry | NewEntry | None,
    what_changed: str,
    by: Staff,
    at: datetime | None = None,
) -> FormVersion:
    """Make the draft what new assessments are written on, for good; from now, or for the demo from `at`.

    Raises PermissionDenied where something in it has to be put right, FormIsBehind where it was changed meanwhile, and
    ValueError without an entry in the towards-or-against register: what we ask of people answers for itself there.
    """
    draft = _draft_at(version, revision, by)
    require(can_publish(by, draft))
    _answer_for(draft.form, entry or draft.form.standing_entry, by)
    return _publish(draft, what_changed, by, at)


@transaction.atomic
def start_draft(*, form: Form, by: Staff) -> FormVersion:
    """A draft of the next version, as the last published one asks."""
    form = Form.objects.select_for_update().get(pk=form.pk)
    require(can_start_draft(by, form))
    return _new_draft(form, form.latest_published.definition if form.latest_published else BLANK, by)


@transaction.atomic
def throw_away(*, version: FormVersion, revision: int, by: Staff) -> None:
    """Delete a draft that stands at `revision`; and the form itself, where nothing of it was ever published.

    Raises FormIsBehind where it was changed meanwhile. What is deleted was never asked of anybody.
    """
    draft = FormVersion.objects.select_for_update(of=("self",)).select_related("form").get(pk=version.pk)
    require(can_throw_away_draft(by, draft))
    if draft.revision != revision:
        raise FormIsBehind
    form, number = draft.form, draft.number
    draft.delete()
    AuditEvent.record("form.thrown-away", by=by, subject=form, version=number, form=form.slug)
    if not form.versions.exists():
        form.delete()


@transaction.atomic
def retire(*, form: Form, by: Staff) -> Form:
    """Nothing new is written on it. What is begun goes on, and what was written keeps its questions."""
    form = Form.objects.select_for_update().get(pk=form.pk)
    require(can_retire_form(by, form))
    form.retired_on, form.retired_by = timezone.localdate(), by
    form.save(update_fields=["retired_on", "retired_by"])
    AuditEvent.record("form.retired", by=by, subject=form)
    return form


@transaction.atomic
def bring_back(*, form: Form, by: Staff) -> Form:
    form = Form.objects.select_for_update().get(pk=form.pk)
    require(can_bring_back_form(by, form))
    form.retired_on = form.retired_by = None
    form.save(update_fields=["retired_on", "retired_by"])
    AuditEvent.record("form.brought-back", by=by, subject=form)
    return form


@transaction.atomic
def bring_in(*, file: FormFile, form: Form | None, by: Staff) -> FormVersion:
    """A draft from a file: of a new form, or the next version of `form`, whose name and purpose stay as they are."""
    require(can_build_forms(by))
    if form is None:
        form = _made_from(file, _free_slug(file.slug), by)
    else:
        form = Form.objects.select_for_update().get(pk=form.pk)
        require(can_start_draft(by, form))
    return _new_draft(form, file.definition, by)


@transaction.atomic
def load_shipped(*, by: Staff | None, at: datetime | None = None) -> list[Form]:
    """Make and publish the forms that come with Hampshire and are not here. Those that are, by slug, are left alone.

    `by` is None for a command and for the demo, which says `at` for forms that have been there for long.
    """
    if by is not None:
        require(can_build_forms(by))
    files = [interchange.read(text) for text in shipped.texts()]
    _one_load_at_a_time()
    here = set(Form.objects.filter(slug__in=[file.slug for file in files]).values_list("slug", flat=True))
    return [_load(file, by, at) for file in files if file.slug not in here]


def _one_load_at_a_time() -> None:
    """What is not there yet cannot be locked: of two loads at once, the second waits and then finds the first one's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_LOAD_AT_A_TIME])


def _load(file: FormFile, by: Staff | None, at: datetime | None) -> Form:
    form = _made_from(file, file.slug, by, at)
    _answer_for(form, NewEntry(form.name, form.purpose, owner=by), by)
    _publish(_new_draft(form, file.definition, by), "As it comes with Hampshire.", by, at)
    return form


def _made_from(file: FormFile, slug: str, by: Staff | None, at: datetime | None = None) -> Form:
    form = Form.objects.create(
        name=file.name,
        slug=slug,
        purpose=file.purpose,
        working_days=file.working_days,
        made_by=by,
        made_at=at or timezone.now(),
    )
    AuditEvent.record("form.begun", by=by, subject=form, from_file=True)
    return form


def _new_draft(form: Form, definition: dict[str, Any], by: Staff | None) -> FormVersion:
    last = form.versions.latest_first().first()
    draft = FormVersion.objects.create(
        form=form, number=last.number + 1 if last else 1, definition=definition, made_by=by
    )
    AuditEvent.record("form.drafted", by=by, subject=form, version=draft.number)
    return draft


def _draft_at(version: FormVersion, revision: int, by: Staff) -> FormVersion:
    """The draft, locked, once it is sure that it may be changed and stands where the page thought it did."""
    draft = FormVersion.objects.select_for_update(of=("self",)).select_related("form").get(pk=version.pk)
    require(can_change_draft(by, draft))
    if draft.revision != revision:
        raise FormIsBehind
    return draft


def _answer_for(form: Form, entry: Entry | NewEntry | None, by: Staff | None) -> None:
    """See to it that the form stands in the towards-or-against register."""
    if entry is None:
        raise ValueError("A form is published with an entry in the towards-or-against register.")
    if isinstance(entry, NewEntry):
        entry = _entered(entry, by)
    if form.register_entry_id != entry.pk:
        form.register_entry = entry
        form.save(update_fields=["register_entry"])


def _entered(new: NewEntry, by: Staff | None) -> Entry:
    """The entry of that name if there is one; else a new one."""
    there = Entry.objects.current().filter(kind=Entry.Kind.FORM, name=new.name).first()
    return there or entries.enter(kind=Entry.Kind.FORM, name=new.name, about=new.about, owner=new.owner, by=by)


def _publish(draft: FormVersion, what_changed: str, by: Staff | None, at: datetime | None) -> FormVersion:
    if found := problems(draft.definition):
        raise ValueError(found[0])
    draft.state, draft.what_changed = FormVersion.State.PUBLISHED, what_changed
    draft.published_by, draft.published_at = by, at or timezone.now()
    draft.save(update_fields=["state", "what_changed", "published_by", "published_at"])
    AuditEvent.record("form.published", by=by, subject=draft.form, version=draft.number)
    return draft


def _free_slug(name: str) -> str:
    """A slug that no form has, retired ones included."""
    slug = slugify(name)[:50] or "form"
    taken = set(Form.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(one for one in (slug, *(f"{slug}-{number}" for number in range(2, 10_000))) if one not in taken)
