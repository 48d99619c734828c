"""/outcomes/: what changed for the families of a team, and how sure we are."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hampshire import quick_forms
from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from outcomes import dashboard, drawn_cards
from outcomes.actions import figures
from outcomes.choices import Choice, ChoiceForm
from outcomes.metrics import METRICS
from outcomes.permissions import can_compute_now, can_see_outcomes


@require_GET
def outcome_dashboard(request: StaffRequest) -> HttpResponse:
    require(can_see_outcomes(request.user))
    choice = Choice.read(request.user, request.GET)
    form, board = ChoiceForm(choice), dashboard.build(choice)
    context = {
        "choice": choice,
        "form": form,
        "fields": quick_forms.drawn(form),
        "board": board,
        "cards": drawn_cards.drawn(board.bases),
        "may_compute": can_compute_now(request.user),
    }
    return show(request, "outcomes/dashboard.html#figures", context)


@require_GET
def outcome_months(request: StaffRequest, metric: str) -> HttpResponse:
    """The figures behind one metric's trend, each with its rows."""
    require(can_see_outcomes(request.user))
    choice = Choice.read(request.user, request.GET)
    found = METRICS.get(metric)
    if found is None:
        raise Http404("There is no such list.")
    if choice.month is None:  # nothing has been computed yet: the dashboard says so, and what to do
        return HttpResponseRedirect(reverse("outcomes:dashboard"))
    [card] = dashboard.build(choice, [found]).cards
    caption = f"{choice.team.name}, {card.months_label.lower()}, up to {choice.month:%B %Y}"
    return show(request, "outcomes/months.html#months", {"choice": choice, "card": card, "caption": caption})


@require_POST
def outcome_compute(request: StaffRequest) -> HttpResponse:
    job = figures.compute_now(by=request.user)
    return done(request, "computation-started", "The figures are being computed.", to=job.get_absolute_url())
