"""Visits: log one, read them, amend and withdraw."""

from dataclasses import replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import family_page, form_page, record_reading
from hampshire.htmx import StaffRequest, done
from hampshire.listing import Page as ListPage
from hampshire.permissions import require
from practice import balance, snapshots
from practice.actions import visits
from practice.drafting import DraftTicket
from practice.facts import VisitFacts
from practice.forms.page import defaults
from practice.forms.plainly import plain_lines
from practice.forms.reason import ReasonForm
from practice.forms.retelling import typed_from
from practice.forms.typed import Typed, read
from practice.models import Visit, Worry, WorryUpdate
from practice.models.draft import VISIT_AMEND, VISIT_LOG, Page
from practice.permissions import can_amend_visit, can_log_visit, can_withdraw_visit
from practice.queries import WITH_SHEET, WITH_SHEET_AND_VISIT, WITH_STANDING, draft_of
from practice.sheet import Sheet
from practice.views.writing import Writing


@require_http_methods(["GET", "POST"])
def visit_log(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    may_log = can_log_visit(request.user, family)
    if not may_log and request.method != "POST" and (left := draft_of(request.user, Page(family.pk, VISIT_LOG))):
        context = {"draft": left, "why": may_log.reason, "lines": plain_lines(Sheet.of(family), left.data)}
        return family_page(request, family, "practice/draft_left.html", context, opened="draft")
    require(may_log)

    def finish(ticket: DraftTicket, facts: VisitFacts) -> Visit:
        return visits.log(family=family, by=request.user, facts=facts, draft=ticket)

    writing = Writing(
        request=request,
        family=family,
        page=Page(family.pk, VISIT_LOG),
        url=reverse("practice:visit-log", args=[family.pk]),
        template="practice/visit_log.html",
        begin=defaults,
        finish=finish,
        finished_words="Visit logged.",
        offers_more=True,
        context={"after": family.get_absolute_url()},
    )
    if request.method == "POST":
        return writing.answer()
    record_reading(request, family)
    return writing.show()


@require_http_methods(["GET", "POST"])
def visit_amend(request: StaffRequest, family_id: UUID, visit_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_SHEET_AND_VISIT, visit_id=visit_id)
    visit = _visit_or_404(family, visit_id)
    require(can_amend_visit(request.user, visit))

    def finish(ticket: DraftTicket, facts: VisitFacts) -> Visit:
        reason = Typed(read(request.POST))["reason"]
        if visit.announced is None and facts.announced:  # never said, and still not: the page can only take it back
            facts = replace(facts, announced=None)
        return visits.amend(visit=visit, by=request.user, facts=facts, reason=reason, draft=ticket)

    writing = Writing(
        request=request,
        family=family,
        page=Page(family.pk, VISIT_AMEND, str(visit.pk)),
        url=reverse("practice:visit-amend", args=[family.pk, visit.pk]),
        template="practice/visit_amend.html",
        begin=lambda: typed_from(visit),
        finish=finish,
        finished_words="Visit changed. What it said before is kept below.",
        context={"visit": visit},
        asks_why=True,
    )
    if request.method == "POST":
        return writing.answer()
    record_reading(request, family)
    return writing.show()


@require_GET
def visit_list(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    page = ListPage.read(request, family.visits.with_people().latest_first(), size=20)
    context = {"visits": page, "may_log": can_log_visit(request.user, family)}
    return family_page(request, family, "practice/visit_list.html#visits", context, opened="visits")


@require_GET
def visit_detail(request: StaffRequest, family_id: UUID, visit_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    visit = _visit_or_404(family, visit_id, with_everything=True)
    context = {
        "visit": visit,
        "parts": _parts(visit),
        "amendments": snapshots.amendments(visit),
        "may_amend": can_amend_visit(request.user, visit),
        "may_withdraw": can_withdraw_visit(request.user, visit),
    }
    return family_page(request, family, "practice/visit_detail.html", context, opened="visit")


def _parts(visit: Visit) -> dict[str, object]:
    """What a visit's page shows of it: everybody's part, and everything told that its amendments left standing."""
    people, strengths, found = visit.people.all(), visit.told("sightings"), visit.told("worry_updates")
    worries = [one for one in found if isinstance(one, WorryUpdate) and one.state != Worry.State.RESOLVED]
    return {
        "people": people,
        "children_told": [part for part in people if part.account],
        "quotes": visit.told("quotes"),
        "strengths": strengths,
        "worries": found,
        "balance": balance.between(len(strengths), len(worries)),
        "ratings": visit.told("ratings"),
        "goals": visit.told("goals_set"),
        "done": visit.steps_done.all(),
        "next": visit.told("next_steps"),
        "exceptions": visit.told("worry_exceptions"),
        "decisions": visit.told("decision_reports"),
        "strained": visit.told("ruptures"),
        "mended": visit.repairs.all(),
        "tools": visit.told("tools_used"),
    }


@require_http_methods(["GET", "POST"])
def visit_withdraw(request: StaffRequest, family_id: UUID, visit_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    visit = _visit_or_404(family, visit_id)
    require(can_withdraw_visit(request.user, visit))

    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            visits.withdraw(visit=visit, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error("reason", refusal.messages)
        else:
            return done(request, "visit-withdrawn", "Visit withdrawn.", to=visit.get_absolute_url())
    return form_page(
        request,
        family,
        form,
        heading="Withdraw this visit",
        intro="It stays to be read, marked as withdrawn. Its quotes, ratings, strengths and worries no longer count.",
        submit="Withdraw it",
        cancel=visit.get_absolute_url(),
        warning=True,
    )


def _visit_or_404(family: Family, visit_id: UUID, *, with_everything: bool = False) -> Visit:
    found = family.visits.with_everything() if with_everything else family.visits.select_related("logged_by")
    visit = found.filter(pk=visit_id).first()
    if visit is None:
        raise Http404("No visit by that id is this family's.")
    visit.family = family  # with its standing, which permissions ask for
    return visit
