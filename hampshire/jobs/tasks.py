"""Celery's side of long work."""

from datetime import timedelta
from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from hampshire.audit.context import Place, coming_from
from hampshire.jobs import work
from hampshire.jobs.models import Job

log = structlog.get_logger()

# A running job whose worker has said nothing for this long is taken to have lost it, and is given out again. Work is
# written so that doing it twice changes nothing.
SILENT_FOR = timedelta(minutes=2)


@shared_task
def run_job(job_id: str | UUID) -> None:
    """Carry out one job; every way it can end is written on its row."""
    job = work.claim(job_id)
    if job is None:
        return
    with coming_from(Place(channel="task")):
        _carry_out(job)


def _carry_out(job: Job) -> None:
    try:
        report = work.work_of(job.kind)(job, work.Progress(job))
    except work.JobCancelled:
        work.finish(job, Job.State.CANCELLED, message="Stopped when you asked.")
    except work.JobRefused as refusal:
        work.finish(job, Job.State.FAILED, error=str(refusal))
    except Exception:
        log.exception("job_failed", job_id=str(job.pk), kind=job.kind)
        said = "Something went wrong on our side; nothing half-done was kept. It has been logged: try again."
        work.finish(job, Job.State.FAILED, error=said)
        raise
    else:
        work.finish(job, Job.State.DONE, report=report)


@shared_task
def give_out_lost_jobs() -> int:
    """Give out again the jobs whose worker died. Returns how many."""
    lost = Job.objects.filter(state=Job.State.RUNNING, beat_at__lt=timezone.now() - SILENT_FOR)
    ids = list(lost.values_list("pk", flat=True))
    for job_id in ids:
        if Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(state=Job.State.QUEUED, beat_at=None):
            run_job.delay(str(job_id))
    return len(ids)
