"""What is known of a family when somebody begins to write about a visit: read from one row (practice.queries)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from cases.models import Family, FamilyMember, NetworkMember, Person
from hampshire import words
from practice.models import Goal, NextStep, Rating, Worry
from practice.models.strength import STILL_TRUE_AFTER

WORKER = "worker"  # in a voice's key, where others have a person's id


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the family or around it. `id` is written as in a form; `words` is what they are called: mum, Nana."""

    id: str
    name: str
    words: str
    role: str
    born: date | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Someone":
        person = Person(
            first_name=row["first_name"],
            last_name=row["last_name"],
            known_as=row["known_as"],
            la_child_id=row["la_child_id"],
        )
        return cls(row["person"], person.short_name, row["words"], row["role"], _day(row["born"]))

    @property
    def is_child(self) -> bool:
        return self.role == FamilyMember.Role.CHILD

    @property
    def is_parent(self) -> bool:
        return self.role in {FamilyMember.Role.PARENT, FamilyMember.Role.CARER}

    @property
    def is_professional(self) -> bool:
        return self.role == NetworkMember.Kind.PROFESSIONAL

    @property
    def title(self) -> str:
        """Yusuf, 9; Dana (mum)."""
        if self.is_child:
            return ", ".join(filter(None, [self.name, words.age(self.born)]))
        return f"{self.name} ({self.words})" if self.words else self.name


@dataclass(frozen=True, slots=True)
class EarlierStrength:
    id: str
    text: str
    times: int
    last_on: date | None

    @property
    def next_time(self) -> str:
        """What seeing it again would be: 3rd time. Unseen for half a year, it asks whether it is still true."""
        if self.last_on and timezone.localdate() - self.last_on > STILL_TRUE_AFTER:
            return "still true?"
        number = self.times + 1
        ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending} time"


@dataclass(frozen=True, slots=True)
class EarlierWorry:
    """`quiet` is how many visits in a row have not spoken of it."""

    id: str
    text: str
    state: str
    since: date
    quiet: int

    @property
    def state_words(self) -> str:
        return Worry.State(self.state).label.lower()


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who may say how far along a goal is. `key` is their id, or "worker"."""

    key: str
    name: str
    voice: str

    @property
    def person_id(self) -> str | None:
        return None if self.key == WORKER else self.key


@dataclass(frozen=True, slots=True)
class OpenGoal:
    """A goal or a scale. `latest` is each voice's last score, by the voice's key."""

    id: str
    text: str
    latest: Mapping[str, int]
    kind: str = Goal.Kind.GOAL
    zero_means: str = ""
    ten_means: str = ""

    @property
    def is_scale(self) -> bool:
        return self.kind == Goal.Kind.SCALE

    @property
    def in_words(self) -> str:
        return self.text if self.is_scale else f"“{self.text}”"

    @property
    def ends_mean(self) -> str:
        """What the ends of a scale look like; where nobody said, which way it goes."""
        ends = (("0", self.zero_means or "as bad as can be"), ("10", self.ten_means or "as good as can be"))
        return " · ".join(f"{number}: {means}" for number, means in ends)


@dataclass(frozen=True, slots=True)
class OpenStep:
    id: str
    text: str
    owner: str
    due_on: date | None

    @property
    def owner_words(self) -> str:
        return NextStep.Owner(self.owner).label.lower()


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """A decision that is not closed yet. `owner` is a name, blank for nobody's in particular."""

    id: str
    text: str
    taken_on: date
    due_on: date | None
    owner: str


@dataclass(frozen=True, slots=True)
class OpenRupture:
    """A strain between the family and us that is not mended yet."""

    id: str
    text: str
    happened_on: date


@dataclass(frozen=True, slots=True)
class KnownTool:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the page can be filled from."""

    opened_on: date
    people: Sequence[Someone]
    strengths: Sequence[EarlierStrength]
    worries: Sequence[EarlierWorry]
    goals: Sequence[OpenGoal]
    steps: Sequence[OpenStep]
    decisions: Sequence[OpenDecision]
    ruptures: Sequence[OpenRupture]
    tools: Sequence[KnownTool]

    @classmethod
    def of(cls, family: Family) -> "Sheet":
        """Of a family fetched by `families_with_sheet`."""
        found: dict[str, Any] = family.visit_sheet  # type: ignore[attr-defined]
        visits = [date.fromisoformat(day) for day in found["visits"]]
        return cls(
            opened_on=_day(family.visit_standing["opened_on"]) or date.min,  # type: ignore[attr-defined]
            people=_once(Someone.of(row) for row in (*found["members"], *found["network"])),
            strengths=[
                EarlierStrength(row["id"], row["text"], row["times"] or 0, _day(row["last_on"]))
                for row in found["strengths"]
            ],
            worries=[_worry(row, visits) for row in found["worries"]],
            goals=[_goal(row) for row in found["goals"]],
            steps=[OpenStep(row["id"], row["text"], row["owner"], _day(row["due_on"])) for row in found["steps"]],
            decisions=[_decision(row) for row in found["decisions"]],
            ruptures=[OpenRupture(row["id"], row["text"], date.fromisoformat(row["on"])) for row in found["ruptures"]],
            tools=[KnownTool(row["id"], row["name"]) for row in found["tools"]],
        )

    @property
    def children(self) -> list[Someone]:
        return [someone for someone in self.people if someone.is_child]

    @property
    def adults(self) -> list[Someone]:
        """Who else may have been there: adults of the family and of their network, not professionals."""
        return [someone for someone in self.people if not someone.is_child and not someone.is_professional]

    @property
    def voices(self) -> list[Voice]:
        """Each child, each parent or carer, and the worker."""
        asked = [someone for someone in self.people if someone.is_child or someone.is_parent]
        named = Counter(someone.name for someone in asked)
        people = [
            Voice(
                someone.id,
                someone.name if named[someone.name] == 1 else someone.title,  # a girl and her mother of one name
                Rating.Voice.CHILD if someone.is_child else Rating.Voice.PARENT,
            )
            for someone in asked
        ]
        return [*people, Voice(WORKER, "Me", Rating.Voice.WORKER)]


def latest_scores(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Each voice's latest score by its key. Two workers are one voice here: the later of them speaks."""
    ordered = sorted(rows, key=lambda row: row["day"])
    return {row["person"] or WORKER: row["score"] for row in ordered}


def _once(people: Iterable[Someone]) -> list[Someone]:
    """Somebody who is of the family and of the network too stands here once, as one of the family."""
    found: dict[str, Someone] = {}
    for someone in people:
        found.setdefault(someone.id, someone)
    return list(found.values())


def _goal(row: Mapping[str, Any]) -> OpenGoal:
    latest = latest_scores(row["latest"])
    return OpenGoal(row["id"], row["text"], latest, row["kind"], row["zero_means"], row["ten_means"])


def _decision(row: Mapping[str, Any]) -> OpenDecision:
    taken_on = date.fromisoformat(row["on"])
    return OpenDecision(row["id"], row["text"], taken_on, _day(row["due_on"]), row["owner"] or "")


def _worry(row: Mapping[str, Any], visits: Sequence[date]) -> EarlierWorry:
    talked = _day(row["talked"]) or date.fromisoformat(row["noted"])
    quiet = sum(day > talked for day in visits)
    return EarlierWorry(row["id"], row["text"], row["state"], date.fromisoformat(row["since"]), quiet)
