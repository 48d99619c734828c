"""Two families that were one: one open plan of a kind stays, and the other is back when they are apart."""

from cases.actions import families, joins
from cases.models import Case, Family
from hampshire.accounts.models import Staff, Team
from practice.plans.models import Plan
from tests.cast import open_case
from tests.practice_plans.life import make_plan


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
