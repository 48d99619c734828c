"""Lists of assessments: a family's, those that wait for somebody to authorise them, and those somebody writes."""

from typing import Any
from uuid import UUID

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from hampshire.prepared import Prepared
from practice.assessments.models import Assessment, FormVersion

MOST = 60

_UNFINISHED = Prepared(
    lambda family: (
        Assessment.objects.filter(family=family)
        .unfinished()
        .select_related("form", "started_by")
        .soonest_due_first()[:10]
    ),
    family=UUID,
)


def of_family(family: Family) -> list[Assessment]:
    """All of them, the newest first; each knows the family, so that nothing is asked twice."""
    found = list(Assessment.objects.filter(family=family).for_list().latest_first()[:MOST])
    for assessment in found:
        assessment.family = family
    return found


def unfinished_of(family: Family) -> list[Assessment]:
    """Asked once for the header's dates and the panel together."""
    if not hasattr(family, "assessments_unfinished"):
        family.assessments_unfinished = _UNFINISHED.all(family=family.pk)  # type: ignore[attr-defined]
    found: list[Assessment] = family.assessments_unfinished  # type: ignore[attr-defined]
    return found


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
    mine = Assessment.objects.of_writer(user).visible_to(user).to_write()
    rows = mine.select_related("family", "form").distinct()
    found = list(rows.soonest_due_first()[:MOST])
    return sorted(found, key=lambda one: one.state != Assessment.State.RETURNED)
