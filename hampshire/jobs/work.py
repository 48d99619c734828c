"""Long work: registered by name, started as a row, carried out by a worker, watched and cancelled by people."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.jobs.models import Job
from hampshire.jobs.permissions import can_cancel_job
from hampshire.permissions import require

# A running job whose worker has said nothing for this long is taken to have lost it, and is given out again.
SILENT_FOR = timedelta(minutes=2)
# A waiting job is given out again after this long, in case the broker lost it. Whoever comes second finds it taken.
WAITED_FOR = timedelta(minutes=10)
# Work that ends its worker every time (by running out of memory, say) is not begun for ever.
MOST_ATTEMPTS = 3
TOLD_EVERY = 0.25  # seconds: work may say how far it is at every row, and is written down this often


STOPPED = "Stopped when you asked."


class JobCancelled(Exception):  # noqa: N818  (nothing went wrong)
    """Raised inside the work when somebody has asked for it to stop; what was committed so far stays."""


class JobLost(Exception):  # noqa: N818  (somebody else carries on)
    """Raised inside the work when its worker was taken for dead and the job given to another."""


class JobRefused(Exception):  # noqa: N818  (a plain answer, not a fault)
    """The work cannot be done, for a reason a person can act on: its text is shown to them."""


class Progress:
    """How the work says how far it is, and hears whether to go on."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._written_at = float("-inf")
        self._message = ""

    def tell(self, done: int, total: int = 0, message: str = "") -> None:
        """Say how far: `total` is 0 while it is not known. Call it as often as you like, outside of a transaction,
        since others read only what is committed.

        Raises JobCancelled when somebody asked for it to stop, JobLost when another worker has it now.
        """
        now = monotonic()
        if now - self._written_at < TOLD_EVERY and message == self._message and done != total:
            return
        self._written_at, self._message = now, message
        written = _mine(self.job).filter(cancel_asked_at=None)
        if not written.update(done=done, total=total, message=message[:300], beat_at=timezone.now()):
            raise JobCancelled if _mine(self.job).exists() else JobLost


Work = Callable[[Job, Progress], dict[str, Any]]
_kinds: dict[str, Work] = {}


def work(kind: str) -> Callable[[Work], Work]:
    """Register a function as the work of jobs of this kind. It returns the job's report, a JSON object.

    It stands in, or is imported by, its app's tasks.py, which every worker imports. A worker may die half-way and the
    work begin again: it is written so that doing it twice changes nothing more than doing it once.
    """

    def register(function: Work) -> Work:
        if _kinds.get(kind, function).__module__ != function.__module__:
            raise ValueError(f"Two kinds of work are named {kind!r}.")
        _kinds[kind] = function
        return function

    return register


def work_of(kind: str) -> Work:
    return _kinds[kind]


@transaction.atomic
def start(*, kind: str, title: str, by: Staff | None, params: dict[str, Any]) -> Job:
    """Make the row now and hand it to a worker once it is committed. May this person? is the caller's question.

    If the broker is down the row waits, and is given out when it is up again.
    """
    job = Job.objects.create(kind=kind, title=title, by=by, params=params)
    AuditEvent.record("job.started", by=by, subject=job, kind=kind)
    transaction.on_commit(partial(give_out, job.pk), robust=True)
    return job


def give_out(job_id: UUID) -> None:
    """Put the job on the broker for whichever worker is free."""
    from hampshire.jobs.tasks import run_job

    run_job.delay(str(job_id))


@transaction.atomic
def cancel(*, job: Job, by: Staff) -> Job:
    """Ask the work to stop. One still waiting is over at once; one running stops at its next step.

    Raises PermissionDenied if `by` may not, or if it is over.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    require(can_cancel_job(by, job))
    job.cancel_asked_at = timezone.now()
    if job.state == Job.State.QUEUED:
        job.state, job.finished_at, job.message = Job.State.CANCELLED, timezone.now(), "Stopped before it began."
    job.save(update_fields=["cancel_asked_at", "state", "finished_at", "message"])
    AuditEvent.record("job.cancelled", by=by, subject=job)
    return job


def claim(job_id: UUID | str) -> Job | None:
    """Take a waiting job for this worker; None if it is over, cancelled, or somebody else's."""
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, started_at=now, beat_at=now, attempt=F("attempt") + 1
    )
    return Job.objects.get(pk=job_id) if taken else None


def finish(job: Job, state: str, **fields: Any) -> None:
    """Write how it ended; nothing if another worker has it by now."""
    _mine(job).update(state=state, finished_at=timezone.now(), **fields)


def _mine(job: Job) -> Any:
    """The job's row as long as it is this claim's."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempt=job.attempt)


@transaction.atomic
def take_back_lost() -> list[UUID]:
    """Ids of the jobs to give out again: those whose worker died, and those waiting so long that the broker lost them.

    Those asked to stop, or begun too often, are over instead.
    """
    lost = Job.objects.filter(state=Job.State.RUNNING).silent_for(SILENT_FOR).select_for_update()
    for job in lost:
        if job.cancel_asked_at:
            finish(job, Job.State.CANCELLED, message=STOPPED)
        elif job.attempt >= MOST_ATTEMPTS:
            finish(
                job,
                Job.State.FAILED,
                error=f"Its worker stopped half-way {MOST_ATTEMPTS} times. Tell whoever runs this service.",
            )
        else:
            _mine(job).update(state=Job.State.QUEUED, beat_at=timezone.now() - WAITED_FOR)
    waiting = Job.objects.filter(state=Job.State.QUEUED).silent_for(WAITED_FOR)
    ids = list(waiting.values_list("pk", flat=True))
    Job.objects.filter(pk__in=ids).update(beat_at=timezone.now())
    return ids
