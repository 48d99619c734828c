"""What the pages of several models ask."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Max, Q, TextField
from django.db.models.functions import Cast

from cases.models import Family
from hampshire.accounts.models import Staff, Team
from outcomes.metrics.base import DENOMINATOR, MISSING, NUMERATOR
from outcomes.models import MetricRun, MetricSnapshot, StaleMark
from outcomes.models.snapshot import MetricSnapshotQuerySet
from outcomes.periods import Period, add_months, this_month


def teams_to_compute(team_ids: Iterable[str]) -> list[Team]:
    """These teams, those furthest down the tree first."""
    teams = Team.objects.filter(pk__in=list(team_ids)).annotate(depth=Max("lineage__depth"))
    return list(teams.order_by("-depth", "name"))


def overseen_teams(user: Staff) -> list[Team]:
    """The teams somebody supervises or manages, each area followed by its teams; `depth_below` is how far down."""
    teams = {team.pk: team for team in Team.objects.overseen_by(user).by_name()}
    ordered: list[Team] = []

    def place(team: Team, depth: int) -> None:
        team.depth_below = depth  # type: ignore[attr-defined]
        ordered.append(team)
        for below in teams.values():
            if below.parent_id == team.pk:
                place(below, depth + 1)

    for team in teams.values():
        if team.parent_id not in teams:
            place(team, 0)
    return ordered


def months_of(team: Team) -> list[date]:
    """The months with a figure of twelve months to them, the latest first."""
    years = MetricSnapshot.objects.published().years().filter(team=team)
    ends = years.values_list("period_end", flat=True).distinct()
    return sorted((month for month in (add_months(end, -1) for end in ends) if month <= this_month()), reverse=True)


def _heard(facet: str) -> Q:
    """Of metrics with voices the chosen one; of the others what they have."""
    return Q(facet=facet) | Q(facet="", metric__in=["re_referral", "seen_alone"])


class Published(NamedTuple):
    """A published figure, in so much of MetricSnapshot as pages and exports are made of: they take a hundred."""

    metric: str
    team_id: UUID
    period: str
    period_end: date
    n: int
    numerator: int | None
    missing: int
    value: float | None
    low: float | None
    high: float | None
    change: float | None
    change_low: float | None
    change_high: float | None
    parts_text: str
    """MetricSnapshot.parts as JSON, so that a figure can be compared with one drawn before, and is read only if new."""

    @property
    def parts(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.parts_text)
        return found


def _published(snapshots: MetricSnapshotQuerySet) -> list[Published]:
    asked = snapshots.annotate(parts_text=Cast("parts", TextField()))
    return [Published(*row) for row in asked.values_list(*Published._fields)]


def snapshots_of(team: Team, period: Period, *, facet: str, by: str, months: int) -> list[Published]:
    """The published figures of the period, and one for each point of a trend that ends with it."""
    trend = Q(period=by, period_end__gt=add_months(period.before, -months), period_end__lte=period.before)
    wanted = trend | Q(period=period.kind, period_end=period.before)
    return _published(
        MetricSnapshot.objects.published().filter(_heard(facet), wanted, team=team).order_by("period_end")
    )


def snapshots_below(teams: Iterable[Team], period: Period, *, facet: str) -> list[Published]:
    """The published figures of each of these teams for the period."""
    published = MetricSnapshot.objects.published().filter(_heard(facet), team__in=list(teams))
    return _published(published.filter(period=period.kind, period_end=period.before))


@dataclass(frozen=True, slots=True)
class Freshness:
    """When the figures were last brought up to date, whether something was written since, and whether those of an area
    are about to follow those of its teams."""

    updated_at: datetime | None
    is_waiting: bool
    is_settling: bool


def freshness(team_ids: Collection[UUID]) -> Freshness:
    runs = MetricRun.objects.filter(Q(scope=MetricRun.Scope.ALL) | Q(team__in=team_ids))
    latest = runs.latest_first().values_list("published_at", flat=True).first()
    kinds = set(StaleMark.objects.filter(team__in=team_ids).values_list("is_counted", flat=True).distinct())
    return Freshness(latest, is_waiting=bool(kinds), is_settling=True in kinds)


def count_published(metric: str, facet: str, team: Team, period: Period, part: str) -> int | None:
    """The number a list of rows stands behind, as published; None where there is no such figure."""
    found = MetricSnapshot.objects.published().filter(metric=metric, facet=facet, team=team)
    snapshot = found.filter(period=period.kind, period_end=period.before).first()
    if snapshot is None:
        return None
    counts = {DENOMINATOR: snapshot.n, NUMERATOR: snapshot.numerator, MISSING: snapshot.missing}
    return counts.get(part, snapshot.parts.get(part))


def visible_among(user: Staff, family_ids: Collection[UUID]) -> set[UUID]:
    """Those of these families the user may know of."""
    return set(Family.objects.visible_to(user).filter(pk__in=family_ids).values_list("pk", flat=True))
