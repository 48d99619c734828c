"""/families/<family_id>/case/: who works with the family, where each child stands, and how it ends."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actions import cases
from cases.forms.cases import AllocateForm, CloseForm, NeedForm, PathwayForm, TransferForm
from cases.forms.people import EndForm
from cases.gate import get_family_or_404
from cases.models import Case, Family
from cases.pages import family_page, form_page
from cases.permissions import can_allocate, can_change_pathway, can_close_case, can_reopen_case
from cases.queries.cases import CasePage, teams_to_transfer_to
from hampshire.htmx import StaffRequest, done
from hampshire.permissions import require


def _case_url(family: Family) -> str:
    return reverse("cases:case-detail", args=[family.pk])


def _latest_case(family: Family) -> Case:
    """The open case, else the one closed last."""
    case = family.cases.open_first().first()
    if case is None:
        raise Http404("This family has no case yet.")
    return case


@require_GET
def case_detail(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    page = CasePage(request.user, family)
    return family_page(request, family, "cases/case_detail.html", {"page": page})


@require_http_methods(["GET", "POST"])
def case_allocate(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    case = _latest_case(family)
    require(can_allocate(request.user, case))
    form = AllocateForm(request.POST or None, user=request.user, case=case)
    if form.is_valid():
        allocation = cases.allocate(case=case, by=request.user, **form.cleaned_data)
        said = f"{allocation.worker.name} is their {allocation.get_role_display().lower()}."
        return done(request, "case-allocated", said, to=_case_url(family))
    return form_page(
        request,
        family,
        form,
        heading="Allocate",
        submit="Allocate",
        cancel=_case_url(family),
        intro="A new lead worker takes over from the one before on that day. Listed: people in teams you oversee.",
    )


@require_http_methods(["GET", "POST"])
def allocation_end(request: StaffRequest, family_id: UUID, allocation_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    case = _latest_case(family)
    require(can_allocate(request.user, case))
    allocation = get_object_or_404(case.allocations.current().with_workers(), pk=allocation_id)
    form = EndForm(request.POST or None, began_on=allocation.starts_on)
    if form.is_valid():
        cases.end_allocation(allocation=allocation, by=request.user, ends_on=form.cleaned_data["ends_on"])
        return done(request, "allocation-ended", f"{allocation.worker.name} has ended.", to=_case_url(family))
    return form_page(
        request,
        family,
        form,
        heading=f"{allocation.worker.name} ends as {allocation.get_role_display().lower()}",
        submit="End",
        cancel=_case_url(family),
    )


@require_http_methods(["GET", "POST"])
def case_transfer(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    case = _latest_case(family)
    require(can_allocate(request.user, case))
    form = TransferForm(request.POST or None, teams=teams_to_transfer_to(case))
    if form.is_valid():
        case = cases.transfer(case=case, by=request.user, **form.cleaned_data)
        to = _case_url(family) if can_allocate(request.user, case) else reverse("home")
        return done(request, "case-transferred", f"{family.title} is with {case.team.name} now.", to=to)
    return form_page(
        request,
        family,
        form,
        heading="Transfer to another team",
        submit="Transfer",
        cancel=_case_url(family),
        intro="That team answers for the family from now on. Whoever works with them stays until it allocates its own.",
        warning=True,
    )


@require_http_methods(["GET", "POST"])
def case_close(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    case = _latest_case(family)
    require(can_close_case(request.user, case))
    form = CloseForm(request.POST or None, case=case)
    if form.is_valid():
        cases.close(case=case, by=request.user, **form.cleaned_data)
        said = "Closed. You can undo this for two weeks."
        return done(request, "case-closed", said, to=_case_url(family))
    return form_page(
        request,
        family,
        form,
        heading="Close the case",
        submit="Close the case",
        cancel=_case_url(family),
        intro="Everybody’s work with the family ends that day. Nothing is deleted.",
        warning=True,
    )


@require_POST
def case_reopen(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    case = _latest_case(family)
    require(can_reopen_case(request.user, case))
    cases.reopen(case=case, by=request.user)
    return done(request, "case-reopened", "The closure is undone. All is as it was.", to=_case_url(family))


@require_http_methods(["GET", "POST"])
def pathway_change(request: StaffRequest, family_id: UUID, involvement_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    case = _latest_case(family)
    require(can_change_pathway(request.user, case))
    involvement = get_object_or_404(case.involvements.with_children(), pk=involvement_id)
    form = PathwayForm(request.POST or None, involvement=involvement)
    if form.is_valid():
        cases.step(involvement=involvement, by=request.user, **form.cleaned_data)
        return done(request, "pathway-changed", "Saved. The next visit’s day follows it.", to=_case_url(family))
    return form_page(
        request,
        family,
        form,
        heading=f"Where {involvement.child.short_name} stands",
        submit="Save",
        cancel=_case_url(family),
    )


@require_http_methods(["GET", "POST"])
def involvement_amend(request: StaffRequest, family_id: UUID, involvement_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    case = _latest_case(family)
    require(can_change_pathway(request.user, case))
    involvement = get_object_or_404(case.involvements.with_children(), pk=involvement_id)
    form = NeedForm(request.POST or None, initial={"primary_need": involvement.primary_need})
    if form.is_valid():
        cases.set_need(involvement=involvement, by=request.user, **form.cleaned_data)
        return done(request, "need-changed", "Saved.", to=_case_url(family))
    return form_page(
        request,
        family,
        form,
        heading=f"{involvement.child.short_name}’s main need",
        submit="Save",
        cancel=_case_url(family),
    )
