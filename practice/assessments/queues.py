"""Lists of assessments: a family's, those that wait for somebody to authorise them, and those somebody writes."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from hampshire.prepared import Prepared
from practice.assessments.models import Assessment, FormVersion

MOST = 60
# The unfinished one of a family that is due soonest, for the rows of my week and the caseload (practice.caseload.dues).
DUE = """
    SELECT lower(left(f.name, 1)) || substr(f.name, 2) AS label, a.due_on
      FROM assessments_assessment a JOIN assessments_form f ON f.id = a.form_id
     WHERE a.family_id = {family} AND a.state IN ('draft', 'returned', 'submitted') AND a.due_on IS NOT NULL
     ORDER BY a.due_on LIMIT 1
"""
CARRIED = "assessment_due"  # what a family through the gate brings of its assessments


def of_family(family: Family) -> list[Assessment]:
    """All of them, the newest first; each knows the family, so that nothing is asked twice."""
    found = list(Assessment.objects.filter(family=family).for_list().latest_first()[:MOST])
    for assessment in found:
        assessment.family = family
    return found


def next_due_of(family: Any) -> Subquery:
    """Of the unfinished assessment that is due soonest, for the gate to bring with a family: {"id", "name", "due"}."""
    soonest = Assessment.objects.filter(family=family, due_on__isnull=False).unfinished().soonest_due_first()
    return Subquery(soonest.values(told=JSONObject(id="id", name="form__name", due="due_on"))[:1])


def due_of(family: Family) -> dict[str, str] | None:
    """The same of a family; no query where the gate brought it."""
    if not hasattr(family, CARRIED):
        found = Family.objects.filter(pk=family.pk).annotate(**{CARRIED: next_due_of(family.pk)}).only("pk").get()
        setattr(family, CARRIED, getattr(found, CARRIED))
    told: dict[str, str] | None = getattr(family, CARRIED)
    return told


def to_begin_again(family: Family, wanted: str) -> Assessment | None:
    """The withdrawn assessment of the family by this id, from whose words another is to begin; None without one."""
    try:
        found = Assessment.objects.withdrawn().filter(family=family, pk=UUID(wanted))
    except ValueError:
        return None
    return found.select_related("form").prefetch_related("children", "sections").first()


def forms_in_use() -> list[FormVersion]:
    """What a new assessment may be written on."""
    return list(FormVersion.objects.in_use())


def children_of(family: Family) -> list[Person]:
    """The children who are of the family now, the eldest first."""
    current = family.members.current().children().values("person_id")
    return list(Person.objects.filter(pk__in=current).by_age())


def waiting_for(user: Staff) -> dict[str, Any]:
    """What waits to be authorised in the teams somebody oversees; apart, what they had a hand in themselves."""
    rows = Assessment.objects.submitted().filter(family__team__in=user.overseen_team_ids)
    shown = list(rows.for_list().select_related("family__team").longest_waiting_first()[:MOST])
    mine = _with_words_of(user, shown)
    return {
        "waiting": [one for one in shown if one.pk not in mine],
        "own": [one for one in shown if one.pk in mine],
    }


def _with_words_of(user: Staff, shown: list[Assessment]) -> set[Any]:
    """Those this person wrote in or submitted, and so cannot authorise."""
    wrote = Assessment.objects.filter(pk__in=[one.pk for one in shown]).with_words_of(user)
    return set(wrote.values_list("pk", flat=True))


def to_finish(user: Staff) -> list[Assessment]:
    """What somebody has to write on, returned ones first."""
    found = _TO_FINISH.all(user=user.pk, today=timezone.localdate())
    return sorted(found, key=lambda one: one.state != Assessment.State.RETURNED)


def _to_finish(user: UUID, today: date) -> QuerySet[Assessment]:
    somebody = Staff(pk=user)
    mine = Assessment.objects.of_writer(somebody, today).visible_to(somebody, today).to_write()
    return mine.select_related("family", "form").distinct().soonest_due_first()[:MOST]


_TO_FINISH = Prepared(_to_finish, user=UUID, today=date)
