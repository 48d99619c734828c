"""What people do with figures: have them computed, open the rows behind them, take them out."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from hampshire.jobs import work
from hampshire.jobs.models import Job
from hampshire.permissions import require
from outcomes.periods import Period
from outcomes.permissions import can_compute_now, can_see_figures_of

COMPUTE_NOW = "recompute-metrics"


@transaction.atomic
def compute_now(*, by: Staff) -> Job:
    """Have the figures of every team somebody oversees computed in the background, now. Raises PermissionDenied."""
    require(can_compute_now(by))
    teams = sorted(str(team) for team in by.overseen_team_ids)
    job = work.start(kind=COMPUTE_NOW, title="Outcome figures", by=by, params={"teams": teams})
    AuditEvent.record("outcome.computation-started", by=by, subject=job, teams=len(teams))
    return job


@transaction.atomic
def open_rows(*, team: Team, metric: str, part: str, period: Period, families: Iterable[UUID], by: Staff) -> None:
    """Record that somebody opened rows behind a figure, and which families stood in them. Raises PermissionDenied."""
    require(can_see_figures_of(by, team.pk))
    AuditEvent.record_read(
        "outcome.rows-opened",
        by=by,
        subject=team,
        metric=metric,
        part=part,
        period=period.kind,
        month=f"{period.last_month:%Y-%m}",
        families=sorted(str(family) for family in families),
    )


@transaction.atomic
def export(*, team: Team, period: Period, rows: int, by: Staff) -> None:
    """Record that somebody took figures out as a file. Raises PermissionDenied."""
    require(can_see_figures_of(by, team.pk))
    AuditEvent.record_read("outcome.exported", by=by, subject=team, month=f"{period.last_month:%Y-%m}", rows=rows)
