"""Who may watch long work, and who may stop it."""

from hampshire.accounts.models import Role, Staff
from hampshire.jobs.models import Job
from hampshire.permissions import YES, Decision, no


def can_see_job(user: Staff, job: Job) -> Decision:
    if job.by_id == user.pk or user.has_role(Role.ADMINISTRATOR):
        return YES
    return no("Only whoever started this work, or an administrator, can see it.")


def can_cancel_job(user: Staff, job: Job) -> Decision:
    if not (seen := can_see_job(user, job)):
        return seen
    if job.is_over:
        return no("This work is over already.")
    if job.cancel_asked_at:
        return no("It has been asked to stop, and will at its next step.")
    return YES
