"""What the API asks of visits: a list is one query, whatever its length."""

from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404

from cases.models import Family
from hampshire.prepared import Prepared
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
_PARTS = ArraySubquery(VisitPerson.objects.filter(visit=OuterRef("pk")).order_by("-is_child", "id").values(json=_PART))


def visits_with_parts(family: Family) -> QuerySet[Visit]:
    """The family's visits, each with who logged it and, in `parts`, everybody's part as plain values."""
    return _with_parts(family.visits.all())


def _with_parts(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    return visits.select_related("logged_by").annotate(parts=_PARTS)


def as_it_was_logged(visit: Visit) -> Visit:
    """A visit just written, as a list would bring it."""
    [found] = _LOGGED.all(visit=visit.pk)
    return found


_LOGGED = Prepared(lambda visit: _with_parts(Visit.objects.filter(pk=visit)), visit=UUID)


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
