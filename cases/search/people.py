"""Find people, and tell of each only as much as the user may know."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from cases.models import Family, FamilyMember, Person
from cases.permissions import can_search_people
from cases.search import asked as typed
from cases.search.score import WORTH_SHOWING, Fit, fit
from cases.search.shortlist import Row, shortlist
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require

FAR_BEHIND = 0.3  # where somebody fits well, those who fit so much worse are not shown: sisters, namesakes


@dataclass(frozen=True, slots=True)
class Place:
    """A family that the user may open, and what the person is in it: child, mum, in their network."""

    family_id: UUID
    title: str
    team: str
    part: str
    has_left: bool

    def get_absolute_url(self) -> str:
        return reverse("cases:family-detail", args=[self.family_id])


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody found. Of one in no family that the user may open: the name, the birth year and the teams to ring."""

    name: str
    birth_year: int | None
    teams: tuple[str, ...]
    person_id: UUID | None = None
    date_of_birth: date | None = None
    birth_date_is_estimated: bool = False
    places: tuple[Place, ...] = ()
    address: str = ""
    notes: tuple[str, ...] = ()

    @property
    def may_open(self) -> bool:
        return bool(self.places)


def search_people(user: Staff, text: str, limit: int = 20) -> list[Found]:
    """The people who fit best what was typed, the best first. One query, and one that records the search.

    Somebody in no family the user may open is told of only where they fit closely: by an identifier, or by two names,
    or by a name and the birth date; never by where they live. Raises PermissionDenied for roles without families.
    """
    require(can_search_people(user))
    asked = typed.read(text)
    if not asked:
        return []
    rows_of: dict[UUID, list[Row]] = defaultdict(list)
    for row in shortlist(user, asked):
        rows_of[row.person_id].append(row)
    shown = [(one, rows) for rows in rows_of.values() if _is_shown(one := fit(asked, rows), rows)]
    shown.sort(key=_order)
    best = shown[0][0].score if shown else 0.0
    found = [_found(one, rows) for one, rows in shown[:limit] if one.score >= best - FAR_BEHIND]
    closed = sum(not each.may_open for each in found)
    AuditEvent.record_read("person.searched", by=user, kinds=asked.kinds, results=len(found), not_open=closed)
    return found


def _order(pair: tuple[Fit, list[Row]]) -> tuple[float, bool, str, str, UUID]:
    one, rows = pair
    return -round(one.score, 3), not _may_open(rows), rows[0].last_name, rows[0].first_name, rows[0].person_id


def _may_open(rows: list[Row]) -> bool:
    return any(row.may_open for row in rows)


def _is_shown(one: Fit, rows: list[Row]) -> bool:
    return one.score >= WORTH_SHOWING if _may_open(rows) else one.told


def _found(one: Fit, rows: list[Row]) -> Found:
    row = rows[0]
    person = Person(
        first_name=row.first_name, last_name=row.last_name, known_as=row.known_as, la_child_id=row.la_child_id,
        date_of_birth=row.born,
    )  # fmt: skip
    birth_year = row.born.year if row.born else None
    if not _may_open(rows):
        return Found(person.full_name, birth_year, tuple(sorted({each.team for each in rows})))
    places = sorted((_place(each) for each in rows if each.may_open), key=lambda place: (place.has_left, place.title))
    return Found(
        name=person.full_name,
        birth_year=birth_year,
        teams=tuple(dict.fromkeys(place.team for place in places)),
        person_id=row.person_id,
        date_of_birth=row.born,
        birth_date_is_estimated=row.birth_date_is == Person.BirthDateIs.ESTIMATED,
        places=tuple(places),
        address=", ".join([*row.address.splitlines(), row.postcode]).strip(", "),
        notes=one.notes,
    )


def _place(row: Row) -> Place:
    family = Family(name=row.family_name, known_by=row.family_known_by)
    return Place(row.family_id, family.title, row.team, _part(row), row.has_left)


def _part(row: Row) -> str:
    """What the person is in the family: in the children's word where there is one."""
    if row.part == "network":
        return f"{row.part_in_words}, in their network" if row.part_in_words else "in their network"
    return row.part_in_words or FamilyMember.Role(row.part).label.lower()
