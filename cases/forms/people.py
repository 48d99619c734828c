"""Forms about people: who they are, where they live, how to reach them, how they are related."""

from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from cases import codes, identifiers
from cases.forms.fields import DayField, coded, starting, today
from cases.models import ContactDetail, Family, FamilyMember, NetworkMember, Person
from cases.models.network import RELATIONSHIP_WORDS
from cases.queries.people import relationships_of
from hampshire.widgets import ChipsInput, ChipsManyInput

OLDEST_YEARS = 120
TAKEN = {"unique": "Somebody with this number is recorded already. Search for them first."}


@dataclass(frozen=True, slots=True)
class Section:
    """Some fields under one heading; `folded` ones unfold when asked, or when something in them is wrong."""

    title: str
    fields: list[forms.BoundField]
    folded: bool

    @property
    def is_wrong(self) -> bool:
        return any(field.errors for field in self.fields)


class PersonForm(forms.ModelForm):
    """Who somebody is. A model form for its labels and its check on uniqueness; it cannot save."""

    date_of_birth = DayField(label="Date of birth", required=False, may_lie_ahead=True)
    died_on = DayField(label="Died on", required=False)
    ethnicity = forms.ChoiceField(choices=coded(codes.ETHNICITIES), required=False)
    disabilities = forms.MultipleChoiceField(
        label="Disability", choices=codes.DISABILITIES, required=False, widget=ChipsManyInput
    )
    upn = forms.CharField(
        label="Unique pupil number (UPN)",
        required=False,
        help_text="A letter and twelve digits",
        max_length=20,
        error_messages=TAKEN,
    )
    upn_unknown = forms.ChoiceField(
        label="If there is no UPN, why", choices=coded(codes.UPN_UNKNOWN_REASONS), required=False
    )
    nhs_number = forms.CharField(
        label="NHS number",
        required=False,
        help_text="Ten digits, such as 943 476 5919",
        max_length=20,
        error_messages=TAKEN,
    )
    la_child_id = forms.CharField(
        label="Our own child ID",
        required=False,
        help_text="As it goes into statutory returns",
        max_length=20,
        error_messages=TAKEN,
    )

    # title, its fields, whether it is folded when somebody is added
    SECTIONS: ClassVar[list[tuple[str, list[str], bool]]] = [
        ("Names", ["first_name", "last_name", "known_as", "other_names"], False),
        ("Born", ["date_of_birth", "birth_date_is"], False),
        ("About them", ["sex", "gender", "ethnicity", "disabilities", "died_on"], True),
        ("Languages", ["first_language", "other_languages", "needs_interpreter"], True),
        ("Identifiers", ["upn", "upn_unknown", "nhs_number", "la_child_id"], True),
    ]

    class Meta:
        model = Person
        fields = (
            "first_name",
            "last_name",
            "known_as",
            "other_names",
            "date_of_birth",
            "birth_date_is",
            "died_on",
            "sex",
            "gender",
            "ethnicity",
            "disabilities",
            "first_language",
            "other_languages",
            "needs_interpreter",
            "la_child_id",
            "upn",
            "upn_unknown",
            "nhs_number",
        )
        labels = {
            "known_as": "Known as",
            "other_names": "Other names",
            "birth_date_is": "This date is",
            "gender": "Gender, in their own words",
            "needs_interpreter": "Needs an interpreter",
        }
        help_texts = {
            "known_as": "What they like to be called, if it is not their first name",
            "gender": "",
        }
        widgets = {"birth_date_is": ChipsInput, "sex": ChipsInput}

    def __init__(self, data: Any = None, *, instance: Person | None = None, initial: Any = None) -> None:
        # A copy: a form that is wrong must not change the person whose name stands above it.
        super().__init__(data, instance=copy(instance) if instance else None, initial=initial)
        self.fields["birth_date_is"].choices = Person.BirthDateIs.choices  # type: ignore[attr-defined]
        self.fields["sex"].choices = codes.SEXES  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> Any:
        raise TypeError("Forms validate; actions save.")

    def clean_upn(self) -> str | None:
        return identifiers.read_upn(self.cleaned_data["upn"]) if self.cleaned_data["upn"] else None

    def clean_nhs_number(self) -> str | None:
        number = self.cleaned_data["nhs_number"]
        return identifiers.read_nhs_number(number) if number else None

    def clean_la_child_id(self) -> str | None:
        child_id = self.cleaned_data["la_child_id"]
        return identifiers.read_la_child_id(child_id) if child_id else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_names(cleaned)
        self._check_days(cleaned)
        if cleaned.get("upn") and cleaned.get("upn_unknown"):
            self.add_error("upn_unknown", "There is a UPN, so no reason for having none.")
        if "NONE" in cleaned.get("disabilities", []) and len(cleaned["disabilities"]) > 1:
            self.add_error("disabilities", "Choose “No disability” or name them, not both.")
        return cleaned

    def _check_names(self, cleaned: dict[str, Any]) -> None:
        named = any(cleaned.get(name) for name in ("first_name", "last_name", "known_as"))
        if not named and not cleaned.get("la_child_id") and cleaned.get("birth_date_is") != "expected":
            self.add_error("first_name", "Give a name. For a baby not yet born, choose “Expected”.")

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        born, died, now = cleaned.get("date_of_birth"), cleaned.get("died_on"), timezone.localdate()
        expected = cleaned.get("birth_date_is") == Person.BirthDateIs.EXPECTED
        if born is not None and born > now and not expected:
            self.add_error("date_of_birth", "That day has not come yet. For a baby not yet born, choose “Expected”.")
        if born is not None and born < now and expected:
            self.add_error("date_of_birth", "That day has passed. If the baby is born, choose “Known”.")
        if born is not None and born.year < now.year - OLDEST_YEARS:
            self.add_error("date_of_birth", f"Check the year: that is more than {OLDEST_YEARS} years ago.")
        if born is not None and died is not None and died < born:
            self.add_error("died_on", "That is before they were born.")

    @property
    def details(self) -> dict[str, Any]:
        """What the actions `people.add` and `people.amend` take."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def sections(self) -> list[Section]:
        is_new = self.instance._state.adding
        return [
            Section(title, [self[name] for name in names], folded=folded and is_new)
            for title, names, folded in self.SECTIONS
        ]


class MembershipForm(forms.Form):
    """What somebody is in the family."""

    role = forms.ChoiceField(label="In this family they are", choices=FamilyMember.Role.choices, widget=ChipsInput)
    role_in_words = forms.CharField(
        label="What the children call them", required=False, max_length=60, help_text="mum, nana, Uncle Ray"
    )
    lives_here = forms.BooleanField(label="Lives in the household", required=False, initial=True)


class MemberForm(PersonForm):
    """Somebody new in the family: who they are, and what they are in it."""

    role = forms.ChoiceField(label="In this family they are", choices=FamilyMember.Role.choices, widget=ChipsInput)
    role_in_words = MembershipForm.base_fields["role_in_words"]
    lives_here = MembershipForm.base_fields["lives_here"]

    SECTIONS: ClassVar[list[tuple[str, list[str], bool]]] = [
        *PersonForm.SECTIONS[:2],
        ("In the family", ["role", "role_in_words", "lives_here"], False),
        *PersonForm.SECTIONS[2:],
    ]

    @property
    def membership(self) -> dict[str, Any]:
        """What the action `families.join` takes."""
        return {name: self.cleaned_data[name] for name in ("role", "role_in_words", "lives_here")}


class AddressForm(forms.Form):
    """Where somebody lives or lived, from a day to a day."""

    lines = forms.CharField(
        label="Address", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="House, street, town"
    )
    postcode = forms.CharField(required=False, max_length=10, help_text="Such as SO23 8UJ")
    starts_on = DayField(label="From", initial=today)
    ends_on = DayField(label="Until", required=False, help_text="Leave blank if they live there now")

    def clean_postcode(self) -> str:
        postcode = self.cleaned_data["postcode"]
        return identifiers.read_postcode(postcode) if postcode else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["lines"] and not cleaned["postcode"]:
            self.add_error("lines", "Give the address, or at least its postcode.")
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on is not None and ends_on is not None and ends_on < starts_on:
            self.add_error("ends_on", "That is before the day it began.")
        return cleaned


class MoveForm(AddressForm):
    """A new address, and who moved there together."""

    people = forms.ModelMultipleChoiceField(
        label="Who lives there", queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    ends_on = None  # type: ignore[assignment]  # the next move ends it

    field_order = ("people", "lines", "postcode", "starts_on")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        field.queryset = people  # type: ignore[attr-defined]
        field.label_from_instance = lambda person: person.full_name  # type: ignore[attr-defined]


class ContactDetailForm(forms.Form):
    """A way to reach somebody."""

    kind = forms.ChoiceField(
        choices=ContactDetail.Kind.choices, widget=ChipsInput, initial=ContactDetail.Kind.PHONE, label="What it is"
    )
    value = forms.CharField(label="Number or address", max_length=200)
    note = forms.CharField(
        required=False, max_length=200, help_text="When and how it is safe to use: text only, not after 9 at night"
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == ContactDetail.Kind.EMAIL and cleaned.get("value"):
            try:
                forms.EmailField().clean(cleaned["value"])
            except ValidationError:
                self.add_error("value", "That is not an e-mail address.")
        if (
            cleaned.get("kind") == ContactDetail.Kind.PHONE
            and sum(c.isdigit() for c in cleaned.get("value", "0" * 9)) < 3
        ):
            self.add_error("value", "A phone number has digits in it.")
        return cleaned


class RelationshipAmendForm(forms.Form):
    """What two people are to one another; `taken` are the kinds recorded between them already."""

    kind = forms.ChoiceField(
        label="What they are", choices=starting([(kind, there) for kind, (there, _) in RELATIONSHIP_WORDS.items()])
    )
    has_parental_responsibility = forms.BooleanField(label="Has parental responsibility", required=False)
    starts_on = DayField(label="Since", required=False, help_text="Leave blank for always, or not known")

    def __init__(self, *args: Any, taken: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind in self.taken:
            raise ValidationError("That is recorded already.")
        return kind


class RelationshipForm(RelationshipAmendForm):
    """Somebody is something to somebody: Dana is the parent of Yusuf."""

    person = forms.ModelChoiceField(label="Who", queryset=Person.objects.none(), empty_label="Choose")
    relative = forms.ModelChoiceField(label="To whom", queryset=Person.objects.none(), empty_label="Choose")

    field_order = ("person", "kind", "relative", "has_parental_responsibility", "starts_on")

    def __init__(self, *args: Any, family: Family, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family = family
        for name in ("person", "relative"):
            field = self.fields[name]
            field.queryset = Person.objects.of_family(family).by_age()  # type: ignore[attr-defined]
            field.label_from_instance = lambda person: person.full_name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person, relative = cleaned.get("person"), cleaned.get("relative")
        if person is None or relative is None:
            return cleaned
        if person == relative:
            self.add_error("relative", "Choose somebody else: nobody is related to themselves.")
        if cleaned.get("kind") in relationships_of(self.family).between(person, relative).kinds():
            self.add_error("kind", "That is recorded already.")
        return cleaned


class NetworkMemberForm(forms.Form):
    """Who somebody in the network is to the family, and what they do."""

    kind = forms.ChoiceField(
        label="They are",
        choices=NetworkMember.Kind.choices,
        widget=forms.RadioSelect,
        initial=NetworkMember.Kind.NETWORK,
    )
    who_they_are = forms.CharField(
        label="Who they are to the family", max_length=120, help_text="Nana on dad’s side; Yusuf’s teacher"
    )
    what_they_do = forms.CharField(
        label="What they do",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Collects the children on Tuesdays",
    )


class NetworkAddForm(NetworkMemberForm):
    """Somebody new around the family."""

    first_name = forms.CharField(max_length=100, required=False)
    last_name = forms.CharField(max_length=100, required=False)
    phone = forms.CharField(max_length=200, required=False)
    starts_on = DayField(label="In the network since", initial=today)

    field_order = ("first_name", "last_name", "kind", "who_they_are", "what_they_do", "phone", "starts_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["first_name"] and not cleaned["last_name"]:
            self.add_error("first_name", "Give a name, or what the family calls them.")
        return cleaned

    @property
    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("first_name", "last_name")}

    @property
    def place(self) -> dict[str, Any]:
        """What the action `families.add_to_network` takes."""
        return {name: self.cleaned_data[name] for name in ("kind", "who_they_are", "what_they_do", "starts_on")}


class EndForm(forms.Form):
    """The day something ended; not before it began."""

    ends_on = DayField(label="Until", initial=today)

    def __init__(self, *args: Any, began_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.began_on = began_on

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if self.began_on is not None and day < self.began_on:
            raise ValidationError(f"It began on {self.began_on.day} {self.began_on:%B %Y}: choose that day or later.")
        return day
