"""Figures follow what is written, a team at a time, and are then exactly what working everything out anew gives."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from cases.actions import cases, families, people, referrals
from cases.models import Case, Family, FamilyMember, Person
from hampshire.accounts.actions import teams
from hampshire.accounts.models import Staff, Team
from hampshire.moments import noon
from outcomes import computing, tasks
from outcomes.computing import recompute
from outcomes.computing.housekeeping import thin_out
from outcomes.metrics import METRICS
from outcomes.metrics.base import Asked
from outcomes.metrics.re_referral import held_since, known_from
from outcomes.models import Journey, MetricCell, MetricRun, MetricSnapshot, StaleMark
from outcomes.periods import Period, this_month
from practice.actions import goals, visits
from practice.facts import NewGoal, Rated, Seen, VisitFacts, Voiced
from practice.models import Goal, Visit
from tests.cast import open_case

pytestmark = pytest.mark.django_db


def everything_published() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Every figure that stands, without its version and times."""
    what = ("metric", "facet", "team", "period", "period_end")
    said = (
        "definition_version", "period_start", "n", "numerator", "missing", "parts",
        "value", "low", "high", "change", "change_low", "change_high",
    )  # fmt: skip
    rows = MetricSnapshot.objects.published().values_list(*what, *said)
    return {row[: len(what)]: row[len(what) :] for row in rows}


def figure(team: Team, metric: str = "seen_alone", kind: str = "year") -> MetricSnapshot:
    period = Period.of(kind, this_month())
    return MetricSnapshot.objects.published().get(
        team=team, metric=metric, facet="", period=kind, period_end=period.before
    )


def log(family: Family, by: Staff, *children: Person, days_ago: int = 0, alone: bool = True) -> Visit:
    facts = VisitFacts(
        happened_at=timezone.now() - timedelta(days=days_ago),
        account="We talked.",
        people=[Seen(child.pk, seen_alone=alone) for child in children],
    )
    return visits.log(family=family, by=by, facts=facts)


# ---- Following a write ----------------------------------------------------------------------------------------------


def test_a_figure_follows_a_visit_in_its_team_and_in_everything_above(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, east: Team, north: Team, service: Team, coast: Team
) -> None:
    computing.rebuild_all()
    log(family, lead_worker, yusuf)
    computing.recompute_stale()
    for team in (east, north, service):
        assert (figure(team).n, figure(team).numerator) == (1, 1), team
    assert not MetricSnapshot.objects.filter(team=coast).exists()
    assert not StaleMark.objects.exists()


def test_computing_one_team_leaves_a_mark_for_the_area_above(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, east: Team, north: Team
) -> None:
    computing.rebuild_all()
    log(family, lead_worker, yusuf)
    computing.recompute_team(east.pk)
    (mark,) = StaleMark.objects.all()
    assert (mark.team, mark.is_counted) == (north, True)


def test_what_did_not_change_keeps_its_version_and_what_did_goes_one_up(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, east: Team
) -> None:
    log(family, lead_worker, yusuf)
    computing.rebuild_all()
    referred = figure(east, "re_referral").pk
    log(family, lead_worker, yusuf, alone=False)
    computing.recompute_stale()
    seen = figure(east)
    assert (seen.version, seen.n, seen.numerator) == (2, 2, 1)
    earlier = MetricSnapshot.objects.get(
        team=east, metric="seen_alone", period="year", period_end=seen.period_end, version=1
    )
    assert (earlier.n, earlier.superseded_at is not None) == (1, True)
    assert figure(east, "re_referral").pk == referred


