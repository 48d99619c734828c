"""Strengths: all of a family's, one by itself, and what is done with one between visits."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import family_page, form_page
from hampshire.htmx import StaffRequest, done
from hampshire.listing import Page
from practice.actions import goals, strengths
from practice.forms.noting import StrengthForm
from practice.models import Strength
from practice.models.domain import by_domain
from practice.permissions import can_note
from practice.queries import WITH_STANDING, person_of, strength_file
from practice.views.noting import line_of, noted, noting, reword_page, reworded


@require_GET
def strength_list(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """Those that hold, under the part of life they are about; those that were true once below."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    page = Page.read(request, family.strengths.standing().with_sightings().select_related("person"), size=50)
    context = {
        "strengths": page,
        "domains": by_domain(one for one in page if one.faded_on is None),
        "faded": [one for one in page if one.faded_on],
        "may_note": can_note(request.user, family),
    }
    return family_page(request, family, "practice/strength_list.html#strengths", context, opened="strengths")


@require_GET
def strength_detail(request: StaffRequest, family_id: UUID, strength_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    context = {"file": strength_file(family, strength_id), "may_note": can_note(request.user, family)}
    return family_page(request, family, "practice/strength_detail.html", context, opened="strength")


@require_http_methods(["GET", "POST"])
def strength_notice(request: StaffRequest, family_id: UUID) -> HttpResponse:
    about = noting(request.user, family_id)
    form = StrengthForm(request.POST or None, people=about.people)
    if form.is_valid():
        told = form.cleaned_data
        person = person_of(about.family, told["about"])
        strengths.notice(family=about.family, by=request.user, text=told["text"], person=person, domain=told["domain"])
        return noted(request, about.family, "strength-noticed", "Strength added.")
    return form_page(
        request, about.family, form, heading="Add a strength", submit="Add this strength", cancel=about.back
    )


@require_http_methods(["GET", "POST"])
def strength_reword(request: StaffRequest, family_id: UUID, strength_id: UUID) -> HttpResponse:
    about = noting(request.user, family_id)
    strength = get_object_or_404(about.family.strengths.standing().select_related("person"), pk=strength_id)
    form = StrengthForm(request.POST or None, people=about.people, also=strength.person, initial=line_of(strength))
    if form.is_valid():
        told = form.cleaned_data
        person = person_of(about.family, told["about"])
        strengths.reword(strength=strength, by=request.user, text=told["text"], person=person, domain=told["domain"])
        return reworded(request, strength, strength.get_absolute_url())
    return reword_page(request, about, form, strength, strength.get_absolute_url())


@require_POST
def strength_resight(request: StaffRequest, family_id: UUID, strength_id: UUID) -> HttpResponse:
    family, strength = _strength(request, family_id, strength_id)
    strengths.resight(strength=strength, by=request.user)
    return noted(request, family, "strength-resighted", "Seen again, and kept.")


@require_POST
def strength_fade(request: StaffRequest, family_id: UUID, strength_id: UUID) -> HttpResponse:
    """Asked "still true?": not any more. The list it leads to has the way back."""
    family, strength = _strength(request, family_id, strength_id)
    strengths.fade(strength=strength, by=request.user)
    words = "Kept as something that was true once. You can undo that under “No longer”."
    return done(request, "strength-faded", words, to=reverse("practice:strength-list", args=[family.pk]))


@require_POST
def strength_revive(request: StaffRequest, family_id: UUID, strength_id: UUID) -> HttpResponse:
    family, strength = _strength(request, family_id, strength_id)
    strengths.revive(strength=strength, by=request.user)
    return done(
        request, "strength-revived", "It holds after all.", to=reverse("practice:strength-list", args=[family.pk])
    )


@require_POST
def strength_lean(request: StaffRequest, family_id: UUID, strength_id: UUID, goal_id: UUID) -> HttpResponse:
    """Whether that goal leans on this strength: `leans` blank says that it does not any more."""
    family, strength = _strength(request, family_id, strength_id)
    about: dict[str, Any] = {
        "goal": get_object_or_404(family.goals.standing(), pk=goal_id), "strength": strength, "by": request.user
    }  # fmt: skip
    to = reverse("practice:strength-detail", args=[family.pk, strength.pk])
    if request.POST.get("leans", "1"):
        goals.lean(**about)
        return done(request, "goal-leaned", "That goal leans on it.", to=to)
    goals.lean_no_more(**about)
    return done(request, "goal-leaned-no-more", "That goal does not lean on it any more.", to=to)


@require_POST
def strength_withdraw(request: StaffRequest, family_id: UUID, strength_id: UUID) -> HttpResponse:
    family, strength = _strength(request, family_id, strength_id)
    strengths.withdraw(strength=strength, by=request.user)
    return noted(request, family, "strength-withdrawn", "Strength taken back.")


def _strength(request: StaffRequest, family_id: UUID, strength_id: UUID) -> tuple[Family, Strength]:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    return family, get_object_or_404(family.strengths.standing(), pk=strength_id)
