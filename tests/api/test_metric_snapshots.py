"""/api/v1/metric-snapshots/: for those who oversee teams, hidden and rounded as the export is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hampshire.audit.models import AuditEvent
from outcomes.computing import rebuild_all
from practice.actions import visits
from practice.facts import Seen, VisitFacts

URL = "/api/v1/metric-snapshots/"


@pytest.fixture
def figures(case, family, yusuf, lead_worker, other_family, other_worker):
    """22 visits of the East team with Yusuf seen, 14 of them alone; too few of the Coast team to be shown."""
    for number in range(22):
        log(family, lead_worker, Seen(yusuf.pk, seen_alone=number < 14), days_ago=1 + number)
    mia = other_family.members.get().person
    for number in range(3):
        log(other_family, other_worker, Seen(mia.pk, seen_alone=number < 1), days_ago=1 + number)
    rebuild_all()


def log(family, by, seen, *, days_ago):
    moment = timezone.now() - timedelta(days=days_ago)
    visits.log(family=family, by=by, facts=VisitFacts(happened_at=moment, account="We talked.", people=[seen]))


def of(client, **query):
    return client.get(URL, query).json()["results"]


def test_a_figure_comes_rounded_with_its_interval_definition_and_what_it_is_out_of(figures, supervisor, signed_in):
    [found] = of(signed_in(supervisor), metric="seen_alone")
    assert (found["team"], found["value"], found["unit"], found["n"]) == ("East team", 64, "%", 20)
    assert found["low"] < found["value"] < found["high"]
    assert found["definition"]
    assert found["why_hidden"] == ""


def test_small_numbers_are_hidden_and_cannot_be_worked_out_from_the_rest(figures, service_manager, signed_in):
    found = {one["team"]: one for one in of(signed_in(service_manager), metric="seen_alone")}
    south = found["South area"]
    assert (south["value"], south["low"], south["high"]) == (None, None, None)
    assert south["why_hidden"]
    assert all(one["n"] is None or one["n"] % 5 == 0 for one in found.values())


def test_figures_can_be_asked_for_by_team_and_month(figures, manager, east, signed_in):
    client = signed_in(manager)
    assert {one["team"] for one in of(client, team=str(east.pk))} == {"East team"}
    [before] = of(client, metric="seen_alone", team=str(east.pk), month="2015-01")
    assert (before["value"], before["n"]) == (None, 0)


def test_figures_of_teams_one_does_not_oversee_are_not_there(figures, supervisor, coast, signed_in):
    assert signed_in(supervisor).get(URL, {"team": str(coast.pk)}).status_code == 404


@pytest.mark.parametrize("who", ["lead_worker", "administrator", "auditor", "nobody"])
def test_only_those_who_oversee_see_figures(figures, who, signed_in, request):
    response = signed_in(request.getfixturevalue(who)).get(URL)
    assert response.status_code == 403
    assert response.json()["code"] == "permission_denied"


def test_taking_figures_is_recorded(figures, supervisor, signed_in):
    of(signed_in(supervisor))
    event = AuditEvent.objects.get(verb="outcome.exported")
    assert (event.by, event.channel) == (supervisor, "api")


def test_the_list_stays_within_the_dashboards_queries(
    figures, service_manager, signed_in, django_assert_max_num_queries
):
    client = signed_in(service_manager)
    with django_assert_max_num_queries(12):
        client.get(URL)
