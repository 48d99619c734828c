"""Teams: make, move, start the new practice, close."""

from datetime import date

from django.db import transaction

from hampshire.accounts.models import Staff, Team, TeamLineage
from hampshire.accounts.permissions import can_manage_staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require


@transaction.atomic
def create(
    *, name: str, kind: str, parent: Team | None, by: Staff | None, practice_began_on: date | None = None
) -> Team:
    """Make a team below `parent`. `by` is None only for the first team of a new installation and for the demo."""
    if by is not None:
        require(can_manage_staff(by))
    team = Team.objects.create(name=name, kind=kind, parent=parent, practice_began_on=practice_began_on)
    _trace(team)
    AuditEvent.record("team.created", by=by, subject=team)
    return team


@transaction.atomic
def amend(
    *,
    team: Team,
    name: str,
    kind: str,
    parent: Team | None,
    practice_began_on: date | None,
    closed_on: date | None,
    by: Staff,
) -> Team:
    """Rename, move, date or close a team.

    Raises ValueError if the new parent stands at or below the team itself, or if a team still working stands below
    one that is closed.
    """
    require(can_manage_staff(by))
    # Every row, in one order: of two moves at once, the second sees the tree as the first left it.
    teams = {row.pk: row for row in Team.objects.select_for_update().order_by("pk")}
    team = teams[team.pk]
    if parent is not None and TeamLineage.objects.filter(team=parent, ancestor=team).exists():
        raise ValueError("A team cannot stand below itself.")
    if closed_on and Team.objects.below(team).working(closed_on).exists():
        raise ValueError("Close or move the teams below it first.")
    moved = team.parent_id != (parent.pk if parent else None)
    team.name, team.kind, team.parent = name, kind, parent
    team.practice_began_on, team.closed_on = practice_began_on, closed_on
    team.save()
    if moved:
        for below in Team.objects.filter(lineage__ancestor=team).order_by("lineage__depth"):
            _trace(below)
    AuditEvent.record("team.amended", by=by, subject=team, moved=moved)
    return team


def _trace(team: Team) -> None:
    """Write the team's line upwards afresh."""
    TeamLineage.objects.filter(team=team).delete()
    line: list[TeamLineage] = []
    above: Team | None = team
    while above is not None:
        line.append(TeamLineage(team=team, ancestor=above, depth=len(line)))
        above = above.parent
    TeamLineage.objects.bulk_create(line)
