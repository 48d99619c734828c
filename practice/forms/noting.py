"""What may be typed between visits: a strength, a worry, a quote, a goal, ratings, a next step."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cases.forms.fields import DayField
from cases.models import Person
from hampshire.widgets import ChipsInput, ChipsManyInput, ScaleInput
from practice import rules
from practice.forms.checking import SOMEONE, TOO_LONG
from practice.models import Domain, NextStep
from practice.sheet import EarlierStrength, OpenGoal, Someone, Voice


def theirs(people: Sequence[Someone], also: Person | None = None) -> list[tuple[str, str]]:
    """Whom a note can be about. `also` is whom it is about already, who may have left the family since."""
    chosen = [(someone.id, someone.title) for someone in people]
    if also is not None and str(also.pk) not in dict(chosen):
        chosen.append((str(also.pk), also.short_name))
    return chosen


class _AboutSomebody(forms.Form):
    """A line, and about whom of the family or around it; blank for all of them."""

    text = forms.CharField(max_length=rules.LONGEST_LINE)
    about = forms.ChoiceField(required=False, label="About whom")

    def __init__(self, *args: Any, people: Sequence[Someone], also: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", "The whole family"), *theirs(people, also)]  # type: ignore[attr-defined]


class StrengthForm(_AboutSomebody):
    text = forms.CharField(
        max_length=rules.LONGEST_LINE,
        label="What is strong",
        help_text="In plain words, such as: Nana collects them on Tuesdays",
        error_messages={"required": "Say what is strong", "max_length": TOO_LONG},
    )
    domain = forms.ChoiceField(choices=Domain.choices, initial=Domain.OTHER, label="What it is about")


class WorryForm(_AboutSomebody):
    text = forms.CharField(
        max_length=rules.LONGEST_LINE,
        label="What is the worry",
        help_text="In plain words, as you would say it to them: money at month's end",
        error_messages={"required": "Say what the worry is", "max_length": TOO_LONG},
    )
    domain = forms.ChoiceField(choices=Domain.choices, initial=Domain.OTHER, label="What it is about")


class ExceptionForm(forms.Form):
    """A time when a worry did not happen."""

    text = forms.CharField(
        max_length=rules.LONGEST_LINE,
        label="When did it not happen, and what was different?",
        help_text="Such as: in August, when Nana did the shop with her on Fridays",
        error_messages={"required": "Say when it did not happen, and what was different", "max_length": TOO_LONG},
    )
    told_by = forms.ChoiceField(required=False, label="Who told you")
    happened_on = DayField(label="On which day, or about when")

    def __init__(self, *args: Any, people: Sequence[Someone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [("", "Nobody, I saw it myself"), *((someone.id, someone.title) for someone in people)]
        self.fields["told_by"].choices = chosen  # type: ignore[attr-defined]


class _Goal(_AboutSomebody):
    text = forms.CharField(
        max_length=rules.LONGEST_LINE,
        label="What they want to be different",
        help_text="In their words: bedtime without shouting",
        error_messages={"required": "Say what the goal is, in their words", "max_length": TOO_LONG},
    )
    domain = forms.ChoiceField(choices=Domain.choices, initial=Domain.OTHER, label="What it is about")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].label = "Whose goal"


class GoalForm(_Goal):
    """A new goal, and the strengths of theirs that it can lean on."""

    leans = forms.MultipleChoiceField(
        required=False,
        label="What it can lean on",
        help_text="What is strong already and helps with it. You can say so later too.",
        widget=ChipsManyInput,
    )

    def __init__(self, *args: Any, strengths: Sequence[EarlierStrength], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if strengths:
            self.fields["leans"].choices = [(one.id, one.text) for one in strengths]  # type: ignore[attr-defined]
        else:
            del self.fields["leans"]


class GoalRewordForm(_Goal):
    """A goal as it stands, to be put right."""


class ScaleForm(forms.Form):
    """A question that everybody is asked, from 0 to 10."""

    text = forms.CharField(
        max_length=rules.LONGEST_LINE,
        label="The question",
        help_text="Such as: how safe does home feel at night?",
        error_messages={"required": "Say what you will ask", "max_length": TOO_LONG},
    )
    zero_means = forms.CharField(max_length=120, required=False, label="What 0 would look like")
    ten_means = forms.CharField(max_length=120, required=False, label="What 10 would look like")
    domain = forms.ChoiceField(choices=Domain.choices, initial=Domain.OTHER, label="What it is about")


class QuoteForm(forms.Form):
    text = forms.CharField(
        label="Their words",
        widget=forms.Textarea({"rows": 3}),
        help_text="Word for word, as they said it",
        error_messages={"required": "Write what they said"},
    )
    who = forms.ChoiceField(label="Whose words", error_messages={"required": rules.WHOSE_WORDS})
    whose = forms.CharField(
        max_length=120, required=False, label="Who that is", help_text="For someone else: Nana, a neighbour"
    )
    language = forms.CharField(
        max_length=rules.LONGEST_LANGUAGE, required=False, label="Which language, if not English"
    )
    translation = forms.CharField(required=False, label="In English", widget=forms.Textarea({"rows": 2}))
    said_on = DayField(label="When they said it")
    may_be_shared = forms.BooleanField(required=False, label="They say it may be shared")

    def __init__(self, *args: Any, people: Sequence[Someone], also: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [("", "Choose"), *theirs(people, also), (SOMEONE, "Someone else")]
        self.fields["who"].choices = chosen  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("who") == SOMEONE and not told.get("whose"):
            self.add_error("whose", rules.WHOSE_WORDS)
        if told.get("translation") and not told.get("language"):
            self.add_error("language", rules.TRANSLATED_FROM)
        return told


class QuoteRewordForm(QuoteForm):
    """Somebody's words as they were written down, to be put right. Sharing them is asked where they stand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["said_on"], self.fields["may_be_shared"]


class RatingsForm(forms.Form):
    """A number from each voice who was asked; none need be given, but one at least."""

    def __init__(self, *args: Any, goal: OpenGoal, voices: Sequence[Voice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voices = voices
        scores = [(str(score), str(score)) for score in range(11)]
        for voice in voices:
            was = f"Was {goal.latest[voice.key]}" if voice.key in goal.latest else ""
            self.fields[voice.key] = forms.ChoiceField(
                choices=scores, required=False, label=voice.name, help_text=was, widget=ScaleInput
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not any(told.values()):
            raise forms.ValidationError("Give a number from at least one of them")
        return told

    def scores(self) -> list[tuple[Voice, int]]:
        """Each voice that gave a number."""
        given = ((voice, self.cleaned_data[voice.key]) for voice in self.voices)
        return [(voice, int(score)) for voice, score in given if score]


class StepForm(forms.Form):
    text = forms.CharField(
        max_length=rules.LONGEST_LINE,
        label="What is next",
        error_messages={"required": "Say what is next", "max_length": TOO_LONG},
    )
    owner = forms.ChoiceField(
        choices=NextStep.Owner.choices, initial=NextStep.Owner.US, label="Who does it", widget=ChipsInput
    )
    due_on = DayField(required=False, label="By when", may_lie_ahead=True)
