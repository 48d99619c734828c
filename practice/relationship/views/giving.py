"""The family's own page: four taps about a visit, by a link and without a sign-in."""

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
from practice.relationship.queries import asking_by


@doors.by_link
@require_http_methods(["GET", "POST"])
def rating_give(request: HttpRequest, token: str) -> HttpResponse:
    """Nothing on it says whose visit, or that it is about this family: the link may be found by anybody."""
    by = request.user if request.user.is_authenticated else None
    require(can_give(by))
    asking = asking_by(token)
    if asking is None:
        return doors.spent(request)
    form = GiveForm(request.POST or None)
    if form.is_valid():
        try:
            ratings.give(by=by, token=token, answers=form.answers)
        except LinkIsSpent:
            return doors.spent(request)
        return show(request, "relationship/thanks.html", {"handed_over": _is_ours(asking), "back": _visit(asking)})
    context = {"form": form, "handed_over": _is_ours(asking)}
    return show(request, "relationship/give.html", context)


def _is_ours(asking: Asking) -> bool:
    return asking.how == Asking.How.DEVICE


def _visit(asking: Asking) -> str:
    """Where the worker goes on after signing in again: ids only, and behind the sign-in."""
    return reverse("practice:visit-detail", args=[asking.visit.family_id, asking.visit_id])
