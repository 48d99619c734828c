from practice.letters.models.letter import Kind, Letter, LetterQuote, LetterStep, LetterStrength
from practice.letters.models.paper import LetterKind, LetterReply, LetterTranslation

__all__ = [
    "Kind",
    "Letter",
    "LetterKind",
    "LetterQuote",
    "LetterReply",
    "LetterStep",
    "LetterStrength",
    "LetterTranslation",
]
