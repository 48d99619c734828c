"""The caseload review: every family of the teams somebody oversees."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hampshire.accounts.actions import saved_views
from hampshire.accounts.forms import SaveViewForm
from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from practice.actions import caseload as actions
from practice.caseload.permissions import can_review_caseload
from practice.caseload.review import MOST_PRINTED, PAGE, kept_query, review


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


@require_POST
def view_save(request: StaffRequest) -> HttpResponse:
    """Keep what the list is narrowed to under a name."""
    require(can_review_caseload(request.user))
    form = SaveViewForm(request.POST, user=request.user, page=PAGE)
    query = kept_query(QueryDict(request.POST.get("query", "")))
    if not form.is_valid():
        messages.error(request, form.problem)
        return redirect(f"{reverse(PAGE)}?{query}")
    view = saved_views.save(page=PAGE, by=request.user, name=form.cleaned_data["name"], query=query)
    return done(request, "view-saved", f"“{view}” is kept above the list.", to=f"{reverse(PAGE)}?{query}")


@require_POST
def view_forget(request: StaffRequest, view_id: UUID) -> HttpResponse:
    require(can_review_caseload(request.user))
    view = get_object_or_404(request.user.saved_views, pk=view_id)
    saved_views.forget(view=view, by=request.user)
    return done(request, "view-forgotten", f"“{view}” is forgotten.", to=f"{reverse(PAGE)}?{view.query}")
