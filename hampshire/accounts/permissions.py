"""Who may run teams and staff, and who may read the audit."""

from hampshire.accounts.models import Role, Staff
from hampshire.permissions import YES, Decision, no


def can_manage_staff(user: Staff) -> Decision:
    if not user.has_role(Role.ADMINISTRATOR):
        return no("Only an administrator can change staff and teams.")
    return YES


def can_read_audit(user: Staff) -> Decision:
    if not user.has_role(Role.AUDITOR):
        return no("Only an auditor can read the audit.")
    return YES
