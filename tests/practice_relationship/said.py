"""What families say of visits, for tests: told by link, or copied from paper."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cases.models import Person
from hampshire.accounts.models import Staff
from practice.models import Visit
from practice.relationship.actions import askings, ratings
from practice.relationship.facts import Answers, Whose
from practice.relationship.models import VisitRating

NOT_SAID = Answers()


def taps(each: int) -> Answers:
    """The same face four times."""
    return Answers(listened=each, mattered=each, suited=each, trust=each)


def sent(each: int, **typed: Any) -> dict[str, Any]:
    """What a browser sends for the same face four times."""
    return {**{tap: str(each) for tap in ("listened", "mattered", "suited", "trust")}, "words": "", **typed}


def by_link(visit: Visit, by: Staff, person: Person, answers: Answers) -> VisitRating:
    _, token = askings.ask(visit=visit, by=by, whose=Whose(person=person), how="link")
    return ratings.give(by=None, token=token, answers=answers)


def on_paper(visit: Visit, by: Staff, person: Person, answers: Answers, *, days: int = 0) -> VisitRating:
    """Said that many days ago."""
    on: date = timezone.localdate() - timedelta(days=days)
    return ratings.enter(visit=visit, by=by, whose=Whose(person=person), answers=answers, said_on=on)
