"""What may be typed of an observation."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from cases.forms.fields import DayField
from cases.models import Family
from hampshire.accounts.models import Staff
from hampshire.widgets import ChipsInput
from hampshire.words import short_date
from practice.learning.actions.observations import Scored
from practice.learning.models import Observation
from practice.learning.skills import DESCRIBED, GROUPS, Described, Group
from practice.models import Visit

ME, THEM = "me", "them"
# An observation further back than this is hard to remember by either.
FURTHEST_BACK = 366
# What a draft keeps of one field. More than the field takes, so that what is too long can be shortened and is not cut.
LONGEST_TYPED = 5000


class PlanForm(forms.Form):
    """`others` are all colleagues; `mine` those whom the user may offer to see at work, blank for most."""

    direction = forms.ChoiceField(
        label="Who is seen at work?", choices=[(ME, "I am"), (THEM, "They are")], initial=ME, widget=ChipsInput
    )
    kind = forms.ChoiceField(
        label="What kind",
        choices=Observation.Kind.choices,
        initial=Observation.Kind.OBSERVED,
        widget=ChipsInput,
        help_text="Observed practice: one of you watches, and both score. Visit alongside: both of you do the visit, "
        "nobody scores, and you write what you learnt.",
    )
    colleague = forms.ChoiceField(label="With whom", error_messages={"required": "Choose with whom"})
    planned_for = DayField(label="When", may_lie_ahead=True, error_messages={"required": "Choose a day"})

    def __init__(self, *args: Any, others: Sequence[Staff], oversees: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(staff.pk): staff for staff in others}
        colleague: Any = self.fields["colleague"]
        colleague.choices = [("", "Choose"), *((pk, _named(staff)) for pk, staff in self.people.items())]
        if not oversees:
            del self.fields["direction"]

    def clean_colleague(self) -> Staff:
        return self.people[self.cleaned_data["colleague"]]

    def clean_planned_for(self) -> Any:
        return _not_long_ago(self.cleaned_data["planned_for"])

    @property
    def they_are_seen(self) -> bool:
        return bool(self.cleaned_data.get("direction") == THEM)


class PrepareForm(forms.Form):
    """`families` are those it could be with: of whoever is seen at work, and open to the user. None where the family
    named already is not open to the user: then it stays."""

    planned_for = DayField(label="When", may_lie_ahead=True, error_messages={"required": "Choose a day"})
    family = forms.ChoiceField(
        label="With which family",
        required=False,
        help_text="It may also be of something without one: a core group, a supervision you give",
    )
    consent = forms.ChoiceField(
        label="Has the family been asked?",
        required=False,
        choices=[("", "Not yet"), *Observation.Consent.choices],
        widget=ChipsInput,
        help_text="Say that it is the worker who is looked at and not them, that they may say no, and that no changes "
        "nothing for them.",
    )

    def __init__(self, *args: Any, families: Sequence[Family] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.families = None if families is None else {str(one.pk): one for one in families}
        if self.families is None:
            del self.fields["family"]
            return
        family: Any = self.fields["family"]
        family.choices = [("", "No family"), *((pk, one.title) for pk, one in self.families.items())]

    def clean_family(self) -> Family | None:
        return (self.families or {}).get(self.cleaned_data["family"])

    def clean_planned_for(self) -> Any:
        return _not_long_ago(self.cleaned_data["planned_for"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.families is not None and told.get("consent") and not told.get("family"):
            self.add_error("family", "Say which family was asked")
        return told


class ScoreForm(forms.Form):
    """All seven skills, each with what it looks like and room for why. Kept as it is typed: see `typed`. `seen` asks
    besides when it was, and which of `visits`: for whoever was seen, who scores first."""

    def __init__(self, *args: Any, seen: bool, visits: Sequence[Visit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seen:
            self.fields["observed_on"] = DayField(label="When it was", error_messages={"required": "Say when it was"})
        self.visits = {str(visit.pk): visit for visit in visits}
        if self.visits:
            named = [(pk, f"{short_date(one.happened_on)}, {one.heading.lower()}") for pk, one in self.visits.items()]
            self.fields["visit"] = forms.ChoiceField(
                label="Which visit", required=False, choices=[("", "Not logged, or none of these"), *named]
            )
        for skill, described in DESCRIBED.items():
            self.fields[f"score-{skill}"] = forms.TypedChoiceField(
                label=described.sentence,
                coerce=int,
                choices=described.choices(),
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose a number for “{described.label}”"},
            )
            self.fields[f"why-{skill}"] = forms.CharField(
                required=False,
                max_length=500,
                label="What makes you say so?",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def typed(self) -> dict[str, str]:
        """What was sent, as it was sent, for the draft: the fields of this page and no others."""
        sent = ((name, self.data.get(name, "")) for name in self.fields)
        return {name: text.replace("\x00", "")[:LONGEST_TYPED] for name, text in sent if text}

    def beside(self, other: Mapping[str, str]) -> list[tuple[str, str]]:
        """Where another window's draft says something else than this page: of what, and what it says there."""
        here = {name: str(self[name].value() or "") for name in self.fields}
        found = [(self.fields[name], name, other.get(name, "")) for name in self.fields]
        return [(_of_what(name, field), _said_there(field, text)) for field, name, text in found if text != here[name]]

    def groups(self) -> Iterator[tuple[Group, list[tuple[Described, BoundField, BoundField]]]]:
        """For the page: each group with its skills, and each skill's two fields."""
        for group in GROUPS:
            yield group, [(one, self[f"score-{one.skill}"], self[f"why-{one.skill}"]) for one in group.skills]

    def about(self) -> list[BoundField]:
        """The fields that are of no skill."""
        return [self[name] for name in ("observed_on", "visit") if name in self.fields]

    def clean_visit(self) -> Visit | None:
        return self.visits.get(self.cleaned_data["visit"])

    def scores(self) -> dict[str, Scored]:
        told = self.cleaned_data
        return {skill: Scored(told[f"score-{skill}"], told[f"why-{skill}"]) for skill in DESCRIBED}


