"""Changes to a draft's definition: each takes the JSON as it is and gives it as it will be, and touches nothing else.

Raises `GoneError` where what is to be changed is no longer in the form. A key is given once, from the first words of
what it names, and stays however those words are changed later: answers and earlier versions are found by it.
"""

import copy
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

type Json = dict[str, Any]


class GoneError(Exception):
    """What was to be changed has been taken out of the form meanwhile."""


class FormIsBehind(Exception):  # noqa: N818  (nobody did wrong: two pages are open)
    """The draft was changed since the page was opened that the change comes from."""


class Change(Protocol):
    """One change of a draft. `name` goes into the audit; `at` is the place of the builder's page where it shows."""

    name: ClassVar[str]

    @property
    def at(self) -> str: ...

    def to(self, definition: Json) -> Json: ...


def key_for(words: str, taken: Collection[str], otherwise: str) -> str:
    """A key that nothing else has, from the first words: "Who lives here?" gives who_lives_here."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")[:40].strip("_") or otherwise
    return next(key for key in (found, *(f"{found}_{number}" for number in range(2, 10_000))) if key not in taken)


def choices_of(labels: Iterable[tuple[str, str]]) -> list[Json]:
    """Choices from pairs of a value, blank where it is a new one, and its words."""
    given = list(labels)
    kept = {value for value, _ in given if value}
    used = set[str]()
    made = []
    for value, label in given:
        own = value if value and value not in used else key_for(label, kept | used, "choice")
        used.add(own)
        made.append({"value": own, "label": label})
    return made


@dataclass(frozen=True, slots=True)
class AddSection:
    name: ClassVar[str] = "section added"
    title: str
    help: str = ""

    @property
    def at(self) -> str:
        return "end"

    def to(self, definition: Json) -> Json:
        new = copy.deepcopy(definition)
        key = key_for(self.title, {section["key"] for section in new["sections"]}, "section")
        new["sections"].append(_with_help({"key": key, "title": self.title}, self.help) | {"questions": []})
        return new


@dataclass(frozen=True, slots=True)
class ChangeSection:
    name: ClassVar[str] = "section changed"
    key: str
    title: str
    help: str = ""

    @property
    def at(self) -> str:
        return f"section-{self.key}"

    def to(self, definition: Json) -> Json:
        new = copy.deepcopy(definition)
        sections, place = _section(new, self.key)
        was = sections[place]
        sections[place] = _with_help({"key": self.key, "title": self.title}, self.help) | {
            "questions": was["questions"]
        }
        return new


@dataclass(frozen=True, slots=True)
class MoveSection:
    name: ClassVar[str] = "section moved"
    key: str
    steps: int

    @property
    def at(self) -> str:
        return f"section-{self.key}"

    def to(self, definition: Json) -> Json:
        new = copy.deepcopy(definition)
        _move(*_section(new, self.key), self.steps)
        return new


@dataclass(frozen=True, slots=True)
class RemoveSection:
    name: ClassVar[str] = "section removed"
    key: str

    @property
    def at(self) -> str:
        return ""

    def to(self, definition: Json) -> Json:
        new = copy.deepcopy(definition)
        sections, place = _section(new, self.key)
        del sections[place]
        return new


@dataclass(frozen=True, slots=True)
class AddQuestion:
    """`content` is all of a question but its key."""

    name: ClassVar[str] = "question added"
    section: str
    content: Json

    @property
    def at(self) -> str:
        return f"add-{self.section}"

    def to(self, definition: Json) -> Json:
        new = copy.deepcopy(definition)
        sections, place = _section(new, self.section)
        taken = {question["key"] for section in sections for question in section["questions"]}
        sections[place]["questions"].append({"key": key_for(self.content["label"], taken, "question")} | self.content)
        return new


@dataclass(frozen=True, slots=True)
class ChangeQuestion:
    """With another `section` than its own, it goes to the end of that one."""

    name: ClassVar[str] = "question changed"
    key: str
    content: Json
    section: str = ""

    @property
    def at(self) -> str:
        return f"question-{self.key}"

    def to(self, definition: Json) -> Json:
        new = copy.deepcopy(definition)
        questions, place, at = _question(new, self.key)
        questions[place] = {"key": self.key} | self.content
        if self.section and self.section != new["sections"][at]["key"]:
            sections, other = _section(new, self.section)
            sections[other]["questions"].append(questions.pop(place))
        return new


@dataclass(frozen=True, slots=True)
class MoveQuestion:
    """One step up or down; past the end of its section it goes into the next one, as it would on paper."""

    name: ClassVar[str] = "question moved"
    key: str
    steps: int

    @property
    def at(self) -> str:
        return f"question-{self.key}"

    def to(self, definition: Json) -> Json:
        new = copy.deepcopy(definition)
        questions, place, at = _question(new, self.key)
        if 0 <= place + self.steps < len(questions):
            _move(questions, place, self.steps)
            return new
        other = at + (1 if self.steps > 0 else -1)
        if 0 <= other < len(new["sections"]):
            neighbours = new["sections"][other]["questions"]
            neighbours.insert(0 if self.steps > 0 else len(neighbours), questions.pop(place))
        return new


@dataclass(frozen=True, slots=True)
class RemoveQuestion:
    name: ClassVar[str] = "question removed"
    key: str

    @property
    def at(self) -> str:
        return ""

    def to(self, definition: Json) -> Json:
        new = copy.deepcopy(definition)
        questions, place, _ = _question(new, self.key)
        del questions[place]
        return new


def _with_help(said: Json, help_text: str) -> Json:
    return said | {"help": help_text} if help_text else said


def _section(definition: Json, key: str) -> tuple[list[Json], int]:
    """The sections, and the place of the one with that key."""
    sections: list[Json] = definition["sections"]
    for place, section in enumerate(sections):
        if section["key"] == key:
            return sections, place
    raise GoneError


def _question(definition: Json, key: str) -> tuple[list[Json], int, int]:
    """The questions of its section, its place among them, and the place of that section."""
    for at, section in enumerate(definition["sections"]):
        for place, question in enumerate(section["questions"]):
            if question["key"] == key:
                return section["questions"], place, at
    raise GoneError


def _move(rows: list[Json], place: int, steps: int) -> None:
    """At either end it stays where it is."""
    row = rows.pop(place)
    rows.insert(max(0, min(len(rows), place + steps)), row)
