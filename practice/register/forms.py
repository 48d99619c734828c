"""What may be typed about an entry of the register, and what may be said of it."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.widgets import ChipsInput, DayInput
from practice.register.models import Entry, Vote

SMALL = {"rows": 3}


class EntryForm(forms.Form):
    kind = forms.ChoiceField(choices=Entry.Kind, widget=ChipsInput)
    name = forms.CharField(max_length=120, help_text="As people call it: Core group minutes")
    about = forms.CharField(
        label="What it is for, and what it asks of people",
        max_length=300,
        widget=forms.Textarea(attrs=SMALL),
        help_text="One or two plain sentences. Families read them too, when they are asked.",
    )
    owner = forms.ModelChoiceField(
        Staff.objects.none(),
        label="Who answers for it",
        required=False,
        empty_label="Nobody yet",
        help_text="Whoever can change it, or see that it is changed.",
    )

    def __init__(self, *args: Any, entry: Entry | None = None, **kwargs: Any) -> None:
        self.entry = entry
        if entry is not None:
            kwargs.setdefault("initial", {name: getattr(entry, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        owners = Staff.objects.at_work()
        if entry is not None and entry.owner_id:  # who has left meanwhile stays until somebody else is chosen
            owners |= Staff.objects.filter(pk=entry.owner_id)
        cast(forms.ModelChoiceField, self.fields["owner"]).queryset = owners.by_name()

    def clean(self) -> dict[str, Any]:
        others = Entry.objects.current().exclude(pk__in=[self.entry.pk] if self.entry else [])
        kind, name = self.cleaned_data.get("kind"), self.cleaned_data.get("name")
        if kind and name and others.filter(kind=kind, name=name).exists():
            self.add_error("name", "Something of this kind and name is in the register already.")
        return self.cleaned_data


class RetireForm(forms.Form):
    because = forms.CharField(
        label="Why it is asked no more",
        max_length=300,
        widget=forms.Textarea(attrs=SMALL),
        help_text="Whoever voted will read it: The new plan says the same on one page.",
    )


class VoteForm(forms.Form):
    """One of three, or why. The page's three buttons send only their direction, and the words under them both."""

    direction = forms.ChoiceField(
        choices=Vote.Direction, error_messages={"required": "Say towards, neither or against."}
    )
    reason = forms.CharField(
        label="Why?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One sentence helps whoever can change it. No names, and nothing about a family.",
    )

    def clean_reason(self) -> str | None:
        """None where the words were not sent at all, so that a tap does not empty them."""
        return " ".join(str(self.cleaned_data["reason"]).split()) if "reason" in self.data else None


class FamilyVoteForm(VoteForm):
    """The same, in the words for a family."""

    direction = forms.ChoiceField(
        label="What do you say?",
        choices=[("towards", "It helps"), ("neutral", "Neither"), ("against", "It gets in the way")],
        widget=ChipsInput,
        error_messages={"required": "Please choose one of the three."},
    )
    reason = forms.CharField(
        label="What would you tell whoever can change it?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=SMALL),
        help_text="Please write no names.",
    )

    def clean_reason(self) -> str:
        return super().clean_reason() or ""


class ChangeForm(forms.Form):
    text = forms.CharField(
        label="What was done",
        max_length=300,
        widget=forms.Textarea(attrs=SMALL),
        help_text="So that whoever voted sees that it mattered: Cut from nine pages to two.",
    )
    made_on = forms.DateField(
        label="Since when", widget=DayInput, help_text="Votes from that day on count as after it."
    )

    def clean_made_on(self) -> date:
        day: date = self.cleaned_data["made_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("This is for what has been done. That day is still to come.")
        return day
