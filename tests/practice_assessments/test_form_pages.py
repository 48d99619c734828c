"""/forms/: the list, one form, its preview, publishing, retiring, comparing, and forms as files."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from jsonschema import Draft202012Validator

from hampshire.accounts.models import Staff
from practice.assessments import interchange
from practice.assessments.actions import forms
from practice.assessments.actions.forms import NewEntry
from practice.assessments.editing import AddQuestion, AddSection, RemoveSection
from practice.assessments.models import Form, FormVersion
from practice.register.models import Entry
from tests.practice_assessments.small import SMALL, small_form

SignedIn = Callable[[Staff], Client]
LIST = "/forms/"


@pytest.fixture
def draft(version: FormVersion, administrator: Staff) -> FormVersion:
    return forms.start_draft(form=version.form, by=administrator)


@pytest.fixture
def builder(signed_in: SignedIn, administrator: Staff) -> Client:
    return signed_in(administrator)


def url(name: str, version: FormVersion, *more: Any) -> str:
    return reverse(f"assessments:{name}", args=[version.form_id, *more])


def content(response: Any) -> str:
    return str(response.content.decode())


# ---- The list and one form ------------------------------------------------------------------------------------------


def test_an_empty_list_offers_the_forms_that_come_with_hampshire(builder: Client) -> None:
    assert "Publish the three that come with Hampshire" in content(builder.get(LIST))
    page = content(builder.post("/forms/load/", follow=True))
    for name in ("About me", "Child and family assessment", "Parenting and network assessment"):
        assert name in page
    assert "Publish the three" not in page


def test_those_who_write_see_what_is_published_and_no_draft(
    version: FormVersion, draft: FormVersion, administrator: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    forms.begin(name="Half built", purpose="To try", working_days=None, by=administrator)
    page = content(signed_in(lead_worker).get(LIST))
    assert "Small assessment" in page
    assert "Half built" not in page
    assert "in draft" not in page
    assert "Build a form" not in page
    detail = content(signed_in(lead_worker).get(version.form.get_absolute_url()))
    assert "Version 1" in detail
    assert "Draft of version 2" not in detail
    assert "Retire" not in detail


def test_a_form_that_is_not_published_is_not_for_those_who_write(
    administrator: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    form = forms.begin(name="Half built", purpose="To try", working_days=None, by=administrator)
    answer = signed_in(lead_worker).get(form.get_absolute_url())
    assert answer.status_code == 403
    assert "not published yet" in content(answer)


def test_who_published_what_is_kept(builder: Client, draft: FormVersion, administrator: Staff) -> None:
    forms.publish(
        version=draft, revision=1, entry=NewEntry("Small", "", administrator), what_changed="Shorter.", by=administrator
    )
    page = content(builder.get(draft.form.get_absolute_url()))
    assert "Version 2" in page
    assert "Adam Penn" in page
    assert "Shorter." in page
    assert f"{url('form-compare', draft)}?old=1&amp;new=2" in page


def test_a_form_is_begun_named_and_renamed(builder: Client) -> None:
    answer = builder.post("/forms/new/", {"name": "Going home", "purpose": "Before a child goes home."})
    form = Form.objects.get(name="Going home")
    assert answer["Location"] == reverse("assessments:form-build", args=[form.pk])
    builder.post(f"/forms/{form.pk}/amend/", {"name": "Home again", "purpose": "Before.", "working_days": "20"})
    form.refresh_from_db()
    assert (form.name, form.slug, form.working_days) == ("Home again", "going-home", 20)


def test_two_forms_do_not_share_a_name(builder: Client, version: FormVersion) -> None:
    answer = builder.post("/forms/new/", {"name": "Small assessment", "purpose": "Another."})
    assert answer.status_code == 422
    assert "There is a form of this name already." in content(answer)


def test_a_form_is_retired_and_brought_back(builder: Client, version: FormVersion) -> None:
    page = content(builder.post(url("form-retire", version), follow=True))
    assert "Nothing new is written on it" in page
    assert "Retired" in content(builder.get(LIST))
    builder.post(url("form-bring-back", version))
    assert list(FormVersion.objects.in_use()) == [version]


# ---- The preview ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["lead_worker", "supervisor", "manager", "administrator"])
def test_a_published_form_is_previewed_as_a_worker_will_see_it(
    who: str, version: FormVersion, signed_in: SignedIn, request: pytest.FixtureRequest
) -> None:
    page = content(signed_in(request.getfixturevalue(who)).get(url("version-detail", version, 1)))
    for question in version.questions.questions():
        assert question.label in page
        assert f'name="{question.name}' in page
    assert "nothing you put in here is kept" in page
    assert 'data-shown-by="q-baby" data-shown-for="yes" data-met="no"' in page
    assert "Domestic abuse: towards the child" in page


def test_a_draft_is_previewed_by_those_who_build_only(
    draft: FormVersion, lead_worker: Staff, builder: Client, signed_in: SignedIn
) -> None:
    assert "A preview of the draft" in content(builder.get(url("version-detail", draft, 2)))
    assert signed_in(lead_worker).get(url("version-detail", draft, 2)).status_code == 403
    assert signed_in(lead_worker).get(url("version-export", draft, 2)).status_code == 403
    assert builder.get(url("version-detail", draft, 99)).status_code == 404
    assert builder.get(url("version-detail", draft, 10**30)).status_code == 404


# ---- Publishing -----------------------------------------------------------------------------------------------------


def test_publishing_asks_for_an_entry_of_the_register_and_makes_one(builder: Client, draft: FormVersion) -> None:
    refused = builder.post(url("form-publish", draft), {"revision": 1, "what_changed": "Shorter.", "entry_name": ""})
    assert refused.status_code == 422
    assert "a form is published with one" in content(refused)
    sent = {"revision": 1, "what_changed": "Shorter.", "entry_name": "Small", "entry_about": "To try"}
    assert builder.post(url("form-publish", draft), sent).status_code == 302
    draft.refresh_from_db()
    assert draft.is_published
    assert draft.form.register_entry is not None
    assert draft.form.register_entry.name == "Small"


def test_publishing_takes_an_entry_that_is_there(builder: Client, draft: FormVersion, administrator: Staff) -> None:
    entry = Entry.objects.create(kind="form", name="Small assessment", owner=administrator)
    assert f'value="{entry.pk}" selected' in content(builder.get(url("form-publish", draft)))
    builder.post(url("form-publish", draft), {"revision": 1, "what_changed": "Shorter.", "entry": entry.pk})
    assert Form.objects.get(pk=draft.form_id).register_entry == entry
    assert Entry.objects.count() == 1


def test_only_an_entry_of_a_form_can_be_chosen(builder: Client, draft: FormVersion) -> None:
    letter = Entry.objects.create(kind="letter", name="Invitation")
    answer = builder.post(url("form-publish", draft), {"revision": 1, "what_changed": "x", "entry": letter.pk})
    assert answer.status_code == 422


def test_a_second_version_says_what_is_new(builder: Client, draft: FormVersion) -> None:
    answer = builder.post(url("form-publish", draft), {"revision": 1, "what_changed": "", "entry_name": "Small"})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert not draft.is_published


def test_a_form_with_something_wrong_is_not_published(
    builder: Client, draft: FormVersion, administrator: Staff
) -> None:
    forms.change(version=draft, revision=1, change=AddSection("Blank"), by=administrator)
    page = content(builder.get(url("form-publish", draft)))
    assert "it asks nothing yet" in page
    sent = {"revision": 2, "what_changed": "x", "entry_name": "Small"}
    assert builder.post(url("form-publish", draft), sent).status_code == 403
    assert not Entry.objects.exists()


def test_a_form_changed_since_the_page_was_opened_is_looked_at_before_it_is_published(
    builder: Client, draft: FormVersion, administrator: Staff
) -> None:
    question = AddQuestion("life", {"kind": "text", "label": "And then?"})
    forms.change(version=draft, revision=1, change=question, by=administrator)
    answer = builder.post(url("form-publish", draft), {"revision": 1, "what_changed": "Why", "entry_name": "Small"})
    assert answer.status_code == 409
    page = content(answer)
    assert "Somebody changed this draft while you were here" in page
    assert "Why</textarea>" in page
    assert 'name="revision" value="2"' in page
    assert not Entry.objects.exists()


# ---- Comparing ------------------------------------------------------------------------------------------------------


def test_two_versions_are_compared_in_words(builder: Client, draft: FormVersion, administrator: Staff) -> None:
    forms.change(version=draft, revision=1, change=RemoveSection("meaning"), by=administrator)
    page = content(builder.get(url("form-compare", draft)))
    assert "The section is gone." in page
    assert "“What does all this mean?” is not asked any more." in page
    same = content(builder.get(url("form-compare", draft) + "?old=1&new=1"))
    assert "Nothing is different" in same
    assert builder.get(url("form-compare", draft) + "?old=1&new=77").status_code == 200


def test_those_who_write_compare_published_versions_only(
    draft: FormVersion, administrator: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    forms.change(version=draft, revision=1, change=AddSection("Not yet agreed"), by=administrator)
    page = content(signed_in(lead_worker).get(url("form-compare", draft) + "?old=1&new=2"))
    assert "Not yet agreed" not in page
    assert "There is one version only" in page


# ---- Files ----------------------------------------------------------------------------------------------------------


def test_a_form_goes_out_as_a_file_and_comes_back_the_same(builder: Client, version: FormVersion) -> None:
    answer = builder.get(url("version-export", version, 1))
    assert 'filename="small-assessment-version-1.json"' in answer["Content-Disposition"]
    file = SimpleUploadedFile("form.json", answer.content, "application/json")
    builder.post("/forms/import/", {"file": file, "name": "From elsewhere"})
    brought = FormVersion.objects.get(form__name="From elsewhere")
    assert (brought.state, brought.definition) == ("draft", SMALL)
    assert (brought.form.slug, brought.form.working_days) == ("small-assessment-2", 45)


def test_a_file_becomes_the_next_version_of_a_form(builder: Client, version: FormVersion) -> None:
    text = interchange.written(version).replace("What does all this mean?", "What do we make of it?")
    builder.post("/forms/import/", {"text": text, "into": version.form_id})
    draft = FormVersion.objects.get(form=version.form, number=2)
    assert not draft.is_published
    assert draft.questions.question("analysis").label == "What do we make of it?"  # type: ignore[union-attr]


def test_every_problem_of_a_file_is_told_and_nothing_is_made(builder: Client) -> None:
    broken = {"sections": [{"key": "a", "title": "Home", "questions": [{"key": "q", "kind": "odd", "label": ""}]}]}
    file = {"hampshire_form": 1, "name": "Broken", "slug": "broken", "purpose": "x", "definition": broken}
    answer = builder.post("/forms/import/", {"text": json.dumps(file)})
    assert answer.status_code == 422
    page = content(answer)
    assert "Section 1 “Home”, question 1" in page
    assert "is not a kind of question" in page
    assert "this is blank" in page
    assert not Form.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "Choose a file, or paste the text of one."),
        ({"text": "{"}, "This file is not JSON"),
        ({"file": b"\xff\xfe\x00"}, "This file is not text."),
        ({"file": b" " * 1_000_001}, "larger than a form can be"),
    ],
)
def test_what_is_no_form_is_refused_in_words(builder: Client, sent: dict[str, Any], said: str) -> None:
    if "file" in sent:
        sent = {"file": SimpleUploadedFile("form.json", sent["file"])}
    answer = builder.post("/forms/import/", sent)
    assert answer.status_code == 422
    assert said in content(answer)


def test_a_file_of_a_name_that_is_taken_says_so(builder: Client, version: FormVersion) -> None:
    answer = builder.post("/forms/import/", {"text": interchange.written(version)})
    assert answer.status_code == 422
    assert "There is a form called Small assessment" in content(answer)


def test_the_schema_can_be_taken_and_holds_for_what_is_exported(builder: Client, version: FormVersion) -> None:
    schema = json.loads(builder.get("/forms/schema/").content)
    Draft202012Validator.check_schema(schema)
    exported = json.loads(builder.get(url("version-export", version, 1)).content)
    assert list(Draft202012Validator(schema).iter_errors(exported)) == []


# ---- Queries --------------------------------------------------------------------------------------------------------


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_no_page_asks_more_of_many_forms_than_of_few(
    builder: Client, version: FormVersion, draft: FormVersion, administrator: Staff
) -> None:
    pages = {
        LIST: 6,
        draft.form.get_absolute_url(): 6,
        url("version-detail", draft, 1): 4,
        url("form-compare", draft): 6,
        url("form-build", draft): 4,
        url("form-publish", draft): 5,
        url("question-amend", draft, "story"): 4,
    }
    before = {page: asked(builder, page) for page in pages}
    for number in range(5):
        small_form(f"Another {number}")
        question = AddQuestion("life", {"kind": "text", "label": f"And then, {number}?"})
        forms.change(version=draft, revision=number + 1, change=question, by=administrator)
    after = {page: asked(builder, page) for page in pages}
    assert after == before
    assert {page: count for page, count in after.items() if count > pages[page]} == {}
