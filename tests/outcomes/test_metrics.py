"""The figures PostgreSQL gives are those that the rules in plain Python, and other people's software, give."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cases.actions import referrals
from cases.actions.returns import import_cin
from cases.models import Case, Family, Person, ReferralChild
from hampshire.accounts.models import Staff, Team
from hampshire.moments import noon
from outcomes.computing import rebuild_all
from outcomes.counting import Rating, count_re_referrals, distance_travelled
from outcomes.counting import Referral as Told
from outcomes.metrics.re_referral import known_from
from outcomes.models import MetricSnapshot, StaleMark
from outcomes.periods import Period, add_months, month_of, months_between, this_month
from outcomes.statistics import mean_by_cluster, proportion
from practice.actions import goals, visits
from practice.facts import Seen, VisitFacts
from tests.cases.returns.files import census_source
from tests.cast import open_case

from .goals import record
from .ratings_file import read_ratings

pytestmark = pytest.mark.django_db


def published(team: Team, metric: str, period: Period, facet: str = "") -> MetricSnapshot:
    return MetricSnapshot.objects.published().get(
        team=team, metric=metric, facet=facet, period=period.kind, period_end=period.before
    )


# ---- Goals ----------------------------------------------------------------------------------------------------------


def closer_together(ratings: Iterable[Rating]) -> list[Rating]:
    """The same ratings, each goal's days moved into 2024 in the order they had: nothing the reference depends on."""
    ratings = list(ratings)
    days: dict[object, set[date]] = defaultdict(set)
    for rating in ratings:
        days[rating.goal].add(rating.rated_on)
    place = {(goal, day): number for goal, found in days.items() for number, day in enumerate(sorted(found))}
    return [
        replace(rating, rated_on=date(2024, 1, 7) + timedelta(days=20 * place[rating.goal, rating.rated_on]))
        for rating in ratings
    ]


YEAR_2024 = Period.year_to(date(2024, 12, 1))


def test_the_reference_ratings_give_the_reference_figures(east: Team, lead_worker: Staff) -> None:
    record(closer_together(read_ratings()), team=east, by=lead_worker)
    rebuild_all()

    improved = published(east, "proportion_improved", YEAR_2024)
    assert (improved.n, improved.numerator, improved.missing) == (399, 221, 101)
    assert (improved.parts["same"], improved.parts["declined"]) == (82, 96)
    assert improved.value == pytest.approx(0.553884711779449, abs=1e-12)
    assert improved.low == pytest.approx(0.504826534032528, abs=1e-9)
    assert improved.high == pytest.approx(0.601915210290117, abs=1e-9)

    travelled = published(east, "distance_travelled", YEAR_2024)
    assert (travelled.n, travelled.missing) == (399, 101)
    assert travelled.value == pytest.approx(0.741854636591479, abs=1e-12)
    assert travelled.low == pytest.approx(0.580781501554023, abs=1e-6)
    assert travelled.high == pytest.approx(0.902927771628935, abs=1e-6)


def test_the_service_has_the_figures_of_its_teams(service: Team, east: Team, coast: Team, lead_worker: Staff) -> None:
    ratings = closer_together(read_ratings())
    record([rating for rating in ratings if int(rating.family) % 2], team=east, by=lead_worker)
    record([rating for rating in ratings if not int(rating.family) % 2], team=coast, by=lead_worker)
    rebuild_all()
    both = [published(team, "distance_travelled", YEAR_2024) for team in (east, coast)]
    whole = published(service, "distance_travelled", YEAR_2024)
    assert whole.n == sum(one.n for one in both) == 399
    assert whole.value == pytest.approx(0.741854636591479, abs=1e-12)


def test_each_month_and_year_is_what_the_counting_rules_find_in_it(east: Team, lead_worker: Staff) -> None:
    ratings = read_ratings()
    record(ratings, team=east, by=lead_worker)
    rebuild_all()
    months = months_between(date(2023, 4, 1), date(2026, 4, 1))
    for period in [Period.of(kind, month) for month in months for kind in ("month", "year")]:
        expected = travelled_in(period, ratings)
        if not expected.goals:
            continue
        improved = published(east, "proportion_improved", period)
        counted = improved.numerator, improved.parts["same"], improved.parts["declined"], improved.missing
        assert counted == (expected.improved, expected.same, expected.declined, expected.missing), period
        travelled = published(east, "distance_travelled", period)
        mean = mean_by_cluster(sums.as_tuple() for sums in expected.families.values())
        assert travelled.n == expected.pairs
        assert travelled.value == (mean.value if mean else None)
        assert travelled.low == (mean.interval.low if mean and mean.interval else None)
        assert travelled.high == (mean.interval.high if mean and mean.interval else None)


def travelled_in(period: Period, ratings: Iterable[Rating]):
    """The goals rated in the period, from their first rating ever to the last in it."""
    ratings = [rating for rating in ratings if rating.rated_on < period.before]
    rated = {rating.goal for rating in ratings if rating.rated_on >= period.start}
    return distance_travelled(rating for rating in ratings if rating.goal in rated)


