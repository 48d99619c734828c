"""A visit's page as it is drawn: what is known of the family, what was typed so far, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import ClassVar
from uuid import UUID

from django.utils import timezone
from django.utils.safestring import SafeString

from hampshire.ids import new_id
from practice.balance import MANY, NO_STRENGTH, NO_WORRY, Balance, quiet_worry, weigh
from practice.drafting import Typed as Raw
from practice.forms.checking import SOMEONE
from practice.forms.rows import (
    DOMAINS,
    LANGUAGES,
    NEW_CHIP,
    OUTCOMES,
    OWNERS,
    PLACES,
    PURPOSES,
    SCORES,
    STATES,
    Cells,
    ChildRow,
    DecisionRow,
    GoalRow,
    LineRow,
    NewGoalRow,
    QuoteRow,
    RuptureRow,
    StepRow,
    Tick,
    VoiceCell,
    WorryRow,
    chips,
    options,
    shared_chips,
)
from practice.forms.typed import Typed
from practice.models import Domain, Draft, NextStep, Visit
from practice.sheet import EarlierStrength, EarlierWorry, OpenStep, Sheet, Someone, Voice

AT_ONCE = 8  # strengths before the rest fold away: a thumb's scroll on a phone
GOALS_AT_ONCE = 4
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
        return options(PURPOSES, self.typed["purpose"])

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
            typed[f"{prefix}-language"],
            typed[f"{prefix}-translation"],
            self._error(f"{prefix}-who"),
            self._error(f"{prefix}-whose"),
            self._error(f"{prefix}-language"),
        )

    def _people(self, chosen: str, nobody: str, somebody: str = "") -> SafeString:
        people = [("", nobody), *((someone.id, someone.title) for someone in self.sheet.people)]
        return options((*people, *([(SOMEONE, somebody)] if somebody else [])), chosen)

    # ---- Strengths and worries ----

    @property
    def strengths(self) -> list[Tick[EarlierStrength]]:
        """Those seen lately and those ticked; the others fold away."""
        return [tick for place, tick in enumerate(self._strengths) if place < AT_ONCE or tick.ticked]

    @property
    def more_strengths(self) -> list[Tick[EarlierStrength]]:
        return [tick for tick in self._strengths[AT_ONCE:] if not tick.ticked]

    @cached_property
    def _strengths(self) -> list[Tick[EarlierStrength]]:
        again = set(self.typed.all("resighted"))
        return [Tick(strength, strength.id in again) for strength in self.sheet.strengths]

    @property
    def worries(self) -> list[WorryRow]:
        return [self._worry(worry) for worry in self.sheet.worries]

    def _worry(self, worry: EarlierWorry) -> WorryRow:
        name, without = f"worry-{worry.id}", f"without-{worry.id}"
        return WorryRow(worry, name, options(STATES, self.typed[name]), self.typed[without], self._error(without))

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
        domain = options(DOMAINS, self.typed[f"{prefix}-domain"] or Domain.OTHER.value)
        return LineRow(prefix, self.typed[f"{prefix}-text"], about, domain, self._error(f"{prefix}-text"))

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
        """The first few, and any that somebody has been asked about; the others fold away."""
        return [row for place, row in enumerate(self._goals) if place < GOALS_AT_ONCE or row.cells.has_begun]

    @property
    def more_goals(self) -> list[GoalRow]:
        return [row for row in self._goals[GOALS_AT_ONCE:] if not row.cells.has_begun]

    @cached_property
    def _goals(self) -> list[GoalRow]:
        return self._rated(scales=False)

    @cached_property
    def scales(self) -> list[GoalRow]:
        return self._rated(scales=True)

    @property
    def has_scales_begun(self) -> bool:
        return any(row.cells.has_begun for row in self.scales)

    def _rated(self, *, scales: bool) -> list[GoalRow]:
        standing = [goal for goal in self.sheet.goals if goal.is_scale == scales]
        return [GoalRow(goal, self._cells(f"rating-{goal.id}", goal.latest)) for goal in standing]

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
            options(DOMAINS, typed[f"{prefix}-domain"] or Domain.OTHER.value),
            self._cells(f"{prefix}-rating", {}),
            self._leans(f"{prefix}-leans"),
            self._error(f"{prefix}-text"),
        )

    def _leans(self, name: str) -> SafeString:
        """The strengths on record, and those that are being written above."""
        if ticked := set(self.typed.all(name)):
            return self._strengths_to_tick(name, ticked)
        return SafeString(self._blank_leans.replace(f"goals-{BLANK}-leans", name))

    @cached_property
    def _blank_leans(self) -> SafeString:
        """Drawn once for every goal that leans on nothing yet."""
        return self._strengths_to_tick(f"goals-{BLANK}-leans", set())

    def _strengths_to_tick(self, name: str, ticked: set[str]) -> SafeString:
        known = ((strength.id, strength.text) for strength in self.sheet.strengths)
        new = ((row.prefix, row.text or "The new strength above") for row in self.new_strengths)
        return chips(name, known, ticked) + chips(name, new, ticked, NEW_CHIP)

    def _cells(self, prefix: str, latest: Mapping[str, int]) -> Cells:
        return Cells.of([self._cell(f"{prefix}-{voice.key}", voice, latest) for voice in self.sheet.voices])

    def _cell(self, name: str, voice: Voice, latest: Mapping[str, int]) -> VoiceCell:
        chosen = self.typed[name]
        was = f"was {latest[voice.key]}" if voice.key in latest else ""
        return VoiceCell(name, voice.name, chosen, options(SCORES, chosen), was, self._error(name))

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
        who, goal, know = (typed[f"{prefix}-{name}"] for name in ("who", "goal", "know"))
        return StepRow(
            prefix,
            typed[f"{prefix}-text"],
            options(OWNERS, typed[f"{prefix}-owner"] or NextStep.Owner.US.value),
            typed[f"{prefix}-due"],
            who,
            options(self._towards, goal),
            know,
            bool(who or goal or know),
            self._error(f"{prefix}-text"),
            self._error(f"{prefix}-due"),
        )

    @cached_property
    def _towards(self) -> tuple[tuple[str, str], ...]:
        return ("", "No goal in particular"), *((goal.id, goal.text) for goal in self.sheet.goals if not goal.is_scale)

    # ---- From supervision, between us, tools ----

    @property
    def decisions(self) -> list[DecisionRow]:
        names = [(decision, f"decision-{decision.id}") for decision in self.sheet.decisions]
        return [
            DecisionRow(
                decision, name, options(OUTCOMES, self.typed[name]), self.typed[f"{name}-how"],
                self._error(name) or self._error(f"{name}-how"),
            )
            for decision, name in names
        ]  # fmt: skip

    @property
    def ruptures(self) -> list[RuptureRow]:
        names = [(rupture, f"repair-{rupture.id}") for rupture in self.sheet.ruptures]
        return [
            RuptureRow(
                rupture, name, self.typed[name], self.typed[f"{name}-how"],
                self._error(name) or self._error(f"{name}-how"),
            )
            for rupture, name in names
        ]  # fmt: skip

    @property
    def tools(self) -> SafeString:
        offered = tuple((tool.id, tool.name) for tool in self.sheet.tools)
        return shared_chips("tools", offered, frozenset(self.typed.all("tools")))

    # For the list that a language is picked from.
    languages: ClassVar[SafeString] = LANGUAGES
