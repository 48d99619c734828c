"""Ids that look like those the product makes (UUIDv7: they sort by time), the same for the same chance."""

import random

FIRST_DAY_MS = 1_072_915_200_000  # 1 January 2004, before which nothing was written


class Ids:
    def __init__(self, chance: random.Random) -> None:
        self._bits = chance.getrandbits

    def at(self, milliseconds: int) -> str:
        """An id of that moment, in milliseconds since the first day."""
        bits = self._bits(74)
        return f"{FIRST_DAY_MS + milliseconds:012x}7{bits & 0xFFF:03x}{8 + (bits >> 12 & 3):x}{bits >> 14:015x}"


def with_dashes(text: str) -> str:
    """As Python writes a UUID, where one stands in text."""
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
