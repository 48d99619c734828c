"""What of their people's supervision asks something of a supervisor now: above my team, and on the page of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from hampshire import words
from hampshire.accounts.models import Staff
from practice.supervision.models import Supervision
from practice.supervision.queries import Reached, share_reached
from practice.supervision.rhythm import Rhythm, Standing

SOON = timedelta(days=7)
MISSED_LATELY = timedelta(days=91)
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: its state as a tag, of whom, what, and where it is seen to."""

    kind: str
    state: str
    name: str
    what: str
    url: str
    link: str
    order: tuple[int, date]


@dataclass(frozen=True, slots=True)
class Soon:
    """The most pressing lines, how many there are besides, how many did not happen, and what decisions came to."""

    lines: list[Line]
    more: int
    missed: int
    reached: Reached


def soon(user: Staff, standings: Iterable[Standing]) -> Soon:
    """Two queries: the standings are fetched already."""
    found = [line for one in standings for rhythm in one.rhythms if (line := _line(user, one.who.staff, rhythm))]
    found.sort(key=lambda line: (line.order, line.name))
    since = timezone.localdate() - MISSED_LATELY
    missed = Supervision.objects.missed().filter(supervisor=user, planned_for__gte=since).count()
    return Soon(found[:SHOWN], max(0, len(found) - SHOWN), missed, share_reached(user))


def _line(user: Staff, who: Staff, rhythm: Rhythm) -> Line | None:
    """Nothing, where all is well for a week."""
    what, planned = rhythm.label.lower(), rhythm.planned
    if planned is not None:
        return _planned(user, who, what, planned) if planned.planned_for <= rhythm.today + SOON else None
    if rhythm.due_on is None:
        return Line("due", "none yet", who.name, what, _plan(who.pk, rhythm.kind), "Plan", (4, rhythm.today))
    if rhythm.due_on > rhythm.today + SOON:
        return None
    state = ("late", rhythm.late_by) if rhythm.is_late else ("due", f"due {words.short_date(rhythm.due_on)}")
    return Line(*state, who.name, what, _plan(who.pk, rhythm.kind), "Plan", (2 - rhythm.is_late, rhythm.due_on))


def _planned(user: Staff, who: Staff, what: str, planned: Supervision) -> Line:
    """Somebody else's, who stands in, is told of, and not opened."""
    mine, day = planned.supervisor_id == user.pk, words.short_date(planned.planned_for)
    url, link = (planned.get_absolute_url(), "Open") if mine else ("", f"with {planned.supervisor.name}")
    if planned.is_late:
        return Line("late", "was it held?", who.name, f"{what} of {day}", url, link, (0, planned.planned_for))
    return Line("due", day, who.name, what, url, link, (3, planned.planned_for))


def _plan(worker_id: UUID, kind: str) -> str:
    return f"{reverse('supervision:supervision-plan')}?worker={worker_id}&kind={kind}"
