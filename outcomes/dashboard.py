"""What the dashboard says: a card for each metric, worked out from published snapshots and shown by the rules."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from uuid import UUID

from hampshire import charts
from hampshire.accounts.models import Team
from outcomes import queries, shown, suppression
from outcomes.choices import TREND_MONTHS, Choice
from outcomes.comparing import Comparison, compare
from outcomes.metrics import METRICS, CountedMetric, Metric
from outcomes.metrics.base import DECLINED, NUMERATOR, SAME
from outcomes.periods import MONTH, Period, add_months
from outcomes.queries import Freshness, Published
from outcomes.shown import Numbers, ShownFigure
from outcomes.suppression import Sum


@dataclass(frozen=True, slots=True)
class Line:
    """One figure in a list: of a team, or of a month. `rows` and a part are the address of the rows behind a number."""

    name: str
    figure: ShownFigure
    value: str
    interval: str
    rows: str
    url: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One of improved, same and declined, as a piece of a bar of 100."""

    word: str
    count: int
    start: float
    width: float
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    metric: Metric
    choice: Choice
    page: "Page"
    teams_below: list[Team]
    trend: list[date]
    """The months of the trend, the first first."""
    comparison: Comparison | None
    held_since: date | None

    @property
    def line(self) -> Line:
        return _line(self.metric, self.choice, self.choice.team, self.figure, self.period)

    @property
    def figure(self) -> ShownFigure:
        return self.page[self.choice.team.pk]

    @property
    def period(self) -> Period:
        return self.choice.period

    @property
    def teams(self) -> list[Line]:
        return list(_team_lines(self.metric, self.choice, self.page, self.teams_below))

    @property
    def months(self) -> list[Line]:
        """The figures of the trend, the latest first."""
        choice = self.choice
        return [
            _line(self.metric, choice, choice.team, self.page[month], Period.of(choice.by, month), f"{month:%b %Y}")
            for month in reversed(self.trend)
        ]

    @property
    def chart(self) -> charts.Chart | None:
        return _chart(self.metric, self.choice, {month: self.page[month] for month in self.trend})

    @property
    def bars(self) -> list[Bar]:
        return _bars(self.metric, self.line)

    @property
    def counted(self) -> str:
        """What n counts, in words that fit its number."""
        one, many = self.metric.counted
        return one if self.figure.n == 1 else many

    @property
    def reference(self) -> str:
        """The published figure, as ours is written."""
        return shown.in_words(self.metric, self.metric.reference.value) if self.metric.reference else ""

    @property
    def months_label(self) -> str:
        return "Month by month" if self.choice.by == MONTH else "Twelve months to each month"

    @property
    def months_url(self) -> str:
        return self.choice.months_url(self.metric.key)


@dataclass(frozen=True, slots=True)
class Basis:
    """All that one card is drawn from: two of the same basis are the same card."""

    metric: Metric
    choice: Choice
    own: tuple[Published, ...]
    """The chosen team's figures, the earliest first."""
    below: tuple[Published, ...]
    teams: list[Team]
    """Those below whose figures are shown."""

    @property
    def key(self) -> Hashable:
        choice = self.choice
        tree = tuple((team.pk, team.name, team.parent_id) for team in [choice.team, *choice.teams])
        return self.metric.key, tree, len(self.teams), choice.month, choice.facet, choice.by, self.own, self.below

    def card(self) -> Card:
        metric, choice, period = self.metric, self.choice, self.choice.period
        headline = next((one for one in self.own if (one.period, one.period_end) == (period.kind, period.before)), None)
        points = {add_months(one.period_end, -1): one for one in self.own if one.period == choice.by}
        by_team = {one.team_id: one for one in self.below}
        page = _protect(metric, choice, headline, points, {team: by_team.get(team.pk) for team in self.teams})
        return Card(
            metric=metric,
            choice=choice,
            page=page,
            teams_below=self.teams,
            trend=sorted(points),
            comparison=compare(metric, headline, page[choice.team.pk]) if headline else None,
            held_since=_held_since(headline),
        )


@dataclass(frozen=True, slots=True)
class Board:
    bases: list[Basis]
    freshness: Freshness

    @property
    def cards(self) -> list[Card]:
        return [basis.card() for basis in self.bases]

    @property
    def is_empty(self) -> bool:
        return not self.bases


def build(choice: Choice, metrics: Iterable[Metric] = METRICS.values()) -> Board:
    """Two queries, whatever the number of teams and months; one where there are no figures yet."""
    freshness = queries.freshness(choice.subtree(choice.team))
    if choice.month is None:
        return Board([], freshness)
    # While an area's figures follow those of its teams, the parts do not add up: they are left out for that moment.
    teams = [] if freshness.is_settling else choice.all_below(choice.team)
    found = queries.snapshots_of(choice.team, choice.period, facet=choice.facet, by=choice.by, months=TREND_MONTHS)
    own = _by_metric(one for one in found if one.team_id == choice.team.pk)
    shown_below = {team.pk for team in teams}
    below = _by_metric(one for one in found if one.team_id in shown_below)
    return Board([Basis(one, choice, own[one.key], below[one.key], teams) for one in metrics], freshness)


def _by_metric(snapshots: Iterable[Published]) -> Mapping[str, tuple[Published, ...]]:
    found: dict[str, tuple[Published, ...]] = defaultdict(tuple)
    for metric, group in groupby(sorted(snapshots, key=lambda one: one.metric), key=lambda one: one.metric):
        found[metric] = tuple(group)  # sorting keeps the months in their order
    return found


