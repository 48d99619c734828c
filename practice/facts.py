"""What a worker tells of a visit, free of any form: the page, the API and the demonstration all speak this.

Ids rather than objects stand for people, strengths, worries, goals and steps that are on record already, so that
nothing is fetched only to be named; `visits.log` checks that each is this family's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from practice.models import Domain, NextStep, Rating, Visit, Worry


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody's part in the visit. For a child: seen, seen alone, bedroom seen, and what happened for this child."""

    person_id: UUID
    seen: bool = True
    seen_alone: bool = False
    bedroom_seen: bool = False
    why_not_seen: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A quote: whose words they are is a person on record, or somebody else in words (`whose`)."""

    text: str
    person_id: UUID | None = None
    whose: str = ""
    may_be_shared: bool = False
    language: str = ""
    translation: str = ""


@dataclass(frozen=True, slots=True)
class NewStrength:
    """Something strong, of one person or of the whole family."""

    text: str
    person_id: UUID | None = None
    domain: str = Domain.OTHER


@dataclass(frozen=True, slots=True)
class NewWorry:
    text: str
    person_id: UUID | None = None
    state: str = Worry.State.LIVE
    domain: str = Domain.OTHER


@dataclass(frozen=True, slots=True)
class WithoutIt:
    """A time when a worry did not happen, and what was different then; who told of it, where that is known."""

    worry_id: UUID
    text: str
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Voiced:
    """How far along somebody says a goal is, 0 to 10. The worker's voice has no person: it is whoever records."""

    voice: str
    score: int
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """The same, of a goal on record."""

    goal_id: UUID
    voice: str
    score: int
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewGoal:
    """A goal in the family's words, with its first ratings. It may lean on strengths; it needs no worry.

    `leans_on` are strengths on record; `leans_on_new` places in the visit's own `strengths`, the first being 0.
    """

    text: str
    domain: str = Domain.OTHER
    whose_id: UUID | None = None
    higher_is_better: bool = True
    ratings: Sequence[Voiced] = ()
    leans_on: Sequence[UUID] = ()
    leans_on_new: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class NewStep:
    """What is next. `who` does it by name; towards which goal on record, and how we will know, where that was said."""

    text: str
    owner: str = NextStep.Owner.US
    due_on: date | None = None
    who: str = ""
    goal_id: UUID | None = None
    how_we_will_know: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a decision at this visit: done, which closes it, or taken further; and how it went."""

    decision_id: UUID
    closes: bool = True
    how_it_went: str = ""


@dataclass(frozen=True, slots=True)
class Mended:
    """An earlier strain between the family and us that was mended by this visit, and how that came about."""

    rupture_id: UUID
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """Everything told of one visit. `happened_at` is aware; `minutes` are with the family, as told, never rounded."""

    happened_at: datetime
    account: str
    minutes: int | None = None
    place: str = Visit.Place.HOME
    place_detail: str = ""
    announced: bool | None = None
    purpose: str = Visit.Purpose.STATUTORY
    also_seen: str = ""
    people: Sequence[Seen] = ()
    quotes: Sequence[Said] = ()
    resighted: Sequence[UUID] = ()
    strengths: Sequence[NewStrength] = ()
    worry_states: Mapping[UUID, str] = field(default_factory=dict)
    worries: Sequence[NewWorry] = ()
    exceptions: Sequence[WithoutIt] = ()
    ratings: Sequence[Rated] = ()
    goals: Sequence[NewGoal] = ()
    steps_done: Sequence[UUID] = ()
    next_steps: Sequence[NewStep] = ()
    decisions: Sequence[Carried] = ()
    ruptures: Sequence[str] = ()
    repairs: Sequence[Mended] = ()
    tools: Sequence[UUID] = ()

    def people_named(self) -> set[UUID]:
        """Everybody on record whom these facts speak of."""
        named = [seen.person_id for seen in self.people]
        named += [said.person_id for said in self.quotes if said.person_id]
        named += [strength.person_id for strength in self.strengths if strength.person_id]
        named += [worry.person_id for worry in self.worries if worry.person_id]
        named += [told.person_id for told in self.exceptions if told.person_id]
        named += [goal.whose_id for goal in self.goals if goal.whose_id]
        named += [person_id for _, _, person_id in self.scores() if person_id]
        return set(named)

    def scores(self) -> list[tuple[str, int, UUID | None]]:
        """Every rating's voice, score and person: of goals on record, and of those set here."""
        standing = [(rating.voice, rating.score, rating.person_id) for rating in self.ratings]
        first = [(said.voice, said.score, said.person_id) for goal in self.goals for said in goal.ratings]
        return standing + first


VOICES = frozenset(Rating.Voice.values)
