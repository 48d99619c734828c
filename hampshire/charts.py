"""Small line charts as plain SVG, worked out here and written by chart_svg.py in templates/components/chart.html.

A line is told from another by colour, dash and marker, and is named at its end; a gap stands where a figure is missing;
the same figures follow as a table. Everything is an attribute: the content security policy allows no inline style.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle, groupby
from math import ceil, floor

from django.utils.safestring import SafeString

from hampshire.chart_svg import picture
from hampshire.words import count, listed, short_date

TALK_ABOUT_IT = 4  # points apart on a 0-10 scale from which the difference itself is worth a conversation


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a day: a rating of 0 to 10, or a percentage. None is a missing figure, and stays a gap.

    `low` and `high` are its interval; `n` is how many it is made of.
    """

    on: date
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a voice, a team, a measure. Its points are in order of time."""

    label: str
    points: Sequence[Point]

    @property
    def last(self) -> Point | None:
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def first(self) -> Point | None:
        return next((point for point in self.points if point.value is not None), None)


@dataclass(frozen=True, slots=True)
class Look:
    colour: str
    dash: str
    marker: str


# Told apart without colour; each colour has at least 4.5:1 on white.
LOOKS = (
    Look("#14594a", "", "circle"),
    Look("#9a4a10", "7 4", "square"),
    Look("#3f4a73", "2 4", "triangle"),
    Look("#7b2f5c", "10 3 2 3", "diamond"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing area, and where a day and a figure stand in it. Pixels, from the top left."""

    width: int
    height: int
    start: date
    end: date
    top_value: float
    left: int = 34
    right: int = 78
    top: int = 12
    bottom: int = 28
    low_value: float = 0

    def x(self, day: date) -> float:
        days = (self.end - self.start).days
        share = (day - self.start).days / days if days else 0.5
        return round(self.left + share * (self.width - self.left - self.right), 1)

    def y(self, value: float) -> float:
        share = (value - self.low_value) / (self.top_value - self.low_value)
        return round(self.top + (1 - share) * (self.height - self.top - self.bottom), 1)

    @property
    def edge(self) -> int:
        """Where lines end and their names begin."""
        return self.width - self.right


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    y: float
    path: str


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    colour: str = ""
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Line:
    look: Look
    paths: list[str]
    band: list[str]
    marks: list[Mark]
    label: Label | None


type Reference = tuple[float, Label]  # the height of a flat line, and its name


@dataclass(frozen=True, slots=True)
class Plot:
    """One drawing. `name` is "narrow" or "wide": the page shows the one that fits."""

    name: str
    frame: Frame
    grid: list[tuple[float, Label]]
    ticks: list[Label]
    lines: list[Line]
    reference: Reference | None


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws: the same figures as pictures, a sentence and a table."""

    title: str
    summary: str
    plots: list[Plot]
    columns: list[str]
    rows: list[list[str]]
    prompt: str = ""
    asks: bool = False  # the prompt is worth stopping for
    missing: str = ""

    @property
    def pictures(self) -> list[SafeString]:
        """Each plot as SVG."""
        return [picture(plot, f"{self.title}. {self.summary}.") for plot in self.plots]


# ---- The three uses -------------------------------------------------------------------------------------------------


def voices(title: str, series: Sequence[Series]) -> Chart:
    """How one goal goes by each voice, 0 to 10 over time. Where the latest voices differ, that is the prompt."""
    gap, words = divergence(series)
    return Chart(
        title=title,
        summary=". ".join(filter(None, (_course(one) for one in series))) or "No ratings yet",
        plots=[
            _plot("narrow", 300, 180, series, scale=(0, 5, 10)),
            _plot("wide", 540, 210, series, scale=(0, 5, 10)),
        ],
        columns=["Date", *(one.label for one in series)],
        rows=_table(series, unit=""),
        prompt=words,
        asks=gap >= TALK_ABOUT_IT,
    )


def trend(
    title: str,
    points: Sequence[Point],
    *,
    label: str = "",
    reference: float | None = None,
    reference_label: str = "",
    unit: str = "%",
) -> Chart:
    """A percentage by month with its interval as a band, and a flat line to hold it against.

    With unit "points" a change in scale points, which may be negative: drawn about a line at 0.
    """
    series = [Series(label, points)]
    highest = max((top for point in points for top in (point.value, point.high) if top is not None), default=0)
    lowest = min((low for point in points for low in (point.value, point.low) if low is not None), default=0)
    scale = _percent_scale(max(highest, reference or 0)) if unit == "%" else _points_scale(lowest, highest)
    flat = (reference, reference_label) if reference is not None else None
    missing = sum(point.value is None for point in points)
    return Chart(
        title=title,
        summary=_course(series[0], unit=unit, monthly=True) or "No figures yet",
        plots=[
            _plot("narrow", 300, 200, series, scale=scale, unit=unit, flat=flat, monthly=True),
            _plot("wide", 760, 250, series, scale=scale, unit=unit, flat=flat, monthly=True),
        ],
        columns=["Month", "Figure", "Interval", "Made of"],
        rows=[_interval_row(point, unit) for point in points],
        missing=f"{count(missing, 'month')} without a figure" if missing else "",
    )


def shares(title: str, points: Sequence[Point]) -> Chart:
    """A share on a few days, as one percentage a day; each point's `n` is how many it is made of."""
    series = [Series("", points)]
    return Chart(
        title=title,
        summary=_course(series[0], unit="%") or "No figures yet",
        plots=[
            _plot("narrow", 300, 180, series, scale=(0, 50, 100), unit="%"),
            _plot("wide", 540, 200, series, scale=(0, 50, 100), unit="%"),
        ],
        columns=["Date", "Share", "Of how many"],
        rows=[[short_date(point.on), _figure(point.value, "%"), f"{point.n or 0:,}"] for point in reversed(points)],
    )


