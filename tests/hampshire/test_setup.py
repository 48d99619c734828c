"""bin/_setup.sh: which Python and which uv the two commands use, on machines that are laid out in unlike ways."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

TOOLS = ("sh", "dirname", "mkdir", "rm", "cat")  # what a bare machine has


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with a shell and nothing else: its programs are in `bin`, the clone is in `clone`."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (programs / tool).symlink_to(found)
    (tmp_path / "clone" / "bin").mkdir(parents=True)
    shutil.copy(settings.BASE_DIR / "bin" / "_setup.sh", tmp_path / "clone" / "bin")
    return tmp_path


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{shutil.which('sh')}\n{text}\n")
    path.chmod(0o755)
    return path


def works(path: Path) -> Path:
    """An interpreter that runs: this one, under that name."""
    return program(path, f'exec {sys.executable} "$@"')


def run(machine: Path, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {"PATH": str(machine / "bin"), "HOME": str(machine / "home"), **environment}
    script = f". bin/_setup.sh; {code}"
    return subprocess.run(
        ["sh", "-c", script, "bin/demo"],  # noqa: S607
        cwd=machine / "clone", env=variables, capture_output=True, text=True, check=False,
    )  # fmt: skip


def python_of(machine: Path, **environment: str) -> str:
    return run(machine, "find_python", **environment).stdout.strip()


def test_what_you_name_is_taken(machine: Path) -> None:
    works(machine / "bin" / "python3.13")
    assert python_of(machine, UV_PYTHON="/opt/mine/python") == "/opt/mine/python"


def test_one_on_path_is_taken_by_its_full_path(machine: Path) -> None:
    works(machine / "bin" / "python3.13")
    assert python_of(machine) == os.path.realpath(sys.executable) or python_of(machine) == sys.executable


def test_a_shim_that_answers_with_an_error_is_passed_over_for_what_pyenv_has(machine: Path) -> None:
    for name in ("python3.14", "python3.13", "python3.12", "python3"):
        program(machine / "bin" / name, 'echo "pyenv: command not found" >&2; exit 127')
    program(machine / "bin" / "pyenv", f"echo {machine}/pyenv")
    works(machine / "pyenv" / "versions" / "3.12.1" / "bin" / "python")
    newest = works(machine / "pyenv" / "versions" / "3.13.0" / "bin" / "python")
    program(machine / "pyenv" / "versions" / "3.14.0" / "bin" / "python", "exit 1")
    assert python_of(machine) == str(newest)


def test_pyenv_at_home_is_found_without_its_command(machine: Path) -> None:
    there = works(machine / "home" / ".pyenv" / "versions" / "3.12.9" / "bin" / "python")
    assert python_of(machine) == str(there)


def test_where_there_is_none_uv_is_left_to_fetch_one(machine: Path) -> None:
    assert python_of(machine) == ""
    program(machine / "bin" / "uv", 'echo "uv $@"')
    assert "sync --frozen --quiet --python >=3.12 --group x" in run(machine, "install --group x").stdout


def test_uv_on_path_is_used(machine: Path) -> None:
    uv = program(machine / "bin" / "uv", "exit 0")
    assert run(machine, "find_uv").stdout.strip() == str(uv)


def test_without_python_it_says_what_to_install(machine: Path) -> None:
    done = run(machine, "install; echo went on")
    assert done.returncode == 1
    assert "python3 is not on PATH. Install Python 3.11 or newer" in done.stderr
    assert "went on" not in done.stdout


def test_without_the_venv_module_it_says_what_to_install(machine: Path) -> None:
    program(machine / "bin" / "python3", 'echo "No module named venv" >&2; exit 1')
    done = run(machine, "install; echo went on")
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert "went on" not in done.stdout


def test_a_failed_installation_says_so_and_stops(machine: Path) -> None:
    program(machine / "bin" / "uv", "echo 'error: no network' >&2; exit 2")
    works(machine / "bin" / "python3.13")
    done = run(machine, "install; echo went on")
    assert done.returncode == 1
    assert "error: no network" in done.stderr
    assert "could not be installed" in done.stderr
    assert "went on" not in done.stdout


def test_no_script_knows_the_machine_it_was_written_on() -> None:
    for script in [*(settings.BASE_DIR / "bin").iterdir(), settings.BASE_DIR / ".ci" / "run"]:
        assert not re.search(r"(^|[\s\"'=])/(root|home|work)/", script.read_text(), re.MULTILINE), script.name
