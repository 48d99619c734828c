"""The demo's supervisor: what it refuses, and that it leaves nothing running."""

import contextlib
import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from hampshire import supervise
from hampshire.embedded.processes import within


@pytest.fixture(autouse=True)
def a_clone_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env, no servers named, nothing running: as in a fresh clone."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORT", "HAMPSHIRE_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(supervise, "BASE", tmp_path)
    monkeypatch.setattr(supervise, "VAR", tmp_path / "var")
    monkeypatch.setattr(supervise, "LOGS", tmp_path / "var" / "log")
    monkeypatch.setattr(supervise, "UNFINISHED", tmp_path / "var" / "demo_data.unfinished")
    monkeypatch.setattr(supervise.signal, "signal", lambda *_: None)  # the tests' own Ctrl-C stays theirs


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def test_a_port_in_use_is_said_with_another_to_try(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert supervise.main([]) == 1
    assert f"port {port} is in use by another program. Choose one: PORT={port + 1} bin/demo" in said(capsys)


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(
    port: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", port)
    assert supervise.main([]) == 1
    assert f"PORT is {port!r}: use a number from 1 to 65535" in said(capsys)


def test_a_second_demo_of_one_clone_is_told_where_the_first_is(capsys: pytest.CaptureFixture[str]) -> None:
    supervise.VAR.mkdir()
    with (supervise.VAR / "demo.lock").open("w") as first:
        first.write(", as process 4711, at http://127.0.0.1:8000/")
        first.flush()
        fcntl.flock(first, fcntl.LOCK_EX)
        assert supervise.main([]) == 1
    assert "already running, as process 4711, at http://127.0.0.1:8000/" in said(capsys)


def test_it_is_no_way_to_run_production(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMPSHIRE_MODE", "production")
    assert supervise.main([]) == 1
    assert "for the demo only. See docs/deploying.md" in said(capsys)


def test_reset_empties_no_database_but_the_embedded_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://hampshire@db.example/hampshire")
    monkeypatch.setattr(supervise, "_refuse_used_port", lambda port: None)
    assert supervise.main(["--reset"]) == 1
    assert "--reset empties only the embedded database" in said(capsys)


def test_a_clone_s_env_file_counts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "to be put back")
    monkeypatch.delenv("PORT")
    (supervise.BASE / ".env").write_text("PORT=nonsense\n")
    assert supervise.main([]) == 1
    assert "PORT is 'nonsense'" in said(capsys)


# ---- Processes ------------------------------------------------------------------------------------------------------


def child(monkeypatch: pytest.MonkeyPatch, code: str) -> supervise.Child:
    monkeypatch.setattr(supervise, "_command", lambda name: [sys.executable, "-c", code])
    return supervise._start("web", dict(os.environ))


def has_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_the_one_that_died_is_named_with_the_end_of_its_log(monkeypatch: pytest.MonkeyPatch) -> None:
    died = child(monkeypatch, "import sys; print('no more paper'); sys.exit(3)")
    died.process.wait(20)
    with pytest.raises(supervise.DemoError, match=r"web ended with code 3\. The end of .*web\.log:\nno more paper"):
        supervise._complain_about_the_dead([died])


def test_the_log_of_the_run_before_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for word in ("first", "second"):
        child(monkeypatch, f"print('{word}')").process.wait(20)
    assert (supervise.LOGS / "web.log").read_text() == "second\n"
    assert (supervise.LOGS / "web.log.1").read_text() == "first\n"


def test_whatever_happens_nothing_is_left_running(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a process that does not listen, nor a child of its own."""
    monkeypatch.setattr(supervise, "STOP_SECONDS", 0.5)
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "below = subprocess.Popen(['sleep', '600']); print(below.pid, flush=True); time.sleep(600)"
    )
    with contextlib.suppress(supervise.DemoError), supervise._children() as children:
        one = child(monkeypatch, stubborn)
        children.append(one)
        assert within(20, lambda: bool(one.log.read_text()))
        text = one.log.read_text()
        raise supervise.DemoError("something went wrong")
    assert one.has_ended
    assert within(10, lambda: has_gone(int(text)))


def test_children_end_when_the_supervisor_is_killed_outright(tmp_path: Path) -> None:
    code = (
        "import os, sys, time; from pathlib import Path; from hampshire import supervise; "
        f"supervise.LOGS = supervise.VAR = Path({str(tmp_path)!r}); "
        "supervise._command = lambda name: ['sleep', '600']; "
        "print(supervise._start('web', dict(os.environ)).process.pid, flush=True); time.sleep(600)"
    )
    root = Path(supervise.__file__).parent.parent
    with subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        orphan = int(parent.stdout.readline())
        parent.kill()
    assert within(10, lambda: has_gone(orphan))


def test_static_files_are_gathered_anew_only_after_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(supervise, "_manage", lambda environment, *arguments, **_: ran.append(arguments[0]))
    for folder in ("static", "hampshire", "var/static"):
        (supervise.BASE / folder).mkdir(parents=True)
    for name in ("uv.lock", "hampshire/settings.py", "static/ours.css"):
        (supervise.BASE / name).write_text("one")
    for _ in range(2):
        supervise._collect_static({})
    assert ran == ["collectstatic"]
    (supervise.BASE / "static" / "ours.css").write_text("two")
    supervise._collect_static({})
    assert ran == ["collectstatic", "collectstatic"]


def test_tables_are_brought_up_to_date_when_any_app_has_a_new_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(supervise, "_manage", lambda environment, *arguments, **_: ran.append(arguments[0]))
    monkeypatch.setattr(supervise, "_ask", lambda environment, query: "3 today")
    supervise.VAR.mkdir()
    for app in ("hampshire/audit", "cases", "practice/letters"):
        migrations = supervise.BASE / app / "migrations"
        migrations.mkdir(parents=True)
        supervise._migrate({})
        (migrations / "0001_initial.py").write_text("one")
        supervise._migrate({})
        supervise._migrate({})
    assert ran == ["migrate"] * 4


def test_a_command_that_is_interrupted_ends_with_those_that_share_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    supervise.LOGS.mkdir(parents=True)
    helper = supervise.BASE / "helper.pid"
    (supervise.BASE / "manage.py").write_text(
        f"import subprocess, sys, time\n"
        f"other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(helper)!r}, 'w').write(f'{{other.pid}} ')\n"
        f"time.sleep(60)\n"
    )
    wait = subprocess.Popen.wait

    def interrupted_once_it_is_at_work(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        monkeypatch.setattr(subprocess.Popen, "wait", wait)
        assert within(20, lambda: helper.exists() and helper.read_text().endswith(" "))
        raise supervise.Interrupted

    monkeypatch.setattr(subprocess.Popen, "wait", interrupted_once_it_is_at_work)
    with pytest.raises(supervise.Interrupted):
        supervise._manage(dict(os.environ), "demo_data")
    assert within(10, lambda: has_gone(int(helper.read_text())))