def divergence(series: Sequence[Series]) -> tuple[int, str]:
    """How far apart the latest voices are, in points, and what to say about it."""
    latest = [(one.last.value, one.label) for one in series if one.last is not None and one.last.value is not None]
    if len(latest) < 2:
        return 0, ""
    lowest, highest = min(latest), max(latest)
    gap = round(highest[0] - lowest[0])
    if gap == 0:
        return 0, "all voices agree"
    if gap < TALK_ABOUT_IT:
        return gap, f"gap of {gap}"
    return gap, f"gap of {gap}: talk about it"


# ---- Geometry -------------------------------------------------------------------------------------------------------


def _percent_scale(highest: float) -> tuple[int, ...]:
    """The lines of the grid: from 0 to the first round figure above the highest."""
    scales = {10: 5, 20: 10, 40: 10, 60: 20, 80: 20, 100: 25}
    top = next((limit for limit in scales if limit >= highest), 100)
    return tuple(range(0, top + 1, scales[top]))


def _points_scale(lowest: float, highest: float) -> tuple[int, ...]:
    """The lines of the grid: whole points from below the lowest to above the highest, 0 among them."""
    bottom, top = min(0, floor(lowest)), max(1, ceil(highest))
    step = 1 if top - bottom <= 5 else 2
    return tuple(range(bottom - bottom % step, top + step, step))


def _plot(
    name: str,
    width: int,
    height: int,
    series: Sequence[Series],
    *,
    scale: tuple[int, ...],
    unit: str = "",
    flat: tuple[float, str] | None = None,
    monthly: bool = False,
) -> Plot:
    days = sorted({point.on for one in series for point in one.points})
    start, end = (days[0], days[-1]) if days else (date.min, date.min)
    frame = Frame(width, height, start, end, scale[-1], left=40 if unit else 24, low_value=scale[0])
    lines = [_line(frame, one, look, unit) for one, look in zip(series, cycle(LOOKS), strict=False)]
    reference = (frame.y(flat[0]), Label(frame.edge + 9, frame.y(flat[0]) + 4, flat[1])) if flat else None
    lines, reference = _spread(lines, reference)
    return Plot(
        name=name,
        frame=frame,
        grid=[(frame.y(value), _grid_label(frame, value, unit)) for value in scale],
        ticks=_ticks(frame, days, monthly=monthly),
        lines=lines,
        reference=reference,
    )


def _line(frame: Frame, series: Series, look: Look, unit: str) -> Line:
    runs = list(_runs(series.points))
    last = series.last
    label = None
    if last is not None and last.value is not None:
        text = f"{series.label} {_figure(last.value, unit)}".strip()
        label = Label(frame.x(last.on) + 9, frame.y(last.value) + 4, text, look.colour)
    return Line(
        look=look,
        paths=[_path(frame, run) for run in runs if len(run) > 1],
        band=[_band(frame, run) for run in _runs(series.points, lambda point: point.low is not None) if len(run) > 1],
        marks=[_mark(frame, point, look.marker) for run in runs for point in run],
        label=label,
    )


def _runs(
    points: Iterable[Point], is_there: Callable[[Point], bool] = lambda point: point.value is not None
) -> Iterator[list[Point]]:
    """Stretches of points that follow one another with none missing."""
    for there, run in groupby(points, key=is_there):
        if there:
            yield list(run)


def _path(frame: Frame, run: Sequence[Point]) -> str:
    return "M" + "L".join(f"{frame.x(point.on)} {frame.y(point.value or 0)}" for point in run)


def _band(frame: Frame, run: Sequence[Point]) -> str:
    upper = [f"{frame.x(point.on)} {frame.y(min(point.high or 0, frame.top_value))}" for point in run]
    lower = [f"{frame.x(point.on)} {frame.y(max(point.low or 0, frame.low_value))}" for point in reversed(run)]
    return f"M{'L'.join(upper + lower)}Z"


def _mark(frame: Frame, point: Point, marker: str) -> Mark:
    x, y = frame.x(point.on), frame.y(point.value or 0)
    return Mark(x, y, MARKERS[marker](x, y))


