"""What supervision tells the leaders' mirror: whether those who lead hold it as often as they are asked to."""

from hampshire.accounts.line import Supervisee
from hampshire.accounts.models import Membership, Role
from practice.learning.mirror import Kept
from practice.supervision.rhythm import standings


def kept_in_time() -> Kept:
    """Of all practitioners, how many had case supervision within the days their policy asks for. Four queries."""
    held = Membership.objects.current().filter(role=Role.PRACTITIONER, staff__is_active=True)
    rows = held.select_related("staff", "team").order_by("starts_on", "id")
    people = {row.staff_id: Supervisee(row.staff, row.team, row.role) for row in rows}
    kept = sum(standing.rhythms[0].is_kept for standing in standings(people.values()))
    words = "practitioners had case supervision within the days that the policy asks for."
    return Kept(kept, len(people), words)
