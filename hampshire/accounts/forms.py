"""What may be typed about staff and teams."""

from typing import Any

from django import forms
from django.utils import timezone

from hampshire.accounts import queries
from hampshire.accounts.models import Membership, Role, Staff, Team
from hampshire.accounts.permissions import can_save_view
from hampshire.widgets import DayInput


class StaffForm(forms.Form):
    name = forms.CharField(max_length=200, help_text="As colleagues and families know them: Amara Obi")
    email = forms.EmailField(label="E-mail", max_length=254, help_text="They sign in with it")
    job_title = forms.CharField(max_length=200, required=False)
    registration_number = forms.CharField(
        label="Social Work England number", max_length=40, required=False, help_text="SW and digits, for social workers"
    )
    phone = forms.CharField(label="Work phone", max_length=40, required=False)

    def __init__(self, *args: Any, staff: Staff | None = None, **kwargs: Any) -> None:
        self.staff = staff
        if staff is not None:
            kwargs.setdefault("initial", {name: getattr(staff, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        others = Staff.objects.exclude(pk=self.staff.pk) if self.staff else Staff.objects.all()
        if others.filter(email=email).exists():
            raise forms.ValidationError("Somebody signs in with this address already.")
        return email


class SaveViewForm(forms.Form):
    """The name under which somebody keeps a list as they see it now."""

    name = forms.CharField(max_length=60, error_messages={"required": "Give the view a name."})
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Staff, page: str, **kwargs: Any) -> None:
        self.user, self.page = user, page
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if not (decision := can_save_view(self.user, self.page, name)):
            raise forms.ValidationError(decision.reason)
        return name

    @property
    def problem(self) -> str:
        """The first thing wrong, in a sentence."""
        return next((str(text) for texts in self.errors.values() for text in texts), "")


class TeamChoice(forms.ModelChoiceField):
    """A working team, drawn in the order of the tree."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Team.objects.all(), **kwargs)

    def offer(self) -> None:
        """Read the choices afresh."""
        self._offer(queries.teams_in_order())

    def offer_parents_of(self, team: Team) -> None:
        """Those that `team` may stand below: none at or below itself; its present one even if that is closed."""
        itself = set(Team.objects.at_or_below(team).values_list("pk", flat=True))
        rows = [(one, depth) for one, depth in queries.teams_in_order() if one.pk not in itself]
        if team.parent and team.parent not in [one for one, _ in rows]:
            rows.append((team.parent, 0))
        self._offer(rows)

    def _offer(self, rows: list[tuple[Team, int]]) -> None:
        self.queryset = Team.objects.filter(pk__in=[team.pk for team, _ in rows])
        indented = [(team.pk, "\u2003" * depth + team.name) for team, depth in rows]
        self.choices = [("", self.empty_label or ""), *indented]


class RoleForm(forms.Form):
    team = TeamChoice(empty_label="Choose a team")
    role = forms.ChoiceField(choices=[("", "Choose a role"), *Role.choices])
    starts_on = forms.DateField(label="From", widget=DayInput)
    ends_on = forms.DateField(
        label="Until", widget=DayInput, required=False, help_text="The first day it no longer holds"
    )

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        self.staff = staff
        kwargs.setdefault("initial", {"starts_on": timezone.localdate})
        super().__init__(*args, **kwargs)
        teams: Any = self.fields["team"]
        teams.offer()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "A role ends after the day it begins.")
        elif starts_on and data.get("team") and data.get("role"):
            held = Membership.objects.filter(staff=self.staff, team=data["team"], role=data["role"])
            if held.overlapping(starts_on, ends_on).exists():
                self.add_error("role", "They hold this role in this team already on some of those days.")
        return data


class RoleEndForm(forms.Form):
    ends_on = forms.DateField(
        label="From which day does it no longer hold?", widget=DayInput, help_text="Today, to end it at once"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"ends_on": timezone.localdate})
        super().__init__(*args, **kwargs)


class TeamForm(forms.Form):
    name = forms.CharField(max_length=120)
    kind = forms.ChoiceField(choices=Team.Kind, initial=Team.Kind.TEAM)
    parent = TeamChoice(label="Stands below", required=False, empty_label="Nothing: it is the top")
    practice_began_on = forms.DateField(
        label="New practice began", widget=DayInput, required=False, help_text="The day this team went live with it"
    )

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        self.team = team
        if team is not None:
            kwargs.setdefault("initial", {name: getattr(team, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.offer_parents_of(team) if team else parent.offer()

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        others = Team.objects.exclude(pk=self.team.pk) if self.team else Team.objects.all()
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("Another team has this name.")
        return name


class TeamAmendForm(TeamForm):
    closed_on = forms.DateField(
        label="Closed on",
        widget=DayInput,
        required=False,
        help_text="Families and people stay in it until they are moved",
    )

    team: Team

    def clean_closed_on(self) -> Any:
        day = self.cleaned_data["closed_on"]
        if day and Team.objects.below(self.team).working(day).exists():
            raise forms.ValidationError("Close or move the teams below it first.")
        return day
