"""My week: the home of a practitioner, and the choice of whom a visit was to."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from hampshire.htmx import StaffRequest, show
from hampshire.permissions import require
from practice.caseload.permissions import can_have_a_week
from practice.caseload.week import my_families, week


@require_GET
def my_week(request: StaffRequest) -> HttpResponse:
    require(can_have_a_week(request.user))
    return show(request, "practice/my_week.html", {"week": week(request.user)})


@require_GET
def visit_choose(request: StaffRequest) -> HttpResponse:
    """Which family was the visit to? Somebody with one family is not asked."""
    require(can_have_a_week(request.user))
    families = my_families(request.user)
    if len(families) == 1:
        return redirect("practice:visit-log", families[0].row.family_id)
    return show(request, "practice/visit_choose.html", {"families": families})
