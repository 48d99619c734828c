"""Who may do what with the register, a line a condition."""

from hampshire.accounts.models import FAMILY_ROLES, Role, Staff
from hampshire.links.models import OneTimeLink
from hampshire.permissions import YES, Decision, no
from practice.register.models import Entry
from practice.register.uses import in_use

KEEPERS = (Role.ADMINISTRATOR, Role.MANAGER)


def can_see_register(user: Staff) -> Decision:
    if not user.roles:
        return no("The register is for those who have a role here. Ask an administrator for one.")
    return YES


def can_enter(user: Staff) -> Decision:
    if not user.has_role(*KEEPERS):
        return no("Managers and administrators put things into the register. Tell one of them what is missing.")
    return YES


def can_amend(user: Staff, entry: Entry) -> Decision:
    if not (enters := can_enter(user)):
        return enters
    if entry.retired_on:
        return no("It is retired. Bring it back to change it.")
    return YES


def can_retire(user: Staff, entry: Entry) -> Decision:
    """Once nothing is in use that stands under it: what we ask of people answers for itself here."""
    if not (amends := can_amend(user, entry)):
        return amends
    if using := in_use(entry):
        return no(f"{using[0].name} is in use, and answers for itself here. Retire that first.")
    return YES


def can_bring_back(user: Staff, entry: Entry) -> Decision:
    if not (enters := can_enter(user)):
        return enters
    if not entry.retired_on:
        return no("It is not retired.")
    if Entry.objects.current().filter(kind=entry.kind, name=entry.name).exists():
        return no("Something else of this kind has its name now. Rename that one first.")
    return YES


def can_vote(user: Staff, entry: Entry) -> Decision:
    if not user.has_role(*FAMILY_ROLES):
        return no("Those who work with families vote here, and families.")
    if entry.retired_on:
        return no("It is retired, so there is nothing to vote on any more.")
    return YES


def can_ask_family(user: Staff, entry: Entry) -> Decision:
    """Make a link for a family to vote by: whoever may vote, as they meet families."""
    return can_vote(user, entry)


def can_take_back(user: Staff, link: OneTimeLink) -> Decision:
    """Take back a link for a family: whoever made it, managers and administrators."""
    if link.made_by_id != user.pk and not user.has_role(*KEEPERS):
        return no("Whoever made this link, a manager or an administrator takes it back.")
    return YES


def can_write_change(user: Staff, entry: Entry) -> Decision:
    """Say what was done about it: whoever answers for it, managers and administrators."""
    if entry.owner_id != user.pk and not user.has_role(*KEEPERS):
        return no("Whoever answers for this, a manager or an administrator writes what was done about it.")
    return YES
