"""What was typed on a section's page, read into answers: with any of it blank, and checked only on submitting."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import QueryDict
from django.utils.dateparse import parse_date

from cases.codes import ASSESSMENT_FACTORS
from hampshire.accounts.models import Staff
from hampshire.ids import new_id
from practice.assessments.actions.sections import Answers, SectionTicket
from practice.assessments.definition import PICKING, Kind, Question, Section
from practice.assessments.drawing import ADDING
from practice.assessments.keys import about_of, new_of
from practice.assessments.scaling import WORKER
from practice.forms.typed import storable, whole, window

LARGEST = 200_000  # letters in a section; a long one is 10,000
FACTORS = frozenset(code for code, _ in ASSESSMENT_FACTORS)


def read(post: QueryDict, section: Section) -> Answers:
    """The answers of a section by question key; what was left blank is not among them.

    Every question of the section is on its page, also those that are not asked: what they held is kept.
    Raises BadRequest for more than anybody types.
    """
    answers: Answers = {}
    for question in section.questions:
        answers[question.key] = _answer(post, question)
        if question.kind in ADDING and (typed := _words(post.get(f"{question.name}-new", ""))):
            answers[new_of(question.key)] = typed
            answers[about_of(question.key)] = storable(post.get(f"{question.name}-new-about", ""))[:60]
    found = {key: value for key, value in answers.items() if value not in ("", [], {}, None)}
    if sum(len(str(value)) for value in found.values()) > LARGEST:
        raise BadRequest("This is more than a section holds.")
    return found


def _answer(post: QueryDict, question: Question) -> Any:
    match question.kind:
        case Kind.TEXT:
            return _words(post.get(question.name, ""))
        case Kind.DATE:
            return _day(post.get(question.name, ""))
        case Kind.SCALE:
            return _scores(post, question)
        case Kind.CHOICE:
            value = post.get(question.name, "")
            return value if value in _offered(question) else ""
        case Kind.CHOICES:
            return [value for value in post.getlist(question.name) if value in _offered(question)]
        case Kind.FACTORS:
            return [code for code in post.getlist(question.name) if code in FACTORS]
    assert question.kind in PICKING  # noqa: S101  a kind that is new has to be read too
    return [value for value in post.getlist(question.name) if _is_id(value)]


def _offered(question: Question) -> set[str]:
    return {choice.value for choice in question.choices}


def _words(value: str) -> str:
    """Blank for nothing but spaces."""
    cleaned = storable(value)
    return cleaned if cleaned.strip() else ""


def _day(value: str) -> str:
    """A day as 2025-11-18; blank for anything that is no day, which a browser's date field never sends."""
    try:
        day: date | None = parse_date(value.strip())
    except ValueError:  # 30 February
        return ""
    return day.isoformat() if day else ""


def _scores(post: QueryDict, question: Question) -> dict[str, int]:
    """Each voice's number, by a person's id or "worker"."""
    start = f"{question.name}-"
    told = {name.removeprefix(start): post.get(name, "") for name in post if name.startswith(start)}
    return {
        key: whole(value) for key, value in told.items() if (key == WORKER or _is_id(key)) and 0 <= whole(value) <= 10
    }


def _is_id(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def ticket(post: QueryDict, section: Section, user: Staff) -> SectionTicket:
    """Which section this is, what it stands on and what it holds. Raises BadRequest when it was not sent whole, and
    PermissionDenied when somebody else was signed in when the page was opened: what one wrote is never another's.
    """
    if post.get("worker", str(user.pk)) != str(user.pk):
        raise PermissionDenied("Somebody else was signed in when this page was opened. Only they can save it.")
    version = whole(post.get("version", ""))
    if version < 0:
        raise BadRequest("This page was not sent whole. Open it again.")
    return SectionTicket(section.key, version, window(post.get("window", "")) or str(new_id()), read(post, section))
