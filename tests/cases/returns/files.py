"""Small returns of our own, and how tests spoil them."""

import io
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.db.models import Model

from cases.models import ChronologyEntry, PersonWord
from cases.returns import cin, ssda903
from cases.returns.keep.batch import ORDER
from cases.returns.report import Report
from cases.returns.sources import Source

HERE = Path(__file__).parent / "data"
CENSUS = HERE / "census.xml"
LOOKED_AFTER = HERE / "ssda903"
TODAY = date(2025, 11, 18)


def census(*changes: tuple[str, str]) -> bytes:
    """The small census with some text changed; each must be there to change."""
    text = CENSUS.read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def line_of(text: str) -> int:
    """The line of the small census on which a text first stands."""
    return CENSUS.read_text().split(text, 1)[0].count("\n") + 1


def read_census(content: bytes):
    """Every child of a census and the report, as the importer would have them."""
    report = Report()
    children = list(cin.read(io.BytesIO(content), file="census.xml", report=report, today=TODAY))
    return children, report


def table(columns: str, *rows: str) -> Source:
    """A CSV of its own: columns and rows as they are written."""
    content = "\n".join([columns, *rows]).encode()
    return Source("some.csv", lambda: io.BytesIO(content))


def read_table(source: Source):
    report = Report()
    rows = list(ssda903.read(ssda903.recognise(source), report=report, today=TODAY))
    return rows, report


def census_source(*changes: tuple[str, str]) -> Source:
    """The small census, with some text changed, as an import takes it."""
    content = census(*changes)
    return Source("census.xml", lambda: io.BytesIO(content))


def looked_after_sources(**changed: tuple[str, str]) -> list[Source]:
    """The small SSDA903 return. `placements=(old, new)` changes the text of placements.csv."""
    found = []
    for path in sorted(LOOKED_AFTER.glob("*.csv")):
        old, new = changed.pop(path.stem, ("", ""))
        text = path.read_bytes().decode()
        assert old in text, old
        content = text.replace(old, new, 1).encode()
        found.append(Source(path.name, partial(io.BytesIO, content)))
    assert not changed, f"No such file: {changed}"
    return found


def everything_kept() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that an import writes to, so that two moments can be compared. The audit is apart."""
    tables: list[type[Model]] = [*ORDER, ChronologyEntry, PersonWord]
    return {model.__name__: sorted(model._default_manager.values_list(), key=str) for model in tables}
