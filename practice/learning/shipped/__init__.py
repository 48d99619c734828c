"""The tools and courses that come with Hampshire, in our own words: tools.toml and courses.toml beside this file."""

import tomllib
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def tools() -> list[dict[str, Any]]:
    """As actions.tools.add takes them, without `by`."""
    return _read("tools")


def courses() -> list[dict[str, Any]]:
    """As actions.training.add takes them, without `by`."""
    return _read("courses")


def _read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf8"))[name]
    return rows
