"""The report of an import as plain text, for whoever ran the command."""

from collections.abc import Iterator

from cases.returns.report import Refusal, Report, Tally, Unit
from hampshire.words import count

COLUMNS = list(Tally.__slots__)
LINES_PRINTED = 30


def as_text(report: Report) -> str:
    return "\n".join([*_tallies(report), *_kinds(report), *_no_place(report), *_first_lines(report)])


def said(line: Refusal) -> str:
    """episodes.csv, line 12, child 4711, LS V9: Not one of the codes for this field. Refused."""
    where = [line.file, f"line {line.line}" if line.line else "", f"child {line.child}" if line.child else ""]
    what = " ".join(filter(None, [line.field, line.value]))
    return f"{', '.join(filter(None, [*where, what]))}: {line.reason}{' Refused.' if line.refused else ' Kept.'}"


def _tallies(report: Report) -> Iterator[str]:
    yield f"{'Rows':<32}" + "".join(f"{name.replace('_', ' '):>11}" for name in COLUMNS)
    for unit in Unit:
        if tally := report.tallies.get(unit):
            yield f"{unit:<32}" + "".join(f"{getattr(tally, name):>11,}" for name in COLUMNS)


def _kinds(report: Report) -> Iterator[str]:
    if report.lines:
        yield f"\nWhat was wrong ({count(report.lines, 'line')}, {report.refused_lines:,} of them refused something):"
    for (unit, name, reason, refused), lines in report.kinds_of_line.most_common():
        yield f"{lines:>8,}  {unit}{name and f' {name}'}: {reason} {'Refused.' if refused else 'Kept.'}"


def _no_place(report: Report) -> Iterator[str]:
    if report.no_place:
        yield "\nRead, no place yet: " + ", ".join(f"{name} {n:,}" for name, n in sorted(report.no_place.items()))


def _first_lines(report: Report) -> Iterator[str]:
    """The first few of each kind, what was refused before what was kept."""
    shown = sorted(report.first_lines, key=lambda line: not line.refused)[:LINES_PRINTED]
    if shown:
        yield "\nThe first of each kind:"
    yield from (f"  {said(line)}" for line in shown)
