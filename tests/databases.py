"""A database for each process of the tests, cloned from one that the migrations were run in once.

What the clones are taken from is kept under a name that changes when the tables may: a run after the first, and
every pytest-xdist process, starts with a copy of files instead of every migration.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

MADE_FROM = "test_hampshire_made_from_"
BEING_MADE = "test_hampshire_being_made"
# Filled by the migrations themselves, and by nothing that a test does.
AS_MIGRATED = {"django_migrations", "django_content_type", "auth_permission"}


def fingerprint() -> str:
    """Changes when a migration, ours or a package's, a version or how the server is set up does."""
    digest = sha256()
    migrations = [path for config in apps.get_app_configs() for path in Path(config.path).glob("migrations/**/*.py")]
    base = settings.BASE_DIR
    for path in sorted([*migrations, base / "uv.lock", base / "hampshire/embedded/postgres.py"]):
        digest.update(f"{path.name} {path.stat().st_size} ".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Processes of the tests wait here for each other: only one makes what all of them copy."""
    with (settings.BASE_DIR / "var" / "test" / ".databases.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def clone(name: str) -> None:
    """A database by this name with every table and no row, in place of what a killed run may have left by it."""
    template = f"{MADE_FROM}{fingerprint()}"
    with one_at_a_time():
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            there = named_like(cursor, MADE_FROM)
        if template not in there:
            make(template, instead_of=there)
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def named_like(cursor: CursorWrapper, beginning: str) -> list[str]:
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [beginning])
    return [name for (name,) in cursor.fetchall()]


def make(template: str, *, instead_of: list[str]) -> None:
    """Run every migration in a new database. It has its name only once it is whole."""
    real, wanted = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = BEING_MADE
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        point_at(real)
        connection.settings_dict["TEST"]["NAME"] = wanted
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'ALTER DATABASE "{BEING_MADE}" RENAME TO "{template}"')
        for old in instead_of:
            cursor.execute(f'DROP DATABASE "{old}"')


def point_at(name: str) -> None:
    """Lead this process's connection to another database from now on."""
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = name
    connection.settings_dict["NAME"] = name


def empty(_test: TransactionTestCase) -> None:
    """Leave no row behind a test that committed some. Django's own way also empties what the migrations filled, and
    then fills it again, which takes longer than most of these tests."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - AS_MIGRATED
    statements = connection.ops.sql_flush(no_style(), sorted(tables))
    for _ in range(4):
        with suppress(OperationalError):  # a browser's last request is still being answered: each waits for the other
            connection.ops.execute_sql_flush(statements)
            return
    connection.ops.execute_sql_flush(statements)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """In place of pytest-django's, which runs every migration for every process."""
    real, ours = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    with django_db_blocker.unblock():
        clone(ours)
        point_at(ours)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield
    with django_db_blocker.unblock():
        point_at(real)
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'DROP DATABASE "{ours}"')
