"""/outcomes/: what changed for the families of a team, and how sure we are."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from outcomes import dashboard
from outcomes.actions import figures
from outcomes.choices import Choice, ChoiceForm
from outcomes.permissions import can_compute_now, can_see_outcomes


@require_GET
def outcome_dashboard(request: StaffRequest) -> HttpResponse:
    require(can_see_outcomes(request.user))
    choice = Choice.read(request.user, request.GET)
    context = {
        "choice": choice,
        "form": ChoiceForm(choice),
        "board": dashboard.build(choice),
        "may_compute": can_compute_now(request.user),
    }
    return show(request, "outcomes/dashboard.html#figures", context)


@require_POST
def outcome_compute(request: StaffRequest) -> HttpResponse:
    job = figures.compute_now(by=request.user)
    return done(request, "computation-started", "The figures are being computed.", to=job.get_absolute_url())
