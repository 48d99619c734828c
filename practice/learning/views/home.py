"""My learning, my team's, and the seven skills."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from hampshire.htmx import StaffRequest, show
from hampshire.permissions import require
from practice.learning import queries
from practice.learning.permissions import can_agree_competence, can_learn, can_read_toolkit, can_see_team
from practice.learning.skills import GROUPS


@require_GET
def home(request: StaffRequest) -> HttpResponse:
    require(can_learn(request.user))
    return show(request, "learning/home.html", {"learning": queries.my_learning(request.user)})


@require_GET
def team(request: StaffRequest) -> HttpResponse:
    """Who has an observation planned, for whoever is their nearest senior; by team, for a manager."""
    require(can_see_team(request.user))
    context = {
        "mates": queries.mates(request.user),
        "teams": queries.teams_seen(request.user),
        "agrees": can_agree_competence(request.user),
    }
    return show(request, "learning/team.html", context)


@require_GET
def skills(request: StaffRequest) -> HttpResponse:
    require(can_read_toolkit(request.user))
    return show(request, "learning/skills.html", {"groups": GROUPS})
