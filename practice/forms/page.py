"""A visit's page as it is drawn: what is known of the family, what was typed so far, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import ClassVar
from uuid import UUID

from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from hampshire.ids import new_id
from practice.balance import MANY, NO_STRENGTH, NO_WORRY, Balance, quiet_worry, weigh
from practice.drafting import Typed as Raw
from practice.forms.checking import SOMEONE
from practice.forms.typed import Typed
from practice.models import Domain, Draft, NextStep, Visit, Worry
from practice.sheet import EarlierStrength, EarlierWorry, OpenGoal, OpenStep, Sheet, Someone

BLANK = "__n__"  # in the row that script copies to add another


def defaults() -> Raw:
    """What a new page starts with: now, at home, the visit their plan calls for."""
    now = timezone.localtime()
    return {
        "happened_on": [f"{now:%Y-%m-%d}"],
        "happened_time": [f"{now:%H:%M}"],
        "place": [Visit.Place.HOME.value],
        "purpose": [Visit.Purpose.STATUTORY.value],
    }


# ---- Options of selects, drawn once and not for each select ----


@lru_cache(maxsize=256)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    rows = ((value, SELECTED if value == chosen else "", label) for value, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


SELECTED = SafeString(" selected")
SCORES = (("", "–"), *((str(score), str(score)) for score in range(11)))
STATES = (
    ("", "Not talked about"),
    (Worry.State.LIVE.value, "Still live"),
    (Worry.State.EASING.value, "Easing"),
    (Worry.State.RESOLVED.value, "Resolved"),
)
DOMAINS = tuple((str(value), str(label)) for value, label in Domain.choices)
OWNERS = tuple((str(value), str(label)) for value, label in NextStep.Owner.choices)
# In fewer letters than the record's own labels, so that all six fit under a thumb.
PLACES = (
    (Visit.Place.HOME.value, "Home"),
    (Visit.Place.SCHOOL.value, "School"),
    (Visit.Place.PLACEMENT.value, "Where they live now"),
    (Visit.Place.OFFICE.value, "Office"),
    (Visit.Place.OUT.value, "Out"),
    (Visit.Place.ELSEWHERE.value, "Elsewhere"),
)
PURPOSES = tuple((str(value), str(label)) for value, label in Visit.Purpose.choices)


# ---- Rows ----


@dataclass(frozen=True, slots=True)
class ChildRow:
    someone: Someone
    prefix: str
    seen: str
    alone: str
    bedroom: str
    why: str
    account: str
    error: str


@dataclass(frozen=True, slots=True)
class QuoteRow:
    prefix: str
    text: str
    who: SafeString
    whose: str
    share: str
    who_error: str
    whose_error: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A strength or a worry: what, and about whom."""

    prefix: str
    text: str
    about: SafeString
    error: str


@dataclass(frozen=True, slots=True)
class VoiceCell:
    """One voice's number for one goal. `was` is the last one, in words."""

    name: str
    label: str
    options: SafeString
    was: str
    error: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    goal: OpenGoal
    cells: Sequence[VoiceCell]


@dataclass(frozen=True, slots=True)
class NewGoalRow:
    prefix: str
    text: str
    whose: SafeString
    domain: SafeString
    cells: Sequence[VoiceCell]
    error: str


@dataclass(frozen=True, slots=True)
class StepRow:
    prefix: str
    text: str
    owner: SafeString
    due: str
    text_error: str
    due_error: str


@dataclass(frozen=True, slots=True)
class Tick[T]:
    """Something on record that can be ticked."""

    of: T
    ticked: bool


@dataclass(frozen=True, slots=True)
class WorryRow:
    worry: EarlierWorry
    name: str
    options: SafeString


