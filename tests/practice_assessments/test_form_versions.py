"""A published version never changes, whatever tries; a form has one draft at a time."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from demo import forms as demo_forms
from hampshire.accounts.models import Staff
from practice.assessments.actions import forms
from practice.assessments.actions.forms import NewEntry
from practice.assessments.definition import problems
from practice.assessments.editing import AddSection, FormIsBehind
from practice.assessments.models import Form, FormVersion
from practice.register.models import Entry
from tests.practice_assessments.small import SMALL


@pytest.fixture
def draft(version: FormVersion, administrator: Staff) -> FormVersion:
    return forms.start_draft(form=version.form, by=administrator)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessments_formversion SET definition = '{\"sections\": []}'",
        "UPDATE assessments_formversion SET state = 'draft', published_at = NULL",
        "DELETE FROM assessments_formversion",
    ],
)
def test_the_database_refuses_to_change_a_published_version(version: FormVersion, statement: str) -> None:
    with pytest.raises(DatabaseError, match="formversion"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    version.refresh_from_db()
    assert version.definition == SMALL


def test_a_draft_may_change_and_a_published_version_is_refused(
    version: FormVersion, draft: FormVersion, administrator: Staff
) -> None:
    changed = forms.change(version=draft, revision=1, change=AddSection("Later"), by=administrator)
    assert (changed.revision, len(changed.questions.sections)) == (2, 4)
    with pytest.raises(PermissionDenied, match="never changes"):
        forms.change(version=version, revision=1, change=AddSection("Later"), by=administrator)


def test_a_change_from_a_page_that_is_behind_is_not_made(draft: FormVersion, administrator: Staff) -> None:
    forms.change(version=draft, revision=1, change=AddSection("Later"), by=administrator)
    with pytest.raises(FormIsBehind):
        forms.change(version=draft, revision=1, change=AddSection("Sooner"), by=administrator)
    draft.refresh_from_db()
    assert [section.title for section in draft.questions.sections][-1] == "Later"


def test_a_form_has_one_draft(draft: FormVersion, administrator: Staff) -> None:
    with pytest.raises(PermissionDenied, match="draft of this form already"):
        forms.start_draft(form=draft.form, by=administrator)
    with pytest.raises(IntegrityError, match="form_has_one_draft"), transaction.atomic():
        FormVersion.objects.create(form=draft.form, number=3, definition=SMALL)


def test_a_new_draft_asks_what_the_last_published_version_asks(version: FormVersion, draft: FormVersion) -> None:
    assert (draft.number, draft.state, draft.definition) == (2, "draft", version.definition)


def test_nothing_is_published_without_an_entry_in_the_register(draft: FormVersion, administrator: Staff) -> None:
    told = {"version": draft, "revision": 1, "what_changed": "", "by": administrator}
    with pytest.raises(ValueError, match="towards-or-against"):
        forms.publish(entry=None, **told)
    draft.refresh_from_db()
    assert not draft.is_published
    published = forms.publish(entry=NewEntry("Small", "To try", administrator), **told)
    assert published.is_published
    assert Entry.objects.get(kind="form", name="Small").owner == administrator
    assert Form.objects.get(pk=draft.form_id).register_entry is not None


def test_nothing_is_published_that_cannot_be_answered(administrator: Staff) -> None:
    form = forms.begin(name="Empty", purpose="To try", working_days=None, by=administrator)
    entry = NewEntry("Empty", "", administrator)
    with pytest.raises(PermissionDenied, match="put right first"):
        forms.publish(version=form.draft, revision=1, entry=entry, what_changed="", by=administrator)


@pytest.mark.parametrize("who", ["lead_worker", "supervisor", "manager", "auditor", "nobody"])
def test_only_an_administrator_builds(who: str, draft: FormVersion, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        forms.begin(name="Mine", purpose="To try", working_days=None, by=by)
    with pytest.raises(PermissionDenied):
        forms.change(version=draft, revision=1, change=AddSection("Mine"), by=by)
    with pytest.raises(PermissionDenied):
        forms.publish(version=draft, revision=1, entry=NewEntry("x", "", by), what_changed="", by=by)
    with pytest.raises(PermissionDenied):
        forms.retire(form=draft.form, by=by)


def test_the_forms_that_come_with_hampshire_are_loaded_once(administrator: Staff) -> None:
    assert len(forms.load_shipped(by=None)) == 3
    kept = Form.objects.get(slug="about-me")
    forms.describe(form=kept, name="All about me", purpose="Ours now", working_days=None, by=administrator)
    assert forms.load_shipped(by=administrator) == []
    kept.refresh_from_db()
    assert kept.name == "All about me"
    assert FormVersion.objects.in_use().count() == 3
    assert all(form.register_entry_id for form in Form.objects.all())


def test_what_is_in_use_is_the_newest_published_version_of_forms_not_retired(
    version: FormVersion, draft: FormVersion, administrator: Staff
) -> None:
    assert list(FormVersion.objects.in_use()) == [version]
    published = forms.publish(
        version=draft, revision=1, entry=NewEntry("Small", "", administrator), what_changed="", by=administrator
    )
    assert list(FormVersion.objects.in_use()) == [published]
    forms.retire(form=draft.form, by=administrator)
    assert list(FormVersion.objects.in_use()) == []
    forms.bring_back(form=draft.form, by=administrator)
    assert list(FormVersion.objects.in_use()) == [published]


def test_a_retired_form_is_not_brought_back_beside_another_of_its_name(
    version: FormVersion, administrator: Staff
) -> None:
    forms.retire(form=version.form, by=administrator)
    forms.begin(name=version.form.name, purpose="Another", working_days=None, by=administrator)
    with pytest.raises(PermissionDenied, match="Rename that one first"):
        forms.bring_back(form=version.form, by=administrator)


def test_the_made_up_authority_has_forms_with_a_past(administrator: Staff) -> None:
    demo_forms.tell(today=timezone.localdate())
    about_me = Form.objects.get(slug="about-me")
    assert [(version.title, version.published_by) for version in about_me.versions.latest_first()] == [
        ("Version 2", administrator),
        ("Version 1", None),
    ]
    assert all(version.published_at < timezone.now() - timedelta(days=200) for version in about_me.versions.all())
    assert Form.objects.get(slug="child-and-family").draft is not None
    assert all(not problems(version.definition) for version in FormVersion.objects.all())
