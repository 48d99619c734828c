"""What may be typed about a strain between a family and us, and how it was mended."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.forms.fields import DayField, today
from practice import rules
from practice.models import Rupture


class RuptureForm(forms.Form):
    text = forms.CharField(
        max_length=rules.LONGEST_LINE,
        label="What strained the trust between us",
        help_text="What happened, in plain words and without blame: we came an hour late and they had waited",
        error_messages={"required": "Say what strained it"},
    )
    on = DayField(label="When", initial=today)


class RepairForm(forms.Form):
    how = forms.CharField(
        max_length=rules.LONGEST_LINE,
        label="What mended it",
        help_text="What somebody did or said: I said sorry, and we chose the next day together",
        error_messages={"required": "Say what mended it"},
    )
    on = DayField(label="When", initial=today)

    def __init__(self, *args: Any, rupture: Rupture, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rupture = rupture

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day < self.rupture.happened_on:
            raise ValidationError("That is before it happened.")
        return day
