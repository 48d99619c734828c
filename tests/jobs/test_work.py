"""Long work: claimed once, told of, stopped, lost and found again. Here the test is the worker."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.jobs import tasks, work
from hampshire.jobs.models import Job

State = Job.State


@pytest.fixture
def given_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the jobs put on the broker, in order."""
    ids: list[str] = []
    monkeypatch.setattr(tasks.run_job, "delay", ids.append)
    return ids


@pytest.fixture
def do(monkeypatch: pytest.MonkeyPatch) -> Callable[[work.Work], None]:
    """What jobs of the kind "test" do."""

    def register(function: work.Work) -> None:
        monkeypatch.setitem(work._kinds, "test", function)

    register(lambda job, progress: {"done": True})
    return register


@pytest.fixture
def job(given_out: list[str], lead_worker: Staff, do: object) -> Job:
    return work.start(kind="test", title="A recount", by=lead_worker, params={})


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def silent(job: Job, minutes: float) -> Job:
    """As if nothing had been heard of it for so long."""
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - timedelta(minutes=minutes))
    return again(job)


# ---- Starting and ending --------------------------------------------------------------------------------------------


def test_a_job_is_given_to_a_worker_once_its_row_is_there(
    given_out: list[str], lead_worker: Staff, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = work.start(kind="test", title="A recount", by=lead_worker, params={})
        assert given_out == []
    assert given_out == [str(job.pk)]
    assert AuditEvent.objects.get(verb="job.started").details == {"kind": "test"}


def test_with_the_broker_down_the_job_waits_and_is_given_out_later(
    lead_worker: Staff,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def down(job_id: str) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.run_job, "delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        job = work.start(kind="test", title="A recount", by=lead_worker, params={})
    assert again(job).state == State.QUEUED
    found: list[str] = []
    monkeypatch.setattr(tasks.run_job, "delay", found.append)
    silent(job, 11)
    assert tasks.give_out_lost_jobs() == 1
    assert found == [str(job.pk)]


def test_work_done_leaves_its_report(job: Job) -> None:
    tasks.run_job(str(job.pk))
    ended = again(job)
    assert (ended.state, ended.report, ended.is_over) == (State.DONE, {"done": True}, True)


def test_a_job_is_claimed_once(job: Job) -> None:
    assert work.claim(job.pk) is not None
    assert work.claim(job.pk) is None


def test_work_that_refuses_says_why_in_its_own_words(job: Job, do: Callable[[work.Work], None]) -> None:
    def refuse(job: Job, progress: work.Progress) -> dict[str, Any]:
        raise work.JobRefused("Line 7: this is not a census file.")

    do(refuse)
    tasks.run_job(str(job.pk))
    assert (again(job).state, again(job).error) == (State.FAILED, "Line 7: this is not a census file.")


def test_work_that_breaks_says_so_without_the_machines_words(job: Job, do: Callable[[work.Work], None]) -> None:
    def break_down(job: Job, progress: work.Progress) -> dict[str, Any]:
        raise KeyError("Begum-Hale")

    do(break_down)
    with pytest.raises(KeyError):
        tasks.run_job(str(job.pk))
    assert again(job).state == State.FAILED
    assert "on our side" in again(job).error
    assert "Begum" not in again(job).error


def test_a_kind_nobody_registered_ends_as_broken(given_out: list[str], lead_worker: Staff) -> None:
    job = work.start(kind="unheard-of", title="?", by=lead_worker, params={})
    with pytest.raises(KeyError):
        tasks.run_job(str(job.pk))
    assert again(job).state == State.FAILED


def test_what_work_records_in_the_audit_comes_by_way_of_a_task(job: Job, do: Callable[[work.Work], None]) -> None:
    do(lambda job, progress: {"event": str(AuditEvent.record("test.done", by=job.by).pk)})
    tasks.run_job(str(job.pk))
    assert AuditEvent.objects.get(pk=again(job).report["event"]).channel == "task"


def test_two_kinds_of_work_never_share_a_name() -> None:
    work.work("shared-name")(lambda job, progress: {})

    def elsewhere(job: Job, progress: work.Progress) -> dict[str, Any]:
        return {}

    elsewhere.__module__ = "somewhere.else"
    with pytest.raises(ValueError, match="shared-name"):
        work.work("shared-name")(elsewhere)


# ---- How far it is --------------------------------------------------------------------------------------------------


def test_progress_is_written_at_once_then_seldom_and_at_the_end(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(work, "monotonic", lambda: clock[0])
    claimed = work.claim(job.pk)
    assert claimed is not None
    progress = work.Progress(claimed)

    def told(done: int, message: str = "") -> int:
        progress.tell(done, 100, message)
        return again(job).done

    assert told(1) == 1
    assert told(2) == 1  # too soon to be written
    clock[0] += 0.3
    assert told(3) == 3
    assert told(4, "Now the visits") == 4  # a new message is always written
    assert told(100, "Now the visits") == 100
    assert again(job).percent == 100


def test_how_far_is_not_known_without_a_total() -> None:
    assert Job(done=7, total=0).percent is None
    assert Job(done=1, total=3).percent == 33
    assert Job(done=5, total=3).percent == 100


# ---- Stopping -------------------------------------------------------------------------------------------------------


def test_a_waiting_job_is_stopped_before_it_begins(job: Job, lead_worker: Staff) -> None:
    work.cancel(job=job, by=lead_worker)
    assert again(job).state == State.CANCELLED
    tasks.run_job(str(job.pk))
    assert again(job).state == State.CANCELLED


def test_a_running_job_stops_at_its_next_step(job: Job, lead_worker: Staff, do: Callable[[work.Work], None]) -> None:
    steps: list[int] = []

    def count(job: Job, progress: work.Progress) -> dict[str, Any]:
        for step in range(1, 9):
            progress.tell(step, 8, f"Step {step}")
            steps.append(step)
            if step == 3:
                work.cancel(job=job, by=lead_worker)
        return {}

    do(count)
    tasks.run_job(str(job.pk))
    assert steps == [1, 2, 3]
    assert (again(job).state, again(job).message) == (State.CANCELLED, "Stopped when you asked.")


def test_only_whoever_started_it_or_an_administrator_may_stop_it(
    job: Job, teammate: Staff, administrator: Staff
) -> None:
    with pytest.raises(PermissionDenied, match="Only whoever started"):
        work.cancel(job=job, by=teammate)
    assert work.cancel(job=job, by=administrator).state == State.CANCELLED
    assert AuditEvent.objects.get(verb="job.cancelled").by == administrator


def test_what_is_over_is_not_stopped(job: Job, lead_worker: Staff) -> None:
    tasks.run_job(str(job.pk))
    with pytest.raises(PermissionDenied, match="over already"):
        work.cancel(job=job, by=lead_worker)


# ---- Lost and found -------------------------------------------------------------------------------------------------


def test_a_job_whose_worker_died_is_given_out_again(job: Job, given_out: list[str]) -> None:
    work.claim(job.pk)
    silent(job, 1)
    assert tasks.give_out_lost_jobs() == 0
    silent(job, 3)
    assert tasks.give_out_lost_jobs() == 1
    assert given_out == [str(job.pk)]
    assert tasks.give_out_lost_jobs() == 0  # on its way to a worker now
    tasks.run_job(str(job.pk))
    assert (again(job).state, again(job).attempt) == (State.DONE, 2)


def test_a_worker_taken_for_dead_that_was_only_slow_lets_go(job: Job, given_out: list[str]) -> None:
    first = work.claim(job.pk)
    silent(job, 3)
    tasks.give_out_lost_jobs()
    second = work.claim(job.pk)
    assert first is not None
    assert second is not None
    with pytest.raises(work.JobLost):
        work.Progress(first).tell(5, 10)
    work.finish(first, State.DONE, report={"by": "the first"})
    assert again(job).state == State.RUNNING
    work.finish(second, State.DONE, report={"by": "the second"})
    assert again(job).report == {"by": "the second"}


def test_a_job_that_was_asked_to_stop_and_lost_its_worker_is_over(job: Job, lead_worker: Staff) -> None:
    work.claim(job.pk)
    work.cancel(job=again(job), by=lead_worker)
    silent(job, 3)
    assert tasks.give_out_lost_jobs() == 0
    assert again(job).state == State.CANCELLED


def test_work_that_ends_its_worker_each_time_is_given_up(job: Job, given_out: list[str]) -> None:
    for _ in range(3):
        work.claim(job.pk)
        silent(job, 3)
        tasks.give_out_lost_jobs()
    assert given_out == [str(job.pk)] * 2
    assert again(job).state == State.FAILED
    assert "3 times" in again(job).error


def test_beat_asks_for_lost_jobs_each_minute() -> None:
    from django.conf import settings

    entry = settings.CELERY_BEAT_SCHEDULE["give-out-lost-jobs"]
    assert entry == {"task": tasks.give_out_lost_jobs.name, "schedule": 60.0}
