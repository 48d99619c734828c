"""What somebody tells of a letter when they have written it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LetterTold:
    """`parts` is the text by the keys of its kind; the rest are ids of what is brought in from the family's record."""

    dear: str
    parts: Mapping[str, str]
    quotes: Sequence[UUID] = field(default_factory=tuple)
    strengths: Sequence[UUID] = field(default_factory=tuple)
    steps: Sequence[UUID] = field(default_factory=tuple)
