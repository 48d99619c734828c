"""Drafts: kept as they are typed, chosen between when two windows differ, discarded and brought back."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from cases.models import Family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.ids import new_id
from hampshire.permissions import require
from practice.drafting import DraftIsBehind, DraftTicket
from practice.models import Draft, DraftAside
from practice.models.draft import DraftQuerySet
from practice.permissions import can_draft, can_use_draft

NOT_YOURS = "This draft is not yours."


@transaction.atomic
def save(*, ticket: DraftTicket, family: Family, by: Staff) -> Draft:
    """Keep what is typed so far, whatever is blank. One UPDATE, but for the first time and for a conflict.

    Raises DraftIsBehind when another window has saved since this one was shown: nothing is overwritten.
    Only the first save is audited: the others are keystrokes.
    """
    require(can_draft(by, family, ticket.page))
    if ticket.version == 0 and (draft := _begin(ticket, by)):
        AuditEvent.record("draft.started", by=by, family=family, subject=draft, form=draft.form)
        return draft
    if _write(_mine(ticket, by).unfinished().filter(version=ticket.version), ticket):
        return _as_saved(ticket, by, ticket.version + 1)
    draft = _as_it_is(ticket, by)
    if draft.is_unfinished and _is_from(draft, ticket):
        _write(_mine(ticket, by), ticket)
        return _as_saved(ticket, by, draft.version + 1)
    raise DraftIsBehind(draft)


def _is_from(draft: Draft, ticket: DraftTicket) -> bool:
    """Whether the same window saved it last: it never got the answer, and now sends the same or more."""
    return draft.pk == ticket.id and bool(ticket.tab) and draft.saved_from == ticket.tab


def _begin(ticket: DraftTicket, by: Staff) -> Draft | None:
    """The draft's first row; None when there is one of this page already."""
    try:
        with transaction.atomic():
            return Draft.objects.create(
                id=ticket.id,
                staff=by,
                family_id=ticket.page.family_id,
                form=ticket.page.form,
                about=ticket.page.about,
                data=ticket.data,
                saved_from=ticket.tab,
            )
    except IntegrityError:
        return None


def _mine(ticket: DraftTicket, by: Staff) -> DraftQuerySet:
    page = ticket.page
    return Draft.objects.filter(pk=ticket.id, staff=by, family=page.family_id, form=page.form, about=page.about)


def _write(drafts: DraftQuerySet, ticket: DraftTicket) -> int:
    return drafts.update(data=ticket.data, version=F("version") + 1, saved_from=ticket.tab, saved_at=timezone.now())


def _as_saved(ticket: DraftTicket, by: Staff, version: int) -> Draft:
    """The draft as it was just written, without asking the database for it."""
    page = ticket.page
    return Draft(
        id=ticket.id,
        staff=by,
        family_id=page.family_id,
        form=page.form,
        about=page.about,
        data=ticket.data,
        version=version,
        saved_from=ticket.tab,
    )


def _as_it_is(ticket: DraftTicket, by: Staff) -> Draft:
    """What stands in the way, locked: the page's unfinished draft, else this very one, finished or discarded."""
    page = ticket.page
    here = Q(family=page.family_id, form=page.form, about=page.about, finished_at=None, discarded_at=None)
    found = Draft.objects.of(by).filter(here | Q(pk=ticket.id)).select_for_update().order_by("started_at", "id")
    drafts = list(found)
    if not drafts:
        raise PermissionDenied(NOT_YOURS)
    return next((draft for draft in drafts if draft.is_unfinished), drafts[0])


@transaction.atomic
def keep(*, ticket: DraftTicket, family: Family, by: Staff) -> Draft:
    """Go on with what this window holds, though another has written since; what that one wrote is set aside."""
    require(can_draft(by, family, ticket.page))
    current = Draft.objects.for_page(ticket.page, by).select_for_update().first()
    if current is None:
        current = _begin(ticket, by) or Draft.objects.create(
            id=new_id(), staff=by, family=family, form=ticket.page.form, about=ticket.page.about
        )
    elif current.data != ticket.data:
        DraftAside.objects.create(draft=current, data=current.data)
    current.data, current.version, current.saved_from = ticket.data, current.version + 1, ticket.tab
    current.saved_at = timezone.now()
    current.save(update_fields=["data", "version", "saved_from", "saved_at"])
    AuditEvent.record("draft.kept", by=by, family=family, subject=current, form=current.form)
    return current


