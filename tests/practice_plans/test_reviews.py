"""Reviews: the plan is kept as it stood each time, and what changed in between is said in words."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from practice.actions import goals, steps, strengths
from practice.plans import due
from practice.plans.actions import plans, reviews
from practice.plans.facts import ActionTold, GoalTold, PlanTold
from practice.plans.models import Plan, PlanReview
from practice.plans.reading import in_full
from practice.plans.snapshots import changes, share_of_theirs, take
from tests.practice.pages import said
from tests.practice_plans.life import WHY, day, goal_of, make_plan, rate, step_of

pytestmark = pytest.mark.usefixtures("case")


def at(name: str, *args: object) -> str:
    return reverse(f"plans:{name}", args=args)


@pytest.fixture
def client(lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


@pytest.fixture
def plan(family: Family, lead_worker: Staff, yusuf: Person) -> Plan:
    return make_plan(family, lead_worker, whose=yusuf)


def since_it_began(plan: Plan) -> list[str]:
    return changes(plan.began_as, take(in_full(plan)))


def test_a_review_is_held_and_keeps_who_came_and_what_they_said(
    client: Client, family: Family, plan: Plan, dana: Person
) -> None:
    told = {
        "held_on": f"{day(2)}",
        "people": [str(dana.pk)],
        "also_came": "Nana",
        "what_people_said": "Dana sleeps on Tuesdays.",
    }
    client.post(at("review-hold", family.pk, plan.pk), told)
    review = PlanReview.objects.get(plan=plan)
    page = said(client.get(review.get_absolute_url()))
    assert "Review 1" in page
    assert "Dana sleeps on Tuesdays." in page
    assert "Came: Dana, Nana" in page
    plan.refresh_from_db()
    assert plan.next_review_on == day(2) + timedelta(days=42)
    assert "Review of their plan (Quiet nights)" in said(client.get(reverse("cases:story", args=[family.pk])))


def test_a_review_without_words_is_not_kept(client: Client, family: Family, plan: Plan) -> None:
    response = client.post(at("review-hold", family.pk, plan.pk), {"held_on": f"{day()}", "what_people_said": " "})
    assert response.status_code == 422
    assert "Say what people said" in said(response)
    assert not PlanReview.objects.exists()


def test_what_moved_between_two_reviews_is_said_in_words(
    client: Client, family: Family, plan: Plan, lead_worker: Staff, yusuf: Person
) -> None:
    rate(plan, lead_worker, 4, 30, yusuf)
    first = reviews.hold(plan=plan, by=lead_worker, what_people_said="Slowly.", held_on=day(20))
    rate(plan, lead_worker, 6, 5, yusuf)
    steps.tick(step=step_of(plan, "Move"), by=lead_worker)
    strengths.notice(family=family, by=lead_worker, text="Dana rings first")
    second = reviews.hold(plan=plan, by=lead_worker, what_people_said="Better.", held_on=day(1))
    assert changes(first.snapshot, second.snapshot) == [
        "“Bedtime without shouting”: 4 → 6, says Yusuf.",
        "Done: Move the telly downstairs (Dana).",
        "New strength: Dana rings first.",
    ]
    page = said(client.get(second.get_absolute_url()))
    assert "“Bedtime without shouting”: 4 → 6, says Yusuf." in page
    assert "“Bedtime without shouting”: 4 → 6" not in said(client.get(first.get_absolute_url()))


def test_an_earlier_review_keeps_what_stood_then(
    client: Client, family: Family, plan: Plan, lead_worker: Staff
) -> None:
    first = reviews.hold(plan=plan, by=lead_worker, what_people_said="Slowly.", held_on=day(20))
    goals.end(goal=goal_of(plan), by=lead_worker)
    page = said(client.get(first.get_absolute_url()))
    assert "The plan as it stood that day" in page
    assert "“Bedtime without shouting”" in page
    assert "Move the telly downstairs" in page
    assert "Goal ended: “Bedtime without shouting”." in since_it_began(plan)


def test_new_goals_new_hands_and_new_days_are_told(family: Family, plan: Plan, lead_worker: Staff) -> None:
    telly = step_of(plan, "Move")
    told = PlanTold(
        why=WHY,
        title="Sleep",
        contingency=plan.contingency,
        who_to_ring=plan.who_to_ring,
        goals=[
            GoalTold(
                goal_id=goal_of(plan).pk,
                because="Nana has moved away",
                actions=[ActionTold(text=telly.text, step_id=telly.pk, owner="network", who="Bill", due_on=day(-9))],
            ),
            GoalTold(text="School every day", order=2, because="New", actions=[ActionTold(text="Ring the bus")]),
        ],
    )
    plans.amend(plan=plan, by=lead_worker, version=1, told=told)
    plan.refresh_from_db()
    lines = since_it_began(plan)
    assert "New goal: “School every day”." in lines
    assert "New action: Ring the bus (us)." in lines
    assert "Move the telly downstairs: now Bill, before Dana." in lines
    assert "“What they call it” was written anew." in lines
    assert any(line.startswith("Move the telly downstairs: now by ") for line in lines)


def test_nothing_changed_is_nothing_said(plan: Plan) -> None:
    assert since_it_began(plan) == []


def test_a_review_cannot_come_before_the_one_before_it(plan: Plan, client: Client, family: Family) -> None:
    told = {"what_people_said": "Well.", "held_on": f"{day(5)}"}
    client.post(at("review-hold", family.pk, plan.pk), told)
    response = client.post(at("review-hold", family.pk, plan.pk), {**told, "held_on": f"{day(9)}"})
    assert response.status_code == 422
    assert "That is before the plan, or the review before it" in said(response)


def test_where_the_law_sets_the_limit_a_later_day_is_refused(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    plan = make_plan(family, lead_worker, kind="care", days_ago=20)
    told = {"what_people_said": "Well.", "held_on": f"{day()}", "next_on": f"{day(-200)}"}
    response = client.post(at("review-hold", family.pk, plan.pk), told)
    assert response.status_code == 422
    assert "the next review comes sooner" in said(response)
    local = make_plan(family, lead_worker, kind="child_in_need", days_ago=20)
    assert client.post(at("review-hold", family.pk, local.pk), told).status_code == 302


def test_only_a_child_protection_plan_has_core_groups(
    client: Client, family: Family, lead_worker: Staff, plan: Plan
) -> None:
    assert "Core group" not in said(client.get(at("review-hold", family.pk, plan.pk)))
    protection = make_plan(family, lead_worker, kind="child_protection", days_ago=8)
    was = protection.next_review_on
    told = {"what_people_said": "Well.", "held_on": f"{day()}", "kind": "core_group"}
    client.post(at("review-hold", family.pk, protection.pk), told)
    protection.refresh_from_db()
    assert protection.next_review_on == was
    assert protection.next_core_group_on == day() + timedelta(days=42)


@pytest.mark.parametrize(
    ("kind", "held", "last", "wanted"),
    [
        ("child_protection", 0, date(2026, 1, 31), date(2026, 4, 30)),
        ("child_protection", 1, date(2026, 4, 30), date(2026, 10, 30)),
        ("care", 0, date(2026, 3, 2), date(2026, 3, 30)),
        ("care", 1, date(2026, 3, 30), date(2026, 6, 30)),
        ("care", 5, date(2026, 8, 31), date(2027, 2, 28)),
        ("pathway", 0, date(2026, 1, 5), date(2026, 7, 5)),
        ("child_in_need", 3, date(2026, 1, 5), date(2026, 2, 16)),
        ("early_help", 0, date(2026, 1, 5), date(2026, 2, 16)),
    ],
)
def test_the_day_of_the_next_review_is_as_the_source_says(kind: str, held: int, last: date, wanted: date) -> None:
    assert due.next_review(kind, held, last) == wanted


def test_the_first_core_group_comes_within_ten_working_days() -> None:
    assert due.next_core_group("child_protection", 0, date(2026, 3, 2)) == date(2026, 3, 16)
    assert due.next_core_group("child_in_need", 0, date(2026, 3, 2)) is None


def test_the_share_of_actions_that_are_theirs_is_drawn_over_reviews(
    client: Client, family: Family, plan: Plan, lead_worker: Staff
) -> None:
    assert share_of_theirs(plan.began_as) == (1, 2)
    assert "From the first review on" in said(client.get(at("plan-words", family.pk, plan.pk)))
    club = step_of(plan, "Ask")
    club.owner = "network"
    club.save(update_fields=["owner"])
    reviews.hold(plan=plan, by=lead_worker, what_people_said="Well.")
    page = said(client.get(at("plan-words", family.pk, plan.pk)))
    assert "The figures as a table" in page
    assert "100.0 % 2" in page
    assert "50.0 % 2" in page


def test_my_week_says_which_plans_are_to_be_looked_at(
    client: Client, family: Family, lead_worker: Staff, co_worker: Staff
) -> None:
    make_plan(family, lead_worker, days_ago=45)
    make_plan(family, lead_worker, kind="child_protection", days_ago=8)
    page = said(client.get(reverse("practice:my-week")))
    assert "Plans to look at together" in page
    assert "3 days late Child in need plan: review" in page
    assert "Child protection plan: core group" in page
    beside = Client()
    beside.force_login(co_worker)  # whoever leads calls people together
    assert "Plans to look at together" not in said(beside.get(reverse("practice:my-week")))


def test_my_week_leaves_a_plan_that_has_time(client: Client, family: Family, lead_worker: Staff) -> None:
    make_plan(family, lead_worker, days_ago=5)
    assert "Plans to look at together" not in said(client.get(reverse("practice:my-week")))
