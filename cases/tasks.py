"""The work of this floor that takes long. Every worker imports this module."""

from typing import Any

from django.urls import reverse

from cases.actions import returns
from cases.returns.kinds import CIN, JOB_KINDS, SSDA903
from hampshire.jobs.models import Job
from hampshire.jobs.work import Progress, work


@work(JOB_KINDS[CIN])
def import_cin(job: Job, progress: Progress) -> dict[str, Any]:
    """An uploaded census. The import tells the job's progress itself, between its batches."""
    return _reported(job)


@work(JOB_KINDS[SSDA903])
def import_ssda903(job: Job, progress: Progress) -> dict[str, Any]:
    """An uploaded SSDA903 return."""
    return _reported(job)


def _reported(job: Job) -> dict[str, Any]:
    report = returns.carry_out(job=job)
    return report.as_dict() | {"url": reverse("cases:return-detail", args=[job.pk])}
