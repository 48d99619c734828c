"""Runs the demo: servers, database, web, worker and beat together, until Ctrl-C. Called by bin/demo."""

import argparse
import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import LiteralString, TextIO

import psycopg
from dotenv import load_dotenv

from hampshire import embedded

BASE = Path(__file__).resolve().parent.parent
VAR = BASE / "var"
LOGS = VAR / "log"
UNFINISHED = VAR / "demo_data.unfinished"  # there while the made-up families are being made
STOP_SECONDS = 15  # how long a process may take to finish what it is at
START_SECONDS = 120
PACKAGES = ("hampshire", "cases", "practice", "outcomes")  # with tables of their own
APPLIED: LiteralString = "SELECT count(*) || ' ' || max(applied) FROM django_migrations"
SIGN_INS = ("practitioner", "supervisor", "manager", "administrator", "auditor")


class DemoError(RuntimeError):
    """The demo cannot go on; the message says why and what to do."""


class Interrupted(BaseException):
    """Ctrl-C, or a request to end. A BaseException, so that nothing on the way mistakes it for a failure."""


@dataclass
class Child:
    """A process of the demo, in a process group of its own, with its log."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        if not self.has_ended:
            self.process.terminate()

    def wait_or_kill(self, until: float) -> None:
        """Wait for it, then end whatever is left of its group."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, until - time.monotonic()))
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


# ---- The order of things --------------------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> int:
    """Run the demo. Returns 0 after Ctrl-C, 1 when something failed (and says what)."""
    parser = argparse.ArgumentParser(prog="bin/demo", description="Run Hampshire with made-up families. PORT moves it.")
    parser.add_argument("--reset", action="store_true", help="start over: throw away the demo's data")
    options = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        port = _settle_environment()
        with _only_one_here(port):
            _run(port, reset=options.reset)
    except Interrupted:
        return 0
    except (DemoError, embedded.EmbeddedServicesError) as error:
        print(f"\nStopped: {error}", file=sys.stderr, flush=True)
        return 1
    return 0


def _run(port: int, *, reset: bool) -> None:
    _refuse_used_port(port)
    with _services(reset=reset) as variables:
        environment = os.environ | variables | {"PORT": str(port), "HAMPSHIRE_MODE": "demo", "PYTHONUNBUFFERED": "1"}
        _prepare(environment)
        with _children() as children:
            say("Web and worker")
            children += [_start(name, environment) for name in ("web", "worker")]
            _wait_until_healthy(port, children)
            children.append(_start("beat", environment))
            _tell_ready(port)
            _serve(children, variables)


@contextlib.contextmanager
def _services(*, reset: bool) -> Iterator[dict[str, str]]:
    """The servers to use, as environment variables: those named in the environment or .env, else embedded ones.

    Embedded servers that were up before (a manage.py command started them) are left up.
    """
    if os.environ.get("DATABASE_URL"):
        if reset:
            raise DemoError("--reset empties only the embedded database, and DATABASE_URL names another. Unset it.")
        yield {}
        return
    if reset or UNFINISHED.exists():
        _forget_everything()
    was_up = embedded.running(VAR) is not None
    say("PostgreSQL and Valkey" + (" (already up)" if was_up else ""))
    try:
        yield embedded.environment(embedded.ensure_running(VAR))
    finally:
        if not was_up:
            embedded.stop(VAR)


def _forget_everything() -> None:
    say("Starting over, without what was there before")
    embedded.stop(VAR)
    for name in ("postgres", "valkey", "uploads", "beat"):
        shutil.rmtree(VAR / name, ignore_errors=True)
    UNFINISHED.unlink(missing_ok=True)


def _prepare(environment: dict[str, str]) -> None:
    _migrate(environment)
    _collect_static(environment)
    if _is_empty(environment):
        say("Made-up families, visits and goals (a minute, the first time)")
        UNFINISHED.touch()
        _manage(environment, "demo_data", shown=True)
        UNFINISHED.unlink()


def _migrate(environment: dict[str, str]) -> None:
    """Bring the tables up to date, unless the code and the database are both as they were after the last time."""
    stamp = VAR / "migrated.stamp"
    code = _digest(path for package in PACKAGES for path in (BASE / package).glob("**/migrations/*.py"))
    applied = _ask(environment, APPLIED)
    if applied and stamp.exists() and stamp.read_text() == f"{code} {applied}":
        return
    say("Database tables")
    _manage(environment, "migrate", "--no-input", "--verbosity", "0")
    stamp.write_text(f"{code} {_ask(environment, APPLIED)}")


def _collect_static(environment: dict[str, str]) -> None:
    """Gather and compress static files, unless nothing they come from has changed."""
    stamp = VAR / "static.stamp"
    now = _digest(path for folder in (BASE / "static", VAR / "frontend") for path in folder.rglob("*"))
    if stamp.exists() and stamp.read_text() == now and (VAR / "static").is_dir():
        return
    say("Static files")
    _manage(environment, "collectstatic", "--no-input", "--clear", "--verbosity", "0")
    stamp.write_text(now)


def _digest(paths: Iterable[Path]) -> str:
    """Changes when one of these files, the settings, or a package, changes."""
    digest = sha256()
    for path in sorted((*paths, BASE / "uv.lock", BASE / "hampshire" / "settings.py")):
        if path.is_file():
            digest.update(f"{path.relative_to(BASE)} {path.stat().st_size} ".encode() + path.read_bytes())
    return digest.hexdigest()


def _is_empty(environment: dict[str, str]) -> bool:
    """Whether nobody could sign in yet."""
    return _ask(environment, "SELECT EXISTS (SELECT 1 FROM accounts_staff)") == "False"


