"""The lines of a letter, each by a key: for its paper, and for reading it in another language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from practice.letters.models import Kind, Letter, LetterQuote, LetterReply, LetterStep, LetterStrength
from practice.letters.shipped import Part, Texts, texts
from practice.models import NextStep

LABELS: Mapping[str, str] = {
    "label-dear": "Dear",
    "label-from": "From",
    "label-in-english": "In English",
    "label-family": "You, the family",
    "label-network": "Your family and friends",
    "label-by": "by",
    "label-said": "What was said to this letter",
    "label-reply": "You can answer this letter",
    "label-reply-how": "Tell me if something here is wrong or missing, or if you see it another way. You can write it "
    "on this paper, draw it or tell me. What you say is kept with the letter. You can bring somebody with you, and you "
    "can ask to see your record.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Something the letter says. `what` is what sort of line it is, for people: "Your words"."""

    key: str
    what: str
    text: str


@dataclass
class LetterInFull:
    """A letter with what was brought into it. Three queries, then none."""

    letter: Letter

    @cached_property
    def texts(self) -> Texts:
        return texts()[self.letter.kind]

    @cached_property
    def quotes(self) -> list[LetterQuote]:
        return list(self.letter.quotes.select_related("quote__person").order_by("said_on", "id"))

    @cached_property
    def strengths(self) -> list[LetterStrength]:
        return list(self.letter.strengths.select_related("strength").order_by("id"))

    @cached_property
    def steps(self) -> list[LetterStep]:
        return list(self.letter.steps.select_related("step").order_by("due_on", "id"))

    def text_of(self, part: Part) -> str:
        text: str = self.letter.parts.get(part.key, "")
        return text

    @property
    def no_longer(self) -> list[str]:
        """What was brought in and no longer stands as it was: each in a sentence. Such a letter is not given."""
        quotes = [
            f"“{one.text}” may no longer be shared, was changed or was taken back."
            for one in self.quotes
            if one.quote.withdrawn_at or not one.quote.may_be_shared or not one.is_as_said
        ]
        strengths = [
            f"“{one.text}” no longer stands as a strength, or was changed."
            for one in self.strengths
            if one.strength.withdrawn_at or one.strength.faded_on or one.strength.text != one.text
        ]
        steps = [
            f"“{one.text}” is no longer a next step." for one in self.steps if one.step.withdrawn_at or one.step.done_at
        ]
        return [*quotes, *strengths, *steps]


def labels_for(kind: str) -> dict[str, str]:
    """The paper's own words for a letter of this kind, in English: the title, its headings, and what every one says."""
    headings = {f"heading-{part.key}": part.heading for part in texts()[kind].parts if part.heading}
    return {"label-title": Kind(kind).label, **headings, **LABELS}


def owner_label(owner: str) -> str:
    """The key of how a step's owner is called; blank where it is us, who are called by name."""
    return {NextStep.Owner.FAMILY: "label-family", NextStep.Owner.NETWORK: "label-network"}.get(
        NextStep.Owner(owner), ""
    )


def written(full: LetterInFull) -> list[Line]:
    """Every line of the letter that can be read in another language. Words said in another stay as they were said."""
    return [line for line in _lines(full) if line.text]


def _lines(full: LetterInFull) -> Iterator[Line]:
    for part in full.texts.parts:
        if part.is_text:
            yield Line(f"part-{part.key}", part.title, full.text_of(part))
    for quote in full.quotes:
        if not quote.language:
            yield Line(f"quote-{quote.quote_id}", f"Words of {quote.whose}", quote.text)
    for strength in full.strengths:
        yield Line(f"strength-{strength.strength_id}", "What is strong", strength.text)
    for step in full.steps:
        yield Line(f"step-{step.step_id}", "Who does what", step.text)


def replies_of(letter: Letter) -> list[LetterReply]:
    return list(letter.replies.standing().oldest_first().select_related("person"))
