"""The smaller pages of a plan: a review, a network meeting, whose words, another language, a reply, its end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict

from cases.forms.fields import DayField, starting, today
from hampshire.widgets import ChipsInput, ChipsManyInput
from practice import rules
from practice.models import Quote
from practice.plans import due
from practice.plans.forms.quotes import quotes_field
from practice.plans.lines import Line
from practice.plans.models import NetworkMeeting, Plan, PlanReview, Whose
from practice.sheet import Someone

SAID_SINCE = "Tick what belongs to this review. It is kept with it as it was said, so nothing is typed twice."


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

    field_order: tuple[str, ...] = ("kind", "held_on", "people", "also_came", "what_people_said", "quotes", "next_on")

    def __init__(self, *args: Any, plan: Plan, held: Mapping[str, int], quotes: Sequence[Quote], **kwargs: Any) -> None:
        """`held`: how many of each kind were held before this one; `quotes`: words said since."""
        super().__init__(*args, **kwargs)
        if quotes or "quotes" in self.data:  # so that what was taken back meanwhile is said to be
            self.fields["quotes"] = quotes_field(quotes, "Words written down since", SAID_SINCE)
            self.order_fields(self.field_order)
        if plan.kind not in due.CORE_GROUPS:
            del self.fields["kind"]
        day = self.initial.get("held_on") or today()
        self.fields["next_on"].help_text = f"Left blank: {_due_by(plan, held, day)}, as {_rule(plan)} says"


class AmendReviewForm(ReviewForm):
    """The same, of one that was written down; and why it is changed."""

    reason = forms.CharField(
        label="Why you are changing it",
        max_length=300,
        help_text="What it said before stays to be read under it",
        error_messages={"required": "Say why you are changing it"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    field_order = ("reason", *ReviewForm.field_order, "version")

    def hold_against(self, version: int) -> None:
        """What is sent next, with what was typed now, has been held against this version of the review."""
        data = cast(QueryDict, self.data).copy()
        data["version"] = str(version)
        self.data = data


def _due_by(plan: Plan, held: Mapping[str, int], day: date) -> str:
    """By 4 January 2027; where the plan has core groups, both days."""
    review = due.next_review(plan.kind, held.get(PlanReview.Kind.REVIEW, 0) + 1, day)
    core = due.next_core_group(plan.kind, held.get(PlanReview.Kind.CORE_GROUP, 0) + 1, day)
    if core is None:
        return f"by {review.day} {review:%B %Y}"
    return f"a review by {review.day} {review:%B %Y}, a core group by {core.day} {core:%B %Y}"


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


def of_the_family(people: Sequence[Someone]) -> list[Someone]:
    """Without those around it."""
    return [one for one in people if one.is_child or one.is_parent or one.role == "adult"]


def _speakers(people: Sequence[Someone]) -> list[tuple[str, Any]]:
    """The family's people, those around them, and us, grouped."""
    family = of_the_family(people)
    network = [one for one in people if one not in family]
    return [
        ("Their own words", [("family", "The family together"), *((f"family:{p.id}", p.title) for p in family)]),
        ("Their network’s", [("network", "Their network"), *((f"network:{p.id}", p.title) for p in network)]),
        ("Ours", [(Whose.US.value, "Ours")]),
    ]


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
