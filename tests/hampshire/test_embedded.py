"""The embedded PostgreSQL and Valkey, for real: in a folder of their own, started, killed and started again."""

import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis
from django.conf import settings

from hampshire import embedded
from hampshire.embedded import postgres, processes, valkey

SLOW = 0.05  # seconds: more than a look at servers that are up may take


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose path is too long for a unix socket, with a space in it."""
    folder = tmp_path_factory.mktemp("a clone far down") / ("deep" * 20) / "var"
    yield folder
    embedded.stop(folder)


@pytest.fixture
def services(var: Path) -> embedded.Services:
    return embedded.ensure_running(var)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "hampshire.embedded", *map(str, arguments)]


def by_hand(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """`python -m hampshire.embedded ...` as a process of its own, to its end."""
    return subprocess.run(
        command(*arguments), cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=False
    )


def kill(server: psutil.Process | None, socket: Path) -> None:
    """End a server as a crash would, and wait until it has gone: its threads let go of the socket one by one."""
    assert server
    server.kill()
    assert processes.within(10, lambda: not processes.accepts(socket))
    assert processes.within(10, lambda: not server.is_running() or server.status() == psutil.STATUS_ZOMBIE)


def ask(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(query).fetchall()  # type: ignore[call-overload]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def sockets_of(var: Path) -> Path:
    return Path(json.loads((var / "services.json").read_text())["sockets"])


def test_both_answer_though_the_folder_is_too_deep_for_a_socket(services: embedded.Services, var: Path) -> None:
    assert len(str(var / postgres.SOCKET)) > 107
    assert ask(services.database_url, "SELECT current_user, current_database()") == [("hampshire", "hampshire")]
    assert redis.Redis.from_url(services.redis_url).ping()


def test_a_second_look_is_quick_and_starts_nothing(services: embedded.Services, var: Path) -> None:
    server = postgres.process(var / "postgres")
    began = time.perf_counter()
    assert embedded.ensure_running(var) == services
    assert time.perf_counter() - began < SLOW
    assert postgres.process(var / "postgres") == server


def test_they_listen_on_no_network(services: embedded.Services) -> None:
    assert ask(services.owner_url, "SHOW listen_addresses") == [("",)]
    assert redis.Redis.from_url(services.redis_url).config_get("port") == {"port": "0"}


def test_no_other_account_reaches_data_or_sockets(services: embedded.Services, var: Path) -> None:
    for folder in (var / "postgres", var / "valkey", sockets_of(var)):
        assert mode(folder) == 0o700, folder
    for log in (var / "log" / "postgres.log", var / "log" / "valkey.log"):
        assert mode(log) == 0o600, log


def test_the_app_reads_and_writes_rows_and_owns_nothing(services: embedded.Services) -> None:
    with psycopg.connect(services.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE note (id serial PRIMARY KEY, words text)")
    with psycopg.connect(services.database_url, autocommit=True) as app:
        app.execute("INSERT INTO note (words) VALUES ('hello')")
        app.execute("UPDATE note SET words = 'hello again'")
        for forbidden in (
            "ALTER TABLE note DISABLE TRIGGER ALL",
            "TRUNCATE note",
            "DROP TABLE note",
            "CREATE TABLE other (id int)",
            "SET ROLE hampshire_owner",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)
    with psycopg.connect(services.owner_url, autocommit=True) as owner:
        owner.execute("DROP TABLE note")


def test_neither_role_is_a_superuser_and_the_owner_makes_test_databases(services: embedded.Services) -> None:
    roles = ask(
        services.owner_url,
        "SELECT rolname, rolsuper, rolcreatedb FROM pg_roles WHERE rolname LIKE 'hampshire%' ORDER BY rolname",
    )
    assert roles == [("hampshire", False, False), ("hampshire_owner", False, True)]


def test_a_database_made_for_tests_has_the_extensions_and_the_app_s_rights(services: embedded.Services) -> None:
    with psycopg.connect(services.owner_url, autocommit=True) as owner:
        owner.execute("CREATE DATABASE made_for_a_test")
    url = services.owner_url.replace("/hampshire?", "/made_for_a_test?")
    with psycopg.connect(url, autocommit=True) as owner:
        found = {row[0] for row in owner.execute("SELECT extname FROM pg_extension")}
        owner.execute("CREATE TABLE note (id int)")
    assert set(postgres.EXTENSIONS) <= found
    assert ask(url.replace("hampshire_owner@", "hampshire@"), "SELECT count(*) FROM note") == [(0,)]


def test_data_survive_a_stop_in_order(services: embedded.Services, var: Path) -> None:
    with psycopg.connect(services.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS number")
    redis.Redis.from_url(services.redis_url).rpush("waiting", "a task")
    assert embedded.stop(var)
    assert embedded.running(var) is None
    assert not embedded.stop(var)
    again = embedded.ensure_running(var)
    assert ask(again.owner_url, "SELECT number FROM kept") == [(7,)]
    assert redis.Redis.from_url(again.redis_url).lpop("waiting") == b"a task"
    with psycopg.connect(again.owner_url, autocommit=True) as owner:
        owner.execute("DROP TABLE kept")


def test_they_come_back_with_their_data_after_being_killed(services: embedded.Services, var: Path) -> None:
    with psycopg.connect(services.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 8 AS number")
    redis.Redis.from_url(services.redis_url).rpush("waiting", "a task")
    kill(postgres.process(var / "postgres"), sockets_of(var) / postgres.SOCKET)
    kill(valkey.process(var / "valkey"), sockets_of(var) / valkey.SOCKET)
    assert embedded.running(var) is None
    again = embedded.ensure_running(var)
    assert ask(again.owner_url, "SELECT number FROM kept") == [(8,)]
    assert redis.Redis.from_url(again.redis_url).lpop("waiting") == b"a task"
    with psycopg.connect(again.owner_url, autocommit=True) as owner:
        owner.execute("DROP TABLE kept")


def test_one_of_them_killed_is_started_beside_the_other(services: embedded.Services, var: Path) -> None:
    kept = postgres.process(var / "postgres")
    kill(valkey.process(var / "valkey"), sockets_of(var) / valkey.SOCKET)
    assert embedded.ensure_running(var) == services
    assert redis.Redis.from_url(services.redis_url).ping()
    assert kept is not None
    assert postgres.process(var / "postgres") == kept


def test_servers_whose_sockets_were_swept_away_are_started_anew(services: embedded.Services, var: Path) -> None:
    with psycopg.connect(services.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 9 AS number")
    for path in sockets_of(var).iterdir():
        path.unlink()
    assert embedded.ensure_running(var) == services
    with psycopg.connect(services.owner_url, autocommit=True) as owner:
        assert owner.execute("SELECT number FROM kept").fetchall() == [(9,)]
        owner.execute("DROP TABLE kept")


def test_a_pid_file_that_names_another_program_is_no_hindrance(services: embedded.Services, var: Path) -> None:
    embedded.stop(var)
    pid_file = var / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{var / 'postgres'}\n0\n5432\n")
    again = embedded.ensure_running(var)
    assert ask(again.database_url, "SELECT 1") == [(1,)]


def test_data_of_another_version_are_refused_with_what_to_do(services: embedded.Services, var: Path) -> None:
    embedded.stop(var)
    version = var / "postgres" / "PG_VERSION"
    ours = version.read_text()
    version.write_text("15\n")
    try:
        with pytest.raises(embedded.EmbeddedServicesError, match=r"of PostgreSQL 15, .* bin/demo --reset"):
            embedded.ensure_running(var)
    finally:
        version.write_text(ours)


def test_two_starts_at_once_make_one_pair_of_servers(tmp_path: Path) -> None:
    pipe, start = subprocess.PIPE, command("start", "--var", tmp_path / "var", "--throwaway")
    starts = [subprocess.Popen(start, cwd=settings.BASE_DIR, stdout=pipe, stderr=pipe, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60) for process in starts]
    try:
        assert [process.returncode for process in starts] == [0, 0], said
        assert said[0][0] == said[1][0]  # the same addresses
        assert embedded.running(tmp_path / "var"), "servers outlive the processes that started them"
    finally:
        assert by_hand("stop", "--var", tmp_path / "var").stdout == "Stopped.\n"
    status = by_hand("status", "--var", tmp_path / "var")
    assert (status.returncode, status.stdout) == (1, "Not up.\n")


def test_run_gives_a_command_the_servers_and_its_code_back(services: embedded.Services, var: Path) -> None:
    code = "import os, sys; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL']); sys.exit(3)"
    with embedded.in_use(var):
        ran = by_hand("run", "--var", var, "--", sys.executable, "-c", code)
        assert ran.stdout.split() == [services.database_url, services.redis_url]
        assert ran.returncode == 3
        assert embedded.running(var), "somebody else is still inside"
    assert by_hand("run", "--var", var, "--", "true").returncode == 0
    assert embedded.running(var) is None, "the last one out stops them"


def test_a_record_that_came_with_a_copied_folder_is_not_believed(
    services: embedded.Services, var: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "services.json").write_text((var / "services.json").read_text())
    assert embedded.running(copy) is None


def test_a_long_temporary_folder_is_no_hindrance(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: f"/var/{'long/' * 30}")
    assert len(str(embedded._sockets_for(tmp_path) / postgres.SOCKET)) <= embedded.LONGEST_SOCKET_PATH


def test_a_socket_folder_that_somebody_else_made_is_refused(tmp_path: Path) -> None:
    sockets = embedded._sockets_for(tmp_path)
    sockets.symlink_to(tmp_path)
    try:
        with pytest.raises(embedded.EmbeddedServicesError, match="is not ours"):
            embedded.ensure_running(tmp_path)
    finally:
        sockets.unlink()


def test_an_installation_without_the_wheels_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(embedded.EmbeddedServicesError, match=r"Run bin/demo, .* or set DATABASE_URL and REDIS_URL"):
        embedded.ensure_running(tmp_path / "var")


def test_valkey_keeps_tasks_when_there_is_no_room_rather_than_dropping_them(services: embedded.Services) -> None:
    client = redis.Redis.from_url(services.redis_url)
    assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    assert client.config_get("appendonly") == {"appendonly": "yes"}
    assert client.config_get("unixsocketperm") == {"unixsocketperm": "700"}
    assert valkey.SOCKET in services.redis_url
