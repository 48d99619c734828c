"""A real Celery worker process, on the test's own database and broker keys.

It sees only what is committed: a test that uses it needs `@pytest.mark.django_db(transaction=True)`.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from hampshire.celery import app

START_SECONDS = 60


class CeleryWorker:
    """`celery -A hampshire worker` in a process group of its own, started and stopped at will."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def is_up(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it, unless it is up, and wait until it takes tasks."""
        if self.is_up:
            return
        command = [sys.executable, "-m", "celery", "-A", "hampshire", "worker", "--concurrency", "2"]
        quiet = ["--loglevel", "INFO", "--without-mingle", "--without-gossip"]
        ours = ["--include", "tests.jobs.slow_work"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, *quiet, *ours], cwd=settings.BASE_DIR, env=self._environment(),
                stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        self._wait_until_ready()

    def stop(self) -> None:
        """End it in order: it finishes the task it is at."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it and its children at once, in the middle of whatever they do."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def finish(self) -> None:
        """Drop what waits and let it end what it is at: emptying tables under a task that reads them is a deadlock."""
        app.control.purge()
        until = time.monotonic() + START_SECONDS
        while self.is_up and self._is_busy():
            if time.monotonic() > until:
                self.kill()
                pytest.fail(f"The Celery worker is still at a task:\n{self.read_log()}")
            time.sleep(0.05)

    def _is_busy(self) -> bool:
        """Whether it has a task in hand, or did not say."""
        ask = app.control.inspect(timeout=5, limit=1)
        answers = [ask.active(), ask.reserved()]
        return any(answer is None or any(answer.values()) for answer in answers)

    def read_log(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS
        while " ready." not in self.read_log():
            if not self.is_up or time.monotonic() > until:
                self.kill()
                pytest.fail(f"The Celery worker did not start:\n{self.read_log()}")
            time.sleep(0.05)

    @staticmethod
    def _environment() -> dict[str, str]:
        """As ours, with the test database in place of the real one."""
        database = connection.settings_dict["NAME"]
        urls = {
            name: urlunsplit(urlsplit(os.environ[name])._replace(path=f"/{database}"))
            for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
            if os.environ.get(name)
        }
        return os.environ | urls | {"DJANGO_SETTINGS_MODULE": "hampshire.settings"}


@pytest.fixture(scope="session")
def _celery_worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CeleryWorker]:
    worker = CeleryWorker(tmp_path_factory.mktemp("celery") / "worker.log")
    yield worker
    worker.stop()


@pytest.fixture
def celery_worker_process(_celery_worker: CeleryWorker, transactional_db: None) -> Iterator[CeleryWorker]:
    """A running worker with an empty queue. One process serves all tests, unless a test kills it."""
    app.control.purge()
    _celery_worker.start()
    yield _celery_worker
    _celery_worker.finish()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Show what the worker said when a test with a worker fails."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    worker = getattr(item, "funcargs", {}).get("celery_worker_process")
    if report.failed and isinstance(worker, CeleryWorker):
        report.sections.append(("Celery worker", worker.read_log()[-6000:]))
    return report  # type: ignore[return-value]
