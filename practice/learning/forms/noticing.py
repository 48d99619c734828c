"""What may be typed to tell a colleague what one noticed, and to answer the mirror."""

from collections.abc import Sequence
from typing import Any

from django import forms

from hampshire.accounts.models import Staff
from practice.learning.models.mirror import AGREES, STATEMENTS


class AffirmForm(forms.Form):
    """`people` are those it could be for; None where a visit says so already."""

    to = forms.ChoiceField(label="To whom", error_messages={"required": "Choose to whom"})
    moment = forms.CharField(
        max_length=120,
        label="The moment",
        help_text="Tuesday’s core group; on the phone to school; the drive home. Name no family here.",
        error_messages={"required": "Name the moment"},
    )
    text = forms.CharField(
        max_length=200,
        label="I noticed…",
        help_text="One line: what they did, and what it did",
        error_messages={"required": "Say what you noticed"},
    )

    def __init__(self, *args: Any, people: Sequence[Staff] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(staff.pk): staff for staff in people or ()}
        if people is None:
            del self.fields["to"]
            return
        to: Any = self.fields["to"]
        to.choices = [("", "Choose"), *((pk, staff.name) for pk, staff in self.people.items())]

    def clean_to(self) -> Staff:
        return self.people[self.cleaned_data["to"]]


class MirrorForm(forms.Form):
    """Six statements, each from not at all to completely."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in STATEMENTS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=text,
                coerce=int,
                choices=list(enumerate(AGREES)),
                widget=forms.RadioSelect,
                error_messages={"required": "Choose one of the five"},
            )
