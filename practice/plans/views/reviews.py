"""Reviews and core groups: hold one, and read an earlier one beside the one before it."""

from collections import Counter
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from cases.gate import get_family_or_404
from cases.pages import family_page
from hampshire.htmx import StaffRequest, done
from hampshire.permissions import require
from practice.plans import snapshots
from practice.plans.actions import reviews
from practice.plans.forms.small import ReviewForm
from practice.plans.models import PlanReview
from practice.plans.permissions import can_review_plan
from practice.plans.queries import people_by_id, plan_or_404, review_before, review_or_404
from practice.plans.reading import in_full
from practice.queries import WITH_SHEET, WITH_STANDING
from practice.sheet import Sheet


@require_http_methods(["GET", "POST"])
def review_hold(request: StaffRequest, family_id: UUID, plan_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    plan = plan_or_404(family, plan_id)
    full = in_full(plan)
    require(can_review_plan(request.user, full))
    earlier = list(plan.reviews.latest_first())
    held = Counter(review.kind for review in earlier)
    form = ReviewForm(request.POST or None, plan=plan, held=held, people=Sheet.of(family).people)
    if form.is_valid():
        told = form.cleaned_data
        try:
            review = reviews.hold(
                plan=plan,
                by=request.user,
                what_people_said=told["what_people_said"],
                kind=told.get("kind", PlanReview.Kind.REVIEW),
                people=people_by_id(family, told["people"]),
                also_came=told["also_came"],
                held_on=told["held_on"],
                next_on=told["next_on"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return done(request, "plan-reviewed", "The review is kept.", to=review.get_absolute_url())
    since = earlier[0].snapshot if earlier else plan.began_as
    context = {
        "plan": plan,
        "full": full,
        "form": form,
        "since": earlier[0] if earlier else None,
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
    }
    return family_page(request, family, "plans/review_detail.html", context)
