"""A family with something of all that a visit may speak of beside its own account, for tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from practice.actions import decisions, goals, visits, worries
from practice.facts import Seen, VisitFacts
from practice.models import Decision, Goal, Rupture, Tool, Visit, Worry

LONG_AGO = timedelta(days=9)


def told(child: Person, **changed: Any) -> VisitFacts:
    facts: dict[str, Any] = {
        "happened_at": timezone.now() - timedelta(hours=1),
        "account": "We drew the evening as a line.",
        "people": [Seen(child.pk)],
    }
    return VisitFacts(**(facts | changed))


def decided(family: Family, by: Staff, text: str = "Ask Karim to come along") -> Decision:
    return decisions.decide(family=family, by=by, text=text, on=timezone.localdate() - LONG_AGO)


def worried(family: Family, by: Staff, text: str = "Money at month's end") -> Worry:
    return worries.note(family=family, by=by, text=text, on=timezone.localdate() - LONG_AGO)


def strained(family: Family, by: Staff, child: Person, text: str = "We came without ringing first") -> Rupture:
    """Told at a visit a week ago."""
    earlier = told(child, happened_at=timezone.now() - timedelta(days=7), ruptures=[text])
    visit: Visit = visits.log(family=family, by=by, facts=earlier)
    return visit.ruptures.get()


def tool(name: str = "Three columns", **more: Any) -> Tool:
    return Tool.objects.create(name=name, slug=name.lower().replace(" ", "-"), summary="s", guidance="g", **more)


def scale(family: Family, by: Staff, text: str = "How safe does home feel?") -> Goal:
    day = timezone.localdate() - LONG_AGO
    return goals.agree(
        family=family,
        by=by,
        text=text,
        kind=Goal.Kind.SCALE,
        zero_means="not safe",
        ten_means="as safe as can be",
        on=day,
    )
