"""Who is asked how a visit was, and in which way."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from cases.models import Person
from practice.relationship.facts import Whose
from practice.relationship.queries import SOMEONE
from practice.relationship.slips import Offered, Pick

WHO_IS_IT = "Say who that is"


class WhoseForm(forms.Form):
    """One of those who were there or of the family, or somebody else in words."""

    who = forms.ChoiceField(
        label="Whose answer", widget=forms.RadioSelect, error_messages={"required": "Choose whose answer it is"}
    )
    voice = forms.CharField(
        label="If somebody else: who that is",
        max_length=60,
        required=False,
        help_text="In a word or two: mum’s sister",
    )

    def __init__(self, *args: Any, people: list[Person], told: set[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people if person.pk not in told}
        chosen = [*((key, person.name_and_age) for key, person in self.people.items()), (SOMEONE, "Somebody else")]
        self.fields["who"].choices = chosen  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("who") == SOMEONE and not told.get("voice", "").strip():
            self.add_error("voice", WHO_IS_IT)
        return told

    @property
    def whose(self) -> Whose:
        """Of a valid form."""
        who = self.cleaned_data["who"]
        if who == SOMEONE:
            return Whose(voice=self.cleaned_data["voice"])
        return Whose(person=self.people[who])


class AskForm(WhoseForm):
    PAPER = "paper"
    WAYS = (
        ("device", "Hand this device over now. You are signed out first, so nothing else can be opened."),
        ("link", "Make a link and a code for their own phone. It works once, for two weeks."),
        (PAPER, "They wrote it on paper: copy it."),
    )
    how = forms.ChoiceField(
        label="How", choices=WAYS, initial="device", widget=forms.RadioSelect, error_messages={"required": "Choose how"}
    )


class SlipsForm(forms.Form):
    """For whom to draw slips. Sent twice, it is refused: who was asked stands under "again" then."""

    MOST = 30

    ask = forms.MultipleChoiceField(label="Whom to ask", widget=forms.CheckboxSelectMultiple, required=False)
    again = forms.MultipleChoiceField(
        label="Asked, and not answered yet",
        help_text="A new slip closes the link they have.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        for name, picks in (("ask", offered.unasked), ("again", offered.waiting)):
            field = cast(forms.MultipleChoiceField, self.fields[name])
            field.choices = _by_visit(picks)
            field.error_messages["invalid_choice"] = "Some were asked meanwhile. Look at the list again."
            if not picks and name not in self.data:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        ticked = len(told.get("ask", [])) + len(told.get("again", []))
        if not self.errors and not ticked:
            raise ValidationError("Tick at least one person.")
        if ticked > self.MOST:
            raise ValidationError(f"Tick at most {self.MOST} at once.")
        return told

    @property
    def picked(self) -> list[Pick]:
        """Of a valid form."""
        ticked = {*self.cleaned_data.get("ask", ()), *self.cleaned_data.get("again", ())}
        return [pick for pick in (*self.offered.unasked, *self.offered.waiting) if pick.key in ticked]


def _by_visit(picks: Sequence[Pick]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (about, [(pick.key, pick.person.name_and_age) for pick in these])
        for about, these in groupby(picks, key=lambda pick: pick.about)
    ]
