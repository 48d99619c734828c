"""Quotes on their way into plans and reviews: which are offered, which were chosen, and where they went."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, QuerySet

from cases.models import Family
from hampshire.accounts.models import Staff
from practice.models import Quote
from practice.plans.models import Plan, PlanQuote, PlanReview, ReviewQuote
from practice.plans.models.quote import as_said
from practice.quote_uses import Went
from practice.rules import NOT_THIS_FAMILY

OFFERED = 20  # more is read where all their words stand, and is too much for a page

# ---- Offered --------------------------------------------------------------------------------------------------------


def for_plan(family: Family, kept: Collection[UUID] = ()) -> list[Quote]:
    """Words that may go into a plan: those in it (`kept`), and the latest, what may be shared first."""
    quotes = _standing(family)
    return _offered(quotes, quotes, kept)


def for_review(plan: Plan, before: PlanReview | None, kept: Collection[UUID] = ()) -> list[Quote]:
    """Words said since the review before, or since the plan began, that are in none of its reviews but this."""
    quotes = _standing(plan.family)
    in_one = ReviewQuote.objects.filter(quote=OuterRef("pk"), review__plan=plan, review__withdrawn_at=None)
    since = before.held_on if before else plan.started_on
    return _offered(quotes, quotes.filter(said_on__gte=since).exclude(Exists(in_one)), kept)


def _standing(family: Family) -> QuerySet[Quote]:
    return family.quotes.standing().select_related("person").order_by("-may_be_shared", "-said_on", "-id")


def _offered(quotes: QuerySet[Quote], fresh: QuerySet[Quote], kept: Collection[UUID]) -> list[Quote]:
    """What is kept, and the first of what is fresh. One query; another where something kept is not among those."""
    found = list(fresh[:OFFERED])
    older = set(kept) - {one.pk for one in found}
    return [*quotes.filter(pk__in=older), *found] if older else found


# ---- Chosen ---------------------------------------------------------------------------------------------------------


def _chosen(family: Family, wanted: Collection[UUID]) -> list[Quote]:
    """The family's words by these ids, in the order they were said. Raises ValidationError for anybody else's."""
    ids = set(wanted)
    found = list(_standing(family).filter(pk__in=ids).order_by("said_on", "id")) if ids else []
    if len(found) < len(ids):
        raise ValidationError(NOT_THIS_FAMILY)
    return found


def bring_into_plan(plan: Plan, by: Staff, day: date, wanted: Collection[UUID]) -> bool:
    """What was chosen, as it is said today, in place of what was chosen before. Whether anything changed by it."""
    quotes = _chosen(plan.family, wanted)
    here = {row.quote_id: row for row in plan.quotes.select_related("quote__person")}
    if here.keys() == {one.pk for one in quotes} and not any(row.is_put_right for row in here.values()):
        return False
    plan.quotes.all().delete()
    PlanQuote.objects.bulk_create(
        PlanQuote(plan=plan, quote=one, added_on=_since(here, one, day), added_by=_who(here, one, by), **as_said(one))
        for one in quotes
    )
    return True


def _since(here: dict[UUID, PlanQuote], quote: Quote, day: date) -> date:
    return here[quote.pk].added_on if quote.pk in here else day


def _who(here: dict[UUID, PlanQuote], quote: Quote, by: Staff) -> Staff:
    return here[quote.pk].added_by if quote.pk in here else by


def bring_into_review(review: PlanReview, wanted: Collection[UUID]) -> None:
    """Raises ValidationError for words said after the day it was held."""
    quotes = _chosen(review.plan.family, wanted)
    if any(one.said_on > review.held_on for one in quotes):
        raise ValidationError({"quotes": "Some of these words were said after that day"})
    review.quotes.all().delete()
    ReviewQuote.objects.bulk_create(ReviewQuote(review=review, quote=one, **as_said(one)) for one in quotes)


# ---- Where they went ------------------------------------------------------------------------------------------------


def went_into_plans(quote_ids: Collection[UUID]) -> Iterable[Went]:
    """Plans of the same family: one it was joined to, and is set apart from, is not named. One query."""
    rows = PlanQuote.objects.filter(quote__in=quote_ids, plan__family=F("quote__family"))
    for one in rows.select_related("plan").order_by("added_on", "id"):
        what = f"plan “{one.plan.title}”" if one.plan.title else one.plan.get_kind_display().lower()
        yield Went(one.quote_id, what, one.added_on, one.plan.get_absolute_url())


def went_into_reviews(quote_ids: Collection[UUID]) -> Iterable[Went]:
    """Reviews that stand, of the same family. One query."""
    rows = ReviewQuote.objects.filter(quote__in=quote_ids, review__in=PlanReview.objects.standing())
    rows = rows.filter(review__plan__family=F("quote__family"))
    for one in rows.select_related("review__plan").order_by("review__held_on", "id"):
        review = one.review
        what = f"{review.get_kind_display().lower()} of the plan"
        yield Went(one.quote_id, what, review.held_on, review.get_absolute_url())