def test_the_headline_hears_the_family_and_each_voice_can_be_heard_alone(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, dana: Person, east: Team
) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="Bedtime without shouting")
    today = timezone.localdate()
    for days_ago, (child, parent, worker) in ((20, (2, 4, 8)), (0, (6, 4, 3))):
        on = today - timedelta(days=days_ago)
        goals.rate(goal=goal, by=lead_worker, voice="child", person=yusuf, score=child, on=on)
        goals.rate(goal=goal, by=lead_worker, voice="parent", person=dana, score=parent, on=on)
        goals.rate(goal=goal, by=lead_worker, voice="worker", score=worker, on=on)
    rebuild_all()
    year = Period.year_to(this_month())
    means = {
        facet: published(east, "distance_travelled", year, facet).value for facet in ("", "child", "parent", "worker")
    }
    assert means == {"": 2.0, "child": 4.0, "parent": 0.0, "worker": -5.0}


def test_each_person_is_held_against_themselves(
    case: Case, family: Family, lead_worker: Staff, dana: Person, karim: Person, east: Team
) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="School every day")
    today = timezone.localdate()
    goals.rate(goal=goal, by=lead_worker, voice="parent", person=dana, score=2, on=today - timedelta(days=9))
    goals.rate(goal=goal, by=lead_worker, voice="parent", person=karim, score=8, on=today)
    rebuild_all()
    improved = published(east, "proportion_improved", Period.year_to(this_month()))
    assert (improved.n, improved.missing) == (0, 2)


# ---- Re-referral ----------------------------------------------------------------------------------------------------


def refer(family: Family, children: Iterable[Person], by: Staff, *days: str) -> None:
    for day in days:
        moment = noon(date.fromisoformat(day))
        referrals.take(family=family, children=children, source="2A", reason="Worried", by=by, received_at=moment)


def test_each_referral_of_a_chain_counts(family: Family, yusuf: Person, lead_worker: Staff, east: Team) -> None:
    refer(family, [yusuf], lead_worker, "2022-04-10", "2022-11-02", "2023-09-01", "2025-01-05")
    rebuild_all()
    months = [published(east, "re_referral", Period.month(month)) for month in months_with_referrals(east)]
    assert sum(one.n for one in months) == 4
    assert [month_of(one.period_start) for one in months if one.numerator] == [date(2022, 11, 1), date(2023, 9, 1)]


def months_with_referrals(team: Team) -> list[date]:
    found = MetricSnapshot.objects.published().months().filter(metric="re_referral", team=team)
    return sorted(found.values_list("period_start", flat=True))


@pytest.mark.parametrize(
    ("first", "second", "again"),
    [
        ("2024-04-10", "2025-04-10", 1),
        ("2024-04-09", "2025-04-10", 0),
        ("2024-02-29", "2025-02-28", 1),
        ("2024-02-29", "2025-03-01", 0),
        ("2023-02-28", "2024-02-29", 1),
        ("2024-04-10", "2024-04-10", 0),
    ],
)
def test_twelve_months_run_to_the_same_day_of_the_year_before(
    first: str, second: str, again: int, family: Family, yusuf: Person, lead_worker: Staff, east: Team
) -> None:
    refer(family, [yusuf], lead_worker, first, second)
    rebuild_all()
    period = Period.month(month_of(date.fromisoformat(second)))
    assert published(east, "re_referral", period).numerator == again


def test_a_referral_to_another_team_makes_one_to_ours_a_re_referral(
    family: Family, yusuf: Person, lead_worker: Staff, east: Team, coast: Team, other_worker: Staff
) -> None:
    refer(family, [yusuf], lead_worker, "2024-04-10")
    Family.objects.filter(pk=family.pk).update(team=coast)
    family.refresh_from_db()
    refer(family, [yusuf], other_worker, "2024-06-10")
    rebuild_all()
    there = published(coast, "re_referral", Period.month(date(2024, 6, 1)))
    assert (there.n, there.numerator) == (1, 1)


def test_what_lacks_twelve_months_of_history_is_named_as_missing(
    family: Family, yusuf: Person, leila: Person, lead_worker: Staff, east: Team
) -> None:
    refer(family, [yusuf, leila], lead_worker, "2022-04-10", "2023-04-20", "2023-05-02")
    rebuild_all()
    missing = {month: published(east, "re_referral", Period.month(month)) for month in months_with_referrals(east)}
    assert {month: one.missing for month, one in missing.items()} == {
        date(2022, 4, 1): 2,
        date(2023, 4, 1): 2,  # part of this month has less than a year before it
        date(2023, 5, 1): 0,
    }
    assert missing[date(2022, 4, 1)].parts["held_since"] == "2022-04-10"


