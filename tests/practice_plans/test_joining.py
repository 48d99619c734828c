"""Two families that were one: one open plan of a kind stays, and the other is back when they are apart."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from cases.actions import families, joins
from cases.models import Case, Family
from hampshire.accounts.models import Staff, Team
from practice.actions import quotes
from practice.plans.actions import plans, reviews
from practice.plans.facts import PlanTold
from practice.plans.models import Plan
from tests.cast import open_case
from tests.practice_plans.life import WHY, day, make_plan


def test_of_two_open_plans_of_a_kind_one_waits_until_the_families_are_apart(
    case: Case, family: Family, other_family: Family, east: Team, lead_worker: Staff, supervisor: Staff
) -> None:
    twin = families.create(name="Begum", team=east, by=lead_worker)
    open_case(twin, lead=lead_worker, co=None, by=supervisor, days_ago=30)
    here, there = make_plan(family, lead_worker), make_plan(twin, lead_worker, days_ago=20)
    early = make_plan(twin, lead_worker, kind="early_help", days_ago=20)
    join = joins.join(gone=twin, kept=family, by=lead_worker)
    assert set(Plan.objects.open().filter(family=family)) == {here, early}
    there.refresh_from_db()
    assert (there.family_id, there.end_reason) == (family.pk, "joined")
    joins.undo(join=join, by=lead_worker)
    assert set(Plan.objects.open().filter(family=twin)) == {there, early}
    assert Plan.objects.open().get(family=family) == here


def test_set_apart_again_neither_family_is_told_of_the_others_plan_by_its_own_words(
    case: Case, family: Family, east: Team, lead_worker: Staff, supervisor: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    twin = families.create(name="Begum", team=east, by=lead_worker)
    open_case(twin, lead=lead_worker, co=None, by=supervisor, days_ago=60)
    words = quotes.note(family=twin, by=lead_worker, text="It is quiet now.", whose="Nana", on=day(20))
    plan = make_plan(family, lead_worker)
    join = joins.join(gone=twin, kept=family, by=lead_worker)
    told = PlanTold(why=WHY, title="Quiet nights", quotes=[words.pk])
    plan = plans.amend(plan=plan, by=lead_worker, version=plan.version, told=told, on=day(15))
    review = reviews.hold(plan=plan, by=lead_worker, what_people_said="Good", quotes=[words.pk], held_on=day(5))
    client, theirs = signed_in(lead_worker), reverse("practice:quote-list", args=[twin.pk])
    joined = client.get(reverse("practice:quote-list", args=[family.pk])).content.decode()
    assert "Quiet nights" in joined
    assert review.get_absolute_url() in joined
    joins.undo(join=join, by=lead_worker)
    apart = client.get(theirs).content.decode()
    assert "It is quiet now." in apart
    assert "Quiet nights" not in apart
    assert str(plan.pk) not in apart
