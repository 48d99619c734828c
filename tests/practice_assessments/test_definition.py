"""What a form's definition may say, which answers count, and what one version asks that another does not."""

import copy
import json
from typing import Any

import pytest

from practice.assessments import interchange, shipped
from practice.assessments.comparing import differences
from practice.assessments.definition import Definition, Kind, problems
from practice.assessments.editing import (
    AddQuestion,
    AddSection,
    ChangeQuestion,
    GoneError,
    MoveQuestion,
    MoveSection,
    RemoveSection,
    choices_of,
    key_for,
)
from tests.practice_assessments.small import SMALL


def changed(**of_baby: Any) -> dict[str, Any]:
    """The small form with another question about a baby."""
    new = copy.deepcopy(SMALL)
    new["sections"][0]["questions"][1] |= of_baby
    return new


def keys(definition: dict[str, Any]) -> list[list[str]]:
    return [[question["key"] for question in section["questions"]] for section in definition["sections"]]


# ---- What stands in the way -----------------------------------------------------------------------------------------


def test_a_whole_form_has_no_problems() -> None:
    assert problems(SMALL) == []


def test_a_form_without_a_section_says_so() -> None:
    assert problems({"sections": []}) == ["The form has no section yet."]


def test_a_section_without_a_question_says_so() -> None:
    [said] = problems({"sections": [*SMALL["sections"], {"key": "end", "title": "The end", "questions": []}]})
    assert said == "Section 4 “The end”: it asks nothing yet."


def test_two_questions_of_one_key_are_told_even_in_different_sections() -> None:
    new = copy.deepcopy(SMALL)
    new["sections"][2]["questions"][0]["key"] = "story"
    assert problems(new) == ["More than one question has the key “story”. Each needs a key of its own."]


def test_a_choice_needs_two_choices_that_differ() -> None:
    [few] = problems(changed(choices=[{"value": "yes", "label": "Yes"}]))
    assert "question 2 “Is a baby expected?”: it needs at least two choices" in few
    [twice] = problems(changed(choices=[{"value": "yes", "label": "Yes"}, {"value": "yes", "label": "Perhaps"}]))
    assert "two choices have the value “yes”" in twice


def test_only_a_question_of_choice_has_choices() -> None:
    new = copy.deepcopy(SMALL)
    new["sections"][0]["questions"][0]["choices"] = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]
    assert any("have choices" in said for said in problems(new))


@pytest.mark.parametrize(
    ("asked", "value", "said"),
    [
        ("analysis", "yes", "which comes later"),
        ("nothing", "yes", "which is not in the form"),
        ("story", "yes", "which is not a question with choices"),
        ("baby", "perhaps", "which has no such choice"),
        ("when_due", "yes", "which comes later"),
    ],
)
def test_a_condition_looks_back_to_a_choice_that_is_there(asked: str, value: str, said: str) -> None:
    new = copy.deepcopy(SMALL)
    new["sections"][0]["questions"][2]["shown_if"] = {"question": asked, "is": value}
    [problem] = problems(new)
    assert "question 3 “When is the baby due?”" in problem
    assert said in problem


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ([], "The form: this should be a set of named values"),
        ({}, "The form: “sections” is missing"),
        ({"sections": {}}, "The form, “sections”: this should be a list"),
        ({"sections": [{"key": "A b", "title": "T", "questions": []}]}, "small letters, digits and _ only"),
        ({"sections": [{"key": "a", "title": " ", "questions": []}]}, "“title”: this is blank"),
        ({"sections": [{"key": "a", "title": "T", "questions": [3]}]}, "Section 1 “T”, question 1: this should be a"),
    ],
)
def test_what_no_form_can_say_is_told_with_where_it_is(broken: Any, said: str) -> None:
    assert any(said in problem for problem in problems(broken)), problems(broken)


def test_an_unknown_kind_is_told_with_the_kinds_there_are() -> None:
    [said] = problems(
        {"sections": [{"key": "a", "title": "T", "questions": [{"key": "q", "kind": "x", "label": "Q"}]}]}
    )
    assert "Section 1 “T”, question 1 “Q”, “kind”" in said
    assert all(kind in said for kind in Kind.values)


# ---- Which answers count --------------------------------------------------------------------------------------------


def read() -> Definition:
    return Definition.read(SMALL)


def test_a_question_is_asked_when_its_condition_is_met() -> None:
    life = read().sections[0]
    assert "when_due" not in [question.key for question in life.shown({"baby": "no"})]
    assert "when_due" in [question.key for question in life.shown({"baby": "yes"})]


def test_an_answer_to_what_is_no_longer_asked_does_not_count() -> None:
    given = {"story": "Loud", "baby": "no", "when_due": "2027-01-01"}
    assert read().counted(given) == {"story": "Loud", "baby": "no"}


