"""Measure every page that has a budget against the floor: python -m bench.run [--clients 8] [--seconds 4]

On the database that bench.generate filled. Starts what it needs, stops all that it started, and writes results.md.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from bench import database, server

if TYPE_CHECKING:
    from bench.cast import Actor
    from bench.figures import Found
    from bench.report import Run

ROUNDS = 4  # of all pages, so that a busy moment of the machine falls on more than one
FLOOR_SHARE = 0.5  # as long for the floor, half before each page's block and half after


def main() -> None:
    options = _options()
    with _services():
        import django

        django.setup()
        server.collect_static()

        from bench import report

        run = measure(options.clients, options.seconds)
        print(report.section(run))
        report.write(run)


def measure(clients: int, seconds: float) -> "Run":
    from bench.cast import actors
    from bench.clients import count_sql
    from bench.figures import Found
    from bench.pages import FLOOR, PAGES, floor
    from bench.report import Run
    from bench.scale import PEOPLE_IN_A_FAMILY
    from cases.models import Family
    from practice.models import Visit

    visits, load = Visit.objects.count(), os.getloadavg()[0]
    *asking, spare = actors(clients + 1)
    found = [Found(name, sql=count_sql(page, spare)) for name, page in PAGES.items()]
    lowest = Found(FLOOR, sql=count_sql(floor, spare))
    with server.web() as web:
        _warm(web.port, asking, [lowest, *found])
        for turn in range(ROUNDS):
            for one in found:
                _one_turn(web, asking, one, seconds / ROUNDS, turn)
            print(f"Round {turn + 1} of {ROUNDS} of {len(PAGES)} pages", flush=True)
        memory = web.largest_worker_mb()
    people = Family.objects.count() * PEOPLE_IN_A_FAMILY
    return Run(date.today(), people, visits, clients, seconds, load, memory, lowest, found)  # noqa: DTZ011


def _warm(port: int, actors: "Sequence[Actor]", found: "Sequence[Found]") -> None:
    """Every worker sees every page before the clock runs; what the pages weigh is found out here."""
    from bench.clients import block, weigh
    from bench.pages import PAGES, floor

    for one in found:
        page = PAGES.get(one.page, floor)
        block(port, page, actors, 0.3, 0)
        weighed = weigh(port, page(actors[0], 0))
        one.bytes, one.compressed = weighed.bytes, weighed.compressed
        one.failures += weighed.failures


def _one_turn(web: server.Web, actors: "Sequence[Actor]", one: "Found", seconds: float, turn: int) -> None:
    """The floor, the page, the floor."""
    from bench.clients import MOST_OF_A_BLOCK, block
    from bench.pages import PAGES, floor

    for page, share in ((floor, FLOOR_SHARE / 2), (PAGES[one.page], 1.0), (floor, FLOOR_SHARE / 2)):
        before = web.cpu_seconds()
        met = block(web.port, page, actors, seconds * share, (turn + 1) * MOST_OF_A_BLOCK)
        used = web.cpu_seconds() - before
        if page is floor:
            one.floor += met.times
            one.floor_cpu += used
        else:
            one.times += met.times
            one.cpu += used
        one.failures += met.failures


@contextmanager
def _services() -> Iterator[None]:
    """The bench's own PostgreSQL and Redis-protocol server; left up where they were up before."""
    from hampshire import embedded

    was_up = embedded.running(database.VAR) is not None
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ["STATIC_ROOT"] = str(database.VAR / "static")
    database.use_bench_services()
    try:
        yield
    finally:
        if not was_up:
            embedded.stop(database.VAR)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=4.0, help="for each page, the floor's not counted")
    return parser.parse_args()


if __name__ == "__main__":
    main()
