"""/referrals/ and /families/<family_id>/referrals/: what we were told, and what was decided within a working day."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actions import referrals
from cases.forms.referrals import DecisionForm, ReferralForm
from cases.gate import get_family_or_404, get_referral_or_404
from cases.models import Referral
from cases.pages import family_page, form_page
from cases.permissions import can_decide_referral, can_reconsider_referral, can_see_referrals, can_take_referral
from cases.queries.cases import referrals_waiting
from cases.queries.people import children_of
from hampshire.htmx import StaffRequest, done, show
from hampshire.listing import Page
from hampshire.permissions import require


def _url(referral: Referral) -> str:
    return reverse("cases:referral-detail", args=[referral.pk])


@require_GET
def referral_list(request: StaffRequest) -> HttpResponse:
    """Those of your families that wait for a decision, the oldest first."""
    require(can_see_referrals(request.user))
    page = Page.read(request, referrals_waiting(request.user), size=25)
    return show(request, "cases/referral_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def referral_take(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    require(can_take_referral(request.user))
    children = children_of(family)
    form = ReferralForm(request.POST or None, children=children, initial={"children": children})
    if form.is_valid():
        referral = referrals.take(family=family, by=request.user, **form.details)
        return done(request, "referral-taken", "Referral recorded.", to=_url(referral))
    return form_page(
        request,
        family,
        form,
        heading="Take a referral",
        submit="Record referral",
        cancel=family.get_absolute_url(),
        intro="A supervisor decides within one working day.",
        fields="cases/referral_fields.html",
        has_children=bool(children),
    )


@require_GET
def referral_detail(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    referral = get_referral_or_404(request.user, referral_id)
    return _page(request, referral, DecisionForm())


@require_POST
def referral_decide(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    referral = get_referral_or_404(request.user, referral_id)
    require(can_decide_referral(request.user, referral))
    form = DecisionForm(request.POST)
    if form.is_valid():
        case = referrals.decide(referral=referral, by=request.user, **form.cleaned_data)
        to = reverse("cases:case-detail", args=[referral.family_id]) if case else _url(referral)
        said = "Decided. Now say who will work with them." if case else "Decided."
        return done(request, "referral-decided", said, to=to)
    return _page(request, referral, form)


def _page(request: StaffRequest, referral: Referral, form: DecisionForm) -> HttpResponse:
    context = {
        "referral": referral,
        "form": form,
        "may_decide": can_decide_referral(request.user, referral),
        "may_reconsider": can_reconsider_referral(request.user, referral),
    }
    return family_page(request, referral.family, "cases/referral_detail.html#referral", context)


@require_POST
def referral_reconsider(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    referral = get_referral_or_404(request.user, referral_id)
    referrals.reconsider(referral=referral, by=request.user)
    return done(request, "referral-reconsidered", "The decision was taken back.", to=_url(referral))
