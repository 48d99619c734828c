"""A job's report, as its work returned it, made ready for a page: numbers, lists of rows, and a link."""

from dataclasses import dataclass
from typing import Any

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the same headings; `left_out` more are not shown."""

    title: str
    columns: list[str]
    rows: list[list[Any]]
    left_out: int


@dataclass(frozen=True, slots=True)
class Report:
    facts: list[tuple[str, Any]]
    tables: list[Table]
    url: str


def read(report: dict[str, Any]) -> Report:
    """Plain values are facts; a list of objects, or an object of objects, is a table; "url" is where to go on."""
    facts = [(_words(key), value) for key, value in report.items() if not isinstance(value, dict | list)]
    tables = [_table(key, value) for key, value in report.items() if isinstance(value, dict | list) and value]
    return Report([fact for fact in facts if fact[0] != "Url"], tables, str(report.get("url", "")))


def _table(key: str, value: dict[str, Any] | list[Any]) -> Table:
    rows = value if isinstance(value, list) else [_named(name, row) for name, row in value.items()]
    objects = [row if isinstance(row, dict) else {"": row} for row in rows]
    columns = list(dict.fromkeys(name for row in objects for name in row))
    cells = [[row.get(name, "") for name in columns] for row in objects[:MOST_ROWS]]
    return Table(_words(key), [_words(name) for name in columns], cells, max(0, len(objects) - MOST_ROWS))


def _named(name: str, row: Any) -> dict[str, Any]:
    return {"": _words(name), **row} if isinstance(row, dict) else {"": _words(name), "value": row}


def _words(key: str) -> str:
    """rows_read: Rows read."""
    text = key.replace("_", " ").replace("-", " ")
    return text[:1].upper() + text[1:]
