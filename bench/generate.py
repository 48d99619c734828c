"""Fill the bench's database with made-up people: python -m bench.generate --people 100000

The same people for the same seed and day. 1,000,000 people are 200,000 families with ten million visits.
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any

from bench import database

SEED = 20_251_118


def main() -> None:
    options = _options()
    database.use_bench_services()

    # A process of its own, since manage.py connects for this as the role that owns the tables.
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=database.ROOT, check=True)

    import django

    django.setup()
    say(f"Making {options.people:,} people")
    with database.owner() as connection, connection.transaction():
        counts = load(connection, options.people, seed=options.seed, today=date.today())  # noqa: DTZ011
    for table, rows in sorted(counts.items()):
        print(f"{rows:>12,}  {table}")
    finish()


def load(connection: Any, people: int, *, seed: int, today: date) -> dict[str, int]:
    """Empty the database and fill it, within the connection's transaction. The number of rows by table."""
    from bench.filling import fill
    from bench.indexes import empty, restore, strip
    from bench.scale import Scale
    from bench.tables import Loader

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'; SET LOCAL max_parallel_maintenance_workers = 2")
        stripped = strip(cursor)
        empty(cursor)
        with ThreadPoolExecutor(1) as writer:  # PostgreSQL takes in the last rows while the next are made
            loader = Loader(_in_turn(writer, cursor))
            fill(loader, Scale.of(people), chance=random.Random(seed), today=today, say=say)
            loader.flush()
        say("Rows are in. Building")
        restore(cursor, stripped, say)
    return loader.counts


def _in_turn(writer: ThreadPoolExecutor, cursor: Any) -> Callable[[str, bytes], None]:
    """Hands rows to the writer's thread, one batch ahead at most, and raises here what went wrong there."""
    waiting: list[Future[None]] = []

    def write(statement: str, rows: bytes) -> None:
        def copy() -> None:
            with cursor.copy(statement) as stream:
                stream.write(rows)

        waiting.append(writer.submit(copy))
        while len(waiting) > 40:
            waiting.pop(0).result()

    return write


def finish() -> None:
    """What the product itself keeps beside the rows: the words of names, the figures; and PostgreSQL's statistics."""
    from cases.models import PersonWord
    from cases.search.index import is_of_a_name, remember_words
    from outcomes.computing import rebuild_all

    say("Words of names")
    words = PersonWord.objects.order_by("word").values_list("word", flat=True).distinct()
    remember_words({word for word in words.iterator() if is_of_a_name(word)})
    say("Statistics")
    with database.owner() as connection:
        connection.autocommit = True
        connection.execute("VACUUM (ANALYZE)")
    say("Figures")
    rebuild_all()
    say("Done")


STARTED = time.monotonic()


def say(what: str) -> None:
    print(f"{time.monotonic() - STARTED:6.0f} s  {what}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SEED)
    return parser.parse_args()


if __name__ == "__main__":
    main()
