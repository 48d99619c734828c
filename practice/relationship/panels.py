"""What the relationship puts on a family's overview, on a visit's page and into somebody's week."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.models import Family
from hampshire import words
from hampshire.accounts.models import Staff
from hampshire.addresses import address
from practice.caseload.asking import Ask
from practice.models import Visit
from practice.relationship import queries
from practice.relationship.permissions import ASKED_WITHIN, can_ask, can_enter, can_note_rupture
from practice.relationship.reading import Relationship

ASK_WITHIN = timedelta(days=7)  # after a week my week and the overview stop reminding


def overview(user: Staff, family: Family) -> dict[str, Any]:
    """The ribbon, the two clocks, what was said last; and the visit just finished, if nobody was asked about it."""
    about = Relationship(family)
    return {"about": about, "may_note": can_note_rupture(user, family), "unasked": visit_to_ask_about(user, family)}


def visit_to_ask_about(user: Staff, family: Family) -> Visit | None:
    """The latest visit of this week that nobody was asked about, where the user may ask."""
    visit = queries.unasked_of(family, ASK_WITHIN)
    if visit is None:
        return None
    visit.family = family
    return visit if can_ask(user, visit) else None


def how_it_was(user: Staff, visit: Visit) -> dict[str, Any]:
    """For the card on a visit's page."""
    ratings, waiting = queries.said_of_visit(visit)
    return {
        "ratings": ratings,
        "waiting": waiting,
        "may_ask": can_ask(user, visit),
        "may_enter": can_enter(user, visit),
    }


def to_ask(user: Staff) -> Sequence[Ask]:
    """The user's visits of this week that nobody was asked about; with several, slips for all of them. One query."""
    visits = queries.lately_visited(user, ASK_WITHIN)
    asks = [
        Ask(
            "note",
            words.short_date(visit.happened_on),
            f"{visit.family.title}: ask how the visit was for them",
            address("relationship:rating-ask", visit.family_id, visit.pk),
            "Ask",
        )
        for visit in visits
    ]
    if len(visits) > 1:
        url = address("relationship:slips-draw")
        asks.append(Ask("note", "on paper", "Slips with a code for several families", url, "Draw up"))
    return asks


def ask_now(user: Staff, visit: Visit) -> tuple[str, str] | None:
    """Right after logging a visit, while they are still at the table. Whoever could log it may ask about it."""
    if timezone.now() - visit.happened_at > ASKED_WITHIN:
        return None
    return "Ask the family how it was.", address("relationship:rating-ask", visit.family_id, visit.pk)
