"""The rows of a visit's page, and the options of its selects: drawn once and not for each select."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from practice.forms.between_us import DONE, FURTHER
from practice.models import Domain, NextStep, Visit, Worry
from practice.sheet import EarlierWorry, OpenDecision, OpenGoal, OpenRupture, Someone

# ---- Options ----


@lru_cache(maxsize=256)
def options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
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
OUTCOMES = (("", "Not yet"), (DONE, "Done"), (FURTHER, "Taken further"))
# Offered as somebody types; any other can be written. Those most spoken in England and Wales beside English.
_LANGUAGES = (
    "Arabic", "Bengali", "British Sign Language", "Gujarati", "Italian", "Panjabi", "Pashto", "Polish", "Portuguese",
    "Romanian", "Spanish", "Turkish", "Ukrainian", "Urdu", "Welsh",
)  # fmt: skip
LANGUAGES = format_html_join("", '<option value="{}"></option>', ((one,) for one in _LANGUAGES))
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


CHIP = (
    '<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" name="{0}" id="{0}-{1}"'
    ' value="{1}"{2}><label class="govuk-label govuk-checkboxes__label" for="{0}-{1}">{3}</label></div>'
)
# A strength that is written on this page: script keeps its words in step with those above, by its row.
NEW_CHIP = CHIP.replace('<div class="govuk-checkboxes__item">', '<div class="govuk-checkboxes__item" data-row="{1}">')
CHECKED = SafeString(" checked")


def chips(name: str, choices: Iterable[tuple[str, str]], ticked: Collection[str], chip: str = CHIP) -> SafeString:
    """Things to tick, side by side."""
    rows = ((name, value, CHECKED if value in ticked else "", label) for value, label in choices)
    return format_html_join("", chip, rows)


@lru_cache(maxsize=64)
def shared_chips(name: str, choices: tuple[tuple[str, str], ...], ticked: frozenset[str]) -> SafeString:
    """Those that are the same for every family: drawn once for all of them."""
    return chips(name, choices, ticked)


# ---- Rows ----

VOICES_AT_ONCE = 8


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
    language: str
    translation: str
    who_error: str
    whose_error: str
    language_error: str

    @property
    def is_translated(self) -> bool:
        return bool(self.language or self.translation or self.language_error)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A strength or a worry: what, about whom, and of which part of life."""

    prefix: str
    text: str
    about: SafeString
    domain: SafeString
    error: str


@dataclass(frozen=True, slots=True)
class VoiceCell:
    """One voice's number for one goal. `was` is the last one, in words."""

    name: str
    label: str
    chosen: str
    options: SafeString
    was: str
    error: str

    @property
    def drawn(self) -> str:
        """As a string: a page has dozens, which as a template cost a fifth of all its drawing."""
        name, described, wrong, was = self.name, "", "", ""
        if self.was:
            described = f' aria-describedby="{name}-was"'
            was = f'<span class="visit__was" id="{name}-was">{escape(self.was)}</span>'
        if self.error:
            wrong = ' aria-invalid="true"'
        chosen = f'<select class="govuk-select" id="{name}" name="{name}"{described}{wrong}>{self.options}</select>'
        return f'<div class="visit__voice"><label for="{name}">{escape(self.label)}</label>{chosen}{was}</div>'


def drawn(cells: Iterable[VoiceCell]) -> SafeString:
    """The voices of a goal side by side. Names are made of our own words and ids; the rest is escaped."""
    inside = "".join(cell.drawn for cell in cells)
    return SafeString(f'<div class="visit__voices">{inside}</div>')


@dataclass(frozen=True, slots=True)
class Cells:
    """The voices of a goal: those who are asked first, and in a large family the others, folded."""

    first: Sequence[VoiceCell]
    others: Sequence[VoiceCell]

    @classmethod
    def of(cls, cells: Sequence[VoiceCell]) -> "Cells":
        """Few stand side by side. Of many, those who spoke before or have now, and the worker, who comes last."""
        if len(cells) <= VOICES_AT_ONCE:
            return cls(cells, ())
        speaking = {cell.name for cell in cells if cell.was or cell.chosen or cell.error} | {cells[-1].name}
        filling = [cell.name for cell in cells if cell.name not in speaking]
        speaking |= set(filling[: max(0, VOICES_AT_ONCE - len(speaking))])
        return cls(
            [cell for cell in cells if cell.name in speaking], [cell for cell in cells if cell.name not in speaking]
        )

    @property
    def voices(self) -> SafeString:
        return drawn(self.first)

    @property
    def other_voices(self) -> SafeString:
        return drawn(self.others)

    @property
    def has_begun(self) -> bool:
        return any(cell.chosen or cell.error for cell in self.first)


@dataclass(frozen=True, slots=True)
class GoalRow:
    goal: OpenGoal
    cells: Cells


@dataclass(frozen=True, slots=True)
class NewGoalRow:
    """`leans` are the strengths to tick that it can lean on."""

    prefix: str
    text: str
    whose: SafeString
    domain: SafeString
    cells: Cells
    leans: SafeString
    error: str


@dataclass(frozen=True, slots=True)
class StepRow:
    prefix: str
    text: str
    owner: SafeString
    due: str
    who: str
    goal: SafeString
    know: str
    has_more: bool
    text_error: str
    due_error: str


@dataclass(frozen=True, slots=True)
class Tick[T]:
    """Something on record that can be ticked."""

    of: T
    ticked: bool


@dataclass(frozen=True, slots=True)
class WorryRow:
    """`without` is what was typed of a time when it did not happen."""

    worry: EarlierWorry
    name: str
    options: SafeString
    without: str
    without_error: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    decision: OpenDecision
    name: str
    options: SafeString
    how: str
    error: str


@dataclass(frozen=True, slots=True)
class RuptureRow:
    rupture: OpenRupture
    name: str
    ticked: str
    how: str
    error: str
