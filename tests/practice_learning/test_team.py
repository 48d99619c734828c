"""What a senior sees of observations: that there are some, and nothing of what they found."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from cases.models import Case
from hampshire.accounts.models import Staff
from practice.learning.actions import observations
from practice.learning.models import Observation
from practice.learning.queries import mates, teams_seen

SignIn = Callable[[Staff], Client]


def test_a_supervisor_sees_who_has_one_planned_by_name_and_nothing_of_what_was_found(
    signed_in: SignIn, both_scored: Observation, supervisor: Staff, lead_worker: Staff, co_worker: Staff
) -> None:
    day = timezone.localdate() + timedelta(days=4)
    observations.plan(by=co_worker, worker=co_worker, observer=lead_worker, planned_for=day)
    found = mates(supervisor)
    assert [one.who.staff for one in found] == [lead_worker, co_worker], "by name, and in no other order"
    assert [(one.planned, one.seen) for one in found] == [(None, 1), (day, 0)]
    text = signed_in(supervisor).get("/learning/team/").content.decode()
    assert "I talked too much." not in text
    assert "sort=" not in text


def test_a_manager_sees_teams_and_no_practitioner(
    signed_in: SignIn, both_scored: Observation, supervisor: Staff, manager: Staff, lead_worker: Staff
) -> None:
    assert [(one.name, one.people, one.seen, one.planned) for one in teams_seen(manager)] == [("East team", 2, 1, 0)]
    text = signed_in(manager).get("/learning/team/").content.decode()
    assert lead_worker.name not in text
    assert supervisor.name in text, "whose nearest senior the manager is"


def test_a_practitioner_has_no_team_page(signed_in: SignIn, case: Case, lead_worker: Staff) -> None:
    assert signed_in(lead_worker).get("/learning/team/").status_code == 403
