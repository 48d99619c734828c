"""The paper a letter is: the same data draws it on the screen and, by templates/typst/family_letter.typ, in print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hampshire.languages import direction_of, in_language
from hampshire.words import short_date
from practice.letters.lines import LetterInFull, labels_for, owner_label
from practice.letters.models import LetterQuote, LetterReply, LetterStep, LetterTranslation
from practice.letters.shipped import QUOTES, STRENGTHS, Part

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter in one language. Lines that were not translated stand in English: better than missing."""

    full: LetterInFull
    translation: LetterTranslation | None = None

    @property
    def language(self) -> str:
        return self.translation.language if self.translation else ENGLISH

    def data(self) -> dict[str, Any]:
        """What the paper says, but for what is said to it later (see `with_replies`)."""
        letter = self.full.letter
        return {
            "lang": self.language,
            "dir": direction_of(self.language),
            "title": self._label("label-title"),
            "on": self._day(letter.day, long=True),
            "dear": f"{self._label('label-dear')} {letter.dear},",
            "blocks": [block for part in self.full.texts.parts if (block := self._block(part))],
            "from": self._label("label-from"),
            "worker": letter.author.name,
            "in_english": self._label("label-in-english"),
            "said": self._label("label-said"),
            "reply": self._label("label-reply"),
            "reply_how": self._label("label-reply-how"),
        }

    def _block(self, part: Part) -> dict[str, Any]:
        """One part of the letter; empty where nothing stands in it."""
        told: dict[str, Any] = {"heading": self._label(f"heading-{part.key}") if part.heading else ""}
        if part.is_text:
            text = self._say(f"part-{part.key}", self.full.text_of(part))
            return {**told, "text": text} if text else {}
        if part.holds == QUOTES:
            found: list[Any] = [self._quote(quote) for quote in self.full.quotes]
        elif part.holds == STRENGTHS:
            found = [self._say(f"strength-{one.strength_id}", one.text) for one in self.full.strengths]
        else:
            found = [self._step(step) for step in self.full.steps]
        return {**told, part.holds: found} if found else {}

    def _quote(self, quote: LetterQuote) -> dict[str, str]:
        """As it was said; with its English where the paper is in English and it was not."""
        theirs = "" if quote.language else self._say(f"quote-{quote.quote_id}", quote.text)
        english = quote.translation if self.language == ENGLISH else ""
        whose = quote.whose if quote.whose != self.full.letter.dear else ""
        return {"text": theirs or quote.text, "translation": english, "whose": whose}

    def _step(self, step: LetterStep) -> dict[str, str]:
        key = owner_label(step.owner)
        who = step.who or (self._label(key) if key else self.full.letter.author.name)
        when = f"{self._label('label-by')} {self._day(step.due_on)}" if step.due_on else ""
        return {"text": self._say(f"step-{step.step_id}", step.text), "who": who, "when": when}

    def _say(self, key: str, english: str) -> str:
        return in_language(self.translation.lines, key, english) if self.translation else english

    def _label(self, key: str) -> str:
        return self._say(key, labels_for(self.full.letter.kind)[key])

    def _day(self, day: date, *, long: bool = False) -> str:
        """Tue 24 Nov; in figures where the paper is not in English."""
        if self.language != ENGLISH:
            return f"{day:%d.%m.%Y}"
        return f"{day.day} {day:%B %Y}" if long else short_date(day)


def papers(full: LetterInFull, translations: Sequence[LetterTranslation]) -> dict[str, Any]:
    """The letter in each language it is in, as it is given: by the language's code, English first."""
    return {ENGLISH: Paper(full).data(), **{one.language: Paper(full, one).data() for one in translations}}


def with_replies(paper: dict[str, Any], replies: Sequence[LetterReply]) -> dict[str, Any]:
    told = [{"text": one.text, "whose": one.speaker, "on": short_date(one.received_on)} for one in replies]
    return {**paper, "replies": told}