# ---- Protecting what stands on one page -----------------------------------------------------------------------------

BEFORE = "before"
type Own = tuple[str, UUID]
"""What is recorded at an area itself, in none of its teams."""
type Key = str | UUID | Own | date
type Page = dict[Key, ShownFigure]


def _own(team: Team) -> Own:
    return "own", team.pk


def _numbers(snapshot: Published | None) -> Numbers:
    return Numbers.of(snapshot) if snapshot else Numbers()


def _held_since(snapshot: Published | None) -> date | None:
    """Since when referrals are on record, where that is too short a time."""
    said = snapshot.parts.get("held_since") if snapshot else None
    return date.fromisoformat(said) if said else None


def _protect(
    metric: Metric,
    choice: Choice,
    headline: Published | None,
    points: Mapping[date, Published],
    teams: Mapping[Team, Published | None],
) -> Page:
    """Headline, teams and months, as they may be shown together.

    Teams add up to their area, with what is recorded at the area itself as one more part; so do the twelve months of
    a metric that counts events. Goals count once in a month and once in a year, and windows of twelve months overlap:
    those are protected one by one.
    """
    figures: dict[Key, Numbers] = {choice.team.pk: _numbers(headline)}
    figures |= {team.pk: _numbers(snapshot) for team, snapshot in teams.items()}
    sums: list[Sum[Key]] = []
    for area in [choice.team, *teams] if teams else []:
        if below := choice.below(area):
            figures[_own(area)] = figures[area.pk].less(figures[team.pk] for team in below)
            sums += suppression.breakdown([*(team.pk for team in below), _own(area)], area.pk)
    single = dict(points)
    if choice.by == MONTH and isinstance(metric, CountedMetric):
        figures[BEFORE] = figures[choice.team.pk].before
        for total, first in ((choice.team.pk, -11), (BEFORE, -23)):
            months = [add_months(choice.period.last_month, first + step) for step in range(12)]
            figures |= {month: _numbers(single.pop(month, None)) for month in months}
            sums.append(Sum(total, tuple(months)))
    page = shown.together(metric, figures, sums)
    for month, snapshot in single.items():
        # The last point of a trend by twelve months is the headline, and may be shown no more than that.
        page[month] = page[choice.team.pk] if snapshot == headline else shown.alone(snapshot)
    return page


# ---- Lines ----------------------------------------------------------------------------------------------------------


def _line(
    metric: Metric,
    choice: Choice,
    team: Team,
    figure: ShownFigure,
    period: Period,
    name: str = "",
    *,
    url: str = "",
    depth: int = 0,
    own: bool = False,
) -> Line:
    unit = "%" if metric.is_share else "points"
    scale = 100 if metric.is_share else 1
    ends = [None if end is None else end * scale for end in (figure.low, figure.high)]
    return Line(
        name=name,
        figure=figure,
        value=shown.in_words(metric, figure.value),
        interval=charts.interval(ends[0], ends[1], unit),
        rows=choice.rows_url(metric.key, period, team, own=own),
        url=url,
        depth=depth,
    )


def _team_lines(metric: Metric, choice: Choice, page: Page, teams: list[Team]) -> Iterator[Line]:
    """Every team below, each area before its teams, in order of name: never ranked by their figure."""
    for area in [choice.team, *teams]:
        if area != choice.team:
            url = replace(choice, team=area).url
            yield _line(
                metric, choice, area, page[area.pk], choice.period, name=area.name, url=url, depth=choice.depth(area)
            )
        own = page.get(_own(area))
        if own is not None and (own.n != 0 or own.missing != 0):
            name, depth = f"{area.name} itself", choice.depth(area) + 1
            yield _line(metric, choice, area, own, choice.period, name=name, depth=depth, own=True)


def _chart(metric: Metric, choice: Choice, points: Mapping[date, ShownFigure]) -> charts.Chart | None:
    """The trend. Its table is our own, in which every number is a link."""
    if len(points) < 2:
        return None
    scale = 100 if metric.is_share else 1

    def scaled(value: float | None) -> float | None:
        return None if value is None else value * scale

    return replace(
        charts.trend(
            f"{metric.name}, {'month by month' if choice.by == MONTH else 'in the twelve months to each month'}",
            [
                charts.Point(month, scaled(one.value), scaled(one.low), scaled(one.high), one.n)
                for month, one in points.items()
            ],
            reference=scaled(metric.reference.value) if metric.reference else None,
            reference_label=metric.reference.label if metric.reference else "",
            unit="%" if metric.is_share else "points",
        ),
        rows=[],
    )


def _bars(metric: Metric, line: Line) -> list[Bar]:
    """Improved, same and declined side by side; nothing where one of them may not be shown."""
    figure = line.figure
    counts = {NUMERATOR: figure.numerator, SAME: figure.same, DECLINED: figure.declined}
    if SAME not in metric.parts or None in counts.values() or not figure.n:
        return []
    words = {NUMERATOR: "improved", SAME: "stayed the same", DECLINED: "went down"}
    bars, start = [], 0.0
    for part, count in counts.items():
        width = round(100 * (count or 0) / figure.n, 2)
        bars.append(Bar(words[part], count or 0, start, width, f"{line.rows}{part}"))
        start += width
    return bars
