"""/forms/<form_id>/build/: sections and questions, by buttons alone; what was typed is never lost."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.assessments.actions import forms
from practice.assessments.definition import Definition, Kind
from practice.assessments.editing import AddSection, RemoveQuestion, RemoveSection
from practice.assessments.models import FormVersion

HX = {"HX-Request": "true"}


@pytest.fixture
def draft(version: FormVersion, administrator: Staff) -> FormVersion:
    return forms.start_draft(form=version.form, by=administrator)


@pytest.fixture
def builder(signed_in: Callable[[Staff], Client], administrator: Staff) -> Client:
    return signed_in(administrator)


def url(name: str, draft: FormVersion, *more: Any) -> str:
    return reverse(f"assessments:{name}", args=[draft.form_id, *more])


def now(draft: FormVersion) -> Definition:
    return FormVersion.objects.get(pk=draft.pk).questions


def typed(**changed: Any) -> dict[str, Any]:
    """What a question's page sends."""
    return {"revision": 1, "kind": "text", "label": "And then?", "lines": "6", "section": "life", **changed}


def content(response: Any) -> str:
    return str(response.content.decode())


# ---- The page -------------------------------------------------------------------------------------------------------


def test_every_section_and_question_stands_there_in_brief(builder: Client, draft: FormVersion) -> None:
    page = content(builder.get(url("form-build", draft)))
    assert "Life at home" in page
    assert "Only when “Is a baby expected?” is “Yes”" in page
    assert "School / Grandparents / A club" in page


def test_what_stands_in_the_way_of_publishing_is_told(
    builder: Client, draft: FormVersion, administrator: Staff
) -> None:
    assert "Before it can be published" not in content(builder.get(url("form-build", draft)))
    forms.change(version=draft, revision=1, change=RemoveQuestion("baby"), by=administrator)
    page = content(builder.get(url("form-build", draft)))
    assert "Before it can be published" in page
    assert "which is not in the form" in page


def test_htmx_gets_the_list_alone(builder: Client, draft: FormVersion) -> None:
    fragment = content(builder.get(url("form-build", draft), headers=HX))
    assert fragment.strip().startswith('<div id="builder"')
    assert "<html" not in fragment


# ---- Sections -------------------------------------------------------------------------------------------------------


def test_a_section_is_added_changed_and_taken_out(builder: Client, draft: FormVersion) -> None:
    builder.post(url("section-new", draft), {"revision": 1, "title": "The end", "help": "Say thank you."})
    assert now(draft).sections[-1].help == "Say thank you."
    builder.post(url("section-amend", draft, "the_end"), {"revision": 2, "title": "At the end", "help": ""})
    assert [section.title for section in now(draft).sections][-1] == "At the end"
    builder.post(url("section-remove", draft, "the_end"), {"revision": 3})
    assert now(draft).section("the_end") is None