def test_what_a_hidden_answer_would_show_is_hidden_too() -> None:
    new = copy.deepcopy(SMALL)
    new["sections"][0]["questions"][3]["shown_if"] = {"question": "baby", "is": ["yes"]}
    new["sections"][1]["questions"][0]["shown_if"] = {"question": "helpers", "is": "nana"}
    given = {"baby": "no", "helpers": ["nana"], "strong": ["1"]}
    assert Definition.read(new).counted(given) == {"baby": "no"}


def test_what_is_required_and_asked_and_blank_is_named_in_order() -> None:
    missing = read().without_answer({"baby": "yes", "analysis": "  ", "story": "Loud"})
    assert [(section.key, question.key) for section, question in missing] == [
        ("life", "when_due"),
        ("balance", "strong"),
        ("meaning", "analysis"),
    ]
    assert not [q for _, q in read().without_answer({"baby": "no"}) if q.key == "when_due"]


# ---- Editing --------------------------------------------------------------------------------------------------------


def test_a_key_comes_from_the_first_words_and_is_never_shared() -> None:
    assert key_for("Who lives here?", set(), "question") == "who_lives_here"
    assert key_for("Who lives here?", {"who_lives_here"}, "question") == "who_lives_here_2"
    assert key_for("3 wishes", set(), "question") == "wishes"
    assert key_for("؟", set(), "question") == "question"


def test_a_choice_keeps_its_value_when_its_words_change() -> None:
    made = choices_of([("yes", "Yes, gladly"), ("", "Yes"), ("", "No")])
    assert [choice["value"] for choice in made] == ["yes", "yes_2", "no"]


def test_a_change_leaves_the_definition_it_was_given_as_it_is() -> None:
    before = copy.deepcopy(SMALL)
    AddQuestion("life", {"kind": "text", "label": "And then?"}).to(SMALL)
    MoveSection("life", 1).to(SMALL)
    assert before == SMALL


def test_a_question_moves_on_into_the_next_section() -> None:
    assert keys(MoveQuestion("helpers", 1).to(SMALL))[:2] == [
        ["story", "baby", "when_due"],
        ["helpers", "strong", "worried", "said", "who", "safe"],
    ]
    assert keys(MoveQuestion("strong", -1).to(SMALL))[0][-1] == "strong"
    assert keys(MoveQuestion("story", -1).to(SMALL)) == keys(SMALL)
    assert keys(MoveQuestion("factors", 1).to(SMALL)) == keys(SMALL)


def test_a_changed_question_keeps_its_key_and_may_go_to_another_section() -> None:
    new = ChangeQuestion("story", {"kind": "text", "label": "How is home?"}, section="meaning").to(SMALL)
    assert keys(new)[2] == ["analysis", "factors", "story"]
    assert new["sections"][2]["questions"][2]["label"] == "How is home?"


def test_what_is_gone_cannot_be_changed() -> None:
    without = RemoveSection("life").to(SMALL)
    with pytest.raises(GoneError):
        ChangeQuestion("story", {"kind": "text", "label": "How is home?"}).to(without)
    with pytest.raises(GoneError):
        AddQuestion("life", {"kind": "text", "label": "And then?"}).to(without)


def test_a_new_section_has_a_key_of_its_own() -> None:
    new = AddSection("Life at home").to(AddSection("Life at home").to({"sections": []}))
    assert [section["key"] for section in new["sections"]] == ["life_at_home", "life_at_home_2"]


# ---- Comparing ------------------------------------------------------------------------------------------------------


