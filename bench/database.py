"""The database that is measured: PostgreSQL under var/bench/, apart from the demo's and the tests'."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "bench"


def use_bench_services() -> None:
    """Point this process, before Django is set up, at servers of the bench's own, started if they are not up."""
    from hampshire import embedded

    services = embedded.ensure_running(VAR)
    os.environ.update(embedded.environment(services))
    os.environ["HAMPSHIRE_MODE"] = "demo"  # production's settings, but for TLS
    os.environ["REDIS_PREFIX"] = "bench"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hampshire.settings")


@contextmanager
def owner() -> "Iterator[psycopg.Connection[Any]]":
    """A connection of the role that owns the tables."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        yield connection
