"""What is typed of a letter: to whom and what for, what it says, how it was given."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from cases.forms.fields import DayField, starting, today
from hampshire.widgets import ChipsInput
from hampshire.words import short_date
from practice.letters.actions.letters import NOT_CALLED, NOT_WRITTEN
from practice.letters.facts import LetterTold
from practice.letters.lines import LetterInFull
from practice.letters.models import Kind, Letter
from practice.letters.queries import Material
from practice.letters.shipped import OPENING, QUOTES, STEPS, STRENGTHS, Part, texts
from practice.models import NextStep, Quote
from practice.sheet import Someone

FINISH_IT = "Finish this sentence, or write it another way"
LONGEST_PART = 4000


class BeginForm(forms.Form):
    """To whom, and what for. Where it is begun from travels with it."""

    kind = forms.ChoiceField(label="What it is for", choices=Kind.choices, widget=forms.RadioSelect)
    to = forms.ChoiceField(label="To whom", error_messages={"required": "Say whom you are writing to"})
    visit = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    anew = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, people: Sequence[Someone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].error_messages["required"] = "Say what the letter is for"
        readers = [(one.id, one.title) for one in people if not one.is_professional]
        self.fields["to"].choices = starting(readers)  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """The letter itself: a box a part, and what may be brought in, ticked. Nothing on record is typed again."""

    dear = forms.CharField(
        label="Dear", max_length=80, help_text="What they like to be called", error_messages={"required": NOT_CALLED}
    )

    def __init__(self, *args: Any, letter: Letter, material: Material, day: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begins = {"worker": letter.author.name, "day": day}
        self.parts = texts()[letter.kind].parts
        offered = {
            QUOTES: [(str(one.pk), _quoted(one)) for one in material.quotes],
            STRENGTHS: [(str(one.pk), one.text) for one in material.strengths],
            STEPS: [(str(one.pk), _agreed(one)) for one in material.steps],
        }
        for part in self.parts:
            self.fields[_name(part)] = _box(part) if part.is_text else _ticks(part, offered[part.holds])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for part in self.parts:
            name = _name(part)
            if part.is_text and name in told and part.unfinished(told[name], **self.begins):
                self.add_error(name, FINISH_IT)
        return told

    def rows(self) -> list[tuple[Part, forms.BoundField]]:
        """Each part with its field, in the order of the paper."""
        return [(part, self[_name(part)]) for part in self.parts]

    def told(self) -> LetterTold:
        told = self.cleaned_data
        return LetterTold(
            dear=told["dear"],
            parts={part.key: told[_name(part)] for part in self.parts if part.is_text},
            **{what: [UUID(one) for one in told.get(what, [])] for what in (QUOTES, STRENGTHS, STEPS)},
        )


def _name(part: Part) -> str:
    return f"part-{part.key}" if part.is_text else part.holds


def _box(part: Part) -> forms.CharField:
    needed = part.key == OPENING
    return forms.CharField(
        label=part.title,
        required=needed,
        max_length=LONGEST_PART,
        help_text=part.prompt,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": NOT_WRITTEN},
    )


def _ticks(part: Part, offered: Sequence[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=part.title,
        required=False,
        choices=offered,
        help_text=part.prompt,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Something ticked here is no longer on offer. Look again at what is ticked."},
    )


def _quoted(quote: Quote) -> str:
    return f"“{quote.text}” {quote.speaker}, {short_date(quote.said_on)}"


def _agreed(step: NextStep) -> str:
    who = step.who or step.get_owner_display()
    return f"{step.text} ({who}{f', by {short_date(step.due_on)}' if step.due_on else ''})"


def typed_of(letter: Letter, full: LetterInFull) -> dict[str, list[str]]:
    """A letter as it was written, as a page sends it."""
    parts = {f"part-{key}": [text] for key, text in letter.parts.items()}
    return {
        "dear": [letter.dear],
        **parts,
        QUOTES: [str(one.quote_id) for one in full.quotes],
        STRENGTHS: [str(one.strength_id) for one in full.strengths],
        STEPS: [str(one.step_id) for one in full.steps],
    }


def initial_of(typed: Mapping[str, list[str]]) -> dict[str, Any]:
    """The same, as a form begins with it."""
    many = {QUOTES, STRENGTHS, STEPS}
    return {name: values if name in many else values[0] for name, values in typed.items() if values}


class GiveForm(forms.Form):
    how = forms.ChoiceField(label="How they got it", choices=Letter.How.choices, widget=ChipsInput)
    on = DayField(label="When", initial=today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].error_messages["required"] = "Say how they got it"