def told(old: dict[str, Any], new: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {one.title: one.lines for one in differences(Definition.read(old), Definition.read(new))}


def test_a_form_does_not_differ_from_itself() -> None:
    assert told(SMALL, SMALL) == {}


def test_what_changed_in_a_question_is_said_in_words() -> None:
    new = changed(
        label="Is somebody expecting?",
        required=True,
        help="Ask both.",
        choices=[{"value": "yes", "label": "Yes"}, {"value": "not_sure", "label": "Not sure"}],
    )
    [lines] = told(SMALL, new).values()
    assert lines == (
        "“Is somebody expecting?”: it was asked as “Is a baby expected?”.",
        "“Is somebody expecting?”: it has to be answered now.",
        "“Is somebody expecting?”: its help is new: “Ask both.”",
        "“Is somebody expecting?”: “Not sure” can be chosen now.",
        "“Is somebody expecting?”: “No” cannot be chosen any more.",
    )


def test_what_came_and_went_and_moved_is_said_in_words() -> None:
    new = MoveQuestion("helpers", 1).to(RemoveSection("meaning").to(SMALL))
    new = AddQuestion("life", {"kind": "text", "label": "And then?", "required": True}).to(AddSection("Later").to(new))
    said = told(SMALL, new)
    assert said["Life at home"] == ("“And then?” is new, and has to be answered.",)
    assert said["Strong, and worried about"] == ("“What helps already?” stood in “Life at home”.",)
    assert said["Later"] == ("The section is new.",)
    assert said["What it means"][0] == "The section is gone."
    assert "“What does all this mean?” is not asked any more." in said["What it means"]


def test_another_order_is_said_and_only_where_it_is_one() -> None:
    assert told(SMALL, MoveQuestion("baby", -1).to(SMALL)) == {
        "Life at home": ("Its questions stand in another order.",)
    }
    assert set(told(SMALL, MoveSection("meaning", -1).to(SMALL))) == {"Strong, and worried about", "What it means"}


def test_a_condition_that_changed_is_said_in_words() -> None:
    new = copy.deepcopy(SMALL)
    del new["sections"][0]["questions"][2]["shown_if"]
    assert told(SMALL, new)["Life at home"] == ("“When is the baby due?”: it is always asked now.",)
    assert told(new, SMALL)["Life at home"] == (
        "“When is the baby due?”: it is asked only when “Is a baby expected?” is “Yes”.",
    )


# ---- Files ----------------------------------------------------------------------------------------------------------

FILE = {"hampshire_form": 1, "name": "Small", "slug": "small", "purpose": "To try", "definition": SMALL}


def asking(**said: Any) -> dict[str, Any]:
    """A file whose first question says something else, or more."""
    definition = copy.deepcopy(SMALL)
    definition["sections"][0]["questions"][0] |= said
    return {**FILE, "definition": definition}


def refused(said: Any) -> list[str]:
    with pytest.raises(interchange.NotAFormError) as refusal:
        interchange.read(said if isinstance(said, str) else json.dumps(said))
    return refusal.value.problems


def test_a_file_is_read_whole() -> None:
    read = interchange.read(json.dumps(FILE | {"working_days": 45}))
    assert (read.name, read.slug, read.working_days, read.definition) == ("Small", "small", 45, SMALL)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("{", "This file is not JSON: line 1, column 2."),
        ("[" * 100_000, "This file goes too deep to be a form."),
        ([1], "not a form of Hampshire"),
        ({"name": "x"}, "not a form of Hampshire"),
        ({**FILE, "hampshire_form": 2}, "a file of another version cannot be read"),
        ({**FILE, "working_days": 0}, "“working_days”: 0 is too small"),
        ({**FILE, "slug": "Not a slug"}, "small letters, digits and - only"),
        ({**FILE, "purpose": "half a pair \ud800"}, "characters that are not text"),
        ({**FILE, "purpose": "nothing \0"}, "characters that are not text"),
        ({**FILE, "definition": {"sections": []}}, "The form has no section yet."),
        ({**FILE, "slug": "small\n"}, "small letters, digits and - only"),
        (asking(key="baby\n"), "small letters, digits and _ only"),
        (asking(shown_if={"question": "baby", "is": [{}, *range(60)]}), "A list in this file holds 61 things."),
        (asking(**{f"name_{n}": n for n in range(50)}), "nothing in a form has so many"),
        (json.dumps(FILE).replace('"name"', '"name": "Large", "name"', 1), "“name” is said twice of the same thing."),
        (json.dumps(FILE)[:-1] + ', "working_days": 9' + "0" * 5000 + "}", "a number that no form has"),
        (json.dumps(FILE)[:-1] + ', "working_days": NaN}', "“NaN” is not a number"),
        (json.dumps({**FILE, "purpose": "x" * 1_000_000}), "larger than a form can be"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(file: Any, said: str) -> None:
    assert any(said in problem for problem in refused(file)), refused(file)


def test_a_whole_number_may_be_written_with_a_point() -> None:
    read = interchange.read(json.dumps(asking(lines=3.0) | {"working_days": 45.0}))
    assert (read.working_days, str(Definition.read(read.definition).sections[0].questions[0].lines)) == (45, "3")


def test_of_thousands_of_problems_the_first_are_told_and_how_many_there_are() -> None:
    odd = {"key": "A", "kind": "odd", "label": ""}
    sections = [{"key": f"s_{n}", "title": "Home", "questions": [odd] * 60} for n in range(30)]
    told = refused({**FILE, "definition": {"sections": sections}})
    assert len(told) == 21
    assert told[-1] == "And 5,380 more like these."


def test_every_problem_of_a_file_is_told_at_once() -> None:
    assert len(refused({**FILE, "name": "", "extra": 1, "working_days": "many"})) == 3


def test_the_forms_that_come_with_hampshire_are_whole_and_use_every_kind() -> None:
    files = [interchange.read(text) for text in shipped.texts()]
    assert {file.slug for file in files} == {"child-and-family", "parenting-and-network", "about-me"}
    asked = [question for file in files for question in Definition.read(file.definition).questions()]
    assert {question.kind for question in asked} == set(Kind)
    assert [file.working_days for file in files if file.slug == "child-and-family"] == [45]
