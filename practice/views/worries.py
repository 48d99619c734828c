"""Worries: all of a family's, and what is done with one between visits."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.pages import family_page, form_page
from hampshire.htmx import StaffRequest
from hampshire.listing import Page
from practice.actions import worries
from practice.forms.noting import WorryForm
from practice.models import Worry
from practice.permissions import can_note
from practice.queries import WITH_STANDING, person_of
from practice.views.noting import noted, noting


@require_GET
def worry_list(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    page = Page.read(request, family.worries.standing().select_related("person").latest_first(), size=50)
    context = {"worries": page, "may_note": can_note(request.user, family), "states": Worry.State.choices}
    return family_page(request, family, "practice/worry_list.html#worries", context, opened="worries")


@require_http_methods(["GET", "POST"])
def worry_note(request: StaffRequest, family_id: UUID) -> HttpResponse:
    about = noting(request.user, family_id)
    form = WorryForm(request.POST or None, people=about.people)
    if form.is_valid():
        person = person_of(about.family, form.cleaned_data["about"])
        worries.note(family=about.family, by=request.user, text=form.cleaned_data["text"], person=person)
        return noted(request, about.family, "worry-noted", "Worry added.")
    return form_page(request, about.family, form, heading="Add a worry", submit="Add this worry", cancel=about.back)


@require_POST
def worry_change_state(request: StaffRequest, family_id: UUID, worry_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    worry = get_object_or_404(family.worries.standing(), pk=worry_id)
    state = request.POST.get("state", "")
    if state not in Worry.State.values:
        raise BadRequest("A worry is live, easing or resolved.")
    worries.change_state(worry=worry, by=request.user, state=state)
    return noted(request, family, "worry-state-found", f"“{worry.text}” is {Worry.State(state).label.lower()} now.")


@require_POST
def worry_withdraw(request: StaffRequest, family_id: UUID, worry_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    worry = get_object_or_404(family.worries.standing(), pk=worry_id)
    worries.withdraw(worry=worry, by=request.user)
    return noted(request, family, "worry-withdrawn", "Worry taken back.")
