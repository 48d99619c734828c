"""What may be typed to plan supervision, and to say what became of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.fields import DayField
from cases.models import Family
from hampshire.accounts.models import Membership, Role, Staff
from hampshire.widgets import ChipsInput
from practice.supervision.models import Supervision
from practice.supervision.queries import closed_to
from practice.supervision.rhythm import EXPECTED

NO_FAMILIES = "Personal supervision is not about families. Leave them out, or choose case or group."


class PlanForm(forms.Form):
    """`people` are those whom the user may supervise; `families` begin the agenda."""

    kind = forms.ChoiceField(
        label="What kind",
        choices=Supervision.Kind.choices,
        initial=Supervision.Kind.CASE,
        widget=ChipsInput,
        help_text="Case: about families, and goes to their record. Personal: about you, and stays between the two of "
        "you. Group: one of you presents, and others think along.",
    )
    worker = forms.ChoiceField(label="With whom", error_messages={"required": "Choose with whom"})
    planned_for = DayField(label="When", may_lie_ahead=True, error_messages={"required": "Choose a day"})
    attendees = forms.MultipleChoiceField(
        label="Who else comes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="To a group supervision",
    )

    def __init__(self, *args: Any, people: Sequence[Membership], families: Sequence[Family], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.families = families
        self.people = {str(one.staff_id): one.staff for one in people}
        named = [(pk, f"{staff.name}, {staff.job_title}" if staff.job_title else staff.name)
                 for pk, staff in self.people.items()]  # fmt: skip
        worker: Any = self.fields["worker"]
        attendees: Any = self.fields["attendees"]
        worker.choices = [("", "Choose"), *named]
        attendees.choices = named

    def clean_worker(self) -> Staff:
        return self.people[self.cleaned_data["worker"]]

    def clean_attendees(self) -> list[Staff]:
        return [self.people[pk] for pk in self.cleaned_data["attendees"]]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if self.families and told.get("kind") == Supervision.Kind.PERSONAL:
            self.add_error("kind", NO_FAMILIES)
        worker = told.get("worker")
        if worker and (closed := closed_to(worker, self.families)):
            self.add_error("worker", f"{worker.name} may not know of {closed}. Leave that out.")
        return told

    def clean_planned_for(self) -> Any:
        day = self.cleaned_data["planned_for"]
        if (timezone.localdate() - day).days > 366:
            raise forms.ValidationError("That is more than a year ago.")
        return day


class MoveForm(forms.Form):
    planned_for = DayField(label="To which day", may_lie_ahead=True, error_messages={"required": "Choose a day"})


class HoldForm(forms.Form):
    held_on = DayField(label="When you met", error_messages={"required": "Say when you met"})


class MissForm(forms.Form):
    because = forms.CharField(
        max_length=300,
        label="Why it did not happen",
        help_text="A sentence is enough: court ran over; off sick; a family needed us",
        error_messages={"required": "Say why it did not happen"},
    )


class RoleDaysForm(forms.Form):
    """Days between supervisions, a number a role and kind: `practitioner-case`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[tuple[str, str, str]] = []
        for role in (Role.PRACTITIONER, Role.SUPERVISOR, Role.MANAGER):
            for kind in EXPECTED:
                name = f"{role}-{kind}"
                self.rows.append((name, str(role), str(kind)))
                self.fields[name] = forms.IntegerField(
                    min_value=1, max_value=365, label=f"{role.label}: {kind.label.lower()}, every so many days"
                )

    def changed(self) -> list[tuple[str, str, int]]:
        """Role, kind and days, of those that are otherwise than before."""
        told = [(role, kind, self.cleaned_data[name], self.initial[name]) for name, role, kind in self.rows]
        return [(role, kind, days) for role, kind, days, before in told if days != before]


class WorkerDaysForm(forms.Form):
    email = forms.EmailField(
        label="Whose", help_text="Their e-mail address", error_messages={"required": "Say whose rhythm it is"}
    )
    kind = forms.ChoiceField(choices=[(str(kind), kind.label) for kind in EXPECTED], label="Which", widget=ChipsInput,
                             initial=str(EXPECTED[0]))  # fmt: skip
    every_days = forms.IntegerField(min_value=1, max_value=365, label="Every so many days", initial=14)
    because = forms.CharField(max_length=200, required=False, label="Why", help_text="In their first year of practice")
    until = DayField(required=False, may_lie_ahead=True, label="Up to")

    def clean_email(self) -> Staff:
        found = Staff.objects.at_work().filter(email=str(self.cleaned_data["email"]).lower()).first()
        if found is None:
            raise forms.ValidationError("Nobody who works here has this address.")
        return found
