"""Trust was strained, trust was mended: noted between visits."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import form_page
from hampshire.htmx import StaffRequest, done
from hampshire.permissions import require
from practice.queries import WITH_STANDING
from practice.relationship.actions import ruptures
from practice.relationship.forms.ruptures import RepairForm, RuptureForm
from practice.relationship.permissions import can_note_rupture, can_repair
from practice.relationship.queries import rupture_or_404


@require_http_methods(["GET", "POST"])
def rupture_note(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    require(can_note_rupture(request.user, family))
    form = RuptureForm(request.POST or None)
    if form.is_valid():
        ruptures.note(family=family, by=request.user, **form.cleaned_data)
        return done(request, "rupture-noted", "Noted. It is on the next supervision’s agenda.", to=_page(family))
    return form_page(
        request,
        family,
        form,
        heading="Trust was strained",
        intro="It happens in every relationship. What helps is to notice it, and to mend it. Everybody who reads the "
        "record reads this; their supervisor is asked to talk about it.",
        submit="Note it",
        cancel=_page(family),
    )


@require_http_methods(["GET", "POST"])
def rupture_repair(request: StaffRequest, family_id: UUID, rupture_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    rupture = rupture_or_404(family, rupture_id)
    require(can_repair(request.user, rupture))
    form = RepairForm(request.POST or None, rupture=rupture)
    if form.is_valid():
        ruptures.repair(rupture=rupture, by=request.user, **form.cleaned_data)
        return done(request, "rupture-repaired", "Noted as mended.", to=_page(family))
    return form_page(
        request,
        family,
        form,
        heading="Trust was mended",
        intro=rupture.text,
        submit="Mark as mended",
        cancel=_page(family),
    )


@require_POST
def rupture_withdraw(request: StaffRequest, family_id: UUID, rupture_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    ruptures.withdraw(rupture=rupture_or_404(family, rupture_id), by=request.user)
    return done(request, "rupture-withdrawn", "Taken back.", to=_page(family))


def _page(family: Family) -> str:
    return reverse("relationship:relationship-detail", args=[family.pk])
