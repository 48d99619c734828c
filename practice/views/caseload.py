"""The caseload review: every family of the teams somebody oversees."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from hampshire.htmx import StaffRequest, show
from hampshire.permissions import require
from practice.actions import caseload as actions
from practice.caseload.permissions import can_review_caseload
from practice.caseload.review import MOST_PRINTED, review


@require_GET
def caseload_review(request: StaffRequest) -> HttpResponse:
    require(can_review_caseload(request.user))
    return show(request, "practice/caseload_review.html#caseload", {"review": review(request, request.user)})


@require_GET
def caseload_print(request: StaffRequest) -> HttpResponse:
    """The same list on one long page for paper, at most 500 families. That somebody took it along is recorded."""
    require(can_review_caseload(request.user))
    printed = review(request, request.user, printed=True)
    actions.take_along(families=len(printed.page), by=request.user)
    context = {"review": printed, "now": timezone.now(), "most": MOST_PRINTED}
    return show(request, "practice/caseload_review_print.html", context)
