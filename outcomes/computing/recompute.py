"""The computation itself, in workers: one team after a write, or everything at night, each in one transaction.

Computations follow one another under one advisory lock: two teams share the areas above them, and the second must see
what the first published. The lock goes with the transaction, so with a killed worker as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone

from hampshire.accounts.models import Team, TeamLineage
from outcomes.computing import cells, housekeeping, journeys, marks
from outcomes.computing.basis import Basis, of_last_run
from outcomes.computing.figures import Span, of_team
from outcomes.computing.publish import publish
from outcomes.models import MetricRun, StaleMark
from outcomes.periods import EVER, month_of

log = structlog.get_logger()

_ONE_AT_A_TIME = 2026_502  # any number no other lock of ours has


class AlreadyComputing(Exception):  # noqa: N818  (nothing went wrong)
    """Another worker is at it."""


@contextmanager
def _alone(*, wait: bool) -> Iterator[None]:
    """A transaction in which nobody else computes. Raises AlreadyComputing unless told to wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        else:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
            if not cursor.fetchone()[0]:
                raise AlreadyComputing
        yield


def recompute_team(team_id: UUID, *, wait: bool = True) -> MetricRun:
    """Bring one team's figures up to date with what has been written, and leave a mark for whatever follows from them:
    the area above it, and a team whose goals this one has rated since.

    Without a mark of its own the team is counted whole. Raises AlreadyComputing, unless told to wait.
    """
    with _alone(wait=wait):
        run = MetricRun.objects.create(scope=MetricRun.Scope.TEAM, team_id=team_id)
        stale = marks.of_team(team_id) or marks.Marks([], timezone.now(), count_since=EVER, follows_from=EVER)
        moved = _derive(team_id, month_of(stale.count_since)) if stale.count_since else {}
        floor = min(filter(None, [stale.follows_from, moved.pop(team_id, None)]), default=None)
        if floor is not None:
            run.snapshots_written = _publish(team_id, month_of(floor), Basis.now(), run)
        for other, day in moved.items():
            marks.pass_on([other], month_of(day), stale.oldest)
        if floor is not None and run.snapshots_written:
            above = TeamLineage.objects.filter(team=team_id, depth=1).values_list("ancestor", flat=True)
            marks.pass_on(above, month_of(floor), stale.oldest)
        marks.take_away(stale)
        run.published_at = timezone.now()
        run.save(update_fields=["published_at", "snapshots_written"])
    return run


def _derive(team_id: UUID | None = None, since: date = EVER) -> dict[UUID, date]:
    """Count anew; every team whose sums changed, with the earliest day from which they did."""
    moved = journeys.derive(team_id, since)
    for team, month in cells.derive(team_id, since).items():
        moved[team] = min(month, moved.get(team, month))
    return moved


def _publish(team_id: UUID, floor: date, basis: Basis, run: MetricRun, *, recheck: bool = False) -> int:
    figures = of_team(team_id, Span(floor, basis.month, basis.held_since))
    return publish(team_id=team_id, figures=figures, floor=floor, run=run, recheck=recheck)


def recompute_stale(*, older_than: timedelta = timedelta(0)) -> int:
    """Every stale team, one at a time, those furthest down first. Returns how many were computed.

    `older_than`: only teams first marked so long ago. Where what all figures stand on has moved, everything is
    computed. A team that fails is logged and keeps its mark; the others go on.
    Raises AlreadyComputing when another worker is at it.
    """
    if str(Basis.now()) != of_last_run():
        rebuild_all(wait=False)
    done, failed = 0, set[UUID]()
    while (team_id := marks.next_team(older_than, leaving_out=failed)) is not None:
        try:
            recompute_team(team_id, wait=False)
            done += 1
        except AlreadyComputing:
            raise
        except Exception:
            log.exception("figures_failed", team_id=str(team_id))
            failed.add(team_id)
    return done


def rebuild_all(*, wait: bool = True) -> MetricRun:
    """Work everything out from the first row on. A figure that comes out as it stands keeps its version.

    Raises AlreadyComputing, unless told to wait.
    """
    with _alone(wait=wait):
        run = MetricRun.objects.create(scope=MetricRun.Scope.ALL)
        stale = list(StaleMark.objects.values_list("pk", flat=True))
        basis = Basis.now()
        _derive()
        teams = list(Team.objects.order_by("pk").values_list("pk", flat=True))
        run.snapshots_written = sum(_publish(team, EVER, basis, run, recheck=True) for team in teams)
        StaleMark.objects.filter(pk__in=stale).delete()
        run.published_at, run.basis = timezone.now(), str(basis)
        run.save(update_fields=["published_at", "snapshots_written", "basis"])
        housekeeping.thin_out()
    log.info("figures_rebuilt", changed=run.snapshots_written, teams=len(teams))
    return run
