"""How steady our relationship with a family is. Pure: sequences of workers, and the days they led.

The three indices come from primary care (Breslau 1975; Bice and Boxerman 1977; Steinwachs 1979). They say how
visits are spread over workers, not how good they are: the number of changes of worker stands beside them, and with few
visits they say nothing at all.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

SHOWN_FROM = 3  # visits: with two, each index can only be 0 or 1


def usual_provider(seen: Sequence[Hashable]) -> float | None:
    """The share of visits by the worker who visited most: 1/n to 1. None for fewer than two visits.

    `seen` is who visited, in order of time, here and below.
    """
    return max(Counter(seen).values()) / len(seen) if len(seen) > 1 else None


def bice_boxerman(seen: Sequence[Hashable]) -> float | None:
    """The chance that two visits, picked at random, were by the same worker: 0 to 1. None for fewer than two."""
    n = len(seen)
    if n < 2:
        return None
    return (sum(times**2 for times in Counter(seen).values()) - n) / (n * (n - 1))


def sequential(seen: Sequence[Hashable]) -> float | None:
    """The share of visits by the same worker as the visit before: 0 to 1. None for fewer than two."""
    if len(seen) < 2:
        return None
    return sum(before == after for before, after in pairwise(seen)) / (len(seen) - 1)


@dataclass(frozen=True, slots=True)
class Spell:
    """A worker led the work from a day up to, and not including, another (None: still does).

    `is_cover`: it began to cover an absence, or at the return from one (reason ABSENC of the Department's list).
    """

    worker: Hashable
    starts_on: date
    ends_on: date | None = None
    is_cover: bool = False

    def days(self, today: date) -> int:
        return ((self.ends_on or today) - self.starts_on).days


def unbroken(spells: Iterable[Spell]) -> list[Spell]:
    """In order of time, with spells of one worker that follow without a day between as one."""
    joined: list[Spell] = []
    for spell in sorted(spells, key=lambda one: one.starts_on):
        last = joined[-1] if joined else None
        if last and last.worker == spell.worker and last.ends_on == spell.starts_on:
            joined[-1] = replace(last, ends_on=spell.ends_on)
        else:
            joined.append(spell)
    return joined


@dataclass(frozen=True, slots=True)
class Changes:
    """How often the lead worker became somebody else; absences covered, and returns from them, are counted apart."""

    changes: int
    cover: int


def changes_since(spells: Iterable[Spell], since: date) -> Changes:
    """From `since` on. The family's first worker is no change; the first after a while without one may be."""
    changed = [
        after
        for before, after in pairwise(unbroken(spells))
        if after.starts_on >= since and after.worker != before.worker
    ]
    cover = sum(spell.is_cover for spell in changed)
    return Changes(len(changed) - cover, cover)


def longest(spells: Iterable[Spell], today: date) -> int | None:
    """Days of the longest time one worker led without a break; None when nobody has."""
    return max((spell.days(today) for spell in unbroken(spells)), default=None)


def with_current(spells: Iterable[Spell], today: date) -> int | None:
    """Days since whoever leads today began to, without a break; None when nobody leads."""
    now = [s for s in unbroken(spells) if s.starts_on <= today and (s.ends_on is None or s.ends_on > today)]
    return now[-1].days(today) if now else None
