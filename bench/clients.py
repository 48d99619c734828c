"""Clients at once, each on a connection of its own that is kept; and the same request in this process, to count SQL."""

import gzip
import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.cast import Actor
from bench.pages import Ask, Page

MOST_OF_A_BLOCK = 2_000  # requests of one client
TIMEOUT = 30
TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@dataclass(slots=True)
class Block:
    """What one client, or all together, met in a short while: milliseconds, and answers that were not good."""

    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    bytes: int = 0
    compressed: int = 0

    def add(self, other: "Block") -> None:
        self.times += other.times
        self.failures += other.failures


def block(port: int, page: Page, actors: Sequence[Actor], seconds: float, start: int) -> Block:
    """All clients ask for one page, one request after another each, for so many seconds. `start` numbers the first."""
    whole = Block()
    with ThreadPoolExecutor(len(actors)) as threads:
        for one in threads.map(lambda actor: _ask_on(port, page, actor, seconds, start), actors):
            whole.add(one)
    return whole


def _ask_on(port: int, page: Page, actor: Actor, seconds: float, start: int) -> Block:
    own, until = Block(), time.monotonic() + seconds
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        for number in range(start, start + MOST_OF_A_BLOCK):
            if time.monotonic() > until:
                break
            _timed(wire, page(actor, number), own)
    except (OSError, http.client.HTTPException) as error:
        own.failures.append(f"no answer: {error!r}")
    finally:
        wire.close()
    return own


def _timed(wire: http.client.HTTPConnection, ask: Ask, into: Block) -> bytes:
    headers = ask.all_headers()
    begun = time.perf_counter()
    wire.request(ask.method, ask.path, ask.body, headers)
    answer = wire.getresponse()
    body = answer.read()
    taken = (time.perf_counter() - begun) * 1000
    if answer.status == ask.good:
        into.times.append(taken)
    else:
        into.failures.append(f"answered {answer.status} where {ask.good} was due: {ask.path}")
    return body


def weigh(port: int, ask: Ask) -> Block:
    """One request, with how heavy its answer is, plain and by gzip as a proxy in front sends it."""
    found = Block()
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        body = _timed(wire, ask, found)
    finally:
        wire.close()
    found.bytes, found.compressed = len(body), len(gzip.compress(body, 6))
    return found


def count_sql(page: Page, actor: Actor) -> int:
    """Queries of one request; not the first, which also asks what a worker asks once in its life. What begins and ends
    a transaction is not counted. Raises RuntimeError on an answer that is not good.
    """
    for number in range(2):
        ask = page(actor, number)
        with CaptureQueriesContext(connection) as asked:
            client = Client(SERVER_NAME="127.0.0.1")
            response = client.generic(
                ask.method, ask.path, ask.body or b"", ask.kind, headers=ask.all_headers() | {"Content-Type": ask.kind}
            )
            response.getvalue()  # streams too
        if response.status_code != ask.good:
            raise RuntimeError(f"{ask.path} answered {response.status_code} where {ask.good} was due.")
    return sum(not query["sql"].startswith(TRANSACTION) for query in asked.captured_queries)
