"""The whole numbers of every figure of one team with those below it: what an estimate is made from, and no more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from outcomes.metrics import COUNTED, CountedMetric
from outcomes.metrics.distance_travelled import DISTANCE_TRAVELLED
from outcomes.metrics.proportion_improved import PROPORTION_IMPROVED
from outcomes.metrics.re_referral import known_from
from outcomes.metrics.travel import VOICES
from outcomes.models import Journey, MetricCell
from outcomes.models.journey import JourneyQuerySet
from outcomes.periods import Period, add_months, months_between


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure before its estimate. `numerator` is None for a mean; `parts` is what it is stored with, as JSON."""

    metric: str
    facet: str
    period: Period
    n: int
    numerator: int | None
    missing: int
    parts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.n and not self.missing


@dataclass(frozen=True, slots=True)
class Span:
    """The months figures are wanted for, and since when referrals are held at all."""

    floor: date
    last: date
    held_since: date | None

    def months(self, months: Iterable[date]) -> list[date]:
        """From the first month there is something in, or the floor if that is later, to the last."""
        first = min(months, default=None)
        return months_between(max(first, self.floor), self.last) if first else []


def of_team(team_id: UUID, span: Span) -> list[Figure]:
    """Every figure of the team that ends in or after the span's first month, those with nothing in them left out."""
    found = [*_counted(team_id, span), *_goals(team_id, span)]
    return [figure for figure in found if not figure.is_empty]


# ---- Sums that add up over months -----------------------------------------------------------------------------------


def _years_back(month: date, years: int = 1) -> list[date]:
    """The twelve months to this one; with 2, the twelve before those."""
    return months_between(add_months(month, 1 - 12 * years), add_months(month, 12 - 12 * years))


def _total(sums: Mapping[date, tuple[int, ...]], months: Iterable[date], width: int) -> tuple[int, ...]:
    rows = [sums[month] for month in months if month in sums]
    return tuple(sum(column) for column in zip(*rows, strict=True)) or (0,) * width


def _counted(team_id: UUID, span: Span) -> Iterator[Figure]:
    cells = MetricCell.objects.filter(
        team__lineage__ancestor=team_id, month__gte=add_months(span.floor, -23), month__lte=span.last
    )
    sums: dict[str, dict[date, tuple[int, ...]]] = defaultdict(dict)
    for row in cells.values("metric", "month").annotate(Sum("n"), Sum("numerator"), Sum("missing")).order_by():
        sums[row["metric"]][row["month"]] = (row["n__sum"], row["numerator__sum"], row["missing__sum"])
    for metric in COUNTED:
        yield from _shares_of(metric, sums[metric.key], span)


def _shares_of(metric: CountedMetric, sums: dict[date, tuple[int, ...]], span: Span) -> Iterator[Figure]:
    whole_from = known_from(span.held_since)
    sums = {
        month: (n, hits, missing + (n if metric.lacks_history(month, whole_from) else 0))
        for month, (n, hits, missing) in sums.items()
    }
    for month in span.months(sums):
        n, hits, missing = sums.get(month, (0, 0, 0))
        lacks = {"held_since": span.held_since.isoformat()} if span.held_since else {}
        short = lacks if metric.lacks_history(month, whole_from) else {}
        yield Figure(metric.key, "", Period.month(month), n, hits, missing, dict(short))
        n, hits, missing = _total(sums, _years_back(month), 3)
        before = _total(sums, _years_back(month, 2), 3)
        short = lacks if metric.lacks_history(add_months(month, -11), whole_from) else {}
        yield Figure(metric.key, "", Period.year_to(month), n, hits, missing, {"before": list(before), **short})


# ---- Goals: each counts in a month, and in twelve, by the latest rating there ---------------------------------------


class Tally:
    """Improved, same, declined and missing in each month, of journeys that come in one month and leave in another."""

    def __init__(self) -> None:
        self.steps: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0, 0])

    def add(self, sums: tuple[int, ...], comes: date, leaves: date) -> None:
        for column, number in enumerate(sums):
            self.steps[comes][column] += number
            self.steps[leaves][column] -= number

    def at(self, month: date) -> tuple[int, ...]:
        reached = [step for day, step in self.steps.items() if day <= month]
        return tuple(sum(column) for column in zip(*reached, strict=True)) or (0, 0, 0, 0)


def _goals(team_id: UUID, span: Span) -> Iterator[Figure]:
    """Both metrics of goals, by every voice."""
    journeys, families = _journey_sums(team_id, span), _family_sums(team_id, span)
    for facet, voices in VOICES.items():
        months, years = Tally(), Tally()
        for (voice, month, until), sums in journeys.items():
            if voice in voices:
                months.add(sums, month, add_months(month, 1))
                years.add(sums, month, _leaves(month, until))
        yield from _improved(facet, months, years, span)
        heard = [row for row in families if row[0] in voices]
        yield from _travelled(facet, heard, months, years, span)


