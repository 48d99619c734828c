"""Who may do what with a family, a line a condition. Whether they may know of it at all is the gate's question."""

from datetime import date

from django.utils import timezone

from cases.models import Case, Family, FamilyJoin, Referral
from hampshire.accounts.models import FAMILY_ROLES, Membership, Role, Staff, Team
from hampshire.permissions import YES, Decision, no


def can_work_with_family(user: Staff, family: Family) -> Decision:
    """Write on a family's record: its own team, whoever is allocated, and those who supervise them."""
    if not user.has_role(*FAMILY_ROLES):
        return no("Only people who work with families can change a family's record.")
    if user.oversees(family.team_id) or _is_in_team(user, family.team_id) or family.is_worked_by(user):
        return YES
    return no("Only the family's own team, or a worker allocated to them, can change this record.")


def can_add_family(user: Staff, team: Team | None = None) -> Decision:
    """Make a family answerable to `team`; without a team, whether to any at all."""
    if not user.has_role(*FAMILY_ROLES):
        return no("Only people who work with families can add a family.")
    if team is not None and not (user.oversees(team.pk) or _is_in_team(user, team.pk)):
        return no("A family can be added to your own team, or to one you oversee.")
    return YES


def can_join_families(user: Staff, gone: Family, kept: Family) -> Decision:
    """Say that two families are one: whoever may write on both."""
    if gone.pk == kept.pk:
        return no("That is this family itself.")
    return can_work_with_family(user, gone) and can_work_with_family(user, kept)


def can_undo_join(user: Staff, join: FamilyJoin) -> Decision:
    if join.undone_at is not None:
        return no("This has been undone already.")
    if timezone.localdate() > join.undoable_until:
        return no("Two families joined more than thirty days ago cannot be taken apart here.")
    if join.kept.joins_into.standing().exists():
        return no("The family they became part of is itself part of another now. Take those two apart first.")
    return can_work_with_family(user, join.kept)


def can_see_who_looked(user: Staff, family: Family) -> Decision:
    if not user.oversees(family.team_id):
        return no("Only a supervisor or manager of this family's team can see who has looked.")
    return YES


def can_see_referrals(user: Staff) -> Decision:
    """The list of those that wait; each is of a family the user may know of all the same."""
    if not user.has_role(*FAMILY_ROLES):
        return no("Only people who work with families see referrals.")
    return YES


def can_take_referral(user: Staff) -> Decision:
    if not user.has_role(*FAMILY_ROLES):
        return no("Only people who work with families can take a referral.")
    return YES


def can_decide_referral(user: Staff, referral: Referral) -> Decision:
    if not user.oversees(referral.team_id):
        return no("Only a supervisor or manager of this team can decide what happens with a referral.")
    if referral.decision:
        return no("This referral has been decided already.")
    return YES


def can_reconsider_referral(user: Staff, referral: Referral) -> Decision:
    """Take a decision back: only one that opened nothing."""
    if not user.oversees(referral.team_id):
        return no("Only a supervisor or manager of this team can take a decision back.")
    if not referral.decision:
        return no("This referral has not been decided yet.")
    if referral.opens_a_case:
        return no("This decision opened a case: close the case instead.")
    return YES


def can_allocate(user: Staff, case: Case) -> Decision:
    if not user.oversees(case.team_id):
        return no("Only a supervisor or manager of this family's team can allocate.")
    if not case.is_open:
        return no("This case is closed. A new referral opens another.")
    return YES


def can_be_allocated(user: Staff, worker: Staff, *, on: date) -> Decision:
    """Give a family to this worker: somebody of a team the allocating person oversees."""
    if not worker.is_active:
        return no(f"{worker.name} no longer works here.")
    standing = Membership.objects.current(on).filter(staff=worker, role__in=FAMILY_ROLES)
    if not standing.filter(team_id__in=user.overseen_team_ids).exists():
        return no(f"{worker.name} is not in a team that you oversee.")
    return YES


def can_change_pathway(user: Staff, case: Case) -> Decision:
    """Record where a child stands, and why we are involved."""
    if not case.is_open:
        return no("This case is closed. A new referral opens another.")
    return can_work_with_family(user, case.family)


def can_close_case(user: Staff, case: Case) -> Decision:
    if not user.oversees(case.team_id):
        return no("Only a supervisor or manager of this family's team can close a case.")
    if not case.is_open:
        return no("This case is closed already.")
    return YES


def can_reopen_case(user: Staff, case: Case) -> Decision:
    """Undo a closure, within two weeks."""
    if not user.oversees(case.team_id):
        return no("Only a supervisor or manager of this family's team can undo a closure.")
    until = case.reopenable_until
    if until is None:
        return no("This case is open, or goes on in another family.")
    if timezone.localdate() > until:
        return no("It was closed more than two weeks ago. A new referral opens another case.")
    return YES


def can_search_people(user: Staff) -> Decision:
    if not user.has_role(*FAMILY_ROLES):
        return no("Search looks among families, and your role does not see families. Ask someone who works with them.")
    return YES


def can_import_returns(user: Staff) -> Decision:
    if not user.has_role(Role.ADMINISTRATOR):
        return no("Only an administrator can import a return.")
    return YES


def _is_in_team(user: Staff, team_id: object) -> bool:
    return any(m.team_id == team_id and m.role in FAMILY_ROLES for m in user.standing)
