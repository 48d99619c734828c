"""What assessments put on a family's page: the panel, and what is due. And what they ask of somebody's week."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from cases.models import Family
from cases.panels import Due
from hampshire import words
from hampshire.accounts.models import Staff
from practice.agenda import Raised
from practice.assessments.models import Assessment
from practice.assessments.permissions import can_start_assessment
from practice.assessments.queues import due_of, of_family, to_finish
from practice.caseload.asking import Ask

SHOWN = 4


def assessments(user: Staff, family: Family) -> dict[str, Any]:
    """Those that go on, then the latest that were authorised."""
    found = [one for one in of_family(family) if one.state != Assessment.State.WITHDRAWN]
    ordered = sorted(found, key=lambda one: not one.is_unfinished)
    return {
        "assessments": ordered[:SHOWN],
        "more": len(ordered) > SHOWN,
        "may_start": can_start_assessment(user, family),
    }


def assessments_due(family: Family) -> Iterable[Due]:
    """When what is being written is to be authorised by, for the header of every page of the family."""
    if told := due_of(family):
        url = reverse("assessments:assessment-detail", args=[family.pk, told["id"]])
        yield Due(f"{told['name'][:1].lower()}{told['name'][1:]}", date.fromisoformat(told["due"]), url)


def late(family_ids: Collection[UUID]) -> Iterable[Raised]:
    """For supervision's agenda: what should have been authorised by now, in one query."""
    today = timezone.localdate()
    rows = Assessment.objects.filter(family__in=family_ids, due_on__lt=today).unfinished().select_related("form")
    for assessment in rows.soonest_due_first():
        due = assessment.due_on or today
        text = f"{assessment.form.name} was due {words.short_date(due)}, {assessment.state_word}"
        yield Raised(assessment.family_id, "late", text, due, assessment.get_absolute_url())


def to_write(user: Staff) -> list[Ask]:
    """For my week: what is returned, then what is half written."""
    return [_ask(assessment) for assessment in to_finish(user)]


def _ask(assessment: Assessment) -> Ask:
    returned = assessment.state == Assessment.State.RETURNED
    kind, word = ("changed", "returned") if returned else ("late", "late") if assessment.is_late else ("draft", "draft")
    return Ask(
        kind=kind,
        state=word,
        text=f"{assessment.form.name}: {assessment.family.title}",
        detail=assessment.due_in_words,
        url=assessment.get_absolute_url() if returned else assessment.write_url,
        link="Read what to change" if returned else "Go on writing",
    )
