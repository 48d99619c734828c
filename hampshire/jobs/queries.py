"""What the pages of long work read."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hampshire.accounts.models import Staff
from hampshire.jobs.models import Job


def jobs_of(user: Staff) -> QuerySet[Job]:
    """What the user started, or everything for an administrator, the latest first."""
    return Job.objects.visible_to(user).with_starter().latest_first()


def job_or_404(user: Staff, job_id: UUID) -> Job:
    """The job, if it is the user's own or they are an administrator. Others are not told that there is one."""
    return get_object_or_404(jobs_of(user), pk=job_id)
