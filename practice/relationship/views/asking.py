"""Ask somebody of a family how a visit was: hand the device over, make a link, or copy what they wrote on paper."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.models import Family, Person
from cases.pages import family_page
from hampshire.htmx import StaffRequest, done
from hampshire.links import doors
from hampshire.permissions import require
from practice.models import Visit
from practice.queries import WITH_STANDING
from practice.relationship.actions import askings, ratings
from practice.relationship.forms.asking import AskForm
from practice.relationship.forms.rating import EnterForm
from practice.relationship.models import Asking
from practice.relationship.permissions import can_ask, can_enter
from practice.relationship.queries import (
    asking_or_404,
    offered_wordings,
    people_to_ask,
    rating_or_404,
    said_of_visit,
    visit_or_404,
)


@require_http_methods(["GET", "POST"])
def rating_ask(request: StaffRequest, family_id: UUID, visit_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    visit = visit_or_404(family, visit_id)
    require(can_ask(request.user, visit))
    people, told = _whom(visit)
    form = AskForm(request.POST or None, people=people, told=told)
    if form.is_valid():
        if form.cleaned_data["how"] == AskForm.PAPER:
            whose = urlencode({"who": form.cleaned_data["who"], "voice": form.cleaned_data["voice"]})
            return HttpResponseRedirect(f"{_address('rating-enter', visit)}?{whose}")
        try:
            return _ask(request, family, visit, form)
        except ValidationError as refusal:
            form.add_error("who", refusal.messages)
    context = {"form": form, "visit": visit, "offered": offered_wordings()}
    return family_page(request, family, "relationship/ask.html", context)


def _ask(request: StaffRequest, family: Family, visit: Visit, form: AskForm) -> HttpResponse:
    """The link as a picture and in letters, told once; or the family's page itself, with the worker signed out."""
    asking, token = askings.ask(visit=visit, by=request.user, whose=form.whose, how=form.cleaned_data["how"])
    path = reverse("relationship:rating-give", args=[token])
    if asking.how == Asking.How.DEVICE:
        # So that whoever holds the device can open nothing of anybody's record, and reads no message meant for us.
        list(messages.get_messages(request))
        logout(request)
        return HttpResponseRedirect(path)
    url = request.build_absolute_uri(path)
    context = {"visit": visit, "asking": asking, "url": url, "code": doors.qr_code(url)}
    return family_page(request, family, "relationship/link.html", context)


@require_http_methods(["GET", "POST"])
def rating_enter(request: StaffRequest, family_id: UUID, visit_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    visit = visit_or_404(family, visit_id)
    require(can_enter(request.user, visit))
    people, told = _whom(visit)
    begin = {"said_on": visit.happened_on, **{name: request.GET.get(name, "") for name in ("who", "voice")}}
    form = EnterForm(request.POST or None, people=people, told=told, initial=begin)
    if form.is_valid():
        said_on = form.cleaned_data["said_on"]
        try:
            ratings.enter(visit=visit, by=request.user, whose=form.whose, answers=form.answers, said_on=said_on)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return done(request, "rating-entered", "Copied from paper.", to=visit.get_absolute_url())
    return family_page(request, family, "relationship/enter.html", {"form": form, "visit": visit})


@require_POST
def asking_withdraw(request: StaffRequest, family_id: UUID, asking_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    asking = asking_or_404(family, asking_id)
    askings.withdraw(asking=asking, by=request.user)
    return done(request, "asking-withdrawn", "The link opens nothing any more.", to=_detail(family))


@require_POST
def rating_withdraw(request: StaffRequest, family_id: UUID, rating_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    rating = rating_or_404(family, rating_id)
    ratings.withdraw(rating=rating, by=request.user)
    return done(request, "rating-withdrawn", "Taken back. It counts no longer.", to=_detail(family))


def _whom(visit: Visit) -> tuple[list[Person], set[Any]]:
    """Who may be asked, and the ids of those who have said it already."""
    given, _ = said_of_visit(visit)
    return people_to_ask(visit), {rating.person_id for rating in given}


def _address(name: str, visit: Visit) -> str:
    return reverse(f"relationship:{name}", args=[visit.family_id, visit.pk])


def _detail(family: Family) -> str:
    return reverse("relationship:relationship-detail", args=[family.pk])
