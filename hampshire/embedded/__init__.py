"""PostgreSQL and a Redis-protocol server out of Python wheels, for a clone on a machine that has neither.

The demo and the tests use them; production sets DATABASE_URL and REDIS_URL and never imports this package. It is the
only place that knows which wheels carry the servers. Both listen on unix sockets in one private directory and nowhere
else; their data lies under `var/` with permissions for one account. They outlive the process that started them, so
that any number of `manage.py` commands share them.

By hand: `python -m hampshire.embedded start|stop|status|run [--var FOLDER]`.
"""

import contextlib
import fcntl
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hampshire.embedded import postgres, valkey
from hampshire.embedded.accounts import Account, choose_account, give
from hampshire.embedded.errors import EmbeddedServicesError
from hampshire.embedded.processes import accepts, end

__all__ = [
    "EmbeddedServicesError", "Services", "ensure_running", "environment", "in_use", "running", "stop", "stop_if_unused",
]  # fmt: skip

LONGEST_SOCKET_PATH = 103  # on macOS; Linux allows 107


@dataclass(frozen=True, slots=True)
class Services:
    """Where the servers answer. `owner_url` is the role that owns the tables; `database_url` may only use them."""

    database_url: str
    owner_url: str
    redis_url: str


def ensure_running(var: Path, *, durable: bool = True) -> Services:
    """The servers of `var`, started if they are not up. Safe to call from several processes at once.

    `durable=False` trades safety at a power cut for speed: for data that tests throw away.
    Raises EmbeddedServicesError, whose message says what to do.
    """
    if up := running(var):
        return up
    var = var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    with _lock(var):
        if up := running(var):  # somebody else started them while we waited
            return up
        return _start(var, durable=durable)


def running(var: Path) -> Services | None:
    """The servers of `var` if both take connections, without starting anything. Takes under a millisecond."""
    sockets = _recorded_sockets(var.resolve())
    if sockets and accepts(sockets / postgres.SOCKET) and accepts(sockets / valkey.SOCKET):
        return _services(sockets)
    return None


def stop(var: Path) -> bool:
    """Stop both servers of `var` in order, keeping their data. True when there was something to stop."""
    var = var.resolve()
    if not var.is_dir():
        return False
    with _lock(var):
        sockets = _recorded_sockets(var) or _sockets_for(var)
        stopped = [end(postgres.process(var / "postgres")), end(valkey.process(var / "valkey"))]
        _record(var).unlink(missing_ok=True)
        shutil.rmtree(sockets, ignore_errors=True)
        return any(stopped)


@contextlib.contextmanager
def in_use(var: Path) -> Iterator[None]:
    """Say that this process needs the servers of `var`, so that `stop_if_unused` leaves them alone."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / ".users.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def stop_if_unused(var: Path) -> bool:
    """Stop the servers unless some process is still inside `in_use`. The last one out turns off the light."""
    with (var / ".users.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return stop(var)


def environment(services: Services) -> dict[str, str]:
    """What a child process needs in its environment to use these servers."""
    return {
        "DATABASE_URL": services.database_url,
        "DATABASE_OWNER_URL": services.owner_url,
        "REDIS_URL": services.redis_url,
    }


def _start(var: Path, *, durable: bool) -> Services:
    _record(var).unlink(missing_ok=True)
    sockets = _sockets_for(var)
    logs = var / "log"
    logs.mkdir(exist_ok=True)
    programs = [postgres.programs(), valkey.program()]
    account = choose_account()
    if account.is_other:
        account.let_through(to=[var / "postgres", logs / "postgres.log", sockets], programs=programs)
    _make_sockets_folder(sockets, account)
    postgres.start(var / "postgres", sockets, logs / "postgres.log", account, durable=durable)
    valkey.start(var / "valkey", sockets, logs / "valkey.log", account, durable=durable)
    draft = var / f".services.{os.getpid()}.json"
    draft.write_text(json.dumps({"var": str(var), "sockets": str(sockets)}))
    draft.replace(_record(var))
    return _services(sockets)


def _services(sockets: Path) -> Services:
    database = f"@/{postgres.DATABASE}?host={sockets}"
    return Services(
        database_url=f"postgres://{postgres.APP_ROLE}{database}",
        owner_url=f"postgres://{postgres.OWNER_ROLE}{database}",
        redis_url=f"unix://{sockets / valkey.SOCKET}",
    )


def _sockets_for(var: Path) -> Path:
    """A short directory of our own for the sockets: clones lie deep, and the path of a socket may not be long."""
    name = f"hampshire-{os.geteuid()}-{sha256(str(var).encode()).hexdigest()[:16]}"
    sockets = Path(tempfile.gettempdir()).resolve() / name
    return sockets if len(str(sockets / postgres.SOCKET)) <= LONGEST_SOCKET_PATH else Path("/tmp") / name  # noqa: S108


def _make_sockets_folder(sockets: Path, account: Account) -> None:
    """Make the directory, and refuse one that somebody else laid out for us in the shared temporary folder."""
    with contextlib.suppress(FileExistsError):
        sockets.mkdir(mode=0o700)
    found = sockets.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.uid}:
        raise EmbeddedServicesError(f"{sockets} is not ours. Remove it, or set TMPDIR to a folder of your own.")
    give(sockets, account, 0o700)


def _record(var: Path) -> Path:
    return var / "services.json"


def _recorded_sockets(var: Path) -> Path | None:
    """Where the sockets were when last started. A record that came along with a copied folder is not ours."""
    try:
        record = json.loads(_record(var).read_text())
        return Path(record["sockets"]) if record["var"] == str(var) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextlib.contextmanager
def _lock(var: Path) -> Iterator[None]:
    with (var / ".services.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
