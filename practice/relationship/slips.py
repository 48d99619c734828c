"""Slips of paper to ask several families with: a code each, the four questions to tick, and a stub we keep.

A slip says nothing of the family; only the stub does, and it is cut off before the slip leaves our hands. The number on
both tells whose slip came back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.models import Case, FamilyMember, Person
from hampshire.accounts.models import Staff
from hampshire.links import doors
from hampshire.words import clock, day_of, short_date
from practice.models import Visit, VisitPerson
from practice.relationship.models import Asking, VisitRating
from practice.relationship.permissions import ASKED_WITHIN
from practice.relationship.wording import ENGLISH

MOST_VISITS = 40


@dataclass(frozen=True, slots=True)
class Pick:
    """One person who can be asked about one visit."""

    visit: Visit
    person: Person

    @property
    def key(self) -> str:
        """As a form sends it."""
        return f"{self.visit.pk}:{self.person.pk}"

    @property
    def about(self) -> str:
        return f"{self.visit.family.title}, visit of {short_date(self.visit.happened_on)}"


@dataclass(frozen=True, slots=True)
class Offered:
    """Whom the user can draw slips for: those not asked yet, and those who were and have not answered."""

    unasked: Sequence[Pick]
    waiting: Sequence[Pick]


def offered_to(user: Staff) -> Offered:
    """Of the user's own latest visit to each family they still work with. Five queries, however many visits."""
    visits = {visit.pk: visit for visit in _visits(user)}
    about = {"visit__in": list(visits)}
    told = set(VisitRating.objects.counting().filter(**about).values_list("visit", "person"))
    asked = set(Asking.objects.open().filter(**about).values_list("visit", "person"))
    picks = [pick for pick in _picks(visits) if (pick.visit.pk, pick.person.pk) not in told]
    waiting = [pick for pick in picks if (pick.visit.pk, pick.person.pk) in asked]
    return Offered([pick for pick in picks if pick not in waiting], waiting)


def _visits(user: Staff) -> list[Visit]:
    since = timezone.now() - ASKED_WITHIN
    mine = Visit.objects.standing().visible_to(user).filter(logged_by=user, happened_at__gte=since)
    worked = mine.filter(Exists(Case.objects.open().filter(family=OuterRef("family"))))
    latest = worked.select_related("family").order_by("family", "-happened_at", "-id").distinct("family")
    return sorted(latest, key=lambda visit: visit.happened_at, reverse=True)[:MOST_VISITS]


def _picks(visits: dict[UUID, Visit]) -> Iterable[Pick]:
    """Those who were there, then the rest of each family; a person once a visit."""
    there: dict[UUID, dict[UUID, Person]] = defaultdict(dict)
    for part in VisitPerson.objects.filter(visit__in=list(visits), seen=True).select_related("person").order_by("id"):
        there[part.visit_id][part.person_id] = part.person
    members: dict[UUID, list[Person]] = defaultdict(list)
    families = [visit.family_id for visit in visits.values()]
    for member in FamilyMember.objects.current().filter(family__in=families).with_people():
        members[member.family_id].append(member.person)
    for visit in visits.values():
        rest = {person.pk: person for person in members[visit.family_id]}
        people = {**there[visit.pk], **rest}.values()
        yield from (Pick(visit, person) for person in people if person.is_among_us)


@dataclass(frozen=True, slots=True)
class Slip:
    """One asking and the address it is answered at."""

    asking: Asking
    url: str


def on_paper(slips: Sequence[Slip], *, named: bool = True) -> dict[str, Any]:
    """What templates/typst/slips.typ sets. Not `named` where there is no font for somebody's name."""
    say, now = ENGLISH.sentences, timezone.localtime()
    return {
        "slips": [_on_paper(number, slip, named=named) for number, slip in enumerate(slips, 1)],
        "questions": [say[key] for key in ("listened", "mattered", "suited", "trust")],
        "faces": [label for _, label in ENGLISH.faces],
        "title": say["title"],
        "words": say["words"],
        "rather_not": say["rather_not"],
        "kept": say["kept"],
        "drawn": f"{short_date(now.date())}, {clock(now)}",  # two sheets have the same numbers
    }


def _on_paper(number: int, slip: Slip, *, named: bool) -> dict[str, Any]:
    asking, visit = slip.asking, slip.asking.visit
    when = f"Visit of {short_date(visit.happened_on)}, {clock(visit.happened_at)}"
    return {
        "number": number,
        "family": visit.family.title if named else "",
        "who": asking.speaker if named else "",
        "when": when,
        "until": short_date(day_of(asking.link.expires_at)),
        "code": doors.qr_svg(slip.url),
    }