def test_working_everything_out_again_changes_nothing(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    log(family, lead_worker, yusuf)
    computing.rebuild_all()
    ids = set(MetricSnapshot.objects.values_list("pk", flat=True))
    assert computing.rebuild_all().snapshots_written == 0
    assert set(MetricSnapshot.objects.values_list("pk", flat=True)) == ids


def test_a_figure_with_nothing_left_in_it_is_gone_and_counts_its_versions_on_when_it_is_back(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, east: Team
) -> None:
    visit = log(family, lead_worker, yusuf)
    computing.rebuild_all()
    visits.withdraw(visit=visit, by=lead_worker, reason="The wrong family")
    computing.recompute_stale()
    assert not MetricSnapshot.objects.published().filter(metric="seen_alone").exists()
    log(family, lead_worker, yusuf)
    computing.recompute_stale()
    assert figure(east).version == 2


def test_a_goal_that_another_team_rates_next_leaves_the_first_teams_figures(
    case: Case,
    family: Family,
    lead_worker: Staff,
    dana: Person,
    east: Team,
    coast: Team,
    service_manager: Staff,
    other_worker: Staff,
) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="Bedtime without shouting")
    rate = [Rated(goal.pk, "parent", 3, dana.pk)]
    visits.log(
        family=family,
        by=lead_worker,
        facts=VisitFacts(happened_at=timezone.now() - timedelta(days=50), account="Hard.", ratings=rate),
    )
    computing.rebuild_all()
    cases.transfer(case=case, team=coast, by=service_manager)
    cases.allocate(case=case, worker=other_worker, by=service_manager)
    rate = [Rated(goal.pk, "parent", 7, dana.pk)]
    visits.log(
        family=family, by=other_worker, facts=VisitFacts(happened_at=timezone.now(), account="Calm.", ratings=rate)
    )
    computing.recompute_stale()
    assert figure(coast, "proportion_improved").numerator == 1
    period = Period.year_to(this_month())
    in_east = MetricSnapshot.objects.published().filter(
        team=east, metric="proportion_improved", period="year", period_end=period.before
    )
    assert not in_east.exists()
    assert_equal_to_a_rebuild()


def test_a_scale_is_in_no_figure(case: Case, family: Family, lead_worker: Staff, yusuf: Person) -> None:
    """Rated alike at a visit and between visits, a goal moves the figures and a scale beside it moves none."""
    computing.rebuild_all()
    goal, scale = (
        goals.agree(family=family, by=lead_worker, text="Home", kind=kind, on=timezone.localdate() - timedelta(days=30))
        for kind in Goal.Kind.values
    )
    for rated in (goal, scale):
        goals.rate(goal=rated, by=lead_worker, voice="child", person=yusuf, score=2, on=rated.started_on)
        facts = VisitFacts(
            happened_at=timezone.now(),
            account="We talked.",
            people=[Seen(yusuf.pk)],
            ratings=[Rated(rated.pk, "child", 9, yusuf.pk)],
        )
        visits.log(family=family, by=lead_worker, facts=facts)
        computing.recompute_stale()
        if rated is goal:
            before = everything_published()
    travelled = {key: row for key, row in everything_published().items() if key[0] == "distance_travelled"}
    assert travelled
    assert travelled == {key: row for key, row in before.items() if key[0] == "distance_travelled"}
    assert not Journey.objects.filter(goal=scale).exists()
    goals.end(goal=scale, by=lead_worker)
    computing.recompute_stale()
    assert_equal_to_a_rebuild()
    assert not Journey.objects.filter(goal=scale).exists()


def test_a_team_that_moves_takes_its_figures_along_without_waiting_for_the_night(
    case: Case,
    family: Family,
    lead_worker: Staff,
    yusuf: Person,
    east: Team,
    north: Team,
    south: Team,
    administrator: Staff,
) -> None:
    log(family, lead_worker, yusuf)
    computing.recompute_stale()
    teams.amend(
        team=east,
        name=east.name,
        kind=east.kind,
        parent=south,
        practice_began_on=None,
        closed_on=None,
        by=administrator,
    )
    computing.recompute_stale()
    assert figure(south).n == 1
    assert not MetricSnapshot.objects.published().filter(team=north).exists()


def test_an_earlier_referral_than_any_before_gives_everybody_more_history(
    family: Family,
    yusuf: Person,
    lead_worker: Staff,
    other_family: Family,
    other_worker: Staff,
    coast: Team,
) -> None:
    computing.recompute_stale()
    assert figure(coast, "re_referral").missing == 1
    long_ago = noon(timezone.localdate() - timedelta(days=1500))
    referrals.take(family=family, children=[yusuf], source="2A", reason="Worried", by=lead_worker, received_at=long_ago)
    computing.recompute_stale()
    assert figure(coast, "re_referral").missing == 0


# ---- When -----------------------------------------------------------------------------------------------------------


def test_a_burst_of_writes_is_computed_once_and_after_it(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, east: Team, time_machine: Any
) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    computing.rebuild_all()
    log(family, lead_worker, yusuf)
    assert tasks.recompute_stale_teams() == 0
    time_machine.shift(50)
    log(family, lead_worker, yusuf)
    assert tasks.recompute_stale_teams() == 0
    time_machine.shift(20)
    assert tasks.recompute_stale_teams() == 3  # the team, its area, the service
    assert figure(east).n == 2


