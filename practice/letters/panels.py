"""What letters put on a family's overview and beside a visit."""

from typing import Any

from cases.models import Family
from hampshire.accounts.models import Staff
from practice.letters.permissions import can_write_letters
from practice.letters.queries import letters_after, letters_of
from practice.models import Visit

SHOWN = 3


def overview(user: Staff, family: Family) -> dict[str, Any]:
    """The last few letters, and the way to the next."""
    return {"letters": list(letters_of(family)[:SHOWN]), "may_write": can_write_letters(user, family)}


def after_visit(user: Staff, visit: Visit) -> dict[str, Any]:
    """For the card on a visit's page: the letters begun from it."""
    return {"letters": letters_after(visit), "may_write": can_write_letters(user, visit.family)}