class CompareForm(forms.Form):
    learnt = forms.CharField(
        label="What did you learn together?",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Begin where you saw it differently: what did each of you see?",
        error_messages={"required": "Write what you learnt, if only a line"},
    )
    next_step = forms.CharField(
        required=False,
        label="What is next?",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Something small to try, and who will notice",
    )


class AlongsideForm(CompareForm):
    observed_on = DayField(label="When it was", error_messages={"required": "Say when it was"})
    field_order = ["observed_on", "learnt", "next_step"]


class FamilyWordsForm(forms.Form):
    words = forms.CharField(
        label="What did the family say of it?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In their own words, and whose they are: “You let me finish.” Dana",
    )


class CancelForm(forms.Form):
    because = forms.CharField(
        max_length=300,
        label="Why it did not happen",
        help_text="A few words are enough: the family moved the visit; one of us was ill",
        error_messages={"required": "Say why it did not happen"},
    )


def _named(staff: Staff) -> str:
    return f"{staff.name}, {staff.job_title}" if staff.job_title else staff.name


def _of_what(name: str, field: forms.Field) -> str:
    """The child in the room; The child in the room, why; When it was."""
    part, _, skill = name.partition("-")
    if not skill:
        return str(field.label)
    return f"{DESCRIBED[skill].label}, why" if part == "why" else DESCRIBED[skill].label


def _said_there(field: forms.Field, text: str) -> str:
    """What a choice says rather than what it is sent as."""
    if not text:
        return "nothing"
    chosen = {str(value): str(label) for value, label in getattr(field, "choices", ())}
    return chosen.get(text, text)


def _not_long_ago(day: Any) -> Any:
    if (timezone.localdate() - day).days > FURTHEST_BACK:
        raise forms.ValidationError("That is more than a year ago.")
    return day
