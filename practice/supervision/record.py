"""What a family's record says of supervision: when, between whom, what was noted for the record, what was decided.

The one way from a family to supervision. Nothing here reads a reflection, a hypothesis or a personal note, and a test
holds it to that: whatever is made of a family's record (their pages, a paper, a bundle for somebody who asked to see
it) is made from this.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from cases.models import Family
from hampshire.accounts.models import Staff
from hampshire.prepared import Prepared
from hampshire.words import full_date
from practice.models import Decision, DecisionReport
from practice.permissions import can_note
from practice.supervision.models import DecisionTaken, Item

DECISIONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Recorded:
    """One supervision as the family's record has it."""

    on: date
    kind: str
    between: str
    items: list[Item]


def items_on_record(family: Family) -> QuerySet[Item]:
    """What was talked about in supervision that was held, the latest first; each with the decisions taken."""
    taken = DecisionTaken.objects.filter(decision__withdrawn_at=None).select_related("decision__owner").order_by("id")
    items = Item.objects.on_record().filter(family=family)
    return (
        items.select_related("supervision__supervisor", "supervision__worker")
        .prefetch_related(Prefetch("decisions_taken", taken))
        .order_by("-supervision__held_on", "-supervision_id", "order", "id")
    )


def recorded(items: "list[Item]") -> list[Recorded]:
    """The items of a page, gathered by supervision."""
    return [
        Recorded(one.on, one.get_kind_display(), one.between, list(told))
        for one, told in groupby(items, key=lambda item: item.supervision)
    ]


def decisions_of(family: Family) -> QuerySet[Decision]:
    """All that were decided and stand, open ones first; each with what was reported of it."""
    reports = DecisionReport.objects.standing().select_related("visit", "reported_by").order_by("reported_on", "id")
    standing = Decision.objects.standing().filter(family=family).select_related("owner", "decided_by")
    return standing.prefetch_related(Prefetch("reports", reports, to_attr="told")).order_by(
        "closed_at", "-decided_on", "-id"
    )


def open_first(decisions: "list[Decision]") -> list[Decision]:
    """Open ones by the day they are to be done by, then the others, the latest first."""
    still_open = [one for one in decisions if one.closed_at is None]
    return sorted(still_open, key=lambda one: one.due_on or date.max) + [one for one in decisions if one.closed_at]


_OPEN = Prepared(
    lambda family: (
        Decision.objects.still_open()
        .filter(family=family)
        .select_related("owner")
        .soonest_first()[: DECISIONS_SHOWN + 1]
    ),
    family=UUID,
)


def decided_in_supervision(user: Staff, family: Family) -> dict[str, Any]:
    """The panel on the family's page: decisions still open."""
    found = _OPEN.all(family=family.pk)
    return {"decisions": found[:DECISIONS_SHOWN], "more": len(found) > DECISIONS_SHOWN, "may": can_note(user, family)}


def on_paper(family: Family) -> dict[str, Any]:
    """The same as the page says, for templates/typst/supervision.typ."""
    return {
        "title": f"Supervision: {family.title}",
        "whose": f"{family.title}, from their record",
        "decisions": [_decision_on_paper(one) for one in open_first(list(decisions_of(family)))],
        "supervisions": [
            {
                "heading": f"{full_date(one.on)}: {one.kind.lower()}",
                "between": one.between,
                "items": [_item_on_paper(item) for item in one.items],
            }
            for one in recorded(list(items_on_record(family)))
        ],
    }


def _item_on_paper(item: Item) -> dict[str, Any]:
    decided = [taken.decision.text for taken in item.decisions_taken.all()]
    return {"text": item.told_in_record, "notes": item.notes, "decided": decided}


def _decision_on_paper(decision: Decision) -> dict[str, Any]:
    told = [
        f"{'Closed' if report.closes else 'Taken further'} {full_date(report.reported_on)}"
        f"{' at a visit' if report.visit_id else ''}{': ' + report.how_it_went if report.how_it_went else ''}"
        for report in decision.told  # type: ignore[attr-defined]
    ]
    return {
        "text": decision.text,
        "owner": decision.owner.name if decision.owner else "",
        "due": full_date(decision.due_on) if decision.due_on else "",
        "decided": full_date(decision.decided_on),
        "is_open": decision.closed_at is None,
        "told": told,
    }
