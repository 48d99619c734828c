"""Families and the people in them, and the words by which search finds each."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from bench.authority import TeamOfBench
from bench.days import DAY_MS, FIRST_DAY, Days
from bench.ids import Ids
from bench.names import Names
from bench.tables import NULL, Loader, escape, text
from cases.models import (
    Address,
    ContactDetail,
    Family,
    FamilyMember,
    NetworkMember,
    Person,
    PersonWord,
    Relationship,
)
from cases.search.index import birth_word, identifier_words, place_word
from cases.search.words import words_of_name

TOWNS = ["Alderbrook", "Brackenford", "Castle Mead", "Dunwick", "Eastcombe", "Fernhurst", "Greywell", "Holmbury"]
STREETS = ["Street", "Road", "Lane", "Avenue", "Close", "Drive", "Way", "Crescent", "Gardens"]
CHUNK = 20_000  # names drawn at once


@dataclass(slots=True)
class SomeBody:
    id: str
    first_name: str
    last_name: str
    born: date | None
    words: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Household:
    """A family as the rest of the generator needs it. `made_on` is a day's number."""

    id: str
    name: str
    team: TeamOfBench
    made_on: int
    children: list[SomeBody] = field(default_factory=list)
    adults: list[SomeBody] = field(default_factory=list)