@transaction.atomic
def set_aside(*, ticket: DraftTicket, family: Family, by: Staff) -> DraftAside | None:
    """Go on with what the other window wrote; what this one holds is set aside. None when there is no difference."""
    require(can_draft(by, family, ticket.page))
    draft = _as_it_is(ticket, by)
    if draft.data == ticket.data:
        return None
    aside = DraftAside.objects.create(draft=draft, data=ticket.data)
    AuditEvent.record("draft.set-aside", by=by, family=family, subject=draft, form=draft.form)
    return aside


@transaction.atomic
def bring_back(*, aside: DraftAside, by: Staff) -> Draft:
    """Go on with what had been set aside; what stood in its place is set aside instead."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("family").get(pk=aside.draft_id)
    require(can_use_draft(by, draft))
    aside = DraftAside.objects.select_for_update().get(pk=aside.pk)
    aside.data, draft.data = draft.data, aside.data
    draft.version, draft.saved_from, draft.saved_at = draft.version + 1, "", timezone.now()
    aside.save(update_fields=["data"])
    draft.save(update_fields=["data", "version", "saved_from", "saved_at"])
    AuditEvent.record("draft.brought-back", by=by, family=draft.family, subject=draft, form=draft.form)
    return draft


@transaction.atomic
def discard(*, draft: Draft, by: Staff) -> Draft:
    """Put a draft away. It can be brought back."""
    require(can_use_draft(by, draft))
    draft = Draft.objects.select_for_update(of=("self",)).select_related("family").get(pk=draft.pk)
    if draft.is_unfinished:
        draft.discarded_at = timezone.now()
        draft.save(update_fields=["discarded_at"])
        AuditEvent.record("draft.discarded", by=by, family=draft.family, subject=draft, form=draft.form)
    return draft


@transaction.atomic
def restore(*, draft: Draft, by: Staff) -> Draft:
    """Bring a discarded draft back. Refused when another draft of the same page has been begun since."""
    require(can_use_draft(by, draft))
    draft = Draft.objects.select_for_update(of=("self",)).select_related("family").get(pk=draft.pk)
    if draft.discarded_at is None or draft.finished_at is not None:
        return draft
    if Draft.objects.for_page(draft.page, by).exists():
        raise PermissionDenied("Another draft of the same page has been begun since. Finish or discard that one first.")
    draft.discarded_at = None
    draft.save(update_fields=["discarded_at"])
    AuditEvent.record("draft.restored", by=by, family=draft.family, subject=draft, form=draft.form)
    return draft


def finish(*, ticket: DraftTicket, by: Staff) -> bool:
    """Part of the action that a finished page becomes: take the draft, once. False when it was taken before.

    The UPDATE takes the row's lock, so whoever submits the same page meanwhile waits here and then is told False.
    Raises DraftIsBehind when another window has written since.
    """
    if ticket.version == 0:
        page = ticket.page
        new = Draft(id=ticket.id, staff=by, family_id=page.family_id, form=page.form, about=page.about)
        Draft.objects.bulk_create([new], ignore_conflicts=True)
    as_shown = Q(version=max(ticket.version, 1)) | Q(saved_from=ticket.tab) & ~Q(saved_from="")
    now = timezone.now()
    taken = _mine(ticket, by).filter(as_shown, finished_at=None)
    if taken.update(finished_at=now, saved_at=now, discarded_at=None, data=ticket.data):
        return True
    draft = _as_it_is(ticket, by)
    if draft.pk == ticket.id and draft.finished_at is not None:
        return False
    raise DraftIsBehind(draft)
