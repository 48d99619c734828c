"""The kinds of letter that come with Hampshire: letters.toml beside this file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent

TEXT, QUOTES, STRENGTHS, STEPS = "text", "quotes", "strengths", "steps"
OPENING = "opening"  # the one part no letter goes without


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a letter: text that is written, or what is brought in (`holds`)."""

    key: str
    holds: str = TEXT
    heading: str = ""
    prompt: str = ""
    begins: str = ""

    @property
    def is_text(self) -> bool:
        return self.holds == TEXT

    @property
    def title(self) -> str:
        """What the worker's page calls it."""
        return self.heading or {"opening": "How it begins", "closing": "How it ends"}.get(self.key, "")

    def begun(self, *, worker: str, day: str) -> str:
        """What stands there before anybody writes."""
        return self.begins.format(worker=worker, day=day)

    def unfinished(self, text: str, *, worker: str, day: str) -> bool:
        """Whether the text is a beginning that has to be finished, and was not."""
        begun = self.begun(worker=worker, day=day).strip()
        return bool(begun) and not begun.endswith(".") and text.strip() == begun


@dataclass(frozen=True, slots=True)
class Texts:
    """What a kind of letter asks, in the order of the paper. `about` is what the register says of it."""

    about: str
    parts: tuple[Part, ...]

    def holds(self, what: str) -> bool:
        return any(part.holds == what for part in self.parts)


@cache
def texts() -> dict[str, Texts]:
    """By kind."""
    found = tomllib.loads((_HERE / "letters.toml").read_text(encoding="utf8"))
    return {kind: Texts(told["about"], tuple(Part(**part) for part in told["parts"])) for kind, told in found.items()}
