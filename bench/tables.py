"""Rows on their way into tables, by COPY: a buffer a table, written out when they are full.

A table is named by its model and the columns that are given. What is not given and may not be empty gets the model's
own default, so that a new column does not break the generator, unless it has none: then this says so at once.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import AutoField, CompositePrimaryKey, Field, Model
from django.db.models.fields import NOT_PROVIDED

type Write = Callable[[str, bytes], None]  # a COPY statement, and its rows

FULL = 4_000_000  # characters in all buffers, after which they are written out
NULL = r"\N"


class Table:
    """Rows of one model. `row` is called tens of millions of times: it takes text as COPY wants it, and no more."""

    def __init__(self, model: type[Model], *columns: str) -> None:
        concrete = (field for field in model._meta.concrete_fields if not isinstance(field, CompositePrimaryKey))
        fields = {field.attname: field for field in concrete}
        unknown = set(columns) - fields.keys()
        if unknown:
            raise ValueError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
        defaults = {name: _default(field) for name, field in fields.items() if _needs_default(field, columns)}
        names = ", ".join(f'"{fields[name].column}"' for name in (*columns, *defaults))
        self.model = model
        self.sql = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
        self._end = "".join(f"\t{value}" for value in defaults.values()) + "\n"
        self.rows: list[str] = []

    def row(self, *values: str | int) -> None:
        """One row: its values in the order of the columns, each as COPY's text (see `text`)."""
        self.rows.append("\t".join(map(str, values)) + self._end)

    def line(self, tabbed: str) -> None:
        """One row whose values are joined by tabs already."""
        self.rows.append(tabbed + self._end)


def _needs_default(field: "Field[Any, Any]", columns: tuple[str, ...]) -> bool:
    return field.attname not in columns and not field.null and not isinstance(field, AutoField)


def _default(field: "Field[Any, Any]") -> str:
    if field.primary_key or (field.default is NOT_PROVIDED and not field.empty_strings_allowed):
        raise ValueError(f"{field.model.__name__}.{field.name} has no default: the generator must give it")
    return text(field.get_default())


def text(value: object) -> str:
    """A value as COPY reads it. Names and sentences of ours hold no tabs, line ends or backslashes but by `escape`."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return escape(json.dumps(value)) if isinstance(value, dict) else "{" + ",".join(map(str, value)) + "}"
    return escape(str(value))


def escape(value: str) -> str:
    return value.replace("\\", r"\\").replace("\n", r"\n").replace("\t", " ").replace("\r", "")


class Loader:
    """All tables together: `flush_if_full` after each family, `flush` at the end."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._tables: list[Table] = []
        self.counts: dict[str, int] = {}

    def table(self, model: type[Model], *columns: str) -> Table:
        made = Table(model, *columns)
        self._tables.append(made)
        return made

    def flush_if_full(self) -> None:
        if sum(len(table.rows) for table in self._tables) * 150 > FULL:
            self.flush()

    def flush(self) -> None:
        for table in self._tables:
            if table.rows:
                name = table.model._meta.label
                self.counts[name] = self.counts.get(name, 0) + len(table.rows)
                self._write(table.sql, "".join(table.rows).encode())
                table.rows = []
