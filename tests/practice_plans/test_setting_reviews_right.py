"""A review that was written down wrong is set right or withdrawn; what it said before stays to be read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.plans.actions import plans, reviews
from practice.plans.models import Plan, PlanReview
from practice.plans.queries import file_of
from tests.practice.pages import said
from tests.practice_plans.life import day, make_plan

pytestmark = pytest.mark.usefixtures("case")


def at(name: str, review: PlanReview) -> str:
    return reverse(f"plans:{name}", args=[review.plan.family_id, review.plan_id, review.pk])


@pytest.fixture
def client(lead_worker: Staff, signed_in: Callable[[Staff], Client]) -> Client:
    return signed_in(lead_worker)


@pytest.fixture
def plan(family: Family, lead_worker: Staff) -> Plan:
    return make_plan(family, lead_worker)


@pytest.fixture
def review(plan: Plan, lead_worker: Staff, dana: Person) -> PlanReview:
    return reviews.hold(
        plan=plan, by=lead_worker, what_people_said="Dana sleeps on Mondays.", people=[dana], held_on=day(10)
    )


def typed(review: PlanReview, **told: Any) -> dict[str, Any]:
    """What the page of a change sends."""
    return {
        "reason": "It was Tuesday",
        "held_on": f"{review.held_on}",
        "people": [str(one.person_id) for one in review.people.all()],
        "what_people_said": review.what_people_said,
        "next_on": f"{review.next_review_on}",
        "version": str(review.version),
    } | told


def test_a_review_is_set_right_and_says_what_it_said_before(
    client: Client, plan: Plan, review: PlanReview, yusuf: Person
) -> None:
    shown = client.get(at("review-amend", review)).content.decode()
    assert "Dana sleeps on Mondays." in shown
    as_it_stood = review.snapshot
    told = typed(review, what_people_said="Dana sleeps on Tuesdays.", people=[str(yusuf.pk)], held_on=f"{day(9)}")
    response = client.post(at("review-amend", review), told)
    assert response.headers["Location"] == review.get_absolute_url()
    review.refresh_from_db()
    assert (review.held_on, review.snapshot, review.number) == (day(9), as_it_stood, 1)
    page = said(client.get(review.get_absolute_url()))
    assert "Came: Yusuf" in page
    before = page.partition("What it said before")[2]
    assert "It was Tuesday" in before
    assert "Dana sleeps on Mondays." in before
    assert "Dana" in before.partition("Who came")[2]
    event = AuditEvent.objects.get(verb="plan.review-amended")
    assert "Mondays" not in f"{event.details}"


def test_the_story_says_the_day_that_is_right(client: Client, family: Family, review: PlanReview) -> None:
    client.post(at("review-amend", review), typed(review, held_on=f"{day(8)}"))
    entries = list(family.chronology.filter(subject_id=str(review.pk)).order_by("withdrawn_at"))
    assert [(one.happened_at.date(), one.withdrawn_at is None) for one in entries if one.withdrawn_at is None] == [
        (day(8), True)
    ]
    assert len(entries) == 2, "what was told before stays, marked"


def test_the_day_of_the_next_review_follows_what_was_set_right(client: Client, plan: Plan, review: PlanReview) -> None:
    client.post(at("review-amend", review), typed(review, next_on=f"{day(-20)}"))
    plan.refresh_from_db()
    assert plan.next_review_on == day(-20)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"reason": ""}, "Say why you are changing it"),
        ({"what_people_said": " "}, "Say what people said"),
        ({"held_on": f"{day(60)}"}, "That is before the plan, or the review before it"),
        ({"held_on": f"{day(1)}"}, "That is after the review that followed it"),
        ({"held_on": f"{day(2)}"}, "A meeting of that kind is written down for that day already"),
        ({"next_on": f"{day(20)}"}, "The next review comes after this one"),
    ],
)
def test_what_cannot_have_been_is_refused_in_words(
    told: dict[str, str], why: str, client: Client, plan: Plan, review: PlanReview, lead_worker: Staff
) -> None:
    reviews.hold(plan=plan, by=lead_worker, what_people_said="Well.", held_on=day(2))
    response = client.post(at("review-amend", review), typed(review, **told))
    assert response.status_code == 422
    assert why in said(response)
    review.refresh_from_db()
    assert review.version == 1


def test_a_meeting_is_written_down_once(client: Client, plan: Plan, review: PlanReview) -> None:
    told = {"what_people_said": "Again.", "held_on": f"{review.held_on}"}
    response = client.post(reverse("plans:review-hold", args=[plan.family_id, plan.pk]), told)
    assert response.status_code == 422
    assert "A meeting of that kind is written down for that day already" in said(response)


def test_two_people_changing_a_review_lose_nothing(client: Client, review: PlanReview) -> None:
    late = typed(review, what_people_said="Second.")
    client.post(at("review-amend", review), typed(review, what_people_said="First."))
    refused = client.post(at("review-amend", review), late)
    assert refused.status_code == 422
    assert "Somebody changed this review while you were writing" in said(refused)
    assert "Second." in refused.content.decode()
    assert 'name="version" value="2"' in refused.content.decode(), "what is sent next is held against what stands now"
    assert client.post(at("review-amend", review), {**late, "version": "2"}).status_code == 302
    assert [kept.before["said"] for kept in review.revisions.order_by("id")] == ["Dana sleeps on Mondays.", "First."]


def test_a_review_that_was_not_held_is_withdrawn_and_counts_no_more(
    client: Client, family: Family, plan: Plan, review: PlanReview, lead_worker: Staff
) -> None:
    wrong = reviews.hold(plan=plan, by=lead_worker, what_people_said="Of another family.", held_on=day(3))
    assert client.post(at("review-withdraw", wrong), {"reason": " "}).status_code == 422
    client.post(at("review-withdraw", wrong), {"reason": "Written for the wrong family"})
    page = said(client.get(wrong.get_absolute_url()))
    assert "This review was withdrawn" in page
    assert "Written for the wrong family" in page
    assert "Of another family." in page, "it stays to be read"
    plan.refresh_from_db()
    assert plan.next_review_on == review.next_review_on
    assert file_of(plan).last_review == review
    listed = said(client.get(plan.get_absolute_url())).partition("Reviews ")[2]
    assert "withdrawn" in listed.partition("Review 1")[0]
    story = said(client.get(reverse("cases:story", args=[family.pk])))
    assert "Review 2 of" in story
    assert "was withdrawn: Written for the wrong family" in story
    third = reviews.hold(plan=plan, by=lead_worker, what_people_said="Well.", held_on=day(3))
    assert (third.number, third.name) == (3, "Review 3"), "a number is given once"


def test_without_any_review_the_plan_is_due_as_when_it_began(
    plan: Plan, review: PlanReview, lead_worker: Staff
) -> None:
    reviews.withdraw(review=review, by=lead_worker, reason="It was never held")
    plan.refresh_from_db()
    assert plan.next_review_on == plan.started_on + timedelta(days=42)


def test_a_withdrawn_core_group_leaves_the_review_s_day_alone(family: Family, lead_worker: Staff) -> None:
    plan = make_plan(family, lead_worker, kind="child_protection", days_ago=20)
    plan.refresh_from_db()
    review_on, first_core = plan.next_review_on, plan.next_core_group_on
    core = reviews.hold(plan=plan, by=lead_worker, kind="core_group", what_people_said="Well.", held_on=day(5))
    plan.refresh_from_db()
    assert plan.next_core_group_on == day(5) + timedelta(days=42)
    reviews.withdraw(review=core, by=lead_worker, reason="It was a visit")
    plan.refresh_from_db()
    assert (plan.next_review_on, plan.next_core_group_on) == (review_on, first_core)


def test_who_may_set_it_right(
    plan: Plan,
    review: PlanReview,
    supervisor: Staff,
    co_worker: Staff,
    lead_worker: Staff,
    signed_in: Callable[[Staff], Client],
) -> None:
    page = said(signed_in(co_worker).get(review.get_absolute_url()))
    assert "Only the person who wrote this review down, or their supervisor, can change it." in page
    assert signed_in(co_worker).post(at("review-amend", review), typed(review)).status_code == 403
    assert signed_in(supervisor).post(at("review-amend", review), typed(review)).status_code == 302
    review.refresh_from_db()
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        with pytest.raises(PermissionDenied, match="28 days"):
            reviews.withdraw(review=review, by=lead_worker, reason="Late")
        reviews.withdraw(review=review, by=supervisor, reason="A supervisor may at any time")
        with pytest.raises(PermissionDenied, match="withdrawn already"):
            reviews.withdraw(review=review, by=supervisor, reason="Twice")


def test_a_review_of_an_ended_plan_can_still_be_set_right(
    client: Client, plan: Plan, review: PlanReview, lead_worker: Staff
) -> None:
    plans.end(plan=plan, by=lead_worker, reason="family")
    assert client.post(at("review-amend", review), typed(review)).status_code == 302


def test_another_plan_s_review_is_not_found_here(
    client: Client, plan: Plan, review: PlanReview, family: Family, lead_worker: Staff
) -> None:
    other = make_plan(family, lead_worker, kind="early_help", days_ago=20)
    wrong = reverse("plans:review-withdraw", args=[family.pk, other.pk, review.pk])
    assert client.post(wrong, {"reason": "Wrong"}).status_code == 404
