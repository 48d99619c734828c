"""Forms of a referral: what was said, and what was decided."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from cases import codes
from cases.forms.fields import DayField, coded, today
from cases.models import Person, Referral
from hampshire.widgets import ChipsInput, ClockInput

KNOWS = [("yes", "Yes"), ("no", "No"), ("", "Not known")]


def now() -> time:
    return timezone.localtime().time()


class ReferralForm(forms.Form):
    """What somebody told us about these children."""

    received_on = DayField(label="Received on", initial=today)
    received_time = forms.TimeField(label="Time", widget=ClockInput, initial=now)
    source = forms.ChoiceField(label="From", choices=coded(codes.REFERRAL_SOURCES))
    referrer = forms.CharField(
        label="Who rang or wrote", max_length=200, required=False, help_text="Their name, and how to reach them"
    )
    children = forms.ModelMultipleChoiceField(
        label="About which children", queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="What they said",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="In their words where you can, and what is going well too",
    )
    family_knows = forms.ChoiceField(
        label="Does the family know of this?", choices=KNOWS, required=False, widget=ChipsInput
    )

    def __init__(self, *args: Any, children: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["children"]
        field.queryset = children  # type: ignore[attr-defined]
        field.label_from_instance = lambda child: child.name_and_age  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self.received_at > timezone.now():
            self.add_error("received_time", "That time has not come yet.")
        return cleaned

    @property
    def received_at(self) -> datetime:
        moment = datetime.combine(self.cleaned_data["received_on"], self.cleaned_data["received_time"])
        return timezone.make_aware(moment)

    @property
    def details(self) -> dict[str, Any]:
        """What the action `referrals.take` takes."""
        kept = {name: self.cleaned_data[name] for name in ("children", "source", "referrer", "reason")}
        knows = {"yes": True, "no": False}.get(self.cleaned_data["family_knows"])
        return {**kept, "received_at": self.received_at, "family_knows": knows}


class DecisionForm(forms.Form):
    """What is decided about a referral, and why."""

    decision = forms.ChoiceField(label="What we will do", choices=Referral.Decision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}))
    primary_need = forms.ChoiceField(
        label="Main need",
        choices=coded(codes.PRIMARY_NEEDS),
        required=False,
        help_text="Needed for an assessment, a strategy discussion or early help",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") in Referral.OPENING and not cleaned.get("primary_need"):
            self.add_error("primary_need", "Choose the main need: this decision opens a case.")
        return cleaned
