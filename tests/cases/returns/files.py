"""Small returns of our own, and how tests spoil them."""

import io
from datetime import date
from pathlib import Path

from cases.returns import cin, ssda903
from cases.returns.report import Report

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


def table(columns: str, *rows: str) -> ssda903.Source:
    """A CSV of its own: columns and rows as they are written."""
    content = "\n".join([columns, *rows]).encode()
    return ssda903.Source("some.csv", lambda: io.BytesIO(content))


def read_table(source: ssda903.Source):
    report = Report()
    rows = list(ssda903.read(ssda903.recognise(source), report=report, today=TODAY))
    return rows, report
