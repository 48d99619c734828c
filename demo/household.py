"""One made-up household: who is in it, how they are related, where they live, and who matters to them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from cases.actions import families, people
from cases.models import Family, Person
from demo.authority import DemoTeam
from demo.names import AROUND, HERITAGES, LANGUAGES, NETWORK, SCHOOLS, STREETS, TOWNS, WEIGHTS
from hampshire.accounts.models import Staff

# Whether the eldest child of a theme's story is a girl or a boy, as its sentences say.
CHILD_SEX = {
    "nights": "F", "money": "M", "apart": "F", "school": "M", "mood": "M", "drink": "M", "autism": "M", "out": "F",
}  # fmt: skip
# The eldest child's age when the story begins, from and to.
AGES = {"school": (13, 15), "out": (14, 16), "mood": (9, 13), "drink": (8, 12), "autism": (5, 10)}
LIVES_APART = {"apart", "safe", "out", "school"}


@dataclass
class Household:
    """The family with the people a story needs. `words` fills the slots of its sentences."""

    family: Family
    children: list[Person]
    mum: Person
    other: Person | None
    words: dict[str, str]
    network: list[list[str]] = field(default_factory=list)

    def say(self, text: str) -> str:
        return text.format(**self.words)


def settle(rng: Random, number: int, theme: str, home: DemoTeam, by: Staff, began: date) -> Household:
    """Make the family, as the worker who takes the referral would."""
    heritage = rng.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
    surnames, girls, boys = HERITAGES[heritage]
    surname = rng.choice(surnames)
    family = families.create(name=surname, team=home.team, by=by)
    make = _Maker(rng, family, by, surname, heritage, began)
    children = make.children(number, theme, girls, boys)
    mum = make.adult(rng.choice(girls), "F", "mum", "parent", lives_here=True)
    other = None
    if theme != "kin" and rng.random() < 0.72:
        other = make.adult(rng.choice(boys), "M", "dad", "parent", lives_here=theme not in LIVES_APART)
    make.related(mum, other, children)
    make.housed([*children, mum], home.town)
    words = {
        "child": children[0].short_name,
        "mum": mum.short_name,
        "other": other.short_name if other else "Dad",
        "school": rng.choice(SCHOOLS),
    }
    words["nana"], *nana = NETWORK[0] if theme == "kin" else rng.choice(NETWORK)
    network = [nana, *rng.sample(AROUND, k=2)]
    return Household(family, children, mum, other, words, network)


@dataclass
class _Maker:
    rng: Random
    family: Family
    by: Staff
    surname: str
    heritage: str
    began: date

    def children(self, number: int, theme: str, girls: list[str], boys: list[str]) -> list[Person]:
        count = self.rng.choices([1, 2, 3, 4], weights=[35, 38, 20, 7])[0]
        low, high = AGES.get(theme, (5, 12))
        age = self.rng.uniform(low, high)
        made: list[Person] = []
        for order in range(count):
            sex = CHILD_SEX.get(theme) if order == 0 else None
            sex = sex or self.rng.choice("FM")
            names = [n for n in (girls if sex == "F" else boys) if n not in {child.first_name for child in made}]
            made.append(self._child(self.rng.choice(names), sex, age, f"DEMO{number:05d}{order}"))
            age = max(0.2, age - self.rng.uniform(1.2, 3.5))
        return made

    def _child(self, first_name: str, sex: str, age: float, child_id: str) -> Person:
        born = self.began - timedelta(days=int(age * 365.25))
        person = people.add(
            family=self.family,
            by=self.by,
            first_name=first_name,
            last_name=self.surname,
            date_of_birth=born,
            sex=sex,
            ethnicity=self.heritage,
            la_child_id=child_id,
            **self._language(),
        )
        families.join(family=self.family, person=person, role="child", by=self.by, joined_on=born)
        return person

    def adult(self, first_name: str, sex: str, called: str, role: str, lives_here: bool) -> Person:
        born = self.began - timedelta(days=self.rng.randint(24 * 365, 46 * 365))
        person = people.add(
            family=self.family,
            by=self.by,
            first_name=first_name,
            last_name=self.surname,
            date_of_birth=born,
            sex=sex,
            ethnicity=self.heritage,
            **self._language(),
        )
        families.join(
            family=self.family,
            person=person,
            role=role,
            by=self.by,
            role_in_words=called,
            lives_here=lives_here,
            joined_on=born,
        )
        return person

    def _language(self) -> dict[str, object]:
        spoken = LANGUAGES.get(self.heritage, "English")
        return {"first_language": spoken, "needs_interpreter": spoken != "English" and self.rng.random() < 0.3}

    def related(self, mum: Person, other: Person | None, children: list[Person]) -> None:
        for child in children:
            for parent in filter(None, [mum, other]):
                families.relate(
                    family=self.family,
                    person=parent,
                    relative=child,
                    kind="parent",
                    by=self.by,
                    has_parental_responsibility=True,
                )
        for number, child in enumerate(children):
            for younger in children[number + 1 :]:
                families.relate(family=self.family, person=child, relative=younger, kind="sibling", by=self.by)

    def housed(self, household: list[Person], town: str) -> None:
        lines = f"{self.rng.randint(1, 140)} {self.rng.choice(STREETS)}\n{town}"
        postcode = f"{TOWNS[town]} {self.rng.randint(1, 9)}{self.rng.choice('ABDEFGHJ')}{self.rng.choice('LNPQRSTU')}"
        since = self.began - timedelta(days=self.rng.randint(200, 2500))
        people.move_together(
            people=household, family=self.family, by=self.by, lines=lines, postcode=postcode, starts_on=since
        )
        phone = f"07700 900{self.rng.randint(0, 999):03d}"  # Ofcom's numbers for drama
        people.add_contact_detail(person=household[-1], family=self.family, by=self.by, kind="phone", value=phone)
