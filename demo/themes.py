"""What families here are living with, in plain English, from data/themes.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

_texts = tomllib.loads((Path(__file__).parent / "data" / "themes.toml").read_text(encoding="utf8"))


@dataclass(frozen=True)
class Theme:
    """One kind of story. `early`, `middle` and `late` are what is seen as it goes on; `stuck` when it does not."""

    need: str
    referral: str
    source: str
    strengths: list[str]
    worries: list[str]
    goals: list[list[str]]
    early: list[str]
    middle: list[str]
    late: list[str]
    stuck: list[str]
    child_early: list[str]
    child_late: list[str]
    quotes_early: list[list[str]]
    quotes_late: list[list[str]]
    steps: list[list[str]]


THEMES = {name: Theme(**theme) for name, theme in _texts["themes"].items()}
OPENINGS: list[str] = _texts["openings"]
CLOSINGS: list[str] = _texts["closings"]
GOODBYES: list[str] = _texts["goodbyes"]
BETWEEN: list[str] = _texts["between"]
