"""The cast is made through the actions once in each process, and after that by the same statements again.

An action asks before it writes, and most of what the tests spent was the same questions with the same answers. The
first test to need a fixture of the cast makes it for real; what was written is kept, and a later test has it written
anew, at one go, inside its own transaction. The rows are the same rows, by the same ids; triggers fire as before.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import time_machine
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.utils import timezone

ASKED = ("SELECT", "SAVEPOINT", "RELEASE")
TAKEN_BACK = "ROLLBACK"
WRITES_ALL_THE_SAME = "set_config"  # a SELECT that tells triggers who is at work


@dataclass
class Remembered:
    """What making something wrote, and the thing made, together with what it was made from."""

    statements: list[str] = field(default_factory=list)
    made_from: list[Model] = field(default_factory=list)
    made: Any = None


_kept: dict[tuple[object, ...], Remembered] = {}


def remembered[**P, T](make: Callable[P, T]) -> Callable[P, T]:
    """For a fixture that only writes rows, from other rows. Made for real where what it writes is to be committed, or
    while a test has moved the clock."""

    @wraps(make)
    def make_or_repeat(*args: P.args, **kwargs: P.kwargs) -> T:
        if not connection.in_atomic_block or time_machine.escape_hatch.is_travelling():
            return make(*args, **kwargs)
        made_from = _rows([*args, *kwargs.values()])
        key = (make.__module__, make.__qualname__, timezone.localdate(), *(one.pk for one in made_from))
        if key in _kept:
            return _repeat(_kept[key], made_from)
        with _listening() as statements:
            made = make(*args, **kwargs)
        if not any(statement.startswith(TAKEN_BACK) for statement in statements):
            kept_from, kept = deepcopy((made_from, made))
            _kept[key] = Remembered([one for one in statements if _writes(one)], kept_from, kept)
        return made

    return make_or_repeat


def _repeat(kept: Remembered, made_from: list[Model]) -> Any:
    """Write it again, and give out a copy that belongs to this test's rows."""
    if kept.statements:
        with connection.cursor() as cursor:
            cursor.cursor.execute("; ".join(kept.statements))
    now = {id(then): one for then, one in zip(kept.made_from, made_from, strict=True)}
    return deepcopy(kept.made, now)


def _rows(arguments: Iterable[Any]) -> list[Model]:
    """The rows among what a fixture was given, in lists and dictionaries as well."""
    found: list[Model] = []
    for one in arguments:
        if isinstance(one, Model):
            found.append(one)
        elif isinstance(one, dict | list):
            found += _rows(one.values() if isinstance(one, dict) else one)
    return found


def _writes(statement: str) -> bool:
    return WRITES_ALL_THE_SAME in statement or not statement.startswith(ASKED)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Every statement as it goes to the server, after whatever packages add to it."""
    heard: list[str] = []
    once, many = CursorWrapper._execute, CursorWrapper._executemany  # type: ignore[attr-defined]

    def execute(self: CursorWrapper, sql: str, params: Any, *ignored: Any) -> Any:
        # A prepared query (hampshire/prepared.py) has a cursor of its own kind, which only ever reads.
        if hasattr(self.cursor, "mogrify"):
            heard.append(self.cursor.mogrify(sql, params) if params else sql)
        return once(self, sql, params, *ignored)

    def executemany(self: CursorWrapper, sql: str, rows: Any, *ignored: Any) -> Any:
        rows = list(rows)
        heard.extend(self.cursor.mogrify(sql, params) for params in rows)
        return many(self, sql, rows, *ignored)

    CursorWrapper._execute, CursorWrapper._executemany = execute, executemany  # type: ignore[attr-defined]
    try:
        yield heard
    finally:
        CursorWrapper._execute, CursorWrapper._executemany = once, many  # type: ignore[attr-defined]