def _improved(facet: str, months: Tally, years: Tally, span: Span) -> Iterator[Figure]:
    for month in span.months(months.steps):
        yield _improved_in(facet, Period.month(month), months.at(month))
        before = years.at(add_months(month, -12))
        yield _improved_in(
            facet, Period.year_to(month), years.at(month), before=[sum(before[:3]), before[0], before[3]]
        )


def _leaves(month: date, until: date | None) -> date:
    """The first month whose twelve months no longer count a journey by this rating: a year on, or at the next."""
    year_on = add_months(month, 12)
    return min(year_on, until) if until else year_on


def _improved_in(facet: str, period: Period, sums: tuple[int, ...], **more: Any) -> Figure:
    improved, same, declined, missing = sums
    parts = {"same": same, "declined": declined, **more}
    return Figure(PROPORTION_IMPROVED.key, facet, period, improved + same + declined, improved, missing, parts)


def _journey_sums(team_id: UUID, span: Span) -> dict[tuple[str, date, date | None], tuple[int, ...]]:
    """By voice, month, and month of the next rating: improved, same, declined, rated on one day only."""
    rows = (
        _journeys(team_id, span, back=23)
        .values_list("voice", "month", "until")
        .annotate(
            improved=Count("pk", filter=Q(change__gt=0)),
            same=Count("pk", filter=Q(change=0)),
            declined=Count("pk", filter=Q(change__lt=0)),
            missing=Count("pk", filter=Q(change=None)),
        )
        .order_by()
    )
    return {(voice, month, until): tuple(sums) for voice, month, until, *sums in rows}


def _journeys(team_id: UUID, span: Span, back: int) -> JourneyQuerySet:
    return Journey.objects.filter(
        team__lineage__ancestor=team_id, month__gte=add_months(span.floor, -back), month__lte=span.last
    )


# ---- Means by family: one family's goals in twelve months go together, so months cannot simply be added -------------

type FamilySums = tuple[UUID, int, int, int]
"""Family, pairs, sum of changes, sum of squared changes."""


class Families:
    """The pairs of each family over some months, and how many families have the same: journeys come and go."""

    def __init__(self) -> None:
        self.sums: dict[UUID, tuple[int, int]] = {}
        self.alike: Counter[tuple[int, int]] = Counter()
        self.pairs = self.change = self.squares = 0

    def add(self, rows: Iterable[FamilySums], sign: int = 1) -> None:
        """Take journeys in, or with sign -1 out again."""
        for family, pairs, change, squares in rows:
            before = self.sums.get(family, (0, 0))
            after = (before[0] + sign * pairs, before[1] + sign * change)
            self.alike[before] -= 1
            self.alike[after] += 1
            self.sums[family] = after
            self.pairs += sign * pairs
            self.change += sign * change
            self.squares += sign * squares

    def figure(self, facet: str, period: Period, missing: int) -> Figure:
        clusters = sorted([*sums, count] for sums, count in self.alike.items() if sums[0] and count)
        parts = {"change": self.change, "squares": self.squares, "clusters": clusters}
        return Figure(DISTANCE_TRAVELLED.key, facet, period, self.pairs, None, missing, parts)


type FamilyRow = tuple[str, date, date | None, UUID, int, int, int]
"""Voice, month, month of the next rating, and the sums of one family."""


def _family_sums(team_id: UUID, span: Span) -> list[FamilyRow]:
    rows = (
        _journeys(team_id, span, back=11)
        .travelled()
        .values_list("voice", "month", "until", "family")
        .annotate(pairs=Count("pk"), total=Sum("change"), squares=Sum(F("change") * F("change")))
        .order_by()
    )
    return list(rows.iterator(chunk_size=10_000))


def _travelled(facet: str, rows: list[FamilyRow], months: Tally, years: Tally, span: Span) -> Iterator[Figure]:
    """Move along the months, taking each journey in once and out once."""
    come: dict[date, list[FamilySums]] = defaultdict(list)
    leave: dict[date, list[FamilySums]] = defaultdict(list)
    for _, month, until, family, pairs, change, squares in rows:
        come[month].append((family, pairs, change, squares))
        leave[_leaves(month, until)].append((family, pairs, change, squares))
    year = Families()
    wanted = set(span.months(months.steps))
    for month in months_between(min([*come, *wanted]), span.last) if wanted else []:
        year.add(leave.get(month, ()), sign=-1)
        year.add(come.get(month, ()))
        if month in wanted:
            alone = Families()
            alone.add(come.get(month, ()))
            yield alone.figure(facet, Period.month(month), missing=months.at(month)[3])
            yield year.figure(facet, Period.year_to(month), missing=years.at(month)[3])