def test_a_mark_made_while_computing_is_not_taken_away(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, east: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    computing.rebuild_all()
    log(family, lead_worker, yusuf)

    def write_meanwhile(team_id: UUID, *rest: Any, **more: Any) -> int:
        log(family, lead_worker, yusuf)
        return publish(team_id, *rest, **more)

    publish = recompute._publish
    with monkeypatch.context() as patched:
        patched.setattr(recompute, "_publish", write_meanwhile)
        computing.recompute_team(east.pk)
    assert figure(east).n == 1
    assert StaleMark.objects.filter(team=east, is_counted=False).count() == 1
    computing.recompute_stale()
    assert figure(east).n == 2


def test_a_team_that_cannot_be_computed_keeps_its_mark_and_does_not_hold_up_the_others(
    case: Case,
    family: Family,
    lead_worker: Staff,
    yusuf: Person,
    other_family: Family,
    other_worker: Staff,
    east: Team,
    coast: Team,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    computing.rebuild_all()
    log(family, lead_worker, yusuf)
    log(other_family, other_worker, FamilyMember.objects.get(family=other_family).person)

    def derive(team_id: UUID, since: date) -> dict[UUID, date]:
        if team_id == east.pk:
            raise ZeroDivisionError
        return derive_well(team_id, since)

    derive_well = recompute._derive
    with monkeypatch.context() as patched:
        patched.setattr(recompute, "_derive", derive)
        computing.recompute_stale()
    assert figure(coast).n == 1
    assert set(StaleMark.objects.values_list("team", flat=True)) == {east.pk}
    computing.recompute_stale()
    assert figure(east).n == 1


@pytest.fixture
def somebody_computes() -> Iterator[None]:
    """Another process, in the middle of a computation."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [recompute._ONE_AT_A_TIME])
        yield


def test_two_workers_never_compute_at_once(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, somebody_computes: None
) -> None:
    log(family, lead_worker, yusuf)
    assert tasks.recompute_stale_teams(settled_for=0) == 0
    assert StaleMark.objects.exists()
    with pytest.raises(computing.AlreadyComputing):
        computing.rebuild_all(wait=False)


def test_of_the_versions_of_one_day_the_last_is_kept(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, east: Team, time_machine: Any
) -> None:
    start = timezone.now().replace(hour=10)
    time_machine.move_to(start - timedelta(days=1))
    log(family, lead_worker, yusuf)
    computing.rebuild_all()
    for hour in (0, 1, 2):
        time_machine.move_to(start + timedelta(hours=hour))
        log(family, lead_worker, yusuf)
        computing.recompute_stale()
    thin_out()
    seen = MetricSnapshot.objects.filter(team=east, metric="seen_alone", period="month")
    period_end = Period.month(this_month()).before
    assert sorted(seen.filter(period_end=period_end).values_list("version", "n"))[-1] == (4, 4)
    assert sorted(seen.filter(period_end=period_end).values_list("version", flat=True)) == [1, 4]


# ---- The same as from nothing ---------------------------------------------------------------------------------------


def assert_equal_to_a_rebuild() -> None:
    """What stands is what there would be, had everything been worked out from the first row on."""
    incremental = everything_published()
    MetricSnapshot.objects.all().delete()
    Journey.objects.all().delete()
    MetricCell.objects.all().delete()
    computing.rebuild_all()
    assert everything_published() == incremental


class Chance:
    """A life of writes drawn by chance, through the actions people use, over a year and a half and two teams."""

    def __init__(self, seed: int, homes: list[tuple[Family, Case, Staff]], teams: list[Team], manager: Staff) -> None:
        self.rng = Random(seed)
        self.homes = homes
        self.teams = teams
        self.manager = manager
        self.logged: list[Visit] = []

    def write(self) -> str:
        deeds: list[Callable[[], None]] = [
            self.visit, self.visit, self.visit, self.rate, self.refer, self.amend, self.withdraw, self.transfer,
        ]  # fmt: skip
        deed = self.rng.choice(deeds)
        deed()
        return deed.__name__

    def visit(self) -> None:
        family, _, worker = self.rng.choice(self.homes)
        visit = visits.log(family=family, by=worker, facts=self._facts(family))
        self.logged.append(visit)

    def amend(self) -> None:
        if self.logged:
            visit = self.rng.choice(self.logged)
            facts = self._facts(visit.family, new_goals=False)
            visits.amend(visit=visit, by=visit.logged_by, facts=facts, reason="I had the wrong day")

    def withdraw(self) -> None:
        if self.logged:
            visit = self.logged.pop(self.rng.randrange(len(self.logged)))
            visits.withdraw(visit=visit, by=visit.logged_by, reason="The wrong family")

    def rate(self) -> None:
        family, _, worker = self.rng.choice(self.homes)
        if goal := self._goal(family):
            goals.rate(goal=goal, by=worker, voice="worker", score=self.rng.randint(0, 10), on=self._day())

    def refer(self) -> None:
        family, _, worker = self.rng.choice(self.homes)
        children = self._children(family)
        referrals.take(
            family=family,
            children=self.rng.sample(children, self.rng.randint(1, len(children))),
            source="2A",
            reason="Worried",
            by=worker,
            received_at=noon(self._day()),
        )

    def transfer(self) -> None:
        _, case, _ = self.rng.choice(self.homes)
        cases.transfer(case=case, team=self.rng.choice(self.teams), by=self.manager)

    def _facts(self, family: Family, *, new_goals: bool = True) -> VisitFacts:
        people = [
            Seen(child.pk, seen=seen, seen_alone=seen and self.rng.random() < 0.5)
            for child in self._children(family)
            for seen in [self.rng.random() < 0.8]
        ]
        goal = self._goal(family)
        child = people[0].person_id
        rated = [Rated(goal.pk, "child", self.rng.randint(0, 10), child)] if goal and self.rng.random() < 0.7 else []
        fresh = [NewGoal("A morning that starts", ratings=[Voiced("child", self.rng.randint(0, 10), child)])]
        return VisitFacts(
            happened_at=timezone.make_aware(datetime.combine(self._day(), datetime.min.time())) + timedelta(hours=11),
            account="We talked.",
            people=people,
            ratings=rated,
            goals=fresh if new_goals and self.rng.random() < 0.4 else [],
        )

    def _goal(self, family: Family) -> Goal | None:
        standing = list(Goal.objects.current().filter(family=family).oldest_first())
        return self.rng.choice(standing) if standing else None

    def _children(self, family: Family) -> list[Person]:
        return [member.person for member in FamilyMember.objects.filter(family=family).children().with_people()]

    def _day(self) -> date:
        return timezone.localdate() - timedelta(days=1 + int(500 * self.rng.random() ** 2))


@pytest.fixture
def homes(
    family: Family,
    lead_worker: Staff,
    supervisor: Staff,
    other_worker: Staff,
    other_supervisor: Staff,
    coast: Team,
) -> list[tuple[Family, Case, Staff]]:
    """Two families of two teams, each with a case open for a good while."""
    novak = families.create(name="Novak", team=coast, by=other_worker)
    mia = people.add(family=novak, by=other_worker, first_name="Mia", last_name="Novak", date_of_birth=date(2015, 3, 8))
    families.join(family=novak, person=mia, role="child", by=other_worker)
    return [
        (family, open_case(family, lead=lead_worker, co=None, by=supervisor, days_ago=900), lead_worker),
        (novak, open_case(novak, lead=other_worker, co=None, by=other_supervisor, days_ago=900), other_worker),
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_written_the_figures_kept_up_are_those_of_a_rebuild_and_open_onto_their_rows(
    seed: int, homes: list[tuple[Family, Case, Staff]], service_manager: Staff, east: Team, coast: Team
) -> None:
    chance = Chance(seed, homes, [east, coast], service_manager)
    computing.rebuild_all()
    done = []
    for step in range(45):
        done.append(chance.write())
        if step % 3 == 0:
            computing.recompute_stale()
    computing.recompute_stale()
    assert MetricRun.objects.of_everything().count() == 1, "kept up by small computations only"
    assert len(set(done)) >= 6
    assert_every_number_is_the_count_of_its_rows()
    assert_equal_to_a_rebuild()


def assert_every_number_is_the_count_of_its_rows() -> None:
    whole_from = known_from(held_since())
    standing = list(MetricSnapshot.objects.published().select_related("team"))
    assert len(standing) > 100
    for one in standing:
        metric = METRICS[one.metric]
        below = set(Team.objects.at_or_below(one.team).values_list("pk", flat=True))
        asked = Asked(below, Period(one.period, one.period_start, one.period_end), one.facet, whole_from)
        numbers = {"denominator": one.n, "numerator": one.numerator, "missing": one.missing, **one.parts}
        for part in metric.parts:
            assert metric.rows(part, asked).count() == numbers[part], (one, part)
