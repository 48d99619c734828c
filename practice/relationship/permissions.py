"""Who may ask a family how a visit was, answer for paper, and speak of ruptures; a line a condition."""

from datetime import datetime, timedelta

from django.utils import timezone

from cases.models import Family
from hampshire.accounts.models import FAMILY_ROLES, Role, Staff
from hampshire.permissions import YES, Decision, no
from practice.models import Rupture, Visit
from practice.permissions import can_note
from practice.relationship.models import Asking, VisitRating

ASKED_WITHIN = timedelta(days=28)  # local policy: after a month nobody remembers how it was


def can_ask(user: Staff, visit: Visit, at: datetime | None = None) -> Decision:
    """Ask somebody how this visit was, now unless told when."""
    if visit.withdrawn_at:
        return no("This visit was withdrawn.")
    if (at or timezone.now()) - visit.happened_at > ASKED_WITHIN:
        return no(
            f"Ask within {ASKED_WITHIN.days} days of a visit, while people remember it. Paper can be copied later."
        )
    return can_note(user, visit.family)


def can_enter(user: Staff, visit: Visit) -> Decision:
    """Copy what somebody said on paper."""
    if visit.withdrawn_at:
        return no("This visit was withdrawn.")
    return can_note(user, visit.family)


def can_give(user: Staff | None) -> Decision:
    """Answer by a link: whoever holds it, and nobody who is signed in as one of us."""
    if user is not None:
        return no(
            "Only the family answers here. Hand the device over from the visit’s page, or let them use their own."
        )
    return YES


def can_withdraw_asking(user: Staff, asking: Asking) -> Decision:
    """Whoever may ask may take the question back, until it is answered."""
    return can_note(user, asking.visit.family)


def can_withdraw_rating(user: Staff, rating: VisitRating, may_note: Decision | None = None) -> Decision:
    """Only what was copied wrongly: what a family tapped themselves, nobody here takes back.

    `may_note` is `can_note` of the rating's family, where a page has asked it once for many ratings.
    """
    if rating.withdrawn_at:
        return no("This was taken back already.")
    if rating.entered_by_id is None:
        return no("They tapped this themselves. Only what was copied from paper can be taken back.")
    if rating.entered_by_id != user.pk and not user.oversees(rating.family.team_id):
        return no("Only the person who copied it, or a supervisor, can take it back.")
    return can_note(user, rating.family) if may_note is None else may_note


def can_ask_several(user: Staff) -> Decision:
    """Draw up slips for families visited lately; of each visit `can_ask` is asked besides."""
    if not user.has_role(*FAMILY_ROLES):
        return no("Only people who work with families ask them how a visit was.")
    return YES


def can_word(user: Staff) -> Decision:
    """Put the family's page into another language."""
    if not user.has_role(Role.ADMINISTRATOR):
        return no("Only an administrator writes the family’s page in other languages.")
    return YES


def can_note_rupture(user: Staff, family: Family) -> Decision:
    return can_note(user, family)


def can_repair(user: Staff, rupture: Rupture) -> Decision:
    if rupture.withdrawn_at:
        return no("This was taken back.")
    if rupture.repaired_on:
        return no("This is marked as mended already.")
    return can_note(user, rupture.family)


def can_withdraw_rupture(user: Staff, rupture: Rupture) -> Decision:
    """Whoever wrote it, and those who oversee the work. What is mended stays: it is a story with a good end."""
    if rupture.withdrawn_at:
        return no("This was taken back already.")
    if rupture.repaired_on:
        return no("What is mended stays to be read.")
    if rupture.visit_id:
        return no("It was told in a visit. Change the visit, and it goes.")
    if rupture.written_by_id != user.pk and not user.oversees(rupture.family.team_id):
        return no("Only the person who wrote this, or a supervisor, can take it back.")
    return can_note(user, rupture.family)
