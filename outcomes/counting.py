"""What counts as what: the counting rules behind the figures, in plain Python.

These are the definitions. The database computes the same at scale; the tests hold it against these.
Nothing here reads the database or the clock.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

# Re-referral


@dataclass(frozen=True)
class Referral[Child: Hashable]:
    """One referral of one child, on the day it was received."""

    child: Child
    received_on: date


@dataclass(frozen=True)
class ReReferrals[Child: Hashable]:
    """Referrals received in a period, and those of them that are re-referrals, both in order of day."""

    referrals: list[Referral[Child]]
    re_referrals: list[Referral[Child]]


def year_before(day: date) -> date:
    """The same calendar day a year earlier; 28 February for 29 February. As PostgreSQL's `day - interval '1 year'`."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def count_re_referrals[Child: Hashable](
    referrals: Iterable[Referral[Child]], *, start: date, before: date
) -> ReReferrals[Child]:
    """Which referrals received from `start` up to, not including, the day `before` are re-referrals.

    A referral is a re-referral if an earlier referral of the same child was received within the previous 12 months
    (DfE, children in need: "referred within 12 months of a previous referral"). The clock runs from referral to
    referral, not from closure. So:

    - `referrals` must reach back a year before `start`, or the first year is undercounted;
    - a referral on the same calendar day one year before is within 12 months, one on the day before that is not;
    - each referral in a chain counts, so one child can add several to both numbers;
    - referrals of a child on one and the same day are each counted, and do not make each other re-referrals: neither
      is earlier. The return gives a day and no time of day. This last point, and the day exactly one year before,
      are our reading; the published definition says nothing of either;
    - referrals that led to no further action count like any other.
    """
    everything = sorted(referrals, key=lambda referral: referral.received_on)
    days: dict[Child, list[date]] = defaultdict(list)
    for referral in everything:
        days[referral.child].append(referral.received_on)

    counted = [referral for referral in everything if start <= referral.received_on < before]
    return ReReferrals(counted, [referral for referral in counted if _follows_another(referral, days[referral.child])])


def _follows_another[Child: Hashable](referral: Referral[Child], days: list[date]) -> bool:
    """Whether one of the child's referral days, in order, is before this referral but not by more than a year."""
    place = bisect_left(days, referral.received_on)
    return place > 0 and days[place - 1] >= year_before(referral.received_on)


# Distance travelled


@dataclass(frozen=True)
class Rating:
    """One answer on one scale. `id` breaks ties within a day, so it must sort in the order of recording.

    `goal` is whatever is followed over time: a goal, or one voice's view of a goal.
    """

    id: Any
    goal: Hashable
    family: Hashable
    rated_on: date
    score: int
    higher_is_better: bool = True


@dataclass(frozen=True)
class Pair:
    """The first and the last rating of one goal, on different days."""

    first: Rating
    last: Rating

    @property
    def change(self) -> int:
        """Scale points travelled from first to last; positive is always better, whichever way the scale runs."""
        rise = self.last.score - self.first.score
        return rise if self.first.higher_is_better else -rise


@dataclass(frozen=True)
class FamilySums:
    """One family's pairs as three whole numbers, which add up in any order: what `statistics.mean_by_cluster` takes."""

    pairs: int = 0
    change: int = 0
    change_squared: int = 0

    def plus(self, change: int) -> "FamilySums":
        return FamilySums(self.pairs + 1, self.change + change, self.change_squared + change * change)

    def as_tuple(self) -> tuple[int, int, int]:
        return self.pairs, self.change, self.change_squared


@dataclass(frozen=True)
class Travelled:
    """Distance travelled over some goals. `goals` have at least one rating; `pairs` of them have a first and a last."""

    goals: int
    pairs: int
    improved: int
    same: int
    declined: int
    families: dict[Hashable, FamilySums]

    @property
    def missing(self) -> int:
        """Goals rated on one day only: nothing can be said yet about change."""
        return self.goals - self.pairs


def first_and_last(ratings: Iterable[Rating]) -> Pair | None:
    """The pair of one goal's ratings, in order of day and then id; None unless the last day is after the first.

    Raises ValueError when the ratings are not all of one goal, or the scale turned round between them: a scale that
    changed direction is another scale, and its numbers cannot be subtracted.
    """
    ordered = sorted(ratings, key=lambda rating: (rating.rated_on, rating.id))
    if len({(rating.goal, rating.higher_is_better) for rating in ordered}) > 1:
        raise ValueError("A pair is made of ratings of one goal on one scale.")
    if not ordered or ordered[-1].rated_on <= ordered[0].rated_on:
        return None
    return Pair(ordered[0], ordered[-1])


def distance_travelled(ratings: Iterable[Rating]) -> Travelled:
    """First against last rating of every goal: how many got better, stayed the same or got worse, and by how much."""
    by_goal: dict[Hashable, list[Rating]] = defaultdict(list)
    for rating in ratings:
        by_goal[rating.goal].append(rating)

    families: dict[Hashable, FamilySums] = defaultdict(FamilySums)
    changes = []
    for goal_ratings in by_goal.values():
        if pair := first_and_last(goal_ratings):
            changes.append(pair.change)
            families[pair.first.family] = families[pair.first.family].plus(pair.change)

    return Travelled(
        goals=len(by_goal),
        pairs=len(changes),
        improved=sum(change > 0 for change in changes),
        same=sum(change == 0 for change in changes),
        declined=sum(change < 0 for change in changes),
        families=dict(families),
    )
