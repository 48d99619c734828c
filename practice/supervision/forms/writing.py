"""What may be typed in a supervision."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cases.forms.fields import DayField
from cases.models import Family
from hampshire.accounts.models import Staff
from hampshire.widgets import ChipsInput
from hampshire.words import day_of, short_date
from practice.models import Visit
from practice.supervision.models import Item

MUCH = 20_000  # letters under one heading: more is a report


def base_of(told: dict[str, Any]) -> int:
    """The version that the writer has seen."""
    over: int | None = told["over"]
    version: int = told["version"] if over is None else over
    return version


class ItemForm(forms.Form):
    """An item's card. All of it may be blank.

    `over` is the version somebody chose to write over, having read it; `told` the one shown to them beside their words.
    """

    version = forms.IntegerField(min_value=0)
    over = forms.IntegerField(min_value=0, required=False)
    told = forms.IntegerField(min_value=0, required=False)
    kind = forms.ChoiceField(choices=Item.Kind.choices)
    talked_about = forms.BooleanField(required=False)
    notes = forms.CharField(required=False, max_length=MUCH)
    reflection = forms.CharField(required=False, max_length=MUCH)

    def written(self) -> dict[str, Any]:
        """As practice.supervision.actions.items.write takes it."""
        written = {name: value for name, value in self.cleaned_data.items() if name not in {"over", "told"}}
        return written | {"version": base_of(self.cleaned_data)}


class NoteForm(forms.Form):
    version = forms.IntegerField(min_value=0)
    over = forms.IntegerField(min_value=0, required=False)
    told = forms.IntegerField(min_value=0, required=False)
    text = forms.CharField(required=False, max_length=MUCH)


class AgreeForm(forms.Form):
    """`read` is the version of the record that whoever agrees it had before them."""

    read = forms.IntegerField(min_value=0)


class BringForm(forms.Form):
    family = forms.ChoiceField(label="Which family", error_messages={"required": "Choose a family"})
    text = forms.CharField(
        max_length=300,
        label="What you would like to talk about",
        error_messages={"required": "Say what you would like to talk about"},
    )
    kind = forms.ChoiceField(
        label="It is mostly", choices=Item.Kind.choices, initial=Item.Kind.REFLECTIVE, widget=ChipsInput
    )

    def __init__(self, *args: Any, families: Sequence[Family], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.families = {str(family.pk): family for family in families}
        chosen: Any = self.fields["family"]
        chosen.choices = [("", "Choose"), *((pk, family.title) for pk, family in self.families.items())]

    def clean_family(self) -> Family:
        return self.families[self.cleaned_data["family"]]


class DecideForm(forms.Form):
    """`owners` are those who take part."""

    text = forms.CharField(
        max_length=300, label="What was decided", error_messages={"required": "Say what was decided"}
    )
    owner = forms.ChoiceField(label="Who does it", required=False)
    due_on = DayField(label="By when", required=False, may_lie_ahead=True)

    def __init__(self, *args: Any, owners: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(staff.pk): staff for staff in owners}
        owner: Any = self.fields["owner"]
        owner.choices = [("", "Nobody by name"), *((pk, staff.name) for pk, staff in self.owners.items())]

    def clean_owner(self) -> Staff | None:
        return self.owners.get(self.cleaned_data["owner"])


class SupposeForm(forms.Form):
    text = forms.CharField(max_length=300, label="It may be that…", error_messages={"required": "Say what it may be"})
    how_we_find_out = forms.CharField(max_length=300, required=False, label="What would show that it is not so")


class GiveForm(forms.Form):
    """`people` are those who may work with the family."""

    owner = forms.ChoiceField(required=False, label="Who does it from now on")
    due_on = DayField(label="By when", required=False, may_lie_ahead=True)

    def __init__(self, *args: Any, people: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(staff.pk): staff for staff in people}
        owner: Any = self.fields["owner"]
        owner.choices = [("", "Nobody by name"), *((pk, staff.name) for pk, staff in self.people.items())]

    def clean_owner(self) -> Staff | None:
        return self.people.get(self.cleaned_data["owner"])


class CloseForm(forms.Form):
    """`visits` are those since it was decided."""

    visit = forms.ChoiceField(required=False, label="Where it was done")
    how_it_went = forms.CharField(max_length=300, required=False, label="How it went")

    def __init__(self, *args: Any, visits: Sequence[Visit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visits = {str(visit.pk): visit for visit in visits}
        named = [
            (pk, f"At the visit of {short_date(day_of(visit.happened_at))}, {visit.logged_by.short_name}")
            for pk, visit in self.visits.items()
        ]
        chosen: Any = self.fields["visit"]
        chosen.choices = [("", "Not at a visit"), *named]

    def clean_visit(self) -> Visit | None:
        return self.visits.get(self.cleaned_data["visit"])
