"""The forms that come with Hampshire, in our own words: one file each, as interchange writes them."""

from pathlib import Path

FOLDER = Path(__file__).parent


def texts() -> list[str]:
    """The text of each file, by name."""
    return [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.json"))]
