"""Long work with a real worker process, which is killed in the middle of it."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from hampshire.jobs import tasks, work
from hampshire.jobs.models import Job
from tests.workers import CeleryWorker

pytestmark = pytest.mark.django_db(transaction=True)

TOTAL = 60


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "It did not come to pass"
        time.sleep(0.1)


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """Exists while the work is to take its time."""
    path = tmp_path / "slow"
    path.touch()
    return path


@pytest.fixture
def job(celery_worker_process: CeleryWorker, tmp_path: Path, slow: Path) -> Job:
    """Counting to 60 in the folder of the test, begun and some way on."""
    job = work.start(kind="count-slowly", title="Count", by=None, params={"folder": str(tmp_path), "total": TOTAL})
    wait_until(lambda: Job.objects.get(pk=job.pk).done >= 5)
    return Job.objects.get(pk=job.pk)


def test_a_job_whose_worker_is_killed_is_done_once_after_a_restart(
    job: Job, slow: Path, tmp_path: Path, celery_worker_process: CeleryWorker
) -> None:
    celery_worker_process.kill()
    killed = Job.objects.get(pk=job.pk)
    assert (killed.state, killed.done < TOTAL) == (Job.State.RUNNING, True)

    three_minutes_ago = timezone.now() - timedelta(minutes=3)  # it stays silent for that long
    Job.objects.filter(pk=job.pk).update(beat_at=three_minutes_ago)
    slow.unlink()
    celery_worker_process.start()
    tasks.give_out_lost_jobs.delay()  # as beat does each minute

    wait_until(lambda: Job.objects.get(pk=job.pk).is_over)
    done = Job.objects.get(pk=job.pk)
    assert (done.state, done.attempt, done.report) == (Job.State.DONE, 2, {"steps": TOTAL})
    assert (tmp_path / "finished").read_text() == "attempt 2\n"
    assert len(list(tmp_path.glob("step-*"))) == TOTAL


def test_a_running_job_stops_when_asked(job: Job, tmp_path: Path, administrator: object) -> None:
    work.cancel(job=job, by=administrator)  # type: ignore[arg-type]
    wait_until(lambda: Job.objects.get(pk=job.pk).is_over)
    assert Job.objects.get(pk=job.pk).state == Job.State.CANCELLED
    assert not (tmp_path / "finished").exists()
