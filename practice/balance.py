"""Strengths against worries at one visit, and one question about them: too many of either is worth a second look."""

from dataclasses import dataclass

from hampshire.words import count
from practice.forms.typed import Typed
from practice.models import Worry
from practice.sheet import Sheet

QUIET_FOR = 3  # visits in a row that did not speak of a worry, after which we ask
MANY = 3

NO_STRENGTH = "Only worries so far. What went well, however small?"
NO_WORRY = "Only strengths so far. Is there anything anybody is worried about?"


@dataclass(frozen=True, slots=True)
class Balance:
    """How many of each were named at this visit, and the question to ask, which may be blank."""

    strengths: int
    worries: int
    nudge: str


def weigh(sheet: Sheet, typed: Typed) -> Balance:
    strengths = len(typed.all("resighted")) + _named(typed, "strengths")
    present = {Worry.State.LIVE.value, Worry.State.EASING.value}
    worries = sum(typed[f"worry-{worry.id}"] in present for worry in sheet.worries) + _named(typed, "worries")
    return Balance(strengths, worries, nudge(strengths, worries) or quiet_worry(sheet, typed))


def _named(typed: Typed, kind: str) -> int:
    return sum(bool(typed[f"{row}-text"].strip()) for row in typed.rows(kind))


def nudge(strengths: int, worries: int) -> str:
    """A question where one side is bare; both ways alike."""
    if worries and not strengths:
        return NO_STRENGTH
    if strengths >= MANY and not worries:
        return NO_WORRY
    return ""


def quiet_worry(sheet: Sheet, typed: Typed) -> str:
    """Nothing on “money at month's end” for 3 visits: still easing?"""
    quiet = [worry for worry in sheet.worries if worry.quiet >= QUIET_FOR and not typed[f"worry-{worry.id}"]]
    if not quiet:
        return ""
    longest = max(quiet, key=lambda worry: worry.quiet)
    return f"Nothing on “{longest.text}” for {count(longest.quiet, 'visit')}: still {longest.state_words}?"
