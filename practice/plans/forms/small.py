"""The smaller pages of a plan: a review, a network meeting, whose words, another language, a reply, its end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from cases.forms.fields import DayField, starting, today
from hampshire.widgets import ChipsInput, ChipsManyInput
from practice import rules
from practice.forms.checking import SOMEONE
from practice.plans import due
from practice.plans.lines import Line
from practice.plans.models import NetworkMeeting, Plan, PlanReview, PlanTranslation, Whose
from practice.sheet import Someone


class _WhoCame(forms.Form):
    """Who came: people on record, and anybody else in words."""

    people = forms.MultipleChoiceField(label="Who came", required=False, widget=ChipsManyInput)
    also_came = forms.CharField(
        label="Who else came", max_length=300, required=False, help_text="Anybody not named above: a neighbour, school"
    )

    def __init__(self, *args: Any, people: Sequence[Someone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(one.id, one.title) for one in people]  # type: ignore[attr-defined]


class ReviewForm(_WhoCame):
    kind = forms.ChoiceField(
        label="What it was", choices=PlanReview.Kind.choices, initial=PlanReview.Kind.REVIEW, widget=ChipsInput
    )
    held_on = DayField(label="When", initial=today)
    what_people_said = forms.CharField(
        label="What people said",
        widget=forms.Textarea({"rows": 6}),
        help_text="Each of them, in their words where you can: what is better, what is not, what they would change",
        error_messages={"required": "Say what people said"},
    )
    next_on = DayField(label="When we look at it again", may_lie_ahead=True, required=False)

    field_order = ("kind", "held_on", "people", "also_came", "what_people_said", "next_on")

    def __init__(self, *args: Any, plan: Plan, held: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plan.kind not in due.CORE_GROUPS:
            del self.fields["kind"]
        latest = due.next_review(plan.kind, held.get(PlanReview.Kind.REVIEW, 0) + 1, today())
        self.fields["next_on"].help_text = f"Left blank: by {latest.day} {latest:%B %Y}, as {_rule(plan)} says"


def _rule(plan: Plan) -> str:
    return "the law or national guidance" if plan.kind in due.LIMITED else "local policy"


class OfferForm(forms.Form):
    """A network meeting offered."""

    offered_on = DayField(label="When it was offered", initial=today)
    answer = forms.ChoiceField(
        label="What they say",
        choices=NetworkMeeting.Answer.choices,
        initial=NetworkMeeting.Answer.NOT_YET,
        widget=ChipsInput,
    )
    why_not = forms.CharField(
        label="In their words", max_length=300, required=False, help_text="What they said to it, yes or no"
    )


class MeetingForm(_WhoCame, OfferForm):
    """The same, and how it went once it was held."""

    held_on = DayField(label="When it was held", required=False)
    their_plan = forms.CharField(
        label="The family’s own plan",
        widget=forms.Textarea({"rows": 6}),
        required=False,
        help_text="As they made it, in their words. It is printed on the paper they keep.",
    )
    where_kept = forms.CharField(
        label="Where they keep it", max_length=120, required=False, help_text="On the fridge; with Nana"
    )

    field_order = ("answer", "why_not", "held_on", "people", "also_came", "their_plan", "where_kept")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["offered_on"]


class WordsForm(forms.Form):
    """Whose words each line of the plan is in."""

    def __init__(self, *args: Any, lines: Sequence[Line], people: Sequence[Someone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _speakers(people)
        for line in lines:
            self.fields[line.key] = forms.ChoiceField(label=line.text, choices=choices, initial=line.chosen)
            self.fields[line.key].error_messages["required"] = rules.WHOSE_WORDS

    def changed(self) -> dict[str, tuple[str, str]]:
        """What was chosen anew, by the line's key: whose, and the id of the person or blank."""
        found = {}
        for name in self.changed_data:
            whose, _, person = self.cleaned_data[name].partition(":")
            found[name] = (whose, person)
        return found


def _speakers(people: Sequence[Someone]) -> list[tuple[str, Any]]:
    """The family's people, those around them, and us, grouped."""
    family = [one for one in people if one.is_child or one.is_parent or one.role == "adult"]
    network = [one for one in people if one not in family]
    return [
        ("Their own words", [("family", "The family together"), *((f"family:{p.id}", p.title) for p in family)]),
        ("Their network’s", [("network", "Their network"), *((f"network:{p.id}", p.title) for p in network)]),
        ("Ours", [(Whose.US.value, "Ours")]),
    ]


class TranslationForm(forms.Form):
    """The plan line by line in another language."""

    translated_by = forms.CharField(
        label="Who translated it",
        max_length=120,
        help_text="An interpreter’s name, or the service",
        error_messages={"required": "Say who translated it"},
    )
    checked_on = DayField(
        label="Read back to the family on", required=False, help_text="When somebody read it to them and they agreed"
    )

    def __init__(
        self,
        *args: Any,
        lines: Sequence[Line],
        language: str,
        kept: PlanTranslation | None,
        suggested: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        told = kept.lines if kept else {}
        if kept:
            self.fields["translated_by"].initial = kept.translated_by
            self.fields["checked_on"].initial = kept.checked_on
        for line in lines:
            before = told.get(line.key, {})
            attrs = {"lang": language, "dir": "auto"}
            long = len(line.text) > 90
            self.fields[line.key] = forms.CharField(
                label=line.text,
                required=False,
                max_length=2000,
                initial=before.get("is") or suggested.get(line.key, ""),
                widget=forms.Textarea({**attrs, "rows": 3}) if long else forms.TextInput(attrs),
                help_text="Its English has changed since" if before and before.get("of") != line.text else "",
            )
        self.line_keys = [line.key for line in lines]

    def lines(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in self.line_keys}


class ReplyForm(forms.Form):
    text = forms.CharField(
        label="What they say to the plan",
        widget=forms.Textarea({"rows": 4}),
        help_text="Word for word. It stands on the plan and is printed with it, whether they agree or not.",
        error_messages={"required": "Write what they say"},
    )
    who = forms.ChoiceField(label="Who says it", error_messages={"required": rules.WHOSE_WORDS})
    whose = forms.CharField(label="Who that is", max_length=120, required=False, help_text="For someone else")
    received_on = DayField(label="When", initial=today)

    def __init__(self, *args: Any, people: Sequence[Someone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [("", "Choose"), *((one.id, one.title) for one in people), (SOMEONE, "Someone else")]
        self.fields["who"].choices = chosen  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("who") == SOMEONE and not told.get("whose"):
            self.add_error("whose", rules.WHOSE_WORDS)
        return told


class EndForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why it ends",
        choices=starting([choice for choice in Plan.EndReason.choices if choice[0] != Plan.EndReason.JOINED]),
        error_messages={"required": "Say why it ends"},
    )
    words = forms.CharField(
        label="What is different now, and what stays",
        widget=forms.Textarea({"rows": 4}),
        required=False,
        help_text="In their words where you can",
    )
    on = DayField(label="Its last day", initial=today)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < self.plan.started_on:
            began = self.plan.started_on
            raise forms.ValidationError(f"The plan began on {began.day} {began:%B %Y}")
        return day
