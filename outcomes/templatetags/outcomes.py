"""The lines of figures on the dashboard, drawn in Python: a page has hundreds of these cells, most of them links.

Every text that somebody wrote, a team's name, goes through `escape` where it is put in; addresses are quoted already.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from outcomes.dashboard import Line
from outcomes.metrics import Metric
from outcomes.metrics.base import DENOMINATOR, MISSING, NUMERATOR

register = template.Library()

HIDDEN = (
    '<span class="hidden-number" title="Not shown, to protect those behind a small number">c</span>'
    '<span class="govuk-visually-hidden"> (not shown): open the rows</span>'
)


@register.simple_tag
def number(count: int | None, rows: str, part: str) -> SafeString:
    """A count that leads to its rows; one that may not be shown does so too. A zero has none."""
    return mark_safe(_number(count, escape(rows), part))  # noqa: S308  digits, and an address of ours


@register.simple_tag
def figure_rows(metric: Metric, lines: Iterable[Line]) -> SafeString:
    """A table's row for each line, under the headings of outcomes/lines.html."""
    return mark_safe("".join(_row(line, is_share=metric.is_share) for line in lines))  # noqa: S308  escaped below


def _row(line: Line, *, is_share: bool) -> str:
    figure, rows = line.figure, escape(line.rows)
    counts = [("Count", figure.numerator, NUMERATOR)] if is_share else []
    counts += [("Out of", figure.n, DENOMINATOR), ("Missing", figure.missing, MISSING)]
    cells = [("Figure", _value(line)), ("95 % interval", line.interval or "–")]
    cells += [(label, _number(count, rows, part)) for label, count, part in counts]
    drawn = "".join(f'<td class="number" data-label="{label}">{cell}</td>' for label, cell in cells)
    return f'<tr><th scope="row" class="lines__name lines__name--{line.depth}">{_name(line)}</th>{drawn}</tr>'


def _name(line: Line) -> str:
    name = escape(line.name)
    return f'<a href="{escape(line.url)}">{name}</a>' if line.url else name


def _value(line: Line) -> str:
    if line.figure.hidden:
        return line.figure.marker or "–"
    marker = f' <span class="soft">{line.figure.marker}</span>' if line.figure.marker else ""
    return f"{line.value}{marker}"


def _number(count: int | None, rows: str, part: str) -> str:
    if count == 0:
        return "0"
    return f'<a href="{rows}{part}">{HIDDEN if count is None else f"{count:,}"}</a>'