def _ask(environment: dict[str, str], query: LiteralString) -> str:
    """One value out of the database, as text; blank where the table is not there yet."""
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        try:
            row = connection.execute(query).fetchone()
        except psycopg.errors.UndefinedTable:
            return ""
    return str(row[0]) if row else ""


# ---- Processes ------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _children() -> Iterator[list[Child]]:
    """A list for processes, each stopped at the end however it comes."""
    children: list[Child] = []
    try:
        yield children
    finally:
        until = time.monotonic() + STOP_SECONDS
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait_or_kill(until)


def _command(name: str) -> list[str]:
    celery = [sys.executable, "-m", "celery", "-A", "hampshire"]
    return {
        "web": [sys.executable, "-m", "gunicorn", "--config", "python:hampshire.gunicorn", "hampshire.wsgi"],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        "beat": [*celery, "beat", "--schedule", "var/beat/schedule", "--pidfile=", "--loglevel", "INFO"],
    }[name]


def _start(name: str, environment: dict[str, str]) -> Child:
    (VAR / "beat").mkdir(parents=True, exist_ok=True)  # for the schedule
    log = _fresh_log(name)
    with log.open("wb") as output:
        process = subprocess.Popen(
            _command(name), cwd=BASE, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True, preexec_fn=_end_with_parent,
        )  # fmt: skip
    return Child(name, process, log)


def _end_with_parent() -> None:
    """In a new child on Linux: be asked to stop even when this process is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _fresh_log(name: str) -> Path:
    """An empty log; the one of the run before is kept beside it."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    if log.exists():
        log.replace(LOGS / f"{name}.log.1")
    return log


def _manage(environment: dict[str, str], *arguments: str, shown: bool = False) -> None:
    """Run one management command to its end."""
    log = _fresh_log(arguments[0])
    command = [sys.executable, str(BASE / "manage.py"), *arguments]
    with log.open("wb") as output:
        to = None if shown else output
        process = subprocess.Popen(
            command, cwd=BASE, env=environment, stdin=subprocess.DEVNULL, stdout=to, stderr=to, start_new_session=True
        )
    try:
        code = process.wait()
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)  # and those that share its work
        process.wait()
        raise
    if code:
        said = "" if shown else f"\n{log.read_text(errors='replace').strip()[-2000:]}"
        raise DemoError(f"manage.py {' '.join(arguments)} failed.{said}")


def _wait_until_healthy(port: int, children: Sequence[Child]) -> None:
    until = time.monotonic() + START_SECONDS
    while (missing := _what_is_down(port)) is not None:
        _complain_about_the_dead(children)
        if time.monotonic() > until:
            raise DemoError(f"after {START_SECONDS} seconds not everything answers ({missing}). See {LOGS}/*.log.")
        time.sleep(0.1)


def _what_is_down(port: int) -> str | None:
    """None when /health/ says that all is up; else what is down, in words."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10):
            return None
    except urllib.error.HTTPError as error:
        return ", ".join(name for name, state in json.load(error)["checks"].items() if state != "up")
    except (OSError, ValueError):
        return "web"


def _serve(children: Sequence[Child], variables: dict[str, str]) -> None:
    """Until a signal comes, or something dies."""
    while True:
        time.sleep(0.5)
        _complain_about_the_dead(children)
        if variables and embedded.running(VAR) is None:
            raise DemoError(f"PostgreSQL or Valkey has gone. See {LOGS}/postgres.log and {LOGS}/valkey.log.")


def _complain_about_the_dead(children: Sequence[Child]) -> None:
    for child in children:
        if child.has_ended:
            end = "\n".join(child.log.read_text(errors="replace").splitlines()[-15:])
            raise DemoError(f"{child.name} ended with code {child.process.returncode}. The end of {child.log}:\n{end}")


# ---- One at a time, and where ---------------------------------------------------------------------------------------


def _settle_environment() -> int:
    """Read .env as the settings do, refuse what is no demo, and return the port."""
    load_dotenv(BASE / ".env")
    if (mode := os.environ.get("HAMPSHIRE_MODE", "demo")) != "demo":
        raise DemoError(f"HAMPSHIRE_MODE is {mode!r}: bin/demo is for the demo only. See docs/deploying.md.")
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise DemoError(f"PORT is {text!r}: use a number from 1 to 65535.")
    return int(text)


@contextlib.contextmanager
def _only_one_here(port: int) -> Iterator[None]:
    """Refuse a second demo of the same clone."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoError(f"the demo of this clone is already running{_by_whom(lock)}.") from None
        lock.truncate(0)
        lock.write(f", as process {os.getpid()}, at http://127.0.0.1:{port}/")
        lock.flush()
        yield


def _by_whom(lock: TextIO) -> str:
    lock.seek(0)
    return lock.read()


def _refuse_used_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise DemoError(f"only root may use port {port}. Choose one above 1023: PORT=8000 bin/demo") from None
        except OSError:
            other = port + 1 if port < 65535 else 8000
            raise DemoError(f"port {port} is in use by another program. Choose one: PORT={other} bin/demo") from None


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # stopping takes a moment, and is not to be cut short
    say("Stopping")
    raise Interrupted


def say(text: str) -> None:
    """One line of progress."""
    print(f"==> {text}", flush=True)


def _tell_ready(port: int) -> None:
    lines = [f"  {name}@hampshire.example" for name in SIGN_INS]
    print("\nSign in with the password demo-hampshire as one of:", *lines, sep="\n")
    print(f"\nReady: http://127.0.0.1:{port}/\nCtrl-C stops everything.", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