def test_known_from_is_the_first_month_with_a_whole_year_before_it() -> None:
    assert known_from(date(2022, 4, 1)) == date(2023, 4, 1)
    assert known_from(date(2022, 4, 2)) == date(2023, 5, 1)


def test_an_imported_census_gives_the_figures_of_the_counting_rules(
    service: Team, administrator: Staff, service_manager: Staff
) -> None:
    import_cin(source=census_source(), team=service, by=administrator)
    for again in ReferralChild.objects.select_related("child", "referral__family"):
        later = again.received_on + timedelta(days=300)
        refer(again.referral.family, [again.child], service_manager, later.isoformat())
    rebuild_all()
    told = [Told(child, day) for child, day in ReferralChild.objects.values_list("child", "received_on")]
    assert len(count_re_referrals(told, start=date(2020, 1, 1), before=date(2030, 1, 1)).re_referrals) >= 4
    whole_from = known_from(min(one.received_on for one in told))
    for month in months_between(month_of(min(one.received_on for one in told)), this_month()):
        for period in (Period.month(month), Period.year_to(month)):
            expected = count_re_referrals(told, start=period.start, before=period.before)
            if not expected.referrals:
                continue
            found = published(service, "re_referral", period)
            assert (found.n, found.numerator) == (len(expected.referrals), len(expected.re_referrals)), period
            assert found.missing == sum(one.received_on < whole_from for one in expected.referrals)
            wilson = proportion(len(expected.re_referrals), len(expected.referrals))
            assert wilson is not None
            assert (found.value, found.low) == (wilson.value, wilson.interval.low)  # type: ignore[union-attr]


def test_an_import_marks_the_team_whose_figures_it_moves(service: Team, administrator: Staff) -> None:
    import_cin(source=census_source(), team=service, by=administrator)
    assert set(StaleMark.objects.values_list("team", flat=True)) == {service.pk}
    rebuild_all()
    import_cin(source=census_source(), team=service, by=administrator)
    assert not StaleMark.objects.exists(), "a second reading of the same file changes nothing"


# ---- Seen alone -----------------------------------------------------------------------------------------------------


def log(family: Family, by: Staff, happened_at: datetime, *people: Seen) -> None:
    visits.log(family=family, by=by, facts=VisitFacts(happened_at=happened_at, account="We talked.", people=people))


def test_each_childs_part_in_a_visit_counts_and_one_not_seen_is_missing(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, leila: Person, dana: Person, east: Team
) -> None:
    now = timezone.now()
    log(family, lead_worker, now, Seen(yusuf.pk, seen_alone=True), Seen(leila.pk), Seen(dana.pk))
    log(family, lead_worker, now, Seen(yusuf.pk, seen_alone=True), Seen(leila.pk, seen=False, why_not_seen="Asleep"))
    rebuild_all()
    found = published(east, "seen_alone", Period.year_to(this_month()))
    assert (found.n, found.numerator, found.missing) == (3, 2, 1)


def test_a_visit_withdrawn_counts_no_more(case: Case, family: Family, lead_worker: Staff, yusuf: Person) -> None:
    facts = VisitFacts(happened_at=timezone.now(), account="We talked.", people=[Seen(yusuf.pk, seen_alone=True)])
    visit = visits.log(family=family, by=lead_worker, facts=facts)
    visits.withdraw(visit=visit, by=lead_worker, reason="The wrong family")
    rebuild_all()
    assert not MetricSnapshot.objects.published().filter(metric="seen_alone").exists()


def test_a_visit_counts_in_the_month_it_is_in_england(
    family: Family, lead_worker: Staff, supervisor: Staff, yusuf: Person, east: Team
) -> None:
    open_case(family, lead=lead_worker, co=None, by=supervisor, days_ago=800)
    # Half past eleven on the last of July in Greenwich is the first of August on an English clock.
    moment = datetime(add_months(this_month(), -12).year, 7, 31, 23, 30, tzinfo=UTC)
    log(family, lead_worker, moment, Seen(yusuf.pk))
    rebuild_all()
    (only,) = MetricSnapshot.objects.published().months().filter(metric="seen_alone", team=east)
    assert only.period_start == date(moment.year, 8, 1)


# ---- Differences ----------------------------------------------------------------------------------------------------


def test_a_share_is_held_against_the_twelve_months_before(east: Team, lead_worker: Staff) -> None:
    ratings = closer_together(read_ratings())
    record(ratings, team=east, by=lead_worker)
    later = [replace(one, family=f"new {one.family}", rated_on=one.rated_on.replace(year=2025)) for one in ratings]
    record(later[: len(later) // 2], team=east, by=lead_worker)
    rebuild_all()
    found = published(east, "proportion_improved", Period.year_to(date(2025, 12, 1)))
    before = published(east, "proportion_improved", YEAR_2024)
    assert found.parts["before"] == [before.n, before.numerator, before.missing]
    assert found.change == pytest.approx(found.value - before.value, abs=1e-12)
    assert found.change_low < found.change < found.change_high
