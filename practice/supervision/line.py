"""Who is senior to a supervisor. Whose supervisor somebody is: hampshire/accounts/line.py."""

from uuid import UUID

from hampshire.accounts.models import Membership, Role, TeamLineage
from practice.supervision.models import Supervision


def seniors_of(supervision: Supervision) -> set[UUID]:
    """The supervisor's own senior: the nearest manager of the worker's team who is neither of the two."""
    managers = Membership.objects.current().filter(role=Role.MANAGER, staff__is_active=True)
    above = TeamLineage.objects.filter(team=supervision.team, ancestor__memberships__in=managers)
    two = [supervision.supervisor_id, supervision.worker_id]
    rows = managers.filter(team__in=above.values("ancestor")).exclude(staff__in=two).values_list("team", "staff")
    depths = dict(above.values_list("ancestor", "depth"))
    nearest = min((depths[team] for team, _ in rows), default=None)
    return {staff for team, staff in rows if depths[team] == nearest}
