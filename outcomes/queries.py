"""What the pages of several models ask."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from cases.models import Family
from hampshire.accounts.models import Staff, Team, TeamLineage
from hampshire.prepared import Prepared, PreparedValues
from outcomes.metrics.base import DENOMINATOR, MISSING, NUMERATOR
from outcomes.models import MetricSnapshot
from outcomes.models.snapshot import MetricSnapshotQuerySet
from outcomes.periods import Period, add_months, this_month


def teams_to_compute(team_ids: Iterable[str]) -> list[Team]:
    """These teams, those furthest down the tree first."""
    teams = Team.objects.filter(pk__in=list(team_ids)).annotate(depth=Max("lineage__depth"))
    return list(teams.order_by("-depth", "name"))


def overseen_teams(user: Staff) -> list[Team]:
    """The teams somebody supervises or manages, each area followed by its teams; `depth_below` is how far down."""
    teams = {team.pk: team for team in _OVERSEEN.all(user=user.pk, today=timezone.localdate())}
    below: dict[UUID | None, list[Team]] = defaultdict(list)
    for team in teams.values():
        below[team.parent_id if team.parent_id in teams else None].append(team)
    ordered: list[Team] = []

    def place(team: Team, depth: int) -> None:
        team.depth_below = depth  # type: ignore[attr-defined]
        ordered.append(team)
        for one in below[team.pk]:
            place(one, depth + 1)

    for team in below[None]:
        place(team, 0)
    return ordered


def _overseen(user: UUID, today: date) -> QuerySet[Team]:
    return Team.objects.overseen_by(Staff(pk=user), today).by_name()


_OVERSEEN = Prepared(_overseen, user=UUID, today=date)


def months_of(team: Team) -> list[date]:
    """The months with a figure of twelve months to them, the latest first."""
    now = this_month()
    ends = [add_months(end, -1) for (end,) in _ENDS.all(team=team.pk)]
    return sorted((month for month in ends if month <= now), reverse=True)


_ENDS = PreparedValues(
    lambda team: (
        MetricSnapshot.objects.published().years().filter(team=team).values_list("period_end").distinct().order_by()
    ),
    team=UUID,
)


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


def _published(snapshots: MetricSnapshotQuerySet) -> QuerySet[Any, Any]:
    """Rows of what a Published is made of."""
    return snapshots.annotate(parts_text=Cast("parts", TextField())).values_list(*Published._fields)


def snapshots_of(team: Team, period: Period, *, facet: str, by: str, months: int) -> list[Published]:
    """The published figures of the period, of the team and of all below; and of the team itself one for each point
    of a trend that ends with it. The earliest first."""
    since = add_months(period.before, -months)
    rows = _SNAPSHOTS.all(team=team.pk, kind=period.kind, before=period.before, facet=facet, by=by, since=since)
    return [Published(*row) for row in rows]


def _snapshots(team: UUID, kind: str, before: date, facet: str, by: str, since: date) -> QuerySet[Any, Any]:
    headline = Q(period=kind, period_end=before)
    trend = Q(period=by, period_end__gt=since, period_end__lte=before)
    here = TeamLineage.objects.filter(ancestor=team).values("team")
    wanted = Q(team__in=here) & headline | Q(team=team) & trend
    return _published(MetricSnapshot.objects.published().filter(_heard(facet), wanted).order_by("period_end"))


_SNAPSHOTS = PreparedValues(_snapshots, team=UUID, kind=str, before=date, facet=str, by=str, since=date)


@dataclass(frozen=True, slots=True)
class Freshness:
    """When the figures were last brought up to date, whether something was written since, and whether those of an area
    are about to follow those of its teams."""

    updated_at: datetime | None
    is_waiting: bool
    is_settling: bool


def freshness(team_ids: Collection[UUID]) -> Freshness:
    with connection.cursor() as cursor:
        cursor.execute(_FRESHNESS, {"teams": list(team_ids)})
        latest, kinds = cursor.fetchone()
    return Freshness(latest, is_waiting=bool(kinds), is_settling=True in kinds)


# Two unrelated questions that every page of figures has, in one statement.
_FRESHNESS = """
SELECT (SELECT published_at FROM outcomes_metricrun WHERE scope = 'all' OR team_id = ANY(%(teams)s::uuid[])
         ORDER BY published_at DESC, id DESC LIMIT 1),
       ARRAY(SELECT DISTINCT is_counted FROM outcomes_stalemark WHERE team_id = ANY(%(teams)s::uuid[]))
"""


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
