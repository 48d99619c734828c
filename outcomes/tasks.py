"""Celery's side of the figures: minutes after a write, each night, and whenever a worker comes up."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready

from hampshire.jobs.models import Job
from hampshire.jobs.work import Progress, work
from outcomes import computing
from outcomes.actions.figures import COMPUTE_NOW
from outcomes.queries import teams_to_compute

# A burst of writes (a visit with its ratings, an afternoon's typing) is computed once.
SETTLED_FOR = timedelta(minutes=1)


@shared_task
def recompute_stale_teams(settled_for: float = SETTLED_FOR.total_seconds()) -> int:
    """Compute the teams that were written to, once their first mark is so many seconds old. Beat asks each minute.

    Returns how many teams; 0 while another worker is at it.
    """
    try:
        return computing.recompute_stale(older_than=timedelta(seconds=settled_for))
    except computing.AlreadyComputing:
        return 0


@shared_task
def recompute_team(team_id: str | UUID) -> None:
    """Compute one team, waiting for whoever else computes."""
    computing.recompute_team(UUID(str(team_id)))


@shared_task
def rebuild_all() -> None:
    """Compute everything from the first row on. Beat asks each night."""
    computing.rebuild_all()


@worker_ready.connect
def catch_up(**_: Any) -> None:
    """What was left stale by a worker that was killed is computed as soon as one is there again."""
    recompute_stale_teams.delay(settled_for=0)


@work(COMPUTE_NOW)
def compute_now(job: Job, progress: Progress) -> dict[str, Any]:
    """Compute the teams of whoever asked, a team a step, those furthest down first: doing it twice changes nothing."""
    teams = teams_to_compute(job.params["teams"])
    changed = 0
    for done, team in enumerate(teams):
        progress.tell(done, len(teams), f"Computing {team.name}")
        changed += computing.recompute_team(team.pk).snapshots_written
    progress.tell(len(teams), len(teams), "All figures are up to date")
    return {"teams": len(teams), "changed": changed}
