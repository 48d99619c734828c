"""Celery's side of long work."""

from uuid import UUID

import structlog
from celery import shared_task

from hampshire.audit.context import Place, coming_from
from hampshire.jobs import work
from hampshire.jobs.models import Job

log = structlog.get_logger()


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
        work.finish(job, Job.State.CANCELLED, message=work.STOPPED)
    except work.JobLost:
        log.warning("job_lost", job_id=str(job.pk), attempt=job.attempt)
    except work.JobRefused as refusal:
        work.finish(job, Job.State.FAILED, error=str(refusal))
    except Exception:
        log.exception("job_failed", job_id=str(job.pk), kind=job.kind)
        said = "Something went wrong on our side. It has been logged; starting it again does no harm."
        work.finish(job, Job.State.FAILED, error=said)
        raise
    else:
        work.finish(job, Job.State.DONE, report=report)


@shared_task
def give_out_lost_jobs() -> int:
    """Give out again the jobs whose worker died or whose message was lost. Returns how many. Beat asks each minute."""
    ids = work.take_back_lost()
    for job_id in ids:
        work.give_out(job_id)
    return len(ids)
