"""Forms of a case: who works with the family, where the children stand, and its end."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max, Q, QuerySet

from cases import codes
from cases.forms.fields import DayField, coded, starting, today
from cases.models import Allocation, Case, Involvement, Pathway
from cases.permissions import can_be_allocated
from cases.queries.cases import earliest_closing_day, staff_to_allocate
from hampshire import words
from hampshire.accounts.models import Staff, Team
from hampshire.widgets import ChipsInput


class StaffField(forms.ModelChoiceField):
    """A worker of a team one oversees: name, team, and how many families they work with now."""

    def label_from_instance(self, obj: Staff) -> str:
        teams = words.listed(sorted({membership.team.name for membership in obj.standing_here}))  # type: ignore[attr-defined]
        return f"{obj.name}, {teams}: {words.count(obj.families_now, 'family', 'families')}"  # type: ignore[attr-defined]


class AllocateForm(forms.Form):
    worker = StaffField(queryset=Staff.objects.none(), empty_label="Choose")
    role = forms.ChoiceField(
        label="Role", choices=Allocation.Role.choices, widget=ChipsInput, initial=Allocation.Role.LEAD
    )
    starts_on = DayField(label="From", initial=today)
    change_reason = forms.ChoiceField(
        label="Why the worker changes",
        choices=coded(codes.WORKER_CHANGE_REASONS),
        required=False,
        help_text="For a looked-after child’s return",
    )

    def __init__(self, *args: Any, user: Staff, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.case = user, case
        self.fields["worker"].queryset = staff_to_allocate(user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        worker, role, day = cleaned["worker"], cleaned["role"], cleaned["starts_on"]
        if self.case.allocations.current().filter(worker=worker, role=role).exists():
            label = Allocation.Role(role).label.lower()
            self.add_error("worker", f"{worker.name} is their {label} already.")
        elif not (decision := can_be_allocated(self.user, worker, on=day)):
            self.add_error("worker", decision.reason)
        elif day < (earliest := self._earliest(worker, role)):
            self.add_error(
                "starts_on", f"Choose {earliest.day} {earliest:%B %Y} or later: somebody held it until then."
            )
        return cleaned

    def _earliest(self, worker: Staff, role: str) -> date:
        """The first day on which this would not overlap with what was before."""
        rivals = Q(worker=worker) | Q(role=Allocation.Role.LEAD) if role == Allocation.Role.LEAD else Q(worker=worker)
        held = self.case.allocations.filter(rivals).aggregate(starts=Max("starts_on"), ends=Max("ends_on"))
        return max([self.case.opened_on, *filter(None, held.values())])


class TransferForm(forms.Form):
    team = forms.ModelChoiceField(label="To which team", queryset=Team.objects.none(), empty_label="Choose")

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    reason = forms.ChoiceField(label="Why we stop", choices=coded(codes.CLOSURE_REASONS))
    note = forms.CharField(
        label="What is different now, and what stays in place",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who is around the family, and who they ring",
    )
    closed_on = DayField(label="Last day", initial=today)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    def clean_closed_on(self) -> date:
        day: date = self.cleaned_data["closed_on"]
        earliest = earliest_closing_day(self.case)
        if day < earliest:
            raise ValidationError(f"Something happened after that: choose {earliest.day} {earliest:%B %Y} or later.")
        return day


class PathwayForm(forms.Form):
    status = forms.ChoiceField(label="Now", choices=Pathway.Status.choices, widget=forms.RadioSelect)
    starts_on = DayField(label="From", initial=today)

    def __init__(self, *args: Any, involvement: Involvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.involvement = involvement

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        steps = list(self.involvement.pathways.order_by("starts_on", "id"))
        now = steps[-1] if steps else None
        if now is not None and now.ends_on is None and cleaned.get("status") == now.status:
            self.add_error("status", "That is where they stand already.")
        began = max((day for step in steps for day in (step.starts_on, step.ends_on) if day), default=None)
        day = cleaned.get("starts_on")
        if day is not None and began is not None and day < began:
            self.add_error("starts_on", f"Choose {began.day} {began:%B %Y} or later: where they stand now began then.")
        return cleaned


class NeedForm(forms.Form):
    primary_need = forms.ChoiceField(label="Main need", choices=starting(coded(codes.PRIMARY_NEEDS)[1:]))
