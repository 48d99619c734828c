"""Marks: which teams' figures have to be worked out anew."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Min
from django.utils import timezone

from hampshire.accounts.models import TeamLineage
from outcomes.models import StaleMark
from outcomes.periods import EVER


def mark(team_id: UUID, since: date | None = None) -> None:
    """Say, inside the transaction of a write, that the team's figures from that day's month on are out of date.

    Without a day, all of them are. What practice and cases call through their hooks.
    """
    StaleMark.objects.create(team_id=team_id, since=since)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one team as they stood when its computation began."""

    ids: list[int]
    oldest: datetime
    count_since: date | None
    """Its rows are to be counted anew from here on; None: they are counted."""
    follows_from: date | None
    """Figures are to be made anew from here on, from what has been counted already."""


def of_team(team_id: UUID) -> Marks | None:
    """Read before anything is computed: what a write changes after this is marked by a row that is not among these."""
    rows = list(StaleMark.objects.filter(team=team_id))
    if not rows:
        return None
    return Marks(
        ids=[row.pk for row in rows],
        oldest=min(row.marked_at for row in rows),
        count_since=min((row.since or EVER for row in rows if not row.is_counted), default=None),
        follows_from=min((row.since or EVER for row in rows if row.is_counted), default=None),
    )


def take_away(marks: Marks) -> None:
    """Inside the transaction that publishes."""
    StaleMark.objects.filter(pk__in=marks.ids).delete()


def pass_on(team_ids: Iterable[UUID], since: date, marked_at: datetime) -> None:
    """Say which teams' figures follow from what has just been counted, such as the area above."""
    StaleMark.objects.bulk_create(
        StaleMark(team_id=team, since=since, marked_at=marked_at, is_counted=True) for team in team_ids
    )


def next_team(older_than: timedelta, leaving_out: Collection[UUID] = ()) -> UUID | None:
    """The stale team furthest down the tree, so that an area is computed once, after all its teams.

    Only teams first marked at least so long ago: a burst of writes is computed once.
    """
    marked = StaleMark.objects.exclude(team__in=leaving_out).values("team").annotate(oldest=Min("marked_at"))
    teams = list(marked.filter(oldest__lte=timezone.now() - older_than).values_list("team", flat=True))
    depths = dict(TeamLineage.objects.filter(team__in=teams).values_list("team").annotate(Max("depth")).order_by())
    return max(teams, key=lambda team: (depths.get(team, 0), str(team)), default=None)
