"""Supervision as lists: one's own, the team's, the decisions behind a share, and how often it should be."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hampshire.accounts.line import Supervisee, can_be_supervised_by, supervisees_of
from hampshire.accounts.models import OVERSEEING_ROLES, Role
from hampshire.htmx import StaffRequest, done, show, wants_fragment
from hampshire.listing import Page
from hampshire.permissions import require
from practice.supervision import queries
from practice.supervision.actions import policies
from practice.supervision.forms.planning import RoleDaysForm, WorkerDaysForm
from practice.supervision.permissions import can_have_supervision, can_see_team, can_set_policy
from practice.supervision.rhythm import kept_by_team, own_policies, policies_by_role, rhythms_of, standings
from practice.supervision.soon import soon


@require_GET
def supervision_list(request: StaffRequest) -> HttpResponse:
    """What is coming, what is due, what is to be agreed, and what was."""
    require(can_have_supervision(request.user))
    leads = request.user.has_role(*OVERSEEING_ROLES)
    context = {
        "coming": queries.coming(request.user),
        "to_agree": queries.to_agree(request.user),
        "rhythms": rhythms_of(request.user),
        "decisions": queries.my_decisions(request.user).select_related("family")[:50],
        "over": Page.read(request, queries.over(request.user), size=20),
        "reached": queries.share_reached(request.user) if leads else None,
        "leads": leads,
    }
    return show(request, "supervision/supervision_list.html", context)


@require_GET
def supervision_team(request: StaffRequest) -> HttpResponse:
    """Whose supervision is due, for whoever supervises them; and by team, for a manager: never a figure of a worker.

    Its fragment stands above my team.
    """
    require(can_see_team(request.user))
    mine = supervisees_of(request.user)
    below = can_be_supervised_by(request.user) if request.user.has_role(Role.MANAGER) else []
    workers = [Supervisee(one.staff, one.team, one.role) for one in below if one.role == Role.PRACTITIONER]
    found = standings(mine)
    context = {
        "standings": found,
        "soon": soon(request.user, found),
        "above": wants_fragment(request),
        "teams": kept_by_team(workers) if workers and not wants_fragment(request) else [],
    }
    return show(request, "supervision/supervision_team.html#soon", context)


@require_GET
def decision_list(request: StaffRequest) -> HttpResponse:
    """The decisions behind the share that reached a visit."""
    require(can_see_team(request.user))
    which = request.GET.get("which", "all")
    which = which if which in queries.WHICH else "all"
    here = reverse("supervision:decision-list")
    context = {
        "decisions": Page.read(request, queries.decisions_behind(request.user, which), size=50),
        "reached": queries.share_reached(request.user),
        "which": which,
        "choices": [(word, f"{here}?which={key}", key == which) for key, word in queries.WHICH.items()],
    }
    return show(request, "supervision/decision_list.html", context)


@require_http_methods(["GET", "POST"])
def policy(request: StaffRequest) -> HttpResponse:
    """How often supervision should be, by role."""
    require(can_set_policy(request.user))
    form = RoleDaysForm(request.POST or None, initial=policies_by_role())
    if form.is_valid():
        for role, kind, days in form.changed():
            policies.set_for_role(role=role, kind=kind, every_days=days, by=request.user)
        return done(request, "policy-set", "Kept. Due dates follow from today.", to=request.path)
    return _policies(request, form, WorkerDaysForm())


@require_POST
def policy_of_worker(request: StaffRequest) -> HttpResponse:
    """Somebody's own rhythm."""
    require(can_set_policy(request.user))
    form = WorkerDaysForm(request.POST)
    if form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "email"}
        policies.set_for_worker(worker=form.cleaned_data["email"], by=request.user, **told)
        return done(request, "policy-set", "Kept.", to=reverse("supervision:policy"))
    return _policies(request, RoleDaysForm(initial=policies_by_role()), form)


@require_POST
def policy_let_go(request: StaffRequest, policy_id: UUID) -> HttpResponse:
    require(can_set_policy(request.user))
    found = get_object_or_404(own_policies(), pk=policy_id)
    policies.let_go(policy=found, by=request.user)
    return done(request, "policy-set", "Their role’s rhythm holds for them again.", to=reverse("supervision:policy"))


def _policies(request: StaffRequest, by_role: RoleDaysForm, by_worker: WorkerDaysForm) -> HttpResponse:
    context = {"by_role": by_role, "by_worker": by_worker, "own": own_policies()}
    return show(request, "supervision/policy.html", context)
