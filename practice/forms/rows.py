"""The rows of a visit's page, and the options of its selects: drawn once and not for each select."""

from collections.abc import Iterable, Sequence
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
CHECKED = SafeString(" checked")


@lru_cache(maxsize=64)
def chips(name: str, choices: tuple[tuple[str, str], ...], ticked: frozenset[str]) -> SafeString:
    """Things to tick that are the same for every family: drawn once for all of them."""
    rows = ((name, value, CHECKED if value in ticked else "", label) for value, label in choices)
    return format_html_join("", CHIP, rows)


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
class GoalRow:
    goal: OpenGoal
    cells: Sequence[VoiceCell]

    @property
    def voices(self) -> SafeString:
        return drawn(self.cells)


@dataclass(frozen=True, slots=True)
class NewGoalRow:
    prefix: str
    text: str
    whose: SafeString
    domain: SafeString
    cells: Sequence[VoiceCell]
    error: str

    @property
    def voices(self) -> SafeString:
        return drawn(self.cells)


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
