"""Reads the SSDA903 return: up to twelve CSV files, each known by its columns and not by its name.

A file is read once for its shape (encoding, columns, quotes) before any row is handed on, so that a broken file is one
line of the report. Rows then come one at a time.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cases.returns.record import Record, Sent
from cases.returns.report import Refusal, Refused, Report, UnreadableReturn
from cases.returns.sources import Source
from cases.returns.tables import TABLES, Reader, Row, Table

if TYPE_CHECKING:
    from _csv import Reader as CsvReader


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file known for one of the twelve, readable to its end, with so many rows."""

    source: Source
    table: Table
    rows: int


def recognise(source: Source) -> Recognised:
    """Find which of the twelve a file is, and read it through once. Raises UnreadableReturn."""
    with _lines(source) as lines:
        table = _table_of(next(lines, []), source.name)
        rows = 0
        for row in lines:
            if any("\0" in value for value in row):
                reason = "The file holds bytes that are not text. Save it again as CSV UTF-8."
                raise UnreadableReturn(reason, file=source.name, line=lines.line_num)
            rows += any(row)
        return Recognised(source, table, rows)


def read(found: Recognised, *, report: Report, today: date) -> Iterator[Row | None]:
    """Each row of a file; None for a row that was refused, so that progress can be counted."""
    reader = Reader(today)
    with _lines(found.source) as lines:
        columns = [name.strip() for name in next(lines)]
        starts_at = lines.line_num + 1
        for row in lines:
            line, starts_at = starts_at, lines.line_num + 1
            if any(row):
                yield _row(found, columns, row, line, report, reader)


def _row(
    found: Recognised, columns: list[str], row: list[str], line: int, report: Report, reader: Reader
) -> Row | None:
    table, file = found.table, found.source.name
    report[table.unit].read += 1
    if len(row) != len(columns):
        reason = f"The row has not as many values as there are columns ({len(columns)})."
        report.add(Refusal(file, line, table.unit, "", "", ",".join(row)[:60], reason))
        return None
    sent = {name: Sent(text.strip(), line) for name, text in zip(columns, row, strict=True)}
    try:
        return table.read(Record(table.unit, file, line, sent, report), reader)
    except Refused as refused:
        report.add(refused.refusal)
        return None


def _table_of(columns: list[str], file: str) -> Table:
    sent = [name.strip() for name in columns]
    if not any(sent):
        raise UnreadableReturn("The file is empty.", file=file)
    for table in TABLES:
        if len(sent) == len(table.columns) and set(sent) == set(table.columns):
            return table
    raise UnreadableReturn(_how_it_differs(sent), file=file, line=1)


def _how_it_differs(sent: list[str]) -> str:
    """Name the nearest of the twelve, and what is missing from it or beyond it."""
    nearest = max(TABLES, key=lambda table: len(set(sent) & set(table.columns)) / len(set(sent) | set(table.columns)))
    if len(set(sent) & set(nearest.columns)) < 2:
        return "Its columns are none of the twelve files of SSDA903."
    missing = [name for name in nearest.columns if name not in sent]
    beyond = [name for name in dict.fromkeys(sent) if name not in nearest.columns or sent.count(name) > 1]
    said = [f"it lacks {', '.join(missing)}"] if missing else []
    said += [f"it has {', '.join(beyond)[:80]} too much"] if beyond else []
    return f"Its columns are nearly those of {nearest.name}, but {' and '.join(said)}."


@contextmanager
def _lines(source: Source) -> Iterator["CsvReader"]:
    """The rows of a file as UTF-8, with or without a byte order mark, whatever its line ends."""
    with source.open() as binary, io.TextIOWrapper(binary, encoding="utf-8-sig", newline="") as text:
        lines = csv.reader(text, strict=True)
        try:
            yield lines
        except UnicodeDecodeError as error:
            reason = "The file is not UTF-8. Save it again as CSV UTF-8."
            raise UnreadableReturn(reason, file=source.name, line=lines.line_num + 1) from error
        except csv.Error as error:
            reason = f"The file is not well-formed CSV: {error}."
            raise UnreadableReturn(reason, file=source.name, line=lines.line_num) from error
