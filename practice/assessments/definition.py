"""What an assessment form asks, as data: the schema its JSON must meet, and the typed reading of it.

A form's definition is JSON, so that it can be kept, compared, exported and imported. Code reads it through
`Definition.read`, which gives frozen objects and never a bare dictionary. `problems` says in plain words what stops a
definition from being used, and where.

An answer to a question is JSON too, kept by the question's key. Its shape by kind:

    text                        "words"
    choice                      "value"
    choices                     ["value", ...]
    date                        "2026-11-18"
    scale                       {"child": 4, "parent": 6, "worker": 5}: a whole number 0-10 by voice
    strengths, worries, quotes  ["id", ...]: what is recorded and was picked
    people                      ["id", ...]: people of the family
    factors                     ["3B", ...]: DfE codes, cases.codes.ASSESSMENT_FACTORS
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

MOST_SECTIONS = 30
MOST_QUESTIONS = 60
MOST_CHOICES = 40
MOST_DAYS = 260  # working days: a year
MOST_PROBLEMS = 20  # told at once: nobody reads more before putting the first of them right


class Kind(models.TextChoices):
    TEXT = "text", "Words"
    CHOICE = "choice", "One of several"
    CHOICES = "choices", "Any of several"
    DATE = "date", "A day"
    SCALE = "scale", "A scale from 0 to 10, by voice"
    STRENGTHS = "strengths", "Strengths already noticed"
    WORRIES = "worries", "Worries already written down"
    QUOTES = "quotes", "Somebody’s own words"
    PEOPLE = "people", "People of the family"
    FACTORS = "factors", "Factors, by DfE code"


CHOOSING = (Kind.CHOICE, Kind.CHOICES)
PICKING = (Kind.STRENGTHS, Kind.WORRIES, Kind.QUOTES, Kind.PEOPLE)

# Python's $ also stands before a last line end, and no key may hold one.
AT_ITS_END = "$(?!\\n)"
_KEY = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,59}" + AT_ITS_END}
_LINE = {"type": "string", "minLength": 1, "maxLength": 300, "pattern": "\\S"}
_HELP = {"type": "string", "maxLength": 2000}
_CHOICE = {
    "type": "object",
    "properties": {"value": _KEY, "label": _LINE},
    "required": ["value", "label"],
    "additionalProperties": False,
}
_CONDITION = {
    "type": "object",
    "properties": {
        "question": _KEY,
        "is": {"oneOf": [_KEY, {"type": "array", "items": _KEY, "minItems": 1, "uniqueItems": True}]},
    },
    "required": ["question", "is"],
    "additionalProperties": False,
}
_QUESTION = {
    "type": "object",
    "properties": {
        "key": _KEY,
        "kind": {"enum": list(Kind.values)},
        "label": _LINE,
        "help": _HELP,
        "required": {"type": "boolean"},
        "choices": {"type": "array", "items": _CHOICE, "maxItems": MOST_CHOICES},
        "shown_if": _CONDITION,
        "low": {"type": "string", "maxLength": 120},
        "high": {"type": "string", "maxLength": 120},
        "lines": {"type": "integer", "minimum": 1, "maximum": 20},
    },
    "required": ["key", "kind", "label"],
    "additionalProperties": False,
}
_SECTION = {
    "type": "object",
    "properties": {
        "key": _KEY,
        "title": {**_LINE, "maxLength": 120},
        "help": _HELP,
        "questions": {"type": "array", "items": _QUESTION, "maxItems": MOST_QUESTIONS},
    },
    "required": ["key", "title", "questions"],
    "additionalProperties": False,
}
DEFINITION_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What an assessment form asks",
    "type": "object",
    "properties": {"sections": {"type": "array", "items": _SECTION, "maxItems": MOST_SECTIONS}},
    "required": ["sections"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Ask only where an earlier choice was answered with one of these values."""

    question: str
    values: tuple[str, ...]

    @classmethod
    def read(cls, json: Mapping[str, Any]) -> Self:
        wanted = json["is"]
        return cls(json["question"], (wanted,) if isinstance(wanted, str) else tuple(wanted))

    def met(self, answers: Mapping[str, Any]) -> bool:
        given = answers.get(self.question)
        chosen = [given] if isinstance(given, str) else (given or [])
        return any(value in self.values for value in chosen)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing a form asks. `low` and `high` say what 0 and 10 mean; `lines` is how tall the box for words is."""

    key: str
    kind: Kind
    label: str
    help: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    shown_if: Condition | None = None
    low: str = ""
    high: str = ""
    lines: int = 5

    @classmethod
    def read(cls, json: Mapping[str, Any]) -> Self:
        condition = json.get("shown_if")
        return cls(
            key=json["key"],
            kind=Kind(json["kind"]),
            label=json["label"],
            help=json.get("help", ""),
            required=json.get("required", False),
            choices=tuple(Choice(choice["value"], choice["label"]) for choice in json.get("choices", [])),
            shown_if=Condition.read(condition) if condition else None,
            low=json.get("low", ""),
            high=json.get("high", ""),
            lines=int(json.get("lines", 5)),  # JSON's 3.0 is a whole number too
        )

    @property
    def name(self) -> str:
        """The name of its field on a page, which cannot be mistaken for a field of the page's own."""
        return f"q-{self.key}"

    @property
    def takes_choices(self) -> bool:
        return self.kind in CHOOSING

    def is_shown(self, answers: Mapping[str, Any]) -> bool:
        """Whether it is asked at all, by the answers of the whole form that count (Definition.counted)."""
        return self.shown_if is None or self.shown_if.met(answers)

    def label_of(self, value: str) -> str:
        """The words of one of its choices, or the bare value if a form never had it."""
        return next((choice.label for choice in self.choices if choice.value == value), value)


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    help: str = ""
    questions: tuple[Question, ...] = ()

    @classmethod
    def read(cls, json: Mapping[str, Any]) -> Self:
        questions = tuple(Question.read(question) for question in json["questions"])
        return cls(json["key"], json["title"], json.get("help", ""), questions)

    def shown(self, answers: Mapping[str, Any]) -> list[Question]:
        """Its questions that are asked, by the answers of the whole form that count (Definition.counted)."""
        return [question for question in self.questions if question.is_shown(answers)]


