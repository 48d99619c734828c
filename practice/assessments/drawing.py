"""One question as a page draws it: the same for a preview of a form, for writing an assessment, and for reading it.

`templates/assessments/question.html` draws a `Drawn`, given as `drawn`. Its fields, by the question's `name` (q-key):

    text, date, choice             q-key
    choices, factors and picks     q-key, once for each that is chosen
    scale                          q-key-<voice>, blank where nobody was asked
    something new beside picks     q-key-new, with q-key-new-about (a domain, or whose words), and a button
                                   name="do" value="add-<key>"

Reads by voice need the voices of the family; without any, the three kinds of voice are drawn.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cases.codes import ASSESSMENT_FACTORS
from hampshire import words
from practice.assessments.definition import PICKING, Condition, Definition, Kind, Question, Section
from practice.models.domain import Domain
from practice.models.goal import Rating


@dataclass(frozen=True, slots=True)
class Pick:
    """Something already recorded that an answer may take in. `about` says who saw or said it, and when."""

    id: str
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who is asked for a number. `before` is the last number they gave, in words."""

    key: str
    label: str
    before: str = ""


VOICES = tuple(Voice(str(value), label) for value, label in Rating.Voice.choices)


@dataclass(frozen=True, slots=True)
class Adding:
    """Something new that may be written down beside what is recorded. `about` are the choices beside it."""

    label: str
    about_label: str = ""
    about: tuple[tuple[str, str], ...] = ()
    text: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    about: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One voice's place on a scale."""

    name: str
    voice: Voice
    score: int | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question with its answer. `met` says whether its condition holds by what is saved.

    `before` is an earlier answer to the same question, in words, and `before_when` when that was.
    """

    question: Question
    value: Any = None
    error: str = ""
    readonly: bool = False
    pulled: tuple[Pick, ...] = ()
    voices: tuple[Voice, ...] = VOICES
    adding: Adding | None = None
    before: Sequence[str] = ()
    before_when: str = ""
    condition: str = ""
    met: bool = True

    @property
    def describedby(self) -> str:
        """The ids of what explains its fields."""
        told = (("hint", self.question.help), ("error", self.error), ("before", self.before))
        return " ".join(f"{self.id}-{what}" for what, there in told if there)

    @property
    def id(self) -> str:
        return self.question.name

    @property
    def kind(self) -> str:
        return self.question.kind.value

    @property
    def is_group(self) -> bool:
        """Whether it has more than one field, and so a legend instead of a label."""
        return self.question.kind not in (Kind.TEXT, Kind.DATE)

    @property
    def options(self) -> list[Option]:
        """What can be chosen or picked, each with whether it is."""
        chosen = set(chosen_of(self.value))
        return [replace(option, checked=option.value in chosen) for option in self._all()]

    def _all(self) -> list[Option]:
        if self.question.kind in PICKING:
            return [Option(pick.id, pick.text, pick.about) for pick in self.pulled]
        if self.question.kind == Kind.FACTORS:
            return [Option(code, label, code) for code, label in ASSESSMENT_FACTORS]
        return [Option(choice.value, choice.label) for choice in self.question.choices]

    @property
    def scores(self) -> range:
        return range(11)

    @property
    def nothing_to_pick(self) -> bool:
        return self.question.kind in PICKING and not self.pulled

    @property
    def cells(self) -> list[Cell]:
        scores = self.value if isinstance(self.value, Mapping) else {}
        return [Cell(f"{self.id}-{voice.key}", voice, scores.get(voice.key)) for voice in self.voices]

    @property
    def shown_by(self) -> str:
        """The field of the question whose answer shows it, for the script that hides what is not asked."""
        return f"q-{self.question.shown_if.question}" if self.question.shown_if else ""

    @property
    def shown_for(self) -> str:
        return " ".join(self.question.shown_if.values) if self.question.shown_if else ""

    @property
    def answer(self) -> list[str]:
        return in_words(self.question, self.value, self.pulled, self.voices)


def chosen_of(value: Any) -> list[str]:
    """What was chosen, of an answer that is one value or several."""
    if not value or isinstance(value, Mapping):
        return []
    return [value] if isinstance(value, str) else [str(one) for one in value]


def in_words(
    question: Question, value: Any, pulled: Iterable[Pick] = (), voices: Iterable[Voice] = VOICES
) -> list[str]:
    """An answer as lines of words. Empty where nothing was answered.

    What was picked is told by `pulled`; a voice that is no longer the family's is told by its kind.
    """
    if not value:
        return []
    match question.kind:
        case Kind.TEXT:
            return [value]
        case Kind.DATE:
            return [words.full_date(date.fromisoformat(value))]
        case Kind.SCALE:
            named = {voice.key: voice.label for voice in (*VOICES, *voices)}
            return [f"{named.get(key, 'Somebody')}: {score}" for key, score in value.items()]
        case Kind.CHOICE | Kind.CHOICES:
            return [question.label_of(one) for one in chosen_of(value)]
        case Kind.FACTORS:
            return [f"{dict(ASSESSMENT_FACTORS).get(code, code)} ({code})" for code in chosen_of(value)]
    texts = {pick.id: pick.text for pick in pulled}
    return [texts[one] for one in chosen_of(value) if one in texts]


def condition_in_words(condition: Condition | None, definition: Definition) -> str:
    """When a question is asked: Only when “Is a baby expected?” is “Yes” or “Perhaps”."""
    asked = definition.question(condition.question) if condition else None
    if condition is None or asked is None:
        return ""
    labels = " or ".join(f"“{asked.label_of(value)}”" for value in condition.values)
    return f"Only when “{asked.label}” is {labels}"


ADDING = {
    Kind.STRENGTHS: Adding("Another strength, in a few words", "About", tuple(Domain.choices)),
    Kind.WORRIES: Adding("Another worry, in a few words", "About", tuple(Domain.choices)),
    Kind.QUOTES: Adding("Other words, as they were said", "Whose words"),
}

# What a preview shows where a family's own records would stand.
_EXAMPLES = {
    Kind.STRENGTHS: Pick("", "A strength that is recorded with the family", "who noticed it, and when"),
    Kind.WORRIES: Pick("", "A worry that is written down and still stands", "who noted it, and how it is now"),
    Kind.QUOTES: Pick("", "“Somebody’s words, as they said them”", "whose they are, and when"),
    Kind.PEOPLE: Pick("", "Each person of the family and their network", "who they are to the children"),
}


def previewed(section: Section, definition: Definition) -> list[Drawn]:
    """A section's questions with no answers, as a worker will first see them."""
    return [
        Drawn(
            question,
            pulled=(_EXAMPLES[question.kind],) if question.kind in _EXAMPLES else (),
            adding=ADDING.get(question.kind),
            condition=condition_in_words(question.shown_if, definition),
            met=question.is_shown({}),
        )
        for question in section.questions
    ]
