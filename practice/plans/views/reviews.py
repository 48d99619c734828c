"""Reviews and core groups: hold one, read it beside the one before it, set right or withdraw what was written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import family_page, form_page
from hampshire.htmx import StaffRequest, done
from hampshire.permissions import require
from practice.forms.reason import ReasonForm
from practice.plans import snapshots, versions
from practice.plans.actions import reviews
from practice.plans.forms.small import AmendReviewForm, ReviewForm
from practice.plans.models import PlanReview
from practice.plans.permissions import can_amend_review, can_review_plan, can_withdraw_review
from practice.plans.queries import people_by_id, plan_or_404, register_entries, review_before, review_or_404, reviews_of
from practice.plans.quoting import for_review
from practice.plans.reading import in_full
from practice.queries import WITH_SHEET, WITH_STANDING
from practice.sheet import Sheet


@require_http_methods(["GET", "POST"])
def review_hold(request: StaffRequest, family_id: UUID, plan_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    plan = plan_or_404(family, plan_id)
    full = in_full(plan)
    require(can_review_plan(request.user, full))
    earlier = reviews_of(plan)
    last = earlier[0] if earlier else None
    words = for_review(plan, last)
    form = ReviewForm(
        request.POST or None, plan=plan, held=_held(earlier), quotes=words, people=Sheet.of(family).people
    )
    if form.is_valid():
        try:
            review = reviews.hold(plan=plan, by=request.user, **_told(family, form.cleaned_data))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return done(request, "plan-reviewed", "The review is kept.", to=review.get_absolute_url())
    since = last.snapshot if last else plan.began_as
    context = {
        "plan": plan,
        "full": full,
        "form": form,
        "since": last,
        "words": words,
        "changes": snapshots.changes(since, snapshots.take(full)),
    }
    return family_page(request, family, "plans/review_form.html#review-form", context)


@require_GET
def review_detail(request: StaffRequest, family_id: UUID, plan_id: UUID, review_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    plan = plan_or_404(family, plan_id)
    review = review_or_404(plan, review_id)
    before = review_before(review)
    theirs, total = snapshots.share_of_theirs(review.snapshot)
    context = {
        "plan": plan,
        "review": review,
        "before": before,
        "changes": snapshots.changes(before.snapshot if before else plan.began_as, review.snapshot),
        "theirs": theirs,
        "total": total,
        "amendments": versions.amendments(review),
        "may_amend": can_amend_review(request.user, review),
        "may_withdraw": can_withdraw_review(request.user, review),
        "entries": register_entries(),
    }
    return family_page(request, family, "plans/review_detail.html", context)


@require_http_methods(["GET", "POST"])
def review_amend(request: StaffRequest, family_id: UUID, plan_id: UUID, review_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    plan = plan_or_404(family, plan_id)
    review = review_or_404(plan, review_id)
    require(can_amend_review(request.user, review))
    earlier = [one for one in reviews_of(plan) if one.number < review.number]
    form = AmendReviewForm(
        request.POST or None,
        plan=plan,
        held=_held(earlier),
        quotes=for_review(plan, earlier[0] if earlier else None, _quoted(review)),
        people=Sheet.of(family).people,
        initial=_as_written(review),
    )
    if form.is_valid():
        told = form.cleaned_data
        try:
            reviews.amend(
                review=review,
                by=request.user,
                version=told["version"],
                reason=told["reason"],
                **_told(family, told),
            )
        except ValidationError as refusal:
            form.hold_against(review.version)
            form.add_error(None, refusal)
        else:
            return done(request, "plan-review-amended", "The review is changed.", to=review.get_absolute_url())
    return form_page(
        request,
        family,
        form,
        heading=f"Change {review.name.lower()}",
        intro="The plan as it stood that day is kept as it was. Here you set right when, who came and what they said.",
        submit="Change this review",
        cancel=review.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
def review_withdraw(request: StaffRequest, family_id: UUID, plan_id: UUID, review_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    review = review_or_404(plan_or_404(family, plan_id), review_id)
    require(can_withdraw_review(request.user, review))
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            reviews.withdraw(review=review, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error("reason", refusal.messages)
        else:
            return done(request, "plan-review-withdrawn", "The review is withdrawn.", to=review.get_absolute_url())
    return form_page(
        request,
        family,
        form,
        heading=f"Withdraw {review.name.lower()}",
        intro="It stays to be read, marked as withdrawn. It counts no more, and the next review is due as before it.",
        submit="Withdraw it",
        cancel=review.get_absolute_url(),
        warning=True,
    )


def _held(reviews: Iterable[PlanReview]) -> Counter[str]:
    """How many of each kind."""
    return Counter(review.kind for review in reviews)


def _told(family: Family, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says of a review, as the actions take it."""
    names = ("what_people_said", "also_came", "held_on", "next_on")
    told = {name: data[name] for name in names} | {"people": people_by_id(family, data["people"])}
    quotes = [UUID(pk) for pk in data.get("quotes", ())]
    return told | {"kind": data.get("kind", PlanReview.Kind.REVIEW), "quotes": quotes}


def _as_written(review: PlanReview) -> dict[str, Any]:
    names = ("kind", "held_on", "also_came", "what_people_said", "version")
    return {name: getattr(review, name) for name in names} | {
        "next_on": review.next_review_on,
        "people": [str(came.person_id) for came in review.people.all()],
        "quotes": [str(pk) for pk in _quoted(review)],
    }


def _quoted(review: PlanReview) -> list[UUID]:
    return [one.quote_id for one in review.quotes.all()]