class People:
    """Writes families with everybody in and around them."""

    def __init__(self, loader: Loader, names: Names, chance: random.Random, days: Days) -> None:
        self._chance, self._days, self._ids, self._names = chance, days, Ids(chance), names
        self._drawn: dict[str, list[str]] = {"surnames": [], "girls": [], "boys": []}
        self.name_words: set[str] = set()
        self._numbered = 0
        self._streets = [name for name in names.surnames(4000) if "-" not in name]
        self._family = loader.table(Family, "id", "name", "team_id", "created_at")
        self._person = loader.table(
            Person, "id", "first_name", "last_name", "known_as", "other_names", "date_of_birth", "birth_date_is",
            "sex", "ethnicity", "la_child_id", "nhs_number", "created_at",
        )  # fmt: skip
        self._member = loader.table(
            FamilyMember, "id", "family_id", "person_id", "role", "role_in_words", "lives_here", "joined_on"
        )
        self._network = loader.table(NetworkMember, "id", "family_id", "person_id", "kind", "who_they_are", "starts_on")
        self._relationship = loader.table(
            Relationship, "id", "person_id", "relative_id", "kind", "has_parental_responsibility"
        )
        self._address = loader.table(Address, "id", "person_id", "lines", "postcode", "starts_on", "ends_on")
        self._contact = loader.table(ContactDetail, "id", "person_id", "kind", "value")
        self._word = loader.table(PersonWord, "person_id", "team_id", "word")

    def family(self, team: TeamOfBench, made_on: int) -> Household:
        chance, at = self._chance, made_on * DAY_MS
        surname = self._draw("surnames")
        home = Household(self._ids.at(at), surname, team, made_on)
        self._family.row(home.id, surname, team.id, f"{self._days.text[made_on]} 09:00+00")
        home.adults = [self._adult(home, place) for place in range(1 if chance.random() < 0.35 else 2)]
        home.children = [self._child(home) for _ in range(chance.choices((1, 2, 3, 4, 5), (30, 34, 22, 10, 4))[0])]
        for adult in home.adults:
            for child in home.children:
                self._relationship.row(self._ids.at(at), adult.id, child.id, "parent", "t")
        self._live(home, [*home.adults, *home.children])
        for _ in range(chance.choices((0, 1, 2, 3), (30, 40, 20, 10))[0]):
            self._friend(home)
        return home

    def _adult(self, home: Household, place: int) -> SomeBody:
        is_woman = place == 0
        surname = home.name if self._chance.random() < 0.6 else self._draw("surnames")
        born = FIRST_DAY + timedelta(days=home.made_on - self._chance.randrange(20 * 365, 48 * 365))
        person = self._somebody(home, "2" if is_woman else "1", surname, born)
        self._join(
            home, person, "parent", "mum" if is_woman else "dad", lives_here=is_woman or self._chance.random() < 0.6
        )
        self._contact.row(
            self._ids.at(home.made_on * DAY_MS), person.id, "phone", f"07700 9{self._numbered % 100000:05d}"
        )
        return person

    def _child(self, home: Household) -> SomeBody:
        surname = home.name if self._chance.random() < 0.85 else home.adults[-1].last_name
        born = FIRST_DAY + timedelta(days=home.made_on - self._chance.randrange(30, 16 * 365))
        person = self._somebody(home, self._chance.choice("12"), surname, born, is_child=True)
        self._join(home, person, "child", "", lives_here=True)
        return person

    def _friend(self, home: Household) -> None:
        is_professional = self._chance.random() < 0.3
        person = self._somebody(home, self._chance.choice("12"), self._draw("surnames"), None)
        kind, who = ("professional", "teacher") if is_professional else ("network", "nana on mum's side")
        self._network.row(
            self._ids.at(home.made_on * DAY_MS), home.id, person.id, kind, who, self._days.text[home.made_on]
        )
        self._find(home, person)

    def _somebody(
        self, home: Household, sex: str, surname: str, born: date | None, *, is_child: bool = False
    ) -> SomeBody:
        self._numbered += 1
        chance, at = self._chance, home.made_on * DAY_MS
        first = self._draw("girls" if sex == "2" else "boys")
        known_as = first[:3] if len(first) > 5 and chance.random() < 0.08 else ""
        other = self._draw("surnames") if chance.random() < 0.06 else ""
        la_child_id = f"L{self._numbered:07d}" if is_child else None
        nhs_number = _nhs_number(self._numbered) if is_child and chance.random() < 0.7 else None
        estimated = "estimated" if born and chance.random() < 0.02 else "recorded"
        person = SomeBody(self._ids.at(at), first, surname, born)
        self._person.row(
            person.id, first, surname, known_as, other, text(born), estimated, sex,
            chance.choice(("WBRI", "WBRI", "WBRI", "WOTH", "APKN", "BAFR")), text(la_child_id), text(nhs_number),
            f"{self._days.text[home.made_on]} 09:00+00",
        )  # fmt: skip
        names = words_of_name(f"{first} {surname}") | words_of_name(known_as) | words_of_name(other)
        self.name_words |= names
        person.words = names | identifier_words(la_child_id, nhs_number) | ({birth_word(born)} if born else set())
        return person

    def _join(self, home: Household, person: SomeBody, role: str, in_words: str, *, lives_here: bool) -> None:
        self._member.row(
            self._ids.at(home.made_on * DAY_MS), home.id, person.id, role, in_words, text(lives_here),
            self._days.text[home.made_on],
        )  # fmt: skip

    def _live(self, home: Household, people: list[SomeBody]) -> None:
        """One address for all, and for three in ten families one before it."""
        addresses = [(self._somewhere(), home.made_on, None)]
        if self._chance.random() < 0.3:
            addresses = [(self._somewhere(), max(home.made_on - 900, 0), home.made_on), *addresses]
        for person in people:
            for (lines, postcode), start, end in addresses:
                self._address.row(
                    self._ids.at(start * DAY_MS), person.id, lines, postcode, self._days.text[start],
                    NULL if end is None else self._days.text[end],
                )  # fmt: skip
                person.words.add(place_word(postcode))
            self._find(home, person)

    def _somewhere(self) -> tuple[str, str]:
        chance = self._chance
        street = f"{chance.randrange(1, 160)} {chance.choice(self._streets)} {chance.choice(STREETS)}"
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        postcode = (
            f"SO{chance.randrange(14, 54)} {chance.randrange(1, 10)}{chance.choice(letters)}{chance.choice(letters)}"
        )
        return escape(f"{street}\n{chance.choice(TOWNS)}"), postcode

    def _find(self, home: Household, person: SomeBody) -> None:
        for word in sorted(person.words | words_of_name(home.name)):
            self._word.row(person.id, home.team.id, word)

    def _draw(self, kind: str) -> str:
        drawn = self._drawn[kind]
        if not drawn:
            drawn.extend(getattr(self._names, kind)(CHUNK))
        return drawn.pop()


def _nhs_number(number: int) -> str | None:
    """The number's ten digits with a check digit that fits; None where modulus 11 gives none."""
    digits = f"9{number:08d}"
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return None if check == 10 else f"{digits}{0 if check == 11 else check}"
