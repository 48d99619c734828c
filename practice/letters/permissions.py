"""Who may write a letter to somebody of a family, a line a condition. Whoever may know of the family may read it."""

from typing import Any

from cases.models import Family
from cases.permissions import can_work_with_family
from hampshire.accounts.models import Staff
from hampshire.permissions import YES, Decision, no
from practice.letters.lines import LetterInFull
from practice.letters.models import Letter, LetterReply
from practice.queries import standing_of

ALREADY_TAKEN_BACK = "This letter was taken back. It stays to be read as it was."


def _standing(user: Staff, family: Family) -> dict[str, Any]:
    """How the user stands to the family: as the gate fetched it, else asked of the database."""
    found = getattr(family, "visit_standing", None)
    return found if found and found["user"] == str(user.pk) else standing_of(user, family)


def can_write_letters(user: Staff, family: Family) -> Decision:
    """Begin one, and put one into another language."""
    standing = _standing(user, family)
    if not standing["opened_on"]:
        return no("No case is open for this family. A new referral opens one.")
    if not standing["works"] and not standing["oversees"]:
        return no("Only a worker allocated to this family, or their supervisor, can write letters to them.")
    return YES


def can_change_letter(user: Staff, letter: Letter) -> Decision:
    """A letter is its author's own words, until it is given."""
    if letter.taken_back_at:
        return no(ALREADY_TAKEN_BACK)
    if letter.is_given:
        return no("This letter was given. To change it, take it back and write it anew.")
    if letter.author_id != user.pk:
        return no(f"Only {letter.author.name}, who writes this letter, can change it.")
    return can_write_letters(user, letter.family)


def can_translate(user: Staff, letter: Letter) -> Decision:
    if letter.taken_back_at:
        return no(ALREADY_TAKEN_BACK)
    if letter.is_given:
        return no("This letter was given as it is.")
    if letter.written_at is None:
        return no("This letter is not written yet.")
    return can_write_letters(user, letter.family)


def can_give(user: Staff, full: LetterInFull) -> Decision:
    """What is given has to stand as it was said: nobody's words that may no longer be shared."""
    letter = full.letter
    if letter.taken_back_at:
        return no(ALREADY_TAKEN_BACK)
    if letter.is_given:
        return no("This letter was given already.")
    if letter.written_at is None:
        return no("This letter is not written yet.")
    if full.no_longer:
        return no(f"Change the letter first. {' '.join(full.no_longer)}")
    return _its_author_or_above(user, letter, "give it")


def can_take_back(user: Staff, letter: Letter) -> Decision:
    if letter.taken_back_at:
        return no("This letter was taken back already.")
    return _its_author_or_above(user, letter, "take it back")


def _its_author_or_above(user: Staff, letter: Letter, what: str) -> Decision:
    if letter.author_id != user.pk and not _standing(user, letter.family)["oversees"]:
        return no(f"Only {letter.author.name}, who wrote this letter, or a supervisor can {what}.")
    return YES


def can_write_anew(user: Staff, letter: Letter) -> Decision:
    if not letter.taken_back_at:
        return no("This letter stands. Take it back first.")
    return can_write_letters(user, letter.family)


def can_reply(user: Staff, letter: Letter) -> Decision:
    """Keep what somebody says to a letter they were given; after the case has closed too."""
    if not letter.is_given:
        return no("This letter has not been given yet.")
    return can_work_with_family(user, letter.family)


def can_withdraw_reply(user: Staff, reply: LetterReply) -> Decision:
    if reply.withdrawn_at:
        return no("This reply has been taken back already.")
    return can_work_with_family(user, reply.letter.family)