@dataclass(frozen=True, slots=True)
class Definition:
    """All that a version of a form asks. Question keys are unique across the whole form, so one name finds one."""

    sections: tuple[Section, ...] = ()

    @classmethod
    def read(cls, json: Mapping[str, Any]) -> Self:
        """Read JSON that meets DEFINITION_SCHEMA (`problems` says whether it does).

        Raises KeyError or ValueError where it does not.
        """
        return cls(tuple(Section.read(section) for section in json["sections"]))

    def questions(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions() if question.key == key), None)

    def section_of(self, question_key: str) -> Section | None:
        return next((s for s in self.sections if any(q.key == question_key for q in s.questions)), None)

    def counted(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers, by question key, of the questions that are asked.

        An answer whose question is no longer asked does not count, and so neither does what that answer would show.
        """
        counting: dict[str, Any] = {}
        for question in self.questions():  # a condition only ever looks back
            if question.key in answers and question.is_shown(counting):
                counting[question.key] = answers[question.key]
        return counting

    def without_answer(self, answers: Mapping[str, Any]) -> list[tuple[Section, Question]]:
        """What is required to finish, is asked by these answers, and has nothing in it yet; in the form's order."""
        counting = self.counted(answers)
        return [
            (section, question)
            for section in self.sections
            for question in section.shown(counting)
            if question.required and not _is_given(counting.get(question.key))
        ]


def _is_given(answer: Any) -> bool:
    """Whether there is anything in an answer: words that are not blank, or something chosen, picked or rated."""
    return bool(answer.strip()) if isinstance(answer, str) else bool(answer)


def problems(json: Any) -> list[str]:
    """What stops a definition from being used, a line each in plain words with where it is. Empty: nothing does."""
    if broken := schema_problems(json):
        return broken
    definition = Definition.read(json)
    return [*_repeated(definition), *_unasked(definition), *_badly_chosen(definition), *_badly_conditioned(definition)]


def schema_problems(json: Any) -> list[str]:
    """What makes it something that no form can say, finished or half built."""
    return in_plain_words(Draft202012Validator(DEFINITION_SCHEMA), json)


def in_plain_words(validator: Draft202012Validator, json: Any) -> list[str]:
    """What a schema refuses, a line each in plain words with where it is, from the first to the last."""
    broken = sorted(validator.iter_errors(json), key=lambda error: [str(step) for step in error.absolute_path])
    said = list(dict.fromkeys(f"{_where(json, error.absolute_path)}: {_in_words(error)}" for error in broken))
    more = [f"And {len(said) - MOST_PROBLEMS:,} more like these."] if len(said) > MOST_PROBLEMS else []
    return said[:MOST_PROBLEMS] + more


def _where(json: Any, path: Sequence[str | int]) -> str:
    """Section 2 "Home", question 3 "Who lives here?"."""
    steps = list(path)
    said = []
    here = json
    for index, step in enumerate(steps):
        here = here[step]
        if isinstance(step, int):
            noun = {"sections": "section", "questions": "question", "choices": "choice"}.get(str(steps[index - 1]))
            called = (here.get("title") or here.get("label")) if isinstance(here, dict) else None
            said.append(
                f"{noun or 'item'} {step + 1}" + (f" “{called}”" if isinstance(called, str) and called.strip() else "")
            )
    where = ", ".join(said) or "the form"
    field = next((step for step in reversed(steps) if isinstance(step, str)), None)
    return (where[0].upper() + where[1:]) + (f", “{field}”" if steps and steps[-1] == field else "")


_KINDS_OF_VALUE = {
    "string": "words",
    "array": "a list",
    "object": "a set of named values",
    "boolean": "true or false",
    "integer": "a whole number",
}


def _in_words(error: ValidationError) -> str:
    rule: Any = error.validator_value
    given: Any = error.instance
    within: Any = error.schema
    match error.validator:
        case "required":
            return f"“{next(name for name in rule if name not in given)}” is missing"
        case "additionalProperties":
            extra = ", ".join(f"“{name}”" for name in given if name not in within["properties"])
            return f"{extra} is not something a form can say here"
        case "type":
            return f"this should be {_KINDS_OF_VALUE.get(rule, rule)}"
        case "enum":
            return f"“{given}” is not a kind of question. The kinds are {', '.join(rule)}"
        case "pattern" if rule == "\\S":
            return "this is blank"
        case "pattern":
            return f"“{given}” should be small letters, digits and {'_' if '_' in rule else '-'} only"
        case "maxLength":
            return f"this is longer than {rule} characters"
        case "const":
            return f"this should be {rule}; a file of another version cannot be read"
        case "minLength":
            return "this is blank"
        case "maxItems":
            return f"more than {rule} are too many"
        case "minimum" | "maximum":
            return f"{given} is too {'small' if error.validator == 'minimum' else 'large'}"
    return "this is not written in a way a form understands"


def _repeated(definition: Definition) -> Iterator[str]:
    for noun, keys in (
        ("section", [section.key for section in definition.sections]),
        ("question", [question.key for question in definition.questions()]),
    ):
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
            yield f"More than one {noun} has the key “{key}”. Each needs a key of its own."


def _unasked(definition: Definition) -> Iterator[str]:
    if not definition.sections:
        yield "The form has no section yet."
    for number, section in enumerate(definition.sections, start=1):
        if not section.questions:
            yield f"Section {number} “{section.title}”: it asks nothing yet."


def _badly_chosen(definition: Definition) -> Iterator[str]:
    for where, question in _places(definition):
        values = [choice.value for choice in question.choices]
        if question.takes_choices and len(values) < 2:
            yield f"{where}: it needs at least two choices."
        if not question.takes_choices and values:
            yield f"{where}: only “one of several” and “any of several” have choices."
        for value in dict.fromkeys(value for value in values if values.count(value) > 1):
            yield f"{where}: two choices have the value “{value}”."


def _badly_conditioned(definition: Definition) -> Iterator[str]:
    earlier: dict[str, Question] = {}
    keys = {question.key for question in definition.questions()}
    for where, question in _places(definition):
        if question.shown_if:
            yield from (f"{where}: {said}" for said in _faults_of(question.shown_if, earlier, keys))
        earlier[question.key] = question


def _faults_of(condition: Condition, earlier: Mapping[str, Question], keys: set[str]) -> Iterator[str]:
    asked = earlier.get(condition.question)
    if asked is None:
        place = "comes later" if condition.question in keys else "is not in the form"
        yield f"it is shown by the answer to “{condition.question}”, which {place}."
    elif not asked.takes_choices:
        yield f"it is shown by the answer to “{asked.label}”, which is not a question with choices."
    else:
        known = {choice.value for choice in asked.choices}
        for value in condition.values:
            if value not in known:
                yield f"it is shown by the answer “{value}” to “{asked.label}”, which has no such choice."


def _places(definition: Definition) -> Iterator[tuple[str, Question]]:
    """Each question with where it is in words."""
    for number, section in enumerate(definition.sections, start=1):
        for place, question in enumerate(section.questions, start=1):
            yield f"Section {number} “{section.title}”, question {place} “{question.label}”", question
