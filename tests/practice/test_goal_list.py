"""All goals of a family: those they work on, those that ended, and one taken up again with its ratings."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions import cases
from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.actions import goals
from practice.models import Goal
from tests.practice.pages import said

pytestmark = pytest.mark.usefixtures("case")


def at(name: str, *ids: object) -> str:
    return reverse(f"practice:{name}", args=ids)


@pytest.fixture
def client(lead_worker: Staff, signed_in: Callable[[Staff], Client]) -> Client:
    return signed_in(lead_worker)


@pytest.fixture
def goal(family: Family, lead_worker: Staff, yusuf: Person) -> Goal:
    goal = goals.agree(family=family, by=lead_worker, text="School every day", whose=yusuf)
    goals.rate(goal=goal, by=lead_worker, voice="child", score=4, person=yusuf)
    return goal


def test_a_goal_ended_by_mistake_is_taken_up_again_with_its_ratings(client: Client, family: Family, goal: Goal) -> None:
    ended = client.post(at("goal-end", family.pk, goal.pk), follow=True)
    over = said(ended).partition("Reached or ended")[2]
    assert "“School every day”" in over
    assert "Yusuf 4" in over
    back = client.post(at("goal-reopen", family.pk, goal.pk), follow=True)
    assert "Taken up again, with its ratings." in said(back)
    assert "Reached or ended" not in said(back)
    goal.refresh_from_db()
    assert goal.ended_on is None
    assert goal.ratings.standing().count() == 1
    story = said(client.get(reverse("cases:story", args=[family.pk])))
    assert "Goal taken up again: “School every day”" in story


def test_taking_up_what_never_ended_tells_nothing(client: Client, family: Family, goal: Goal) -> None:
    client.post(at("goal-reopen", family.pk, goal.pk))
    assert not AuditEvent.objects.filter(verb="goal.reopened").exists()


def test_once_the_case_is_closed_no_goal_is_taken_up(
    client: Client, family: Family, goal: Goal, case: Case, lead_worker: Staff, supervisor: Staff
) -> None:
    goals.end(goal=goal, by=lead_worker)
    cases.close(case=case, reason="RC8", by=supervisor)
    page = said(client.get(at("goal-list", family.pk)))
    assert "“School every day”" in page
    assert "Take it up again" not in page
    assert client.post(at("goal-reopen", family.pk, goal.pk)).status_code == 403


def test_another_family_s_goal_is_not_here(
    client: Client, family: Family, other_family: Family, other_worker: Staff
) -> None:
    foreign = goals.agree(family=other_family, by=other_worker, text="Not theirs")
    assert client.post(at("goal-reopen", family.pk, foreign.pk)).status_code == 404
    assert "Not theirs" not in said(client.get(at("goal-list", family.pk)))


def test_many_goals_cost_no_more_than_one(
    client: Client, family: Family, goal: Goal, lead_worker: Staff, dana: Person
) -> None:
    url, counts = at("goal-list", family.pk), []
    client.get(url)
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
        for number in range(5):
            more = goals.agree(family=family, by=lead_worker, text=f"Goal {number}")
            goals.rate(goal=more, by=lead_worker, voice="parent", score=5, person=dana)
            goals.reword(goal=more, by=lead_worker, text=f"Goal {number} again", whose=None, domain="other")
    assert counts[0] == counts[1]
