"""Where the answers of a section keep what. No question's key holds a hyphen, so these never meet one."""

import re
from collections.abc import Mapping
from typing import Any

from practice.assessments.definition import CHOOSING, PICKING, Definition, Kind, Question, Section

# The shape of each kind's answer; of every other kind it is a list.
_SHAPES: Mapping[Kind, type] = {Kind.TEXT: str, Kind.CHOICE: str, Kind.DATE: str, Kind.SCALE: dict}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def new_of(key: str) -> str:
    """What was typed as new beside a question's picks, and has not been written down with the family yet."""
    return f"{key}-new"


def about_of(key: str) -> str:
    """What that is about: a domain, or the id of the person whose words they are."""
    return f"{key}-new-about"


def parts_of(key: str) -> tuple[str, str, str]:
    """All that is kept of a question."""
    return key, new_of(key), about_of(key)


def same(one: Mapping[str, Any], other: Mapping[str, Any], key: str) -> bool:
    """Whether two versions say the same to a question, what is typed as new beside it included."""
    return all(one.get(name) == other.get(name) for name in (key, new_of(key)))


def still_needed(definition: Definition, answers: Mapping[str, Any]) -> list[tuple[Section, Question]]:
    """What is needed before submitting and has nothing in it yet; something typed as new is something."""
    return [(s, q) for s, q in definition.without_answer(answers) if not answers.get(new_of(q.key))]


def fitting(section: Section, earlier: Mapping[str, Any]) -> dict[str, Any]:
    """All that an earlier assessment on the same form holds for this section, of what still fits its questions."""
    fits = [question for question in section.questions if _fits(question, earlier.get(question.key))]
    typed = [
        question for question in section.questions if question.kind in PICKING and earlier.get(new_of(question.key))
    ]
    held = [question.key for question in fits]
    held += [part for question in typed for part in (new_of(question.key), about_of(question.key)) if earlier.get(part)]
    return {key: earlier[key] for key in held}


def carried(section: Section, answers: Mapping[str, Any], earlier: Mapping[str, Any]) -> dict[str, Any]:
    """What an earlier assessment said to questions that are blank here. Numbers and days are always asked anew."""
    return {
        question.key: earlier[question.key]
        for question in section.questions
        if not answers.get(question.key)
        and question.kind not in (Kind.SCALE, Kind.DATE)
        and _fits(question, earlier.get(question.key))
    }


def _fits(question: Question, answer: Any) -> bool:
    """Whether an earlier answer is one to this question: of its shape, and still offered. A next version that came from
    a file may ask something of another kind under the same key."""
    if not answer or not isinstance(answer, _SHAPES.get(question.kind, list)):
        return False
    if question.kind == Kind.DATE:
        return _DAY.fullmatch(str(answer)) is not None
    offered = {choice.value for choice in question.choices}
    return question.kind not in CHOOSING or set(_all(answer)) <= offered


def _all(answer: Any) -> list[str]:
    return [answer] if isinstance(answer, str) else list(answer)