MARKERS: dict[str, Callable[[float, float], str]] = {
    "circle": lambda x, y: f"M{round(x - 4, 1)} {y}a4 4 0 108 0a4 4 0 10-8 0",
    "square": lambda x, y: f"M{round(x - 3.7, 1)} {round(y - 3.7, 1)}h7.4v7.4h-7.4z",
    "triangle": lambda x, y: f"M{x} {round(y - 4.8, 1)}l4.8 8.6h-9.6z",
    "diamond": lambda x, y: f"M{x} {round(y - 5.2, 1)}l5.2 5.2l-5.2 5.2l-5.2-5.2z",
}


def _grid_label(frame: Frame, value: float, unit: str) -> Label:
    text = f"{value:g}%" if unit == "%" else f"{value:+g}" if unit and value else f"{value:g}"
    return Label(frame.left - 8, frame.y(value) + 4, text.replace("-", "−"), anchor="end")


def _ticks(frame: Frame, days: Sequence[date], *, monthly: bool) -> list[Label]:
    """Under the axis: the first and last day; by month, evenly back from the last as many as there is room for."""
    room = max(2, (frame.edge - frame.left) // 90)
    step = max(1, -(-len(days) // room))
    chosen = list(days[::-step]) if monthly else sorted({*days[:1], *days[-1:]})
    low = frame.height - 8
    return [Label(frame.x(day), low, _tick_text(day, monthly=monthly), anchor="middle") for day in chosen]


def _tick_text(day: date, *, monthly: bool) -> str:
    return f"{day:%b %y}" if monthly else f"{day.day} {day:%b}"


def _spread(lines: list[Line], reference: Reference | None) -> tuple[list[Line], Reference | None]:
    """The same, with the names at the lines' ends moved apart until none lies on another; their order stays."""
    named = [index for index, line in enumerate(lines) if line.label]
    heights = [line.label.y for line in lines if line.label] + ([reference[1].y] if reference else [])
    moved = _apart(heights)
    spread = list(lines)
    for index, y in zip(named, moved, strict=False):
        spread[index] = replace(lines[index], label=_at(lines[index].label, y))
    if reference and (label := _at(reference[1], moved[-1])):
        reference = (reference[0], label)
    return spread, reference


def _at(label: Label | None, y: float) -> Label | None:
    return replace(label, y=y) if label else None


def _apart(heights: Sequence[float], least: float = 17) -> list[float]:
    """The nearest heights that are at least so far apart: pairs too close are pushed away from their middle."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed = [heights[index] for index in order]
    for _ in placed:  # each pass settles at least one pair
        for low in range(len(placed) - 1):
            if (short := least - (placed[low + 1] - placed[low])) > 0:
                placed[low] -= short / 2
                placed[low + 1] += short / 2
    back = dict(zip(order, placed, strict=True))
    return [round(back[index], 1) for index in range(len(heights))]


# ---- Words ----------------------------------------------------------------------------------------------------------


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "missing"
    if unit == "%":
        return f"{value:.1f} %"
    return f"{value:+.2f}".replace("-", "−") if unit else f"{value:g}"


def _course(series: Series, unit: str = "", *, monthly: bool = False) -> str:
    first, last = series.first, series.last
    if first is None or last is None:
        return ""
    name = f"{series.label}: " if series.label else ""
    if first is last:
        return f"{name}{_figure(first.value, unit)} {_when(first, monthly=monthly)}"
    start = f"from {_figure(first.value, unit)} {_when(first, monthly=monthly)}"
    return f"{name}{start} to {_figure(last.value, unit)} {_when(last, monthly=monthly)}"


def _when(point: Point, *, monthly: bool) -> str:
    return f"in {point.on:%B %Y}" if monthly else f"on {short_date(point.on)}"


def _table(series: Sequence[Series], unit: str) -> list[list[str]]:
    """A row a day, newest first, a column a line."""
    by_day = [{point.on: point.value for point in one.points} for one in series]
    days = sorted({day for one in by_day for day in one}, reverse=True)
    return [[short_date(day), *(_figure(one[day], unit) if day in one else "–" for one in by_day)] for day in days]


def _interval_row(point: Point, unit: str) -> list[str]:
    return [
        f"{point.on:%b %Y}",
        _figure(point.value, unit),
        interval(point.low, point.high, unit) or "–",
        f"{point.n:,}" if point.n is not None else "–",
    ]


def interval(low: float | None, high: float | None, unit: str) -> str:
    """50.0 to 59.7, as percentages have them; +0.58 to +0.90, as points have."""
    if low is None or high is None:
        return ""
    return " to ".join(f"{end:.1f}" if unit == "%" else _figure(end, unit) for end in (low, high))


def who_differs(series: Sequence[Series]) -> str:
    """Yusuf and Dana: those whose latest voices are furthest apart; blank when all agree or one has spoken."""
    latest = sorted((one.last.value, one.label) for one in series if one.last and one.last.value is not None)
    if len(latest) < 2 or latest[0][0] == latest[-1][0]:
        return ""
    return listed([latest[0][1], latest[-1][1]])