@dataclass
class VisitPage:
    """Everything the template asks for. Rows of growing lists end with at least one blank."""

    sheet: Sheet
    raw: Raw
    draft_id: UUID
    version: int = 0
    saved_at: datetime | None = None
    saved_from: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def new(cls, sheet: Sheet, raw: Raw | None = None) -> "VisitPage":
        """A page of which nothing is kept yet; its id is the one its draft will have."""
        return cls(sheet, defaults() if raw is None else raw, new_id())

    @classmethod
    def of_draft(cls, sheet: Sheet, draft: Draft) -> "VisitPage":
        return cls(sheet, draft.data, draft.pk, draft.version, draft.saved_at, draft.saved_from)

    @cached_property
    def tab(self) -> str:
        """Names this window; script keeps it for as long as the window shows this page."""
        return str(new_id())

    @cached_property
    def typed(self) -> Typed:
        return Typed(self.raw)

    @property
    def error_lines(self) -> list[tuple[str, str]]:
        """For the summary: each error with the id of its field, which is its name."""
        return list(self.errors.items())

    def _error(self, name: str) -> str:
        return self.errors.get(name, "")

    # ---- When, where ----

    @property
    def places(self) -> list[tuple[str, str, bool]]:
        return [(value, label, value == self.typed["place"]) for value, label in PLACES]

    @property
    def purposes(self) -> SafeString:
        return _options(PURPOSES, self.typed["purpose"])

    # ---- Who ----

    @property
    def children(self) -> list[ChildRow]:
        return [self._child(someone, f"child-{someone.id}") for someone in self.sheet.children]

    def _child(self, someone: Someone, prefix: str) -> ChildRow:
        names = ("seen", "alone", "bedroom", "why", "account")
        seen, alone, bedroom, why, account = (self.typed[f"{prefix}-{name}"] for name in names)
        return ChildRow(someone, prefix, seen, alone, bedroom, why, account, self._error(f"{prefix}-seen"))

    @property
    def adults(self) -> list[Tick[Someone]]:
        there = set(self.typed.all("there"))
        return [Tick(adult, adult.id in there) for adult in self.sheet.adults]

    # ---- Their words ----

    @cached_property
    def quotes(self) -> list[QuoteRow]:
        return [self._quote(prefix) for prefix in self.typed.rows("quotes")]

    @property
    def blank_quote(self) -> QuoteRow:
        return self._quote(f"quotes-{BLANK}")

    def _quote(self, prefix: str) -> QuoteRow:
        typed = self.typed
        return QuoteRow(
            prefix,
            typed[f"{prefix}-text"],
            self._people(typed[f"{prefix}-who"], "Whose words?", "Someone else"),
            typed[f"{prefix}-whose"],
            typed[f"{prefix}-share"],
            self._error(f"{prefix}-who"),
            self._error(f"{prefix}-whose"),
        )

    def _people(self, chosen: str, nobody: str, somebody: str = "") -> SafeString:
        people = [("", nobody), *((someone.id, someone.title) for someone in self.sheet.people)]
        return _options((*people, *([(SOMEONE, somebody)] if somebody else [])), chosen)

    # ---- Strengths and worries ----

    @property
    def strengths(self) -> list[Tick[EarlierStrength]]:
        again = set(self.typed.all("resighted"))
        return [Tick(strength, strength.id in again) for strength in self.sheet.strengths]

    @property
    def worries(self) -> list[WorryRow]:
        names = [(worry, f"worry-{worry.id}") for worry in self.sheet.worries]
        return [WorryRow(worry, name, _options(STATES, self.typed[name])) for worry, name in names]

    @cached_property
    def new_strengths(self) -> list[LineRow]:
        return [self._line(prefix) for prefix in self.typed.rows("strengths")]

    @cached_property
    def new_worries(self) -> list[LineRow]:
        return [self._line(prefix) for prefix in self.typed.rows("worries")]

    @property
    def blank_strength(self) -> LineRow:
        return self._line(f"strengths-{BLANK}")

    @property
    def blank_worry(self) -> LineRow:
        return self._line(f"worries-{BLANK}")

    def _line(self, prefix: str) -> LineRow:
        about = self._people(self.typed[f"{prefix}-about"], "The whole family")
        return LineRow(prefix, self.typed[f"{prefix}-text"], about, self._error(f"{prefix}-text"))

    @cached_property
    def balance(self) -> Balance:
        return weigh(self.sheet, self.typed)

    # What script asks when the balance changes as things are ticked.
    no_strength: ClassVar[str] = NO_STRENGTH
    no_worry: ClassVar[str] = NO_WORRY
    many: ClassVar[int] = MANY

    @property
    def quiet(self) -> str:
        return quiet_worry(self.sheet, self.typed)

    # ---- Goals ----

    @property
    def goals(self) -> list[GoalRow]:
        return [GoalRow(goal, self._cells(f"rating-{goal.id}", goal.latest)) for goal in self.sheet.goals]

    @property
    def has_new_goals(self) -> bool:
        return any(self.typed[f"{prefix}-text"] for prefix in self.typed.rows("goals"))

    @cached_property
    def new_goals(self) -> list[NewGoalRow]:
        return [self._goal(prefix) for prefix in self.typed.rows("goals")]

    @property
    def blank_goal(self) -> NewGoalRow:
        return self._goal(f"goals-{BLANK}")

    def _goal(self, prefix: str) -> NewGoalRow:
        typed = self.typed
        return NewGoalRow(
            prefix,
            typed[f"{prefix}-text"],
            self._people(typed[f"{prefix}-whose"], "The whole family"),
            _options(DOMAINS, typed[f"{prefix}-domain"] or Domain.OTHER.value),
            self._cells(f"{prefix}-rating", {}),
            self._error(f"{prefix}-text"),
        )

    def _cells(self, prefix: str, latest: Mapping[str, int]) -> list[VoiceCell]:
        return [
            VoiceCell(
                f"{prefix}-{voice.key}",
                voice.name,
                _options(SCORES, self.typed[f"{prefix}-{voice.key}"]),
                f"was {latest[voice.key]}" if voice.key in latest else "",
                self._error(f"{prefix}-{voice.key}"),
            )
            for voice in self.sheet.voices
        ]

    # ---- Steps ----

    @property
    def open_steps(self) -> list[Tick[OpenStep]]:
        done = set(self.typed.all("done"))
        return [Tick(step, step.id in done) for step in self.sheet.steps]

    @cached_property
    def new_steps(self) -> list[StepRow]:
        return [self._step(prefix) for prefix in self.typed.rows("steps")]

    @property
    def blank_step(self) -> StepRow:
        return self._step(f"steps-{BLANK}")

    def _step(self, prefix: str) -> StepRow:
        typed = self.typed
        return StepRow(
            prefix,
            typed[f"{prefix}-text"],
            _options(OWNERS, typed[f"{prefix}-owner"] or NextStep.Owner.US.value),
            typed[f"{prefix}-due"],
            self._error(f"{prefix}-text"),
            self._error(f"{prefix}-due"),
        )
