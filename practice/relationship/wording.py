"""What the family's own page says: in English here, in other languages as administrators wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass

from practice.relationship.models import VisitRating, Wording
from practice.relationship.models.rating import ASKED

FACE = "face_"
# By key, in the order of the page.
SENTENCES: Mapping[str, str] = {
    "title": "How was the visit?",
    "lead": "Four taps. There is no wrong answer: it is about how we did.",
    **ASKED,
    **{f"{FACE}{tap.value}": str(tap.label) for tap in VisitRating.Tap},
    "words": "Anything else?",
    "kept": "Your worker and their team read this, with your name beside it, and it is kept with your record. "
    "It changes nothing about the help you get.",
    "send": "Send",
    "rather_not": "I would rather not say",
    "problem": "Something is missing",
    "tap": "Tap a face",
    "too_long": "That is too long. Please make it shorter",
    "thanks": "Thank you",
    "hand_back": "You can hand the device back now.",
    "have_it": "We have it. You can close this page.",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The page in one language. `language` and `direction` are as HTML has them."""

    language: str
    direction: str
    sentences: Mapping[str, str]

    @property
    def faces(self) -> list[tuple[int, str]]:
        return [(tap.value, self.sentences[f"{FACE}{tap.value}"]) for tap in VisitRating.Tap]


ENGLISH = Words("en-GB", "ltr", SENTENCES)


def is_whole(wording: Wording) -> bool:
    """Whether it has every sentence: a page half in one language helps nobody. A release may have added one since."""
    return all(wording.sentences.get(key, "").strip() for key in SENTENCES)


def words_of(wording: Wording) -> Words:
    return Words(wording.language, wording.direction, wording.sentences)
