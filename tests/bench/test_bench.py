"""What the bench says of a run: its arithmetic, its budgets, its report. The clock itself is not tested."""

import random
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.urls import resolve

from bench import report
from bench.budgets import BUDGETS, FRAGMENT_KB, PAGE_KB, Budget
from bench.cast import Actor, Home, Signed
from bench.figures import Found, holds_by_luck, misses, percentile, ratio
from bench.generate import load
from bench.ids import Ids
from bench.pages import FLOOR, PAGES, floor
from bench.scale import Scale
from cases.models import Case, Family, Person
from hampshire.ids import new_id
from practice.models import Visit
from tests.test_query_counts import BUDGETS as PINNED

BUDGET = Budget("my week", within=2, sql=12)


def found(**changed):
    whole = Found("my week", times=[20.0] * 20, floor=[10.0] * 20, sql=12, bytes=90_000, compressed=8_192)
    return replace(whole, **changed)


def run_of(people=10_000, **changed):
    lowest = Found(FLOOR, sql=2, bytes=9_216)
    return report.Run(date(2026, 11, 23), people, 101_715, 8, 4.0, 0.2, 127.4, lowest, [found(**changed)])


@pytest.mark.parametrize(
    ("share", "value"), [(0.5, 50), (0.95, 95), (0.951, 96), (1, 100), (0.001, 1)], ids=lambda value: f"{value:g}"
)
def test_a_percentile_is_one_of_the_values(share, value):
    assert percentile([float(number) for number in range(100, 0, -1)], share) == value


def test_a_percentile_of_one_value_is_that_value():
    assert percentile([7.0], 0.95) == 7


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0), ([1.0], 1.1)])
def test_a_percentile_of_nothing_or_by_no_share_is_refused(values, share):
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


def test_a_ratio_compares_the_same_percentile_of_both():
    page, lowest = [10.0] * 94 + [90.0] * 6, [5.0] * 94 + [30.0] * 6
    assert ratio(page, lowest) == 3
    assert ratio(page, lowest, 0.5) == 2


def test_a_page_at_its_limits_holds_its_budget():
    assert misses(found(), BUDGET) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"times": [20.1] * 20}, "p95 is 2.01 × the floor's where 2 × is allowed"),
        ({"sql": 13}, "13 queries where 12 are allowed"),
        ({"compressed": 31 * 1024}, "31.0 KB compressed where 30 are allowed"),
        ({"failures": ["answered 500"]}, "not measured: answered 500"),
        ({"times": []}, "not measured: no request was answered in time"),
    ],
)
def test_each_part_that_is_missed_is_said(changed, words):
    assert misses(found(**changed), BUDGET) == [words]


def test_every_budget_names_a_page_that_is_measured_and_every_page_has_one():
    names = [budget.page for budget in BUDGETS]
    assert len(names) == len(set(names))
    assert set(names) == set(PAGES)


def test_budgets_allow_no_more_queries_than_the_tests_pin():
    by_address = {
        "my week": "practice:my-week",
        "family page": "cases:family-detail",
        "dashboard": "outcomes:dashboard",
    }
    for budget in BUDGETS:
        assert 0 < budget.within <= 2.5
        assert budget.kb in {PAGE_KB, FRAGMENT_KB}
        assert budget.sql <= 20
        if budget.page in by_address:
            assert budget.sql == PINNED[by_address[budget.page]]


@pytest.fixture
def actor():
    signed = Signed(new_id(), "sessionid=none", "t" * 32)
    return Actor(signed, signed, signed, Home(new_id(), new_id()), [Home(new_id(), new_id()) for _ in range(2)])


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_asked_for_at_an_address_there_is(name, actor):
    ask = PAGES[name](actor, 3)
    assert resolve(ask.path.partition("?")[0]).url_name
    assert ("X-CSRFToken" in ask.all_headers()) == (ask.method == "POST")


def test_the_floor_is_a_road_of_the_bench_alone(actor):
    path = floor(actor, 0).path
    assert resolve(path, urlconf="bench.urls").url_name == "floor"
    with pytest.raises(Exception, match="floor"):
        resolve(path)


def test_each_autosave_stands_on_the_one_before(actor):
    first, second = (PAGES["visit log: autosave"](actor, 0).body for _ in range(2))
    assert b"version=0" in first
    assert b"version=1" in second
    assert actor.draft.encode() in first
    assert actor.draft.encode() in second


def test_a_run_replaces_its_own_section_and_leaves_the_others(tmp_path):
    path = tmp_path / "results.md"
    report.write(run_of(100_000), path)
    report.write(run_of(10_000), path)
    report.write(run_of(10_000, sql=99), path)
    sections = report.sections_of(path.read_text())
    assert list(sections) == [10_000, 100_000]
    assert "99 queries where 12 are allowed" in sections[10_000]
    assert "Every budget is held" in sections[100_000]


def test_the_report_says_which_sizes_were_not_measured(tmp_path):
    path = tmp_path / "results.md"
    report.write(run_of(10_000), path)
    assert "**Not measured** were 100,000 and 1,000,000 people" in path.read_text()
    report.write(run_of(1_000_000), path)
    assert "**Not measured** were 100,000 people" in path.read_text()
    report.write(run_of(100_000), path)
    assert "**Not measured**" not in path.read_text()


def test_a_page_that_failed_has_no_numbers_and_is_not_held():
    row = report.table(run_of(failures=["answered 500 where 200 was due: /week/"])).splitlines()[-1]
    assert "**not measured**" in row
    assert "20 / 20" not in row


def test_a_page_whose_median_is_over_holds_by_luck_alone():
    lucky = found(times=[30.0] * 20, floor=[10.0] * 18 + [40.0] * 2)
    assert misses(lucky, BUDGET) == []
    assert holds_by_luck(lucky, BUDGET)
    assert not holds_by_luck(found(), BUDGET)
    told = report.section(run_of(times=lucky.times, floor=lucky.floor))
    assert "the median is over: my week" in told


def test_cpu_is_told_a_request():
    row = report.table(run_of(cpu=0.5, floor_cpu=0.1)).splitlines()[-1]
    assert "25.0, 5.0 | 5.00" in row


@pytest.mark.parametrize("people", [200, 10_000, 1_000_000])
def test_proportions_leave_workers_enough_to_ask(people):
    scale = Scale.of(people)
    assert scale.families == people // 5
    assert 0 < scale.open_families <= scale.families
    assert scale.teams * scale.workers_of_a_team > 8


def test_ids_of_a_later_moment_sort_later():
    ids = Ids(random.Random(1))
    assert ids.at(1_000_000) < ids.at(2_000_000)


@pytest.mark.django_db
def test_the_generator_fills_every_table_in_proportion():
    connection.ensure_connection()
    counts = load(connection.connection, 200, seed=1, today=date(2026, 11, 23))
    assert (Family.objects.count(), Person.objects.count()) == (40, counts["cases.Person"])
    assert counts["practice.Visit"] == Visit.objects.count() > 1_000
    assert Case.objects.open().count() == 20