def test_a_section_without_a_title_is_asked_for_one(builder: Client, draft: FormVersion) -> None:
    answer = builder.post(url("section-new", draft), {"revision": 1, "title": " ", "help": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in content(answer)


def test_sections_move_by_one_and_htmx_is_told_to_fetch_the_list(builder: Client, draft: FormVersion) -> None:
    here = {**HX, "HX-Current-URL": f"http://testserver{url('form-build', draft)}"}
    answer = builder.post(url("section-move", draft, "meaning"), {"revision": 1, "to": "up"}, headers=here)
    assert (answer.status_code, "form-changed" in answer["HX-Trigger"]) == (204, True)
    assert [section.key for section in now(draft).sections] == ["life", "meaning", "balance"]


# ---- Questions ------------------------------------------------------------------------------------------------------


def test_the_kinds_of_question_are_told_before_one_is_written(builder: Client, draft: FormVersion) -> None:
    page = content(builder.get(url("question-new", draft)))
    for kind in Kind:
        assert f"kind={kind}" in page
        assert kind.label in page


@pytest.mark.parametrize("kind", list(Kind))
def test_a_question_of_every_kind_can_be_made(builder: Client, draft: FormVersion, kind: Kind) -> None:
    more = {"choice": ["One", "", "Two"], "choice-value": ["", "", ""], "low": "not at all", "high": "all there is"}
    more |= {"several": "on"} if kind == Kind.CHOICES else {}  # ticked already, as the page comes
    address = f"{url('question-new', draft)}?kind={kind}&section=life"
    assert builder.get(address).status_code == 200
    answer = builder.post(address, typed(kind=kind, required="on", help="Why we ask", **more))
    assert answer.status_code == 302
    made = now(draft).sections[0].questions[-1]
    assert (made.kind, made.key, made.help, made.required) == (kind, "and_then", "Why we ask", True)
    assert [choice.label for choice in made.choices] == (["One", "Two"] if made.takes_choices else [])
    assert (made.low, made.high) == (("not at all", "all there is") if kind == Kind.SCALE else ("", ""))


def test_a_question_is_asked_only_when_an_earlier_one_was_answered_so(builder: Client, draft: FormVersion) -> None:
    address = f"{url('question-new', draft)}?kind=text&section=balance"
    builder.post(address, typed(section="balance", shown_if=["helpers=nana", "helpers=club"]))
    condition = now(draft).sections[1].questions[-1].shown_if
    assert condition is not None
    assert (condition.question, condition.values) == ("helpers", ("nana", "club"))


def test_a_condition_is_of_one_question(builder: Client, draft: FormVersion) -> None:
    address = f"{url('question-new', draft)}?kind=text&section=life"
    answer = builder.post(address, typed(shown_if=["helpers=nana", "baby=yes"]))
    assert answer.status_code == 422
    assert "Choose answers of one question only." in content(answer)


def test_only_questions_before_it_can_show_a_question(builder: Client, draft: FormVersion) -> None:
    page = content(builder.get(url("question-amend", draft, "when_due")))
    assert "baby=yes" in page
    assert "helpers=nana" not in page


def test_a_choice_needs_two_and_what_was_typed_stays(builder: Client, draft: FormVersion) -> None:
    address = f"{url('question-new', draft)}?kind=choice&section=life"
    answer = builder.post(address, typed(kind="choice", **{"choice": ["Only this"], "choice-value": [""]}))
    assert answer.status_code == 422
    assert "Write at least two choices." in content(answer)
    assert "Only this" in content(answer)


def test_choices_are_added_moved_and_taken_out_without_script_and_nothing_is_saved_yet(
    builder: Client, draft: FormVersion
) -> None:
    address = url("question-amend", draft, "baby")
    rows = {"choice": ["Yes", "No"], "choice-value": ["yes", "no"]}
    sent = typed(kind="choice", label="Half a word", required="on", **rows)
    more = content(builder.post(address, sent | {"do": "add-choice"}))
    assert more.count('name="choice"') == 3
    assert "Half a word" in more
    moved = content(builder.post(address, sent | {"do": "up-1"}))
    assert moved.index('value="No"') < moved.index('value="Yes"')
    fewer = content(builder.post(address, sent | {"do": "drop-0"}))
    assert 'value="Yes"' not in fewer
    assert fewer.count('name="choice"') == 2  # there is always room for the two that it needs
    assert now(draft).question("baby").label == "Is a baby expected?"  # type: ignore[union-attr]


def test_a_reworded_choice_keeps_its_value_so_that_what_hangs_on_it_holds(builder: Client, draft: FormVersion) -> None:
    rows = {"choice": ["Yes, in spring", "No", "Perhaps"], "choice-value": ["yes", "no", "made_up"]}
    builder.post(url("question-amend", draft, "baby"), typed(kind="choice", label="Is a baby expected?", **rows))
    question = now(draft).question("baby")
    assert question is not None
    assert [choice.value for choice in question.choices] == ["yes", "no", "perhaps"]


def test_one_of_several_becomes_any_of_several(builder: Client, draft: FormVersion) -> None:
    rows = {"choice": ["Yes", "No"], "choice-value": ["yes", "no"]}
    builder.post(url("question-amend", draft, "baby"), typed(kind="choice", several="on", **rows))
    assert now(draft).question("baby").kind == Kind.CHOICES  # type: ignore[union-attr]


def test_a_question_goes_to_another_section(builder: Client, draft: FormVersion) -> None:
    builder.post(url("question-amend", draft, "story"), typed(label="How is home?", section="meaning"))
    home = now(draft).section_of("story")
    assert home is not None
    assert home.key == "meaning"


def test_a_question_moves_and_is_taken_out(builder: Client, draft: FormVersion) -> None:
    builder.post(url("question-move", draft, "helpers"), {"revision": 1, "to": "up"})
    assert [question.key for question in now(draft).sections[0].questions][2:] == ["helpers", "when_due"]
    builder.post(url("question-remove", draft, "helpers"), {"revision": 2})
    assert now(draft).question("helpers") is None


def test_what_stands_at_an_end_stays_there_and_the_draft_is_as_it_was(builder: Client, draft: FormVersion) -> None:
    answer = builder.post(url("question-move", draft, "story"), {"revision": 1, "to": "up"}, follow=True)
    assert "It stands at the end already." in content(answer)
    assert FormVersion.objects.get(pk=draft.pk).revision == 1


# ---- Two pages at once ----------------------------------------------------------------------------------------------


def test_a_page_that_is_behind_keeps_its_words_and_can_save_them_after_a_look(
    builder: Client, draft: FormVersion, administrator: Staff
) -> None:
    forms.change(version=draft, revision=1, change=AddSection("Meanwhile"), by=administrator)
    address = url("question-amend", draft, "story")
    answer = builder.post(address, typed(label="My long thought"))
    assert answer.status_code == 409
    page = content(answer)
    assert "My long thought" in page
    assert "Somebody changed this form while you were here" in page
    assert "What is life like at home?" in page  # as it stands now
    assert 'name="revision" value="2"' in page
    assert now(draft).question("story").label == "What is life like at home?"  # type: ignore[union-attr]

    builder.post(address, typed(label="My long thought", revision=2))
    assert now(draft).question("story").label == "My long thought"  # type: ignore[union-attr]
    assert now(draft).section("meanwhile") is not None


def test_a_question_taken_out_meanwhile_keeps_its_words_and_can_be_added_again(
    builder: Client, draft: FormVersion, administrator: Staff
) -> None:
    forms.change(version=draft, revision=1, change=RemoveQuestion("story"), by=administrator)
    address = url("question-amend", draft, "story")
    answer = builder.post(address, typed(label="My long thought"))
    assert answer.status_code == 409
    page = content(answer)
    assert "My long thought" in page
    assert f'action="{url("question-new", draft)}?section=meaning&amp;kind=text"' in page
    assert builder.get(address).status_code == 404


def test_a_section_taken_out_meanwhile_keeps_its_words(
    builder: Client, draft: FormVersion, administrator: Staff
) -> None:
    forms.change(version=draft, revision=1, change=RemoveSection("life"), by=administrator)
    answer = builder.post(url("section-amend", draft, "life"), {"revision": 1, "title": "My title", "help": ""})
    assert answer.status_code == 409
    assert "My title" in content(answer)


def test_a_move_from_a_page_that_is_behind_moves_nothing_and_says_so(
    builder: Client, draft: FormVersion, administrator: Staff
) -> None:
    forms.change(version=draft, revision=1, change=AddSection("Meanwhile"), by=administrator)
    before = now(draft)
    answer = builder.post(url("question-move", draft, "baby"), {"revision": 1, "to": "up"}, follow=True)
    assert "Somebody changed this form since you opened it" in content(answer)
    assert now(draft) == before
    told = builder.post(url("question-move", draft, "baby"), {"revision": "x", "to": "up"}, headers=HX)
    assert (told.status_code, told["HX-Redirect"]) == (204, url("form-build", draft))


# ---- Who, and what is kept ------------------------------------------------------------------------------------------


def test_a_form_without_a_draft_has_no_builder(builder: Client, version: FormVersion) -> None:
    assert builder.get(url("form-build", version)).status_code == 404


def test_a_retired_form_is_not_built_on(builder: Client, draft: FormVersion, administrator: Staff) -> None:
    forms.retire(form=draft.form, by=administrator)
    answer = builder.get(url("form-build", draft))
    assert answer.status_code == 403
    assert "Bring it back to change it" in content(answer)


def test_what_was_changed_is_audited_by_name_without_its_words(
    builder: Client, draft: FormVersion, administrator: Staff
) -> None:
    builder.post(url("section-new", draft), {"revision": 1, "title": "The end"})
    event = AuditEvent.objects.get(verb="form.changed")
    assert (event.by, UUID(event.subject_id)) == (administrator, draft.form_id)
    assert event.details == {"version": 2, "change": "section added"}
