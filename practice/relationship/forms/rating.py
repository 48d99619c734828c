"""The four taps: as the family answers them, and as they are copied from paper."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator

from cases.forms.fields import DayField
from practice.relationship.facts import Answers
from practice.relationship.forms.asking import WhoseForm
from practice.relationship.models import VisitRating
from practice.relationship.models.rating import ASKED, TAPS
from practice.relationship.wording import Words

LONGEST = 1000


class FacesInput(forms.RadioSelect):
    """Five plain faces with their words, from not at all to fully."""

    template_name = "relationship/faces.html"


class Faces(forms.TypedChoiceField):
    def __init__(self, asked: str) -> None:
        super().__init__(
            label=asked,
            choices=VisitRating.Tap.choices,
            coerce=int,
            widget=FacesInput,
            error_messages={"required": f"Tap a face: {asked}"},
        )


class _Taps(forms.Form):
    """Each tap is asked for, unless what is sent has NOT_SAY in it: a field's name and its value."""

    NOT_SAY: ClassVar[tuple[str, str]]

    listened = Faces(ASKED["listened"])
    mattered = Faces(ASKED["mattered"])
    suited = Faces(ASKED["suited"])
    trust = Faces(ASKED["trust"])
    words = forms.CharField(
        label="Anything else?", required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.would_rather_not:
            for tap in TAPS:
                self.fields[tap].required = False

    @property
    def would_rather_not(self) -> bool:
        name, value = self.NOT_SAY
        return bool(self.data.get(name) == value)

    @property
    def answers(self) -> Answers:
        """Of a valid form. Whoever would rather not say leaves no tap behind, whatever they had tapped."""
        words = self.cleaned_data["words"]
        if self.would_rather_not:
            return Answers(words=words)
        return Answers(**{tap: self.cleaned_data[tap] for tap in TAPS}, words=words)


class GiveForm(_Taps):
    """As the family answers. "Rather not say" is a button of its own beside the one that sends."""

    NOT_SAY = ("do", "rather-not-say")

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = words.sentences
        for tap in TAPS:
            field = cast(Faces, self.fields[tap])
            field.label, field.choices = say[tap], words.faces
            field.error_messages = dict.fromkeys(("required", "invalid_choice"), f"{say['tap']}: {say[tap]}")
        self.fields["words"].label = say["words"]
        self.fields["words"].validators = [
            MaxLengthValidator(LONGEST, say["too_long"]),
            ProhibitNullCharactersValidator(),
        ]


class EnterForm(WhoseForm, _Taps):
    """As a worker copies it from paper."""

    said_on = DayField(label="When they wrote it")
    rather_not_say = forms.BooleanField(label="They would rather not say", required=False)

    NOT_SAY = ("rather_not_say", "on")
    field_order = ("who", "voice", "said_on", *TAPS, "rather_not_say", "words")
