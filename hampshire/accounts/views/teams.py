"""Teams: for administrators."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from hampshire.accounts.actions import teams as actions
from hampshire.accounts.forms import TeamAmendForm, TeamForm
from hampshire.accounts.permissions import can_manage_staff
from hampshire.accounts.queries import people_in, team_or_404, team_tree
from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require


@require_GET
def team_list(request: StaffRequest) -> HttpResponse:
    require(can_manage_staff(request.user))
    with_closed = "closed" in request.GET
    context = {"branches": team_tree(with_closed=with_closed), "with_closed": with_closed}
    return show(request, "accounts/team_list.html", context)


@require_GET
def team_detail(request: StaffRequest, team_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.user))
    team = team_or_404(team_id)
    context = {"team": team, "people": people_in(team), "below": team.children.by_name()}
    return show(request, "accounts/team_detail.html", context)


@require_http_methods(["GET", "POST"])
def team_new(request: StaffRequest) -> HttpResponse:
    require(can_manage_staff(request.user))
    form = TeamForm(request.POST or None, initial={"parent": request.GET.get("below"), "kind": "team"})
    if form.is_valid():
        team = actions.create(by=request.user, **form.cleaned_data)
        return done(request, "team-created", f"{team} is there.", to=team.get_absolute_url())
    return show(request, "accounts/team_form.html#form", {"form": form})


@require_http_methods(["GET", "POST"])
def team_amend(request: StaffRequest, team_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.user))
    team = team_or_404(team_id)
    form = TeamAmendForm(request.POST or None, team=team)
    if form.is_valid():
        actions.amend(team=team, by=request.user, **form.cleaned_data)
        return done(request, "team-amended", "Changed.", to=team.get_absolute_url())
    return show(request, "accounts/team_form.html#form", {"form": form, "team": team})
