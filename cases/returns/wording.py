"""The report of an import as plain text, for whoever ran the command."""

from collections.abc import Iterator

from cases.returns.report import Refusal, Report, Tally, Unit

COLUMNS = list(Tally.__slots__)
LINES_PRINTED = 30


def as_text(report: Report) -> str:
    return "\n".join([*_tallies(report), *_kinds(report), *_no_place(report), *_first_lines(report)])


def said(line: Refusal) -> str:
    """episodes.csv, line 12, child 4711, LS V9: Not one of the codes for this field. Refused."""
    where = [line.file, f"line {line.line}" if line.line else "", f"child {line.child}" if line.child else ""]
    what = " ".join(filter(None, [line.field, line.value]))
    return f"{', '.join(filter(None, [*where, what]))}: {line.reason}{' Refused.' if line.refused else ''}"


def _tallies(report: Report) -> Iterator[str]:
    yield f"{'Rows':<32}" + "".join(f"{name.replace('_', ' '):>11}" for name in COLUMNS)
    for unit in Unit:
        if tally := report.tallies.get(unit):
            yield f"{unit:<32}" + "".join(f"{getattr(tally, name):>11,}" for name in COLUMNS)


def _kinds(report: Report) -> Iterator[str]:
    if report.lines:
        yield f"\nWhat was wrong ({report.lines:,} lines, {report.refused_lines:,} of them refused something):"
    for (unit, name, reason, refused), count in report.kinds_of_line.most_common():
        yield f"{count:>8,}  {unit}{name and f' {name}'}: {reason} {'Refused.' if refused else 'Kept without it.'}"


def _no_place(report: Report) -> Iterator[str]:
    if report.no_place:
        yield "\nRead, no place yet: " + ", ".join(f"{name} {n:,}" for name, n in sorted(report.no_place.items()))


def _first_lines(report: Report) -> Iterator[str]:
    if report.first_lines:
        yield f"\nThe first {min(LINES_PRINTED, len(report.first_lines))}:"
    yield from (f"  {said(line)}" for line in report.first_lines[:LINES_PRINTED])
