"""The family's own page: four taps about a visit, by a link and without a sign-in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hampshire.htmx import show
from hampshire.links import doors
from hampshire.links.actions.links import LinkIsSpent
from hampshire.permissions import require
from practice.relationship.actions import ratings
from practice.relationship.forms.rating import GiveForm
from practice.relationship.models import Asking
from practice.relationship.permissions import can_give
from practice.relationship.queries import answered_just_now, asking_by, offered_wordings
from practice.relationship.wording import ENGLISH, words_of


@doors.by_link
@require_http_methods(["GET", "POST"])
def rating_give(request: HttpRequest, token: str) -> HttpResponse:
    """Nothing on it says whose visit, or that it is about this family: the link may be found by anybody."""
    by = request.user if request.user.is_authenticated else None
    require(can_give(by))
    page = _in_their_language(request)
    form = GiveForm(request.POST or None, words=page["words"])
    asking = asking_by(token)
    if asking is None:
        return _spent(request, token, form, page)
    if form.is_valid():
        try:
            ratings.give(by=by, token=token, answers=form.answers)
        except LinkIsSpent:
            return _spent(request, token, form, page)
        return _thanks(request, asking, page)
    return show(request, "relationship/give.html", {**page, "form": form})


def _in_their_language(request: HttpRequest) -> dict[str, Any]:
    """The words of the page, and the others it can be read in. The choice is in the address, and kept nowhere."""
    offered = offered_wordings()
    chosen = next((one for one in offered if one.language == request.GET.get("in")), None)
    words = words_of(chosen) if chosen else ENGLISH
    return {"words": words, "say": words.sentences, "offered": offered, "chosen": chosen}


def _thanks(request: HttpRequest, asking: Asking, page: dict[str, Any]) -> HttpResponse:
    context = {**page, "handed_over": asking.how == Asking.How.DEVICE, "back": _visit(asking)}
    return show(request, "relationship/thanks.html", context)


def _spent(request: HttpRequest, token: str, form: GiveForm, page: dict[str, Any]) -> HttpResponse:
    """A second tap on Send reaches us after the first: to whoever tapped, their answer has arrived."""
    asking = answered_just_now(token, form.answers) if form.is_valid() else None
    return _thanks(request, asking, page) if asking else doors.spent(request)


def _visit(asking: Asking) -> str:
    """Where the worker goes on after signing in again: ids only, and behind the sign-in."""
    return reverse("practice:visit-detail", args=[asking.visit.family_id, asking.visit_id])
