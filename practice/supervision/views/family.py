"""Supervision in a family's record: the tab, its paper, and what is done about a decision outside a visit."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import family_page, form_page
from cases.permissions import can_work_with_family
from hampshire.audit.models import AuditEvent
from hampshire.htmx import StaffRequest, done
from hampshire.listing import Page
from hampshire.pdf import download, typeset
from hampshire.permissions import require
from practice.actions import decisions
from practice.models import Decision
from practice.permissions import can_close_decision, can_give_decision, can_withdraw_decision, case_opened_on
from practice.queries import WITH_STANDING
from practice.supervision import record
from practice.supervision.forms.writing import CloseForm, GiveForm
from practice.supervision.queries import who_may_do_it

VISITS_OFFERED = 10


@require_GET
def family_supervision(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """What the record says: decisions, and what was noted for the record. Never what was thought aloud."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    page = Page.read(request, record.items_on_record(family), size=30)
    decided = record.open_first(list(record.decisions_of(family)[:100]))
    still_open = [one for one in decided if one.closed_at is None]
    context = {
        "page": page,
        "supervisions": record.recorded(page.rows),
        "decisions": decided,
        "left": _left_with_nobody(family, still_open),
        "no_visit_will_come": bool(still_open) and not case_opened_on(request.user, family),
        "may_see_to_it": can_work_with_family(request.user, family),
        "user_id": request.user.pk,
        "oversees": request.user.oversees(family.team_id),
    }
    return family_page(request, family, "supervision/family_supervision.html", context)


def _left_with_nobody(family: Family, still_open: "list[Decision]") -> set[UUID]:
    """Those given to somebody who does not work with the family any more. One query, where any was given."""
    given = {one.owner_id for one in still_open if one.owner_id}
    here = {staff.pk for staff in who_may_do_it(family)} if given else set()
    return {one.pk for one in still_open if one.owner_id and one.owner_id not in here}


@require_GET
def family_supervision_print(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """The same as a PDF."""
    family = get_family_or_404(request.user, family_id)
    AuditEvent.record_read("supervision.printed", by=request.user, family=family)
    return download(typeset("supervision", record.on_paper(family)), f"Supervision {family.title}")


@require_http_methods(["GET", "POST"])
def decision_close(request: StaffRequest, family_id: UUID, decision_id: UUID) -> HttpResponse:
    """Say what became of a decision that no visit closed."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    decision = get_object_or_404(family.decisions.standing(), pk=decision_id)
    decision.family = family
    require(can_close_decision(request.user, decision))
    visits = list(decision.visits_since().select_related("logged_by")[:VISITS_OFFERED])
    form = CloseForm(request.POST if request.method == "POST" else None, visits=visits)
    back = reverse("supervision:family-supervision", args=[family.pk])
    if form.is_valid():
        decisions.close(decision=decision, by=request.user, **form.cleaned_data)
        return done(request, "decision-closed", "Closed.", to=back)
    return form_page(
        request,
        family,
        form,
        heading="Close a decision",
        submit="Close it",
        cancel=back,
        intro=f"“{decision.text}”. The next visit’s page closes it as well. Close it here when it was done already, or "
        "is no longer needed.",
    )


@require_http_methods(["GET", "POST"])
def decision_give(request: StaffRequest, family_id: UUID, decision_id: UUID) -> HttpResponse:
    """Give it to somebody else to do, or another day."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    decision = get_object_or_404(family.decisions.standing(), pk=decision_id)
    decision.family = family
    require(can_give_decision(request.user, decision))
    initial = {"owner": str(decision.owner_id or ""), "due_on": decision.due_on}
    given = request.POST if request.method == "POST" else None
    form = GiveForm(given, people=who_may_do_it(family), initial=initial)
    back = reverse("supervision:family-supervision", args=[family.pk])
    if form.is_valid():
        decisions.give(decision=decision, by=request.user, **form.cleaned_data)
        return done(request, "decision-given", "Kept. It stands in their week.", to=back)
    intro = f"“{decision.text}”. It stays what was decided; who does it and by when can change."
    return form_page(
        request, family, form, heading="Who does it, and by when", submit="Keep it", cancel=back, intro=intro
    )


@require_POST
def decision_withdraw(request: StaffRequest, family_id: UUID, decision_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    decision = get_object_or_404(family.decisions.standing(), pk=decision_id)
    decision.family = family
    require(can_withdraw_decision(request.user, decision))
    decisions.withdraw(decision=decision, by=request.user)
    back = reverse("supervision:family-supervision", args=[family.pk])
    return done(request, "decision-withdrawn", "Taken back.", to=back)
