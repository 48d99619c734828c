"""Strengths: all of a family's, and what is done with one between visits."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.pages import family_page, form_page
from hampshire.htmx import StaffRequest
from hampshire.listing import Page
from practice.actions import strengths
from practice.forms.noting import StrengthForm
from practice.permissions import can_note
from practice.queries import WITH_STANDING, person_of
from practice.views.noting import noted, noting


@require_GET
def strength_list(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    page = Page.read(request, family.strengths.standing().with_sightings().select_related("person"), size=50)
    context = {"strengths": page, "may_note": can_note(request.user, family)}
    return family_page(request, family, "practice/strength_list.html#strengths", context, opened="strengths")


@require_http_methods(["GET", "POST"])
def strength_notice(request: StaffRequest, family_id: UUID) -> HttpResponse:
    about = noting(request.user, family_id)
    form = StrengthForm(request.POST or None, people=about.people)
    if form.is_valid():
        person = person_of(about.family, form.cleaned_data["about"])
        strengths.notice(family=about.family, by=request.user, text=form.cleaned_data["text"], person=person)
        return noted(request, about.family, "strength-noticed", "Strength added.")
    return form_page(
        request, about.family, form, heading="Add a strength", submit="Add this strength", cancel=about.back
    )


@require_POST
def strength_resight(request: StaffRequest, family_id: UUID, strength_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    strength = get_object_or_404(family.strengths.standing(), pk=strength_id)
    strengths.resight(strength=strength, by=request.user)
    return noted(request, family, "strength-resighted", "Seen again, and kept.")


@require_POST
def strength_withdraw(request: StaffRequest, family_id: UUID, strength_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    strength = get_object_or_404(family.strengths.standing(), pk=strength_id)
    strengths.withdraw(strength=strength, by=request.user)
    return noted(request, family, "strength-withdrawn", "Strength taken back.")
