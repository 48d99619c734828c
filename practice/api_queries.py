"""What the API asks of visits: a list is one query, whatever its length."""

from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404

from cases.models import Family
from hampshire.accounts.models import Staff
from practice.models import Visit, VisitPerson

_PART = JSONObject(
    person="person_id",
    first_name="person__first_name",
    last_name="person__last_name",
    known_as="person__known_as",
    la_child_id="person__la_child_id",
    is_child="is_child",
    seen="seen",
    seen_alone="seen_alone",
    bedroom_seen="bedroom_seen",
    why_not_seen="why_not_seen",
    account="account",
)


def visits_with_parts(family: Family) -> QuerySet[Visit]:
    """The family's visits, each with who logged it and, in `parts`, everybody's part as plain values."""
    parts = VisitPerson.objects.filter(visit=OuterRef("pk")).order_by("-is_child", "id").values(json=_PART)
    return family.visits.select_related("logged_by").annotate(parts=ArraySubquery(parts))


def visit_with_parts_or_404(family: Family, visit_id: UUID) -> Visit:
    """One visit with all that it tells."""
    told = (
        "quotes__person", "sightings__strength", "worry_updates__worry", "ratings", "next_steps", "worry_exceptions",
        "decision_reports__decision", "ruptures", "repairs", "tools_used__tool",
    )  # fmt: skip
    visit = visits_with_parts(family).prefetch_related(*told).filter(pk=visit_id).first()
    if visit is None:
        raise Http404("No visit by that id is open to you.")
    return visit


def visit_by_key(user: Staff, key: str) -> Visit | None:
    """The visit that the user's idempotency key became."""
    return Visit.objects.filter(logged_by=user, idempotency_key=key).first()
