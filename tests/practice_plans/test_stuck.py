"""Stuck, not overdue: nothing moved in the last four visits. Supervision's agenda hears of it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Family
from hampshire.accounts.models import Staff
from practice.actions import goals, steps
from practice.agenda import raised_about
from practice.plans.actions import plans
from practice.plans.models import Plan
from practice.plans.movement import of_families
from practice.plans.panels import stuck
from tests.practice.life import visit
from tests.practice.pages import said
from tests.practice_plans.life import goal_of, make_plan, rate, step_of

pytestmark = pytest.mark.usefixtures("case")


@pytest.fixture
def plan(family: Family, lead_worker: Staff) -> Plan:
    return make_plan(family, lead_worker, days_ago=50)


def is_stuck(plan: Plan) -> bool:
    return bool([found for found in of_families([plan.family_id]) if found.is_stuck])


def visits(family: Family, by: Staff, *days: int) -> None:
    for ago in days:
        visit(family, by, days=ago)


def test_three_visits_without_movement_are_not_yet_stuck_and_four_are(
    family: Family, lead_worker: Staff, plan: Plan
) -> None:
    visits(family, lead_worker, 40, 30, 20)
    assert not is_stuck(plan)
    visits(family, lead_worker, 10)
    assert is_stuck(plan)


@pytest.mark.parametrize("what", ["an action done", "another rating", "a goal ended"])
def test_whatever_moves_in_the_last_four_visits_frees_it(
    what: str, family: Family, lead_worker: Staff, plan: Plan
) -> None:
    rate(plan, lead_worker, 4, 45)
    visits(family, lead_worker, 40, 30, 20, 10)
    assert is_stuck(plan)
    deeds: dict[str, Callable[[], object]] = {
        "an action done": lambda: steps.tick(step=step_of(plan, "Move"), by=lead_worker),
        "another rating": lambda: rate(plan, lead_worker, 5, 15),
        "a goal ended": lambda: goals.end(goal=goal_of(plan), by=lead_worker),
    }
    deeds[what]()
    assert not is_stuck(plan)


def test_the_same_rating_again_moves_nothing(family: Family, lead_worker: Staff, plan: Plan) -> None:
    rate(plan, lead_worker, 4, 45)
    visits(family, lead_worker, 40, 30, 20, 10)
    rate(plan, lead_worker, 4, 15)
    assert is_stuck(plan)


def test_a_stuck_plan_says_so_on_its_page_and_to_supervision(family: Family, lead_worker: Staff, plan: Plan) -> None:
    visits(family, lead_worker, 40, 30, 20, 10)
    client = Client()
    client.force_login(lead_worker)
    page = said(client.get(plan.get_absolute_url()))
    assert "This plan is stuck" in page
    assert "Nothing in it has moved in the last four visits" in page
    raised = [one for one in raised_about([family.pk]) if one.why == "stuck"]
    assert [one.url for one in raised] == [plan.get_absolute_url()]
    assert raised[0].text.startswith("plan is stuck: nothing in it has moved in the last four visits, since ")


def test_an_ended_plan_is_not_stuck(family: Family, lead_worker: Staff, plan: Plan) -> None:
    visits(family, lead_worker, 40, 30, 20, 10)
    plans.end(plan=plan, by=lead_worker, reason="family")
    assert not is_stuck(plan)


def test_many_families_cost_the_agenda_no_more_than_one(
    family: Family, other_family: Family, lead_worker: Staff, other_worker: Staff, plan: Plan
) -> None:
    make_plan(other_family, other_worker, days_ago=20)
    counts = []
    for ids in ([family.pk], [family.pk, other_family.pk]):
        with CaptureQueriesContext(connection) as asked:
            list(stuck(ids))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5
