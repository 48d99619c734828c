"""Forms about a family as a whole, and its story."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from cases.forms.fields import DayField, starting, today
from cases.models import ChronologyEntry
from hampshire.accounts.models import Team


class FamilyNameForm(forms.Form):
    name = forms.CharField(
        label="What the family calls themselves",
        max_length=200,
        help_text="Such as Begum-Hale; the word “family” is added",
    )

    def clean_name(self) -> str:
        name = re.sub(r"\s*\bfamily$", "", self.cleaned_data["name"], flags=re.IGNORECASE)
        if not name:
            raise ValidationError("Give their name: the word “family” is added to it.")
        return name


class NewFamilyForm(FamilyNameForm):
    team = forms.ModelChoiceField(label="Which team answers for them", queryset=Team.objects.none(), empty_label=None)

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class EventForm(forms.Form):
    """A significant event, in one sentence."""

    happened_on = DayField(label="When", initial=today)
    text = forms.CharField(
        label="What happened",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One sentence; up to 300 characters",
    )
    pinned = forms.BooleanField(label="Pin it to the top of their story", required=False)


class StoryFilterForm(forms.Form):
    """Which kind of entries to show; in the address bar."""

    kind = forms.ChoiceField(choices=starting(ChronologyEntry.Kind.choices, "Everything"), required=False)
