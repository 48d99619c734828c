"""A draft that nobody wants any more is thrown away; what was published never is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.assessments.actions import forms
from practice.assessments.editing import AddQuestion, AddSection, FormIsBehind
from practice.assessments.models import Form, FormVersion
from tests.practice_assessments.small import small_form

SignedIn = Callable[[Staff], Client]


def html(response: Any) -> str:
    return str(response.content.decode())


def throw_away(form: Form) -> str:
    return reverse("assessments:form-throw-away", args=[form.pk])


@pytest.fixture
def draft(administrator: Staff) -> FormVersion:
    """Of the second version of a form, with a question more than the first."""
    form = small_form().form
    draft = forms.start_draft(form=form, by=administrator)
    asked = {"kind": "text", "label": "How is it after a year?"}
    return forms.change(version=draft, revision=1, change=AddQuestion("life", asked), by=administrator)


def test_what_would_be_lost_is_told_first_and_the_published_version_stays(
    signed_in: SignedIn, administrator: Staff, draft: FormVersion
) -> None:
    client, url = signed_in(administrator), throw_away(draft.form)
    assert url in html(client.get(draft.form.get_absolute_url()))
    assert url in html(client.get(reverse("assessments:form-build", args=[draft.form_id])))
    asked = html(client.get(url))
    assert "How is it after a year?" in asked
    assert "take it as a file" in asked
    assert FormVersion.objects.filter(pk=draft.pk).exists()
    shown = html(client.post(url, {"revision": draft.revision}, follow=True))
    assert "What is published stays as it is." in shown
    assert "Start a new version" in shown
    assert [version.number for version in draft.form.versions.all()] == [1]


def test_a_form_that_never_was_published_goes_with_it_and_its_name_is_free(
    signed_in: SignedIn, administrator: Staff
) -> None:
    form = forms.begin(name="Half an idea", purpose="To see", working_days=None, by=administrator)
    client = signed_in(administrator)
    asked = html(client.get(throw_away(form)))
    assert "the form itself goes with its draft" in asked
    assert "take it as a file" not in asked  # half built as it is, it could not be brought in again
    response = client.post(throw_away(form), {"revision": 1}, follow=True)
    assert "Half an idea is thrown away." in html(response)
    assert not Form.objects.exists()
    assert forms.begin(name="Half an idea", purpose="Again", working_days=None, by=administrator).slug == "half-an-idea"


def test_it_is_audited_by_name_although_it_is_gone(administrator: Staff) -> None:
    form = forms.begin(name="Half an idea", purpose="To see", working_days=None, by=administrator)
    forms.throw_away(version=form.versions.get(), revision=1, by=administrator)
    event = AuditEvent.objects.get(verb="form.thrown-away")
    assert (event.by, event.subject_id, event.details["form"]) == (administrator, str(form.pk), "half-an-idea")


def test_one_that_somebody_changed_meanwhile_is_shown_as_it_is_and_kept(
    signed_in: SignedIn, administrator: Staff, draft: FormVersion
) -> None:
    forms.change(version=draft, revision=draft.revision, change=AddSection("What they said"), by=administrator)
    client = signed_in(administrator)
    for sent in ({"revision": draft.revision}, {"revision": "nonsense"}, {}):
        response = client.post(throw_away(draft.form), sent)
        assert response.status_code == 409
        assert "What they said" in html(response)
    with pytest.raises(FormIsBehind):
        forms.throw_away(version=draft, revision=draft.revision, by=administrator)
    assert FormVersion.objects.filter(pk=draft.pk).exists()


def test_a_published_version_never_is(signed_in: SignedIn, administrator: Staff) -> None:
    version = small_form()
    assert signed_in(administrator).post(throw_away(version.form), {"revision": 1}).status_code == 404
    with pytest.raises(PermissionDenied, match="stays for good"):
        forms.throw_away(version=version, revision=1, by=administrator)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        version.delete()


def test_the_draft_of_a_retired_form_can_go_too(administrator: Staff, draft: FormVersion) -> None:
    forms.retire(form=draft.form, by=administrator)
    forms.throw_away(version=draft, revision=draft.revision, by=administrator)
    assert draft.form.versions.count() == 1


def test_nobody_else_throws_one_away(
    signed_in: SignedIn, draft: FormVersion, lead_worker: Staff, manager: Staff
) -> None:
    for person in (lead_worker, manager):
        assert signed_in(person).post(throw_away(draft.form), {"revision": draft.revision}).status_code == 403
    assert FormVersion.objects.filter(pk=draft.pk).exists()
