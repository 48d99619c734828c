"""The ribbon: who led the work over time, each visit as a dot beneath, and where trust was strained or mended.

Plain SVG by strings, as hampshire/chart_svg.py. Bands are told apart by a name or letter and an edge, dots by being
filled or hollow, marks by their shape; colour only repeats it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe

from hampshire.charts import Frame, Label
from hampshire.words import count

BAND_TOP, BAND_HEIGHT, VISITS_AT, MARKS_AT, AXIS_AT = 2, 30, 48, 68, 88
HEIGHT = 94
A_LETTER = 7.6  # pixels of an average letter at 14 px
TINTS = ("#e6efea", "#f3e3cf")  # neighbours differ; the words on them have 4.5:1 and more
INK, SOFT, ACCENT, CLAY, EDGE = "#231f1a", "#5c5449", "#14594a", "#a35d24", "#857b6d"


@dataclass(frozen=True, slots=True)
class Band:
    """Somebody led from a day to a day, both within the ribbon's time. `letter` stands where the name has no room."""

    letter: str
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Dot:
    """A visit; by the worker who led that day, or by somebody else."""

    on: date
    by_lead: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Trust was strained, or (`mended`) mended."""

    on: date
    mended: bool


@dataclass(frozen=True, slots=True)
class Ribbon:
    start: date
    end: date
    bands: Sequence[Band]
    dots: Sequence[Dot]
    marks: Sequence[Mark]

    @property
    def said(self) -> str:
        """What a screen reader hears of the picture."""
        workers = len({band.name for band in self.bands})
        theirs = sum(dot.by_lead for dot in self.dots)
        strained = sum(not mark.mended for mark in self.marks)
        parts = [
            f"From {self.start:%B %Y} to {self.end:%B %Y}: {count(workers, 'lead worker')}",
            f"{count(len(self.dots), 'visit')}, {theirs} by their own worker",
            f"trust strained {count(strained, 'time')}, mended {count(len(self.marks) - strained, 'time')}",
        ]
        return "; ".join(parts if self.marks else parts[:2]) + "."

    @property
    def pictures(self) -> list[SafeString]:
        """One for a phone and one for a wide page: the page shows the one that fits."""
        return [self._picture("narrow", 300), self._picture("wide", 760)]

    def _picture(self, name: str, width: int) -> SafeString:
        frame = Frame(width, HEIGHT, self.start, self.end, 1, left=4, right=4)
        shapes = [
            *(_band(frame, band, TINTS[number % 2]) for number, band in enumerate(self.bands)),
            *(_dot(frame, dot) for dot in self.dots),
            *(_mark(frame, mark) for mark in self.marks),
            *_axis(frame),
        ]
        return mark_safe(  # noqa: S308  every name is escaped where it is put in
            f'<svg class="chart__plot chart__plot--{name} ribbon" role="img" aria-label="{escape(self.said)}" '
            f'viewBox="0 0 {width} {HEIGHT}">{"".join(shapes)}</svg>'
        )


def _band(frame: Frame, band: Band, tint: str) -> str:
    left, right = frame.x(band.starts_on), frame.x(band.ends_on)
    wide = max(right - left, 1)
    text = next((one for one in (band.name, band.letter) if len(one) * A_LETTER + 8 <= wide), "")
    box = (
        f'<rect x="{left}" y="{BAND_TOP}" width="{round(wide, 1)}" height="{BAND_HEIGHT}" fill="{tint}" '
        f'stroke="{EDGE}" stroke-width="1" />'
    )
    middle = round(left + wide / 2, 1)
    return box + (
        f'<text x="{middle}" y="22" fill="{INK}" font-size="14" text-anchor="middle">{escape(text)}</text>'
        if text
        else ""
    )


def _dot(frame: Frame, dot: Dot) -> str:
    fill = ACCENT if dot.by_lead else "#fffefb"
    return (
        f'<circle cx="{frame.x(dot.on)}" cy="{VISITS_AT}" r="4" fill="{fill}" stroke="{ACCENT}" stroke-width="1.5" />'
    )


def _mark(frame: Frame, mark: Mark) -> str:
    x = frame.x(mark.on)
    if mark.mended:
        path = f"M{round(x - 5, 1)} {MARKS_AT}l3.5 4l6-8"
        return f'<path d="{path}" fill="none" stroke="{ACCENT}" stroke-width="2.5" />'
    return f'<path d="M{x} {MARKS_AT - 5}l5.5 10h-11z" fill="{CLAY}" />'


def _axis(frame: Frame) -> Iterable[str]:
    ends = [
        Label(frame.left, AXIS_AT, _month(frame.start)),
        Label(frame.edge, AXIS_AT, _month(frame.end), anchor="end"),
    ]
    years = [date(year, 1, 1) for year in range(frame.start.year + 1, frame.end.year + 1)]
    clear = [day for day in years if frame.x(day) - frame.left > 90 and frame.edge - frame.x(day) > 90]
    for label in (*ends, *(Label(frame.x(day), AXIS_AT, _month(day), anchor="middle") for day in clear)):
        place = f'x="{label.x}" y="{label.y}" text-anchor="{label.anchor}"'
        yield f'<text {place} fill="{SOFT}" font-size="13">{label.text}</text>'


def _month(day: date) -> str:
    return f"{day:%b %Y}"
