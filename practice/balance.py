"""Strengths against worries, of a visit or a family, and one question: too many of either is worth a second look."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from cases.models import Family
from hampshire.prepared import Prepared
from hampshire.words import count
from practice.forms.typed import Typed
from practice.models import Strength, Worry
from practice.sheet import Sheet

QUIET_FOR = 3  # visits in a row that did not speak of a worry, after which we ask
MANY = 3

NO_STRENGTH = "Only worries so far. What went well, however small?"
NO_WORRY = "Only strengths so far. Is there anything anybody is worried about?"


@dataclass(frozen=True, slots=True)
class Balance:
    """How many of each were named at a visit, or stand for a family, and the question to ask, which may be blank."""

    strengths: int
    worries: int
    nudge: str


def weigh(sheet: Sheet, typed: Typed) -> Balance:
    strengths = len(typed.all("resighted")) + _named(typed, "strengths")
    present = {Worry.State.LIVE.value, Worry.State.EASING.value}
    worries = sum(typed[f"worry-{worry.id}"] in present for worry in sheet.worries) + _named(typed, "worries")
    return Balance(strengths, worries, nudge(strengths, worries) or quiet_worry(sheet, typed))


def of_family(family: Family) -> Balance:
    """What stands now: strengths that hold, and worries that are live or easing. One query."""
    found: Any = _STANDING.first(family=family.pk)
    return between(found.strong or 0, found.worried or 0) if found else between(0, 0)


def between(strengths: int, worries: int) -> Balance:
    return Balance(strengths, worries, nudge(strengths, worries))


def _standing(family: UUID) -> QuerySet[Family]:
    strong = Strength.objects.filter(family=OuterRef("pk")).holding().order_by()
    worried = Worry.objects.filter(family=OuterRef("pk")).standing().unresolved().order_by()
    return Family.objects.filter(pk=family).annotate(strong=_count(strong), worried=_count(worried)).only("pk")


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.values("family").annotate(number=Count("pk")).values("number"))


_STANDING = Prepared(_standing, family=UUID)


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
