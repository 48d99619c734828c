"""Who has a week of their own, and who reviews a caseload."""

from hampshire.accounts.models import FAMILY_ROLES, OVERSEEING_ROLES, Staff
from hampshire.permissions import YES, Decision, no


def can_have_a_week(user: Staff) -> Decision:
    if not user.has_role(*FAMILY_ROLES):
        return no("Only people who work with families have a week here.")
    return YES


def can_review_caseload(user: Staff) -> Decision:
    if not user.has_role(*OVERSEEING_ROLES):
        return no("Only a supervisor or manager reviews the caseload of a team.")
    return YES
