"""Finds a return's child among the people on record, or makes them, in a family of their own without a name."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from cases.models import Family, FamilyMember, Person
from cases.returns.keep.batch import Batch, people_by_id
from cases.returns.report import Unit

NOT_KNOWN = {"U", "NOBT", "REFU"}  # says less than whatever is on record


class SentChild(Protocol):
    """What both returns say of a child."""

    @property
    def line(self) -> int: ...
    @property
    def la_child_id(self) -> str: ...
    @property
    def upn(self) -> str | None: ...
    @property
    def upn_unknown(self) -> str: ...
    @property
    def date_of_birth(self) -> date | None: ...
    @property
    def sex(self) -> str: ...
    @property
    def ethnicity(self) -> str: ...


class Children:
    """The children of one batch: matched by the authority's own id, then by UPN."""

    def __init__(self, batch: Batch, sent: Iterable[SentChild]) -> None:
        sent = list(sent)
        self.batch = batch
        self.by_id = people_by_id([child.la_child_id for child in sent])
        upns = {child.upn for child in sent if child.upn}
        same = {person.pk: person for person in self.by_id.values()}
        holders = Person.objects.filter(upn__in=upns).order_by("pk").select_for_update()
        self.by_upn = {person.upn: same.get(person.pk, person) for person in holders}
        self.families = families_of([*self.by_id.values(), *self.by_upn.values()])

    def keep(self, sent: SentChild, since: date, **more: Any) -> tuple[Person, Family]:
        """The child, as the return has them; `since` is the first day it speaks of them, `more` further fields."""
        person, upn = self._matched(sent)
        if person is None:
            person = Person(la_child_id=sent.la_child_id, imported_from=self.batch.source)
            family = self._settle(person, sent.la_child_id, since)
            self.batch.create(person, family)
            self.batch.count(Unit.CHILD, "created")
            self.batch.amend(person, family, **self._details(person, sent, upn, more))
        else:
            family = self.families.get(person.pk) or self._settle(person, sent.la_child_id, since)
            changed = self.batch.amend(person, family, **self._details(person, sent, upn, more))
            self.batch.count(Unit.CHILD, "updated" if changed else "unchanged")
        self.by_id[sent.la_child_id] = person
        if person.upn:
            self.by_upn[person.upn] = person
        return person, family

    def _matched(self, sent: SentChild) -> tuple[Person | None, str | None]:
        """Who this is, and the UPN to keep. A UPN alone is enough only where nothing speaks against it."""
        person, holder = self.by_id.get(sent.la_child_id), self.by_upn.get(sent.upn or "")
        if holder is None or holder is person:
            return person, sent.upn
        same_birth = holder.date_of_birth in (None, sent.date_of_birth)
        if person is None and holder.la_child_id is None and same_birth:
            return holder, sent.upn
        self._left_out(sent, "UPN", sent.upn or "", "This UPN belongs to somebody else on record.")
        return person, None

    def _details(self, person: Person, sent: SentChild, upn: str | None, more: dict[str, Any]) -> dict[str, Any]:
        details = {
            "la_child_id": sent.la_child_id,
            "upn": upn,
            "upn_unknown": "" if person.upn or upn else sent.upn_unknown,
            "date_of_birth": sent.date_of_birth,
            "sex": _says_more(sent.sex, person.sex),
            "ethnicity": _says_more(sent.ethnicity, person.ethnicity),
            **more,
        }
        return self._possible(person, sent, details)

    def _possible(self, person: Person, sent: SentChild, details: dict[str, Any]) -> dict[str, Any]:
        """Never an expected birth date over a known one, nor a death before the birth."""
        is_known = person.date_of_birth and person.birth_date_is != Person.BirthDateIs.EXPECTED
        if is_known and details.get("birth_date_is") == Person.BirthDateIs.EXPECTED:
            details = {**details, "date_of_birth": None, "birth_date_is": None}
        born_on, died_on = details["date_of_birth"] or person.date_of_birth, details.get("died_on") or person.died_on
        if born_on and died_on and died_on < born_on:
            reason = "With what is on record, a death before the birth: both are kept as on record."
            self._left_out(sent, "PersonBirthDate", born_on.isoformat(), reason)
            details = {**details, "date_of_birth": None, "birth_date_is": None, "died_on": None}
        return details

    def _left_out(self, sent: SentChild, name: str, value: str, reason: str) -> None:
        self.batch.say(Unit.CHILD, sent.line, sent.la_child_id, name, value, reason, refused=False)

    def _settle(self, person: Person, known_by: str, since: date) -> Family:
        """A family of their own, without a name, until somebody names or joins it."""
        family = Family(known_by=known_by, team=self.batch.team, created_by=self.batch.by)
        self.batch.create(family, family)
        member = FamilyMember(family=family, person=person, role=FamilyMember.Role.CHILD, joined_on=since)
        self.batch.create(member, family)
        self.families[person.pk] = family
        return family


def families_of(people: Iterable[Person]) -> dict[Any, Family]:
    """The family each person belongs to now; the one they joined first, where they belong to more."""
    members = (
        FamilyMember.objects.current()
        .filter(person__in=[person.pk for person in people])
        .select_related("family__team")
        .order_by("-joined_on", "-id")
    )
    return {member.person_id: member.family for member in members}


def _says_more(sent: str, known: str) -> str:
    return "" if sent in NOT_KNOWN and known else sent
