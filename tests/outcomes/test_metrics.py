"""The figures that come out of PostgreSQL are those that the rules in plain Python, and other people's software, give."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from hampshire.accounts.models import Staff, Team
from outcomes.computing import rebuild_all
from outcomes.counting import Rating, distance_travelled
from outcomes.models import MetricSnapshot
from outcomes.periods import Period, months_between
from outcomes.statistics import mean_by_cluster

from .goals import record
from .ratings_file import read_ratings

pytestmark = pytest.mark.django_db


def published(team: Team, metric: str, period: Period, facet: str = "") -> MetricSnapshot:
    return MetricSnapshot.objects.published().get(
        team=team, metric=metric, facet=facet, period=period.kind, period_end=period.before
    )


def closer_together(ratings: Iterable[Rating]) -> list[Rating]:
    """The same ratings, each goal's days moved so that all lie in 2024 in the order they had: what changes is nothing
    that the reference figures depend on."""
    ratings = list(ratings)
    days: dict[object, set[date]] = defaultdict(set)
    for rating in ratings:
        days[rating.goal].add(rating.rated_on)
    place = {(goal, day): number for goal, found in days.items() for number, day in enumerate(sorted(found))}
    return [
        replace(rating, rated_on=date(2024, 1, 7) + timedelta(days=20 * place[rating.goal, rating.rated_on]))
        for rating in ratings
    ]


def test_the_reference_ratings_give_the_reference_figures(east: Team, lead_worker: Staff) -> None:
    record(closer_together(read_ratings()), team=east, by=lead_worker)
    rebuild_all()
    year = Period.year_to(date(2024, 12, 1))

    improved = published(east, "proportion_improved", year)
    assert (improved.n, improved.numerator, improved.missing) == (399, 221, 101)
    assert (improved.parts["same"], improved.parts["declined"]) == (82, 96)
    assert improved.value == pytest.approx(0.553884711779449, abs=1e-12)
    assert improved.low == pytest.approx(0.504826534032528, abs=1e-9)
    assert improved.high == pytest.approx(0.601915210290117, abs=1e-9)

    travelled = published(east, "distance_travelled", year)
    assert (travelled.n, travelled.missing) == (399, 101)
    assert travelled.value == pytest.approx(0.741854636591479, abs=1e-12)
    assert travelled.low == pytest.approx(0.5807, abs=1e-4)
    assert travelled.high == pytest.approx(0.9029, abs=1e-4)


def test_the_service_has_the_figures_of_its_teams(service: Team, east: Team, coast: Team, lead_worker: Staff) -> None:
    ratings = closer_together(read_ratings())
    record([rating for rating in ratings if int(rating.family) % 2], team=east, by=lead_worker)
    record([rating for rating in ratings if not int(rating.family) % 2], team=coast, by=lead_worker)
    rebuild_all()
    year = Period.year_to(date(2024, 12, 1))
    both = [published(team, "distance_travelled", year) for team in (east, coast)]
    whole = published(service, "distance_travelled", year)
    assert whole.n == sum(one.n for one in both) == 399
    assert whole.value == pytest.approx(0.741854636591479, abs=1e-12)


def test_each_month_and_year_is_what_the_counting_rules_find_in_it(east: Team, lead_worker: Staff) -> None:
    ratings = read_ratings()
    record(ratings, team=east, by=lead_worker)
    rebuild_all()
    months = months_between(date(2023, 4, 1), date(2026, 4, 1))
    for period in [Period.of(kind, month) for month in months for kind in ("month", "year")]:
        rated = {rating.goal for rating in ratings if period.start <= rating.rated_on < period.before}
        so_far = [rating for rating in ratings if rating.goal in rated and rating.rated_on < period.before]
        expected = distance_travelled(so_far)
        if not expected.goals:
            continue
        improved = published(east, "proportion_improved", period)
        parts = improved.parts
        assert (improved.numerator, parts["same"], parts["declined"], improved.missing) == (
            expected.improved,
            expected.same,
            expected.declined,
            expected.missing,
        ), period
        travelled = published(east, "distance_travelled", period)
        mean = mean_by_cluster(sums.as_tuple() for sums in expected.families.values())
        assert travelled.n == expected.pairs
        assert travelled.value == (mean.value if mean else None)
        assert travelled.low == (mean.interval.low if mean and mean.interval else None)
        assert travelled.high == (mean.interval.high if mean and mean.interval else None)
