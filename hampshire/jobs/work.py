"""Long work: registered by name, started as a row, carried out by a worker, watched and cancelled by people."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.jobs.models import Job


class JobCancelled(Exception):  # noqa: N818  (nothing went wrong)
    """Raised inside the work when somebody has asked for it to stop; what was committed so far stays."""


class JobRefused(Exception):  # noqa: N818  (a plain answer, not a fault)
    """The work cannot be done, for a reason a person can act on: its text is shown to them."""


class Progress:
    """How the work says how far it is. `tell` raises JobCancelled when somebody asked for it to stop."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def tell(self, done: int, total: int = 0, message: str = "") -> None:
        changed = Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, cancel_asked_at=None).update(
            done=done, total=total, message=message[:300], beat_at=timezone.now()
        )
        if not changed:
            raise JobCancelled


Work = Callable[[Job, Progress], dict[str, Any]]
_kinds: dict[str, Work] = {}


def work(kind: str) -> Callable[[Work], Work]:
    """Register a function as the work of jobs of this kind. It returns the job's report, a JSON object."""

    def register(function: Work) -> Work:
        _kinds[kind] = function
        return function

    return register


def work_of(kind: str) -> Work:
    return _kinds[kind]


@transaction.atomic
def start(*, kind: str, title: str, by: Staff | None, params: dict[str, Any]) -> Job:
    """Make the row now and hand it to a worker once it is committed."""
    from hampshire.jobs import tasks

    job = Job.objects.create(kind=kind, title=title, by=by, params=params)
    AuditEvent.record("job.started", by=by, subject=job, kind=kind)
    transaction.on_commit(lambda: tasks.run_job.delay(str(job.pk)))
    return job


@transaction.atomic
def cancel(*, job: Job, by: Staff) -> Job:
    """Ask the work to stop. One still waiting is over at once; one running stops at its next step."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.is_over or job.cancel_asked_at:
        return job
    job.cancel_asked_at = timezone.now()
    if job.state == Job.State.QUEUED:
        job.state, job.finished_at = Job.State.CANCELLED, timezone.now()
    job.save(update_fields=["cancel_asked_at", "state", "finished_at"])
    AuditEvent.record("job.cancelled", by=by, subject=job)
    return job


def claim(job_id: UUID | str) -> Job | None:
    """Take a waiting job for this worker; None if it is over, cancelled, or somebody else's."""
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, started_at=now, beat_at=now
    )
    return Job.objects.get(pk=job_id) if taken else None


def finish(job: Job, state: str, **fields: Any) -> None:
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(state=state, finished_at=timezone.now(), **fields)
