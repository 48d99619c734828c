"""Who is asked how a visit was, and in which way."""

from typing import Any

from django import forms

from cases.models import Person
from practice.relationship.facts import Whose
from practice.relationship.queries import SOMEONE

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
