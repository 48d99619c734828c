"""A query that Django puts into SQL once in the life of a process, and that is then asked with other values.

Building a queryset and compiling it costs a worker several times what sending it does, planning it costs PostgreSQL
several times what running it does, and both come out the same every time. The queryset's own words stay the one way to
say what is fetched: here only the SQL is kept, and with it, on each connection, PostgreSQL's prepared statement.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable, ValuesListIterable

# What stands in a slot while Django compiles: a value that nothing else in a query has.
STAND_INS: dict[type, Callable[[int], Any]] = {
    UUID: lambda number: uuid4(),
    str: lambda number: str(uuid4()),
    date: lambda number: date(1, 1, 1) + timedelta(days=number),
    datetime: lambda number: datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=number),
}
# The ends of the calendar say "no limit", which is no moment.
NO_MOMENT = (date.min, date.max)


class _Once:
    """A queryset by the values of its slots, compiled when it is first asked for."""

    _rows_are: type[Any]

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **slots: type) -> None:
        self._build, self._slots = build, slots
        self._kept: _Kept | None = None

    def _compiled(self, values: dict[str, Any]) -> "_Kept":
        if values.keys() != self._slots.keys():
            raise TypeError(f"This query takes {', '.join(self._slots)}.")
        if self._kept is None:
            self._kept = _compiled(self._build, self._slots, self._rows_are)
        return self._kept

    def _found(self, values: dict[str, Any]) -> list[Any]:
        return list(self._rows_are(_Asking(self._compiled(values), values)))


class Prepared[M: Model](_Once):
    """A queryset of models by the values of its slots: `Prepared(build, family=UUID, today=date)`.

    `build` takes a value for each slot and returns the queryset. It is called once, with stand-ins, so it must not
    branch on a value, and must let no moment of its own into the query: a day or time that is not a slot would be that
    of the first request for ever, and is refused by ValueError. So are prefetches, which are queries of their own.
    """

    _rows_are = ModelIterable

    def __init__(self, build: Callable[..., QuerySet[M]], **slots: type) -> None:
        super().__init__(build, **slots)

    def all(self, **values: Any) -> list[M]:
        """The rows. Raises TypeError unless each slot has its value."""
        return self._found(values)

    def first(self, **values: Any) -> M | None:
        """The first row, if there is any; the queryset says itself that it wants no more."""
        return next(iter(self.all(**values)), None)


class PreparedValues(_Once):
    """The same of a queryset that ends in `values_list`: plain values, as cheap as rows can be."""

    _rows_are = ValuesListIterable

    def all(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows. Raises TypeError unless each slot has its value."""
        return self._found(values)

    def sql(self, **values: Any) -> tuple[str, tuple[Any, ...]]:
        """The statement and its parameters, to stand within another that is written by hand."""
        kept = self._compiled(values)
        return kept.sql, kept.filled(values)

    def within(self, **values: Any) -> RawSQL:
        """The same for another queryset: `filter(pk__in=MINE.within(user=user.pk))`, of a query of one column."""
        text, params = self.sql(**values)
        return RawSQL(text, params)  # noqa: S611  the ORM's own statement


@dataclass(frozen=True, slots=True)
class _Kept:
    """A compiled query. Each of `params` is a slot's name, or a value that stays, with which of the two it is."""

    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: tuple[tuple[bool, Any], ...]
    converters: dict[int, Any]  # of a row's columns, by place

    def filled(self, values: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(values[value] if is_slot else value for is_slot, value in self.params)


class _Asking:
    """What Django's reader of rows asks of a queryset. The compiler is a copy, on this thread's own connection."""

    def __init__(self, kept: _Kept, values: dict[str, Any]) -> None:
        self.model, self.db = kept.queryset.model, kept.queryset.db
        self._fetch_mode = kept.queryset._fetch_mode  # type: ignore[attr-defined]
        self._known_related_objects: dict[Any, Any] = {}
        self._compiler = copy(kept.compiler)
        self._compiler.connection = _Binding(connections[self.db])
        filled = kept.filled(values)
        self._compiler.as_sql = lambda: (kept.sql, filled)
        self._compiler.get_converters = lambda columns: kept.converters

    @property
    def query(self) -> "_Asking":
        return self

    def get_compiler(self, using: str) -> Any:
        return self._compiler


class _Binding:
    """The connection, sending values apart from the SQL: only so does PostgreSQL keep the plan. Django's own cursor
    writes the values into the SQL."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> Any:
        """As Django opens one, so that queries are logged and counted all the same."""
        self._connection.close_if_health_check_failed()
        self._connection.ensure_connection()
        with self._connection.wrap_database_errors:
            return self._connection._prepare_cursor(
                ServerBindingCursor(self._connection.connection)  # type: ignore[call-arg]
            )


def _compiled(build: Callable[..., QuerySet[Any, Any]], slots: dict[str, type], rows_are: type) -> _Kept:
    stand_ins = {name: STAND_INS[kind](number) for number, (name, kind) in enumerate(slots.items())}
    queryset = build(**stand_ins)
    if queryset._prefetch_related_lookups or queryset._iterable_class is not rows_are:  # type: ignore[attr-defined]
        raise ValueError("Only plain rows can be prepared: of a model by Prepared, of values by PreparedValues.")
    compiler = queryset.query.get_compiler(queryset.db)
    sql, params = compiler.as_sql()
    names = {value: name for name, value in stand_ins.items()}
    kept = tuple((True, names[one]) if _is_in(one, names) else (False, one) for one in params)
    _check({name for is_slot, name in kept if is_slot}, slots, [value for is_slot, value in kept if not is_slot])
    converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
    return _Kept(queryset, compiler, sql, kept, converters)


def _is_in(value: Any, names: dict[Any, str]) -> bool:
    return isinstance(value, tuple(STAND_INS)) and value in names


def _check(used: set[str], slots: dict[str, type], fixed: list[Any]) -> None:
    if unused := slots.keys() - used:
        raise ValueError(f"The query does not ask for {', '.join(sorted(unused))}.")
    if any(isinstance(value, date) and value not in NO_MOMENT for value in fixed):
        raise ValueError("A prepared query holds a moment that is not a slot.")
