"""What is written of a review, as plain words: kept before each change, and held against what it says now."""

from typing import Any

from hampshire import words
from practice.plans.models import PlanReview
from practice.snapshots import Amendment, changes

# In the order of the page.
LABELS = {
    "what": "What it was",
    "when": "When",
    "came": "Who came",
    "said": "What people said",
    "words": "Their words",
    "next": "Next by",
}

NOT_KEPT_BEFORE: dict[str, Any] = {"words": []}  # by changes made before reviews had words


def of(review: PlanReview) -> dict[str, Any]:
    """Everything the review says now, by the keys of LABELS: text, or a list of lines."""
    came = [row.person.short_name for row in review.people.select_related("person").order_by("id")]
    return {
        "what": review.get_kind_display(),
        "when": words.full_date(review.held_on),
        "came": [*came, *filter(None, [review.also_came])],
        "said": review.what_people_said,
        "words": [quote.in_story for quote in review.quotes.order_by("said_on", "id")],
        "next": words.full_date(review.next_review_on) if review.next_review_on else "",
    }


def amendments(review: PlanReview) -> list[Amendment]:
    """Every change, the latest first, each held against what followed it. No query where there was none."""
    if review.version == 1:
        return []
    told, after = [], of(review)
    for revision in review.revisions.select_related("amended_by").order_by("-amended_at", "-id"):
        before = NOT_KEPT_BEFORE | revision.before
        told.append(Amendment(revision, changes(before, after, LABELS)))
        after = before
    return told
