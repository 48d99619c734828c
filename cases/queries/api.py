"""What the API lists: each list one query, whatever its length."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from cases.gate import through_gate
from cases.models import Allocation, Case, Family, FamilyMember
from hampshire.accounts.models import Staff


def families_with_case(user: Staff, today: date | None = None) -> QuerySet[Family]:
    """Families the user may know of, each with its team and, in `open_cases`, its open case and who leads it."""
    leads = Allocation.objects.current(today).leads().filter(case=OuterRef("pk"))
    cases = Case.objects.open().filter(family=OuterRef("pk"))
    lead_workers = ArraySubquery(leads.values(json=JSONObject(id="worker_id", name="worker__name")))
    return (
        Family.objects.visible_to(user, today)
        .select_related("team")
        .annotate(
            open_cases=ArraySubquery(
                cases.annotate(lead_workers=lead_workers).values(
                    json=JSONObject(
                        id="id",
                        opened_on="opened_on",
                        last_seen_on="last_seen_on",
                        last_seen_by_lead_on="last_seen_by_lead_on",
                        visit_due_on="visit_due_on",
                        lead_workers="lead_workers",
                    )
                )
            )
        )
    )


WITH_CASE = through_gate(families_with_case)


def members_of(family: Family) -> QuerySet[FamilyMember]:
    """Everybody who is or was in the family, each with the person."""
    return family.members.select_related("person")
