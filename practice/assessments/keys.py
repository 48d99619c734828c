"""Where the answers of a section keep what. No question's key holds a hyphen, so these never meet one."""

from collections.abc import Mapping
from typing import Any

from practice.assessments.definition import CHOOSING, Definition, Kind, Question, Section


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


def carried(section: Section, answers: Mapping[str, Any], earlier: Mapping[str, Any]) -> dict[str, Any]:
    """What an earlier assessment said to questions that are blank here. Numbers and days are always asked anew."""
    return {
        question.key: earlier[question.key]
        for question in section.questions
        if not answers.get(question.key) and earlier.get(question.key) and _still_fits(question, earlier[question.key])
    }


def _still_fits(question: Question, answer: Any) -> bool:
    """Whether an earlier answer is one to this question: of the same shape, and still offered."""
    if question.kind in (Kind.SCALE, Kind.DATE):
        return False
    if question.kind in CHOOSING:
        offered = {choice.value for choice in question.choices}
        return isinstance(answer, str) == (question.kind == Kind.CHOICE) and set(_all(answer)) <= offered
    return isinstance(answer, str) == (question.kind == Kind.TEXT)


def _all(answer: Any) -> list[str]:
    return [answer] if isinstance(answer, str) else list(answer)
