"""Worries: all of a family's, one by itself, and what is done with one between visits."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.pages import family_page, form_page
from hampshire.htmx import StaffRequest, done
from hampshire.listing import Page
from practice.actions import worries
from practice.forms.noting import ExceptionForm, WorryForm
from practice.models import Worry
from practice.models.domain import by_domain
from practice.permissions import can_note
from practice.queries import WITH_STANDING, person_of, worry_file
from practice.views.noting import line_of, noted, noting, reword_page, reworded


@require_GET
def worry_list(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    page = Page.read(request, family.worries.standing().select_related("person").latest_first(), size=50)
    context = {"worries": page, "domains": by_domain(page), "may_note": can_note(request.user, family)}
    return family_page(request, family, "practice/worry_list.html#worries", context, opened="worries")


@require_GET
def worry_detail(request: StaffRequest, family_id: UUID, worry_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    context = {"file": worry_file(family, worry_id), "may_note": can_note(request.user, family)}
    return family_page(request, family, "practice/worry_detail.html", context, opened="worry")


@require_http_methods(["GET", "POST"])
def worry_reword(request: StaffRequest, family_id: UUID, worry_id: UUID) -> HttpResponse:
    about = noting(request.user, family_id)
    worry = get_object_or_404(about.family.worries.standing().select_related("person"), pk=worry_id)
    form = WorryForm(request.POST or None, people=about.people, also=worry.person, initial=line_of(worry))
    if form.is_valid():
        told = form.cleaned_data
        person = person_of(about.family, told["about"])
        worries.reword(worry=worry, by=request.user, text=told["text"], person=person, domain=told["domain"])
        return reworded(request, worry, worry.get_absolute_url())
    return reword_page(request, about, form, worry, worry.get_absolute_url())


@require_http_methods(["GET", "POST"])
def exception_tell(request: StaffRequest, family_id: UUID, worry_id: UUID) -> HttpResponse:
    """When did it not happen, and what was different?"""
    about = noting(request.user, family_id)
    worry = get_object_or_404(about.family.worries.standing(), pk=worry_id)
    form = ExceptionForm(request.POST or None, people=about.people, initial={"happened_on": timezone.localdate()})
    back = reverse("practice:worry-detail", args=[about.family.pk, worry.pk])
    if form.is_valid():
        told = form.cleaned_data
        told_by = person_of(about.family, told["told_by"])
        worries.tell_exception(worry=worry, by=request.user, text=told["text"], told_by=told_by, on=told["happened_on"])
        return done(request, "exception-told", "Kept. What was different then is where a plan can begin.", to=back)
    heading = "A time it did not happen"
    return form_page(request, about.family, form, heading=heading, intro=worry.text, submit="Keep this", cancel=back)


@require_POST
def exception_withdraw(request: StaffRequest, family_id: UUID, worry_id: UUID, exception_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    worry = get_object_or_404(family.worries.standing(), pk=worry_id)
    exception = get_object_or_404(worry.exceptions.standing(), pk=exception_id)
    worries.withdraw_exception(exception=exception, by=request.user)
    to = reverse("practice:worry-detail", args=[family.pk, worry.pk])
    return done(request, "exception-withdrawn", "Taken back.", to=to)


@require_http_methods(["GET", "POST"])
def worry_note(request: StaffRequest, family_id: UUID) -> HttpResponse:
    about = noting(request.user, family_id)
    form = WorryForm(request.POST or None, people=about.people)
    if form.is_valid():
        told = form.cleaned_data
        person = person_of(about.family, told["about"])
        worries.note(family=about.family, by=request.user, text=told["text"], person=person, domain=told["domain"])
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
