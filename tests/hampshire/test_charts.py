"""Charts: what a person sees, and what a screen reader hears, come from the same figures."""

import itertools
import re
from datetime import date

import pytest
from django.template.loader import render_to_string

from hampshire.charts import LOOKS, Point, Series, divergence, trend, voices, who_differs

MAY, JUNE, JULY, AUGUST = (date(2025, month, 3) for month in (5, 6, 7, 8))


def line(label: str, *values: float | None) -> Series:
    return Series(label, [Point(day, value) for day, value in zip((MAY, JUNE, JULY, AUGUST), values, strict=False)])


def drawn(chart: object) -> str:
    return render_to_string("components/chart.html", {"chart": chart})


@pytest.fixture(autouse=True)
def in_september(time_machine) -> None:
    time_machine.move_to(date(2025, 9, 1))


def test_voices_far_apart_are_a_prompt_to_talk():
    assert divergence([line("Yusuf", 2, 4), line("Dana", 5, 8)]) == (4, "gap of 4: talk about it")
    assert voices("School", [line("Yusuf", 4), line("Dana", 8)]).asks


def test_voices_a_little_apart_are_only_said():
    chart = voices("School", [line("Yusuf", 6), line("Dana", 8)])
    assert (chart.prompt, chart.asks) == ("gap of 2", False)


@pytest.mark.parametrize("series", [[], [line("Yusuf", 4)], [line("Yusuf", 4), line("Dana", None)]])
def test_one_voice_alone_cannot_differ(series):
    assert divergence(series) == (0, "")
    assert who_differs(series) == ""


def test_voices_that_agree_say_so():
    assert divergence([line("Yusuf", 6), line("Dana", 6)]) == (0, "all voices agree")


def test_the_latest_rating_counts_even_when_the_last_day_is_missing():
    assert divergence([line("Yusuf", 2, 3, None), line("Dana", 7, 7, 7)])[0] == 4


def test_who_differs_names_the_two_furthest_apart():
    assert who_differs([line("Yusuf", 2), line("Amara", 5), line("Dana", 8)]) == "Yusuf and Dana"


def test_each_voice_differs_in_colour_and_in_dash_and_in_marker():
    for looks in ([look.colour for look in LOOKS], [look.dash for look in LOOKS], [look.marker for look in LOOKS]):
        assert len(set(looks)) == len(LOOKS)


def test_a_missing_figure_is_a_gap_in_the_line():
    (only,) = voices("School", [line("Yusuf", 2, None, 4, 5)]).plots[0].lines
    assert len(only.paths) == 1, "the two before and after the gap are not joined"
    assert len(only.marks) == 3


def test_higher_ratings_stand_higher():
    frame = voices("School", [line("Yusuf", 2, 8)]).plots[0].frame
    assert frame.y(8) < frame.y(2)
    assert frame.y(10) == frame.top
    assert frame.y(0) == frame.height - frame.bottom


def test_time_runs_in_proportion_to_days():
    frame = voices("School", [line("Yusuf", 2, 3, 4, 5)]).plots[0].frame
    assert frame.x(MAY) == frame.left
    assert frame.x(AUGUST) == frame.edge
    assert frame.x(JUNE) - frame.x(MAY) > frame.x(JULY) - frame.x(JUNE), "31 days and then 30"


def test_names_at_line_ends_never_lie_on_one_another():
    chart = voices("School", [line("Yusuf", 1, 5), line("Dana", 2, 5), line("Amara", 3, 5)])
    for plot in chart.plots:
        heights = sorted(one.label.y for one in plot.lines if one.label)
        assert all(later - earlier > 15 for earlier, later in itertools.pairwise(heights))


def test_names_keep_the_order_of_their_lines():
    chart = voices("School", [line("Yusuf", 5), line("Dana", 6)])
    yusuf, dana = (one.label for one in chart.plots[0].lines)
    assert yusuf is not None
    assert dana is not None
    assert dana.y < yusuf.y


def test_a_screen_reader_hears_the_course_of_each_voice():
    html = drawn(voices("School every day", [line("Yusuf", 2, 4, 6), line("Dana", 5)]))
    assert "School every day. Yusuf: from 2 on Sat 3 May to 6 on Thu 3 Jul. Dana: 5 on Sat 3 May." in html


def test_the_table_holds_every_figure_newest_first():
    chart = voices("School", [line("Yusuf", 2, None), line("Dana", 5, 7)])
    assert chart.columns == ["Date", "Yusuf", "Dana"]
    assert chart.rows == [["Tue 3 Jun", "missing", "7"], ["Sat 3 May", "2", "5"]]


def test_a_goal_nobody_has_rated_is_drawn_and_says_so():
    chart = voices("School", [])
    assert chart.summary == "No ratings yet"
    assert "No ratings yet" in drawn(chart)
    assert "<table" not in drawn(chart)


def test_a_trend_shows_its_interval_its_number_and_what_is_missing():
    chart = trend("Improved", [Point(MAY, 50, 40, 60, 20), Point(JUNE, None), Point(JULY, 55.04, 45, 66, 22)])
    assert chart.rows[0] == ["May 2025", "50.0 %", "40.0 to 60.0", "20"]
    assert chart.rows[1] == ["Jun 2025", "missing", "–", "–"]
    assert chart.missing == "1 month without a figure"


@pytest.mark.parametrize(("highest", "top"), [(8, 10), (22.4, 40), (59.6, 60), (61, 80), (99, 100), (100, 100)])
def test_the_axis_of_a_trend_starts_at_nothing_and_ends_above_the_highest(highest, top):
    grid = trend("Improved", [Point(MAY, highest), Point(JUNE, 5)]).plots[0].grid
    assert grid[0][1].text == "0%"
    assert grid[-1][1].text == f"{top}%"


def test_a_band_is_drawn_around_months_that_follow_one_another():
    points = [Point(MAY, 50, 40, 60), Point(JUNE, 52, 42, 62), Point(JULY, None), Point(AUGUST, 55, 45, 65)]
    (only,) = trend("Improved", points).plots[0].lines
    assert len(only.band) == 1
    assert only.band[0].endswith("Z")


def test_the_line_to_hold_it_against_is_flat_and_named():
    reference = trend("Improved", [Point(MAY, 50), Point(JUNE, 52)], reference=30, reference_label="before").plots[0]
    assert reference.reference is not None
    y, label = reference.reference
    assert y == reference.frame.y(30)
    assert label.text == "before"


@pytest.mark.parametrize("months", range(1, 37))
def test_the_names_of_months_have_room(months):
    days = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(months)]
    for plot in trend("Improved", [Point(day, 50) for day in days]).plots:
        places = sorted(tick.x for tick in plot.ticks)
        assert places
        assert all(later - earlier > 50 for earlier, later in itertools.pairwise(places))


def test_nothing_a_person_wrote_can_become_markup():
    html = drawn(voices("<script>alert(1)</script>", [line("<b>Yusuf</b>", 4)]))
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_chart_has_no_inline_style():
    html = drawn(trend("Improved", [Point(MAY, 50, 40, 60), Point(JUNE, 52, 42, 62)], reference=48))
    assert "style=" not in html
    assert not re.search(r'[\s"]on\w+=', html)
