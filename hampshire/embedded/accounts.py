"""Who the servers run as, and what that account may reach."""

import contextlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hampshire.embedded.errors import EmbeddedServicesError

SERVICE_ACCOUNT = "hampshire_services"  # a system account for both servers where the demo is run as root


@dataclass(frozen=True, slots=True)
class Account:
    """Who the servers run as: you, or a system account when you are root, as PostgreSQL refuses to run as root."""

    uid: int
    gid: int
    is_other: bool

    def run(self, *command: str | Path, timeout: float = 120) -> None:
        """Run a server's own tool to its end. Raises EmbeddedServicesError with what it said when it fails."""
        other: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}
        environment = {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath)}
        with tempfile.TemporaryFile() as said:  # a pipe would stay open, and we waiting, as long as the server runs
            try:
                code = subprocess.run(
                    command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", env=environment,
                    timeout=timeout, check=False, **other,
                ).returncode  # fmt: skip
            except (OSError, subprocess.TimeoutExpired) as error:
                raise EmbeddedServicesError(f"{command[0]} could not be run: {error}") from error
            said.seek(0)
            text = said.read().decode(errors="replace").strip()
        if code:
            raise EmbeddedServicesError(f"{Path(command[0]).name} failed with code {code}: {text}")

    def let_through(self, *, to: Sequence[Path], programs: Sequence[Path]) -> None:
        """Let this account pass (not list) the folders above its data and programs, and read the programs."""
        for program in programs:
            for path in (program, *program.rglob("*")):
                runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
                _allow(path, stat.S_IROTH | (stat.S_IXOTH if runs else 0))
        opened = [str(folder) for path in (*to, *programs) for folder in path.parents if _let_pass(folder)]
        if opened:
            print(
                f"PostgreSQL does not run as root, so it runs as {SERVICE_ACCOUNT}. To let that account reach its data "
                f"and programs, other accounts may now pass through (not list): {', '.join(opened)}",
                file=sys.stderr,
            )


def choose_account() -> Account:
    """You; or, for root, the system account, made if it is not there yet."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), is_other=False)
    entry = _look_up(SERVICE_ACCOUNT) or _make(SERVICE_ACCOUNT)
    return Account(entry.pw_uid, entry.pw_gid, is_other=True)


def give(path: Path, account: Account, mode: int) -> None:
    """Make a file or folder the account's, with these permissions."""
    path.chmod(mode)
    if account.is_other:
        os.chown(path, account.uid, account.gid)


def write(path: Path, text: str, account: Account) -> None:
    """Replace a file of the account's as a whole, so that nobody ever reads half of it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.write_text(text)
    give(draft, account, 0o600)
    draft.replace(path)


def make_log(path: Path, account: Account) -> Path:
    """A log file that the account can append to and no other can read."""
    path.touch()
    give(path, account, 0o600)
    return path


def _look_up(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _make(name: str) -> pwd.struct_passwd:
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    command = [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
    for _ in range(5):  # another clone may be doing just this, and holds the lock on the list of accounts
        with contextlib.suppress(FileNotFoundError):
            subprocess.run(command, capture_output=True, check=False)
        if entry := _look_up(name):
            return entry
        time.sleep(0.5)
    raise EmbeddedServicesError(
        f"PostgreSQL refuses to run as root, and a system account {name!r} for it could not be made with useradd. "
        "Make that account, or run this as an ordinary user."
    )


def _let_pass(folder: Path) -> bool:
    return folder.exists() and _allow(folder, stat.S_IXOTH)


def _allow(path: Path, bits: int) -> bool:
    """Add permission bits that are missing. True when something was changed."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & bits == bits:
        return False
    path.chmod(mode | bits)
    return True
