"""Who may run teams and staff, and who may read the audit."""

from hampshire.accounts.models import Membership, Role, Staff
from hampshire.permissions import YES, Decision, no

MOST_VIEWS = 12  # of one list: more than that is a list of its own


def can_manage_staff(user: Staff) -> Decision:
    if not user.has_role(Role.ADMINISTRATOR):
        return no("Only an administrator can change staff and teams.")
    return YES


def can_stop(user: Staff, staff: Staff) -> Decision:
    """Administrators cannot stop themselves, so that one always remains."""
    if not (manages := can_manage_staff(user)):
        return manages
    if user.pk == staff.pk:
        return no("You cannot stop yourself signing in. Ask another administrator.")
    if not staff.is_active:
        return no("They cannot sign in now.")
    return YES


def can_end_role(user: Staff, membership: Membership) -> Decision:
    """Administrators cannot end their own role, so that one always remains."""
    if not (manages := can_manage_staff(user)):
        return manages
    if user.pk == membership.staff_id and membership.role == Role.ADMINISTRATOR:
        return no("You cannot end your own administrator role. Ask another administrator.")
    if membership.is_over:
        return no("This role has ended already.")
    return YES


def can_save_view(user: Staff, page: str, name: str) -> Decision:
    """There is room for another view of that list, or the name is one to be written over."""
    if user.saved_views.filter(page=page).exclude(name=name).count() >= MOST_VIEWS:
        return no(f"You have {MOST_VIEWS} saved views of this list. Forget one first.")
    return YES


def can_read_audit(user: Staff) -> Decision:
    if not user.has_role(Role.AUDITOR):
        return no("Only an auditor can read the audit.")
    return YES
