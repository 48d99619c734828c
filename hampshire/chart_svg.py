"""A plot of hampshire.charts as SVG, written by strings: a trend has a hundred small shapes, and a page many trends.

As a template the same shapes took some six times as long. Every text that somebody wrote is escaped where it is put in.
"""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from hampshire.charts import Frame, Label, Line, Plot


def picture(plot: "Plot", said: str) -> SafeString:
    """The plot; `said` is what a screen reader hears of it."""
    frame = plot.frame
    parts = [
        f'<svg class="chart__plot chart__plot--{plot.name}" role="img" aria-label="{escape(said)}" '
        f'viewBox="0 0 {frame.width} {frame.height}">',
        _grid(plot),
        _reference(plot),
        *(_line(line) for line in plot.lines),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308  escaped where it was put in


def _grid(plot: "Plot") -> str:
    lines = "".join(_across(plot.frame, y) for y, _ in plot.grid)
    return (
        f'<path d="{lines}" stroke="#ddd5c8" stroke-width="1" />'
        f'<g fill="#5c5449" font-size="13">{_texts(label for _, label in plot.grid)}{_texts(plot.ticks)}</g>'
    )


def _across(frame: "Frame", y: float) -> str:
    return f"M{frame.left} {y}H{frame.edge}"


def _texts(labels: "Iterable[Label]") -> str:
    return "".join(
        f'<text x="{label.x}" y="{label.y}" text-anchor="{label.anchor}">{escape(label.text)}</text>'
        for label in labels
    )


def _reference(plot: "Plot") -> str:
    if plot.reference is None:
        return ""
    y, label = plot.reference
    return (
        f'<path d="{_across(plot.frame, y)}" stroke="#5c5449" stroke-width="1.5" stroke-dasharray="1 3" />'
        f'<text x="{label.x}" y="{label.y}" fill="#5c5449" font-size="13">{escape(label.text)}</text>'
    )


def _line(line: "Line") -> str:
    look, label = line.look, line.label
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    bands = "".join(f'<path d="{band}" fill="{look.colour}" fill-opacity="0.14" />' for band in line.band)
    paths = "".join(
        f'<path d="{path}" fill="none" stroke="{look.colour}" stroke-width="2"{dash} stroke-linejoin="round" />'
        for path in line.paths
    )
    marks = "".join(f'<path d="{mark.path}" />' for mark in line.marks)
    name = (
        f'<text x="{label.x}" y="{label.y}" fill="{label.colour}" font-size="14" font-weight="bold">'
        f"{escape(label.text)}</text>"
        if label
        else ""
    )
    return f'{bands}{paths}<g fill="{look.colour}" stroke="#fffefb" stroke-width="1">{marks}</g>{name}'
