"""gunicorn as production runs it, on a free port of this machine alone, stopped however the run ends."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.database import ROOT, VAR

WORKERS, THREADS = 2, 4
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Web:
    """Where the server answers, and the process that started its workers."""

    port: int
    pid: int

    def workers(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def largest_worker_mb(self) -> float | None:
        """The resident memory of the largest worker, pages it shares included. None where there is no /proc."""
        if not Path("/proc/self/status").exists():
            return None
        return max(_resident_kb(pid) for pid in self.workers()) / 1024

    def cpu_seconds(self) -> float:
        """What the workers have used of the processor so far, PostgreSQL's part not counted. 0 without a /proc."""
        if not Path("/proc/self/stat").exists():
            return 0.0
        return sum(_cpu_ticks(pid) for pid in self.workers()) / os.sysconf("SC_CLK_TCK")


def _cpu_ticks(pid: int) -> int:
    """In user and in system mode: the 14th and 15th field, counted behind the name, which may hold blanks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _resident_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def collect_static() -> None:
    """Static files with hashed names, as production serves them: pages name them by their manifest."""
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"], cwd=ROOT, check=True
    )


@contextmanager
def web() -> Iterator[Web]:
    """The server, answering. Raises RuntimeError when it does not come up."""
    port = _free_port()
    changed = {"HOST": "127.0.0.1", "PORT": str(port), "WEB_CONCURRENCY": str(WORKERS), "WEB_THREADS": str(THREADS)}
    command = [sys.executable, "-m", "gunicorn", "--config", "python:hampshire.gunicorn", "hampshire.wsgi"]
    log = VAR / "log" / "web.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **changed}, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        _wait(process, port, log)
        yield Web(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended before it answered. See {log}.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"The server did not answer within {START_SECONDS} seconds. See {log}.")
