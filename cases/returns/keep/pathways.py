"""Where a child stood, day by day, from what returns say: in need, under a child protection plan, looked after."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cases.models import Pathway

STATUS = Pathway.Status


class Stretch(NamedTuple):
    """From a day up to, and not including, another; None while it goes on."""

    status: str
    starts_on: date
    ends_on: date | None


def stretches(starts_on: date, ends_on: date | None, plans: Iterable[tuple[date, date | None]]) -> list[Stretch]:
    """A child's pathway through one involvement: in need, and under a child protection plan while one runs."""
    found: list[Stretch] = []
    day = starts_on
    for begins, ends in sorted(plans, key=lambda plan: (plan[0], plan[1] or date.max)):
        begins, until = max(begins, day), _sooner(ends, ends_on)
        if until is not None and until <= begins:
            continue
        if begins > day:
            found.append(Stretch(STATUS.CHILD_IN_NEED, day, begins))
        found.append(Stretch(STATUS.CHILD_PROTECTION, begins, until))
        if until is None:
            return found
        day = until
    if not found or ends_on is None or day < ends_on:
        found.append(Stretch(STATUS.CHILD_IN_NEED, day, ends_on))
    return found


def spells(episodes: Iterable[tuple[date, date | None]]) -> list[tuple[date, date | None]]:
    """Times of being looked after: episodes that touch or overlap are one.

    An episode without an end that another follows ended when that one began.
    """
    found: list[tuple[date, date | None]] = []
    for begins, ends in sorted(episodes, key=lambda episode: (episode[0], episode[1] or date.max)):
        if not found or (found[-1][1] is not None and found[-1][1] < begins):
            found.append((begins, ends))
            continue
        first, last = found[-1]
        found[-1] = (first, ends if last is None or ends is None else max(last, ends))
    return found


def _sooner(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)
