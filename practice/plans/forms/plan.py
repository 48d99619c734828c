"""The page on which a plan is made or changed: its words, its goals, what they lean on, and who does what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from cases.forms.fields import DayField, today
from hampshire.widgets import ChipsInput, ChipsManyInput
from practice import rules
from practice.models import Domain, Goal, NextStep, Quote, Strength
from practice.plans.facts import ActionTold, GoalTold, PlanTold
from practice.plans.forms.quotes import quotes_field
from practice.plans.models import Plan
from practice.plans.queries import Material
from practice.sheet import Someone

WHAT_IT_IS_ABOUT = (
    "Tick what says what this plan is about: two or three say more than ten. They stand on the plan, and on the paper "
    "they keep where they may be shared."
)
MOST_ROWS = 12  # rows of one kind that a page grows to


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class PlanForm(forms.Form):
    """The plan's own words, and theirs in it."""

    title = forms.CharField(
        label="What they call it", max_length=120, required=False, help_text="In their words: Quiet nights"
    )
    why = forms.CharField(
        label="Why we have a plan",
        widget=_long(3),
        help_text="Plainly, as you would say it at their table. They will read this.",
        error_messages={"required": "Say why we have a plan"},
    )
    contingency = forms.CharField(
        label="If things get harder",
        widget=_long(3),
        required=False,
        help_text="What the family will do first, who they ring, and what we will do",
    )
    who_to_ring = forms.CharField(
        label="Who to ring", max_length=300, required=False, help_text="Their own people first, with numbers"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, quotes: Sequence[Quote], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if quotes or "quotes" in self.data:  # so that what was taken back meanwhile is said to be
            self.fields["quotes"] = quotes_field(quotes, "Their words in this plan", WHAT_IT_IS_ABOUT, on_paper=True)


class StartForm(PlanForm):
    """The same, of a plan that is not there yet."""

    kind = forms.ChoiceField(
        label="What kind of plan", choices=Plan.Kind.choices, error_messages={"required": "Say what kind of plan"}
    )
    started_on = DayField(label="From", initial=today)

    field_order = ("kind", "started_on")


class LeaningForm(forms.Form):
    """What a goal leans on; or, while there is nothing, why not."""

    leans = forms.MultipleChoiceField(label="Which strengths it leans on", required=False, widget=ChipsManyInput)
    because = forms.CharField(
        label="If none: why it leans on no strength yet",
        max_length=200,
        required=False,
        help_text="A plan that is given to the family says one or the other",
    )

    def __init__(self, *args: Any, strengths: Sequence[Strength], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(strength.pk), strength.text) for strength in strengths]
        self.fields["leans"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["leans"]


class GoalForm(LeaningForm):
    """A goal they work on already."""

    in_plan = forms.BooleanField(label="In this plan", required=False)
    order = forms.IntegerField(
        label="Place in the plan", min_value=1, max_value=99, widget=forms.NumberInput({"size": 3})
    )


class NewGoalForm(LeaningForm):
    """A goal in the family's words. A blank one is no goal."""

    text = forms.CharField(
        label="What they want to be different",
        max_length=rules.LONGEST_LINE,
        required=False,
        help_text="In their words: bedtime without shouting",
    )
    whose = forms.ChoiceField(label="Whose goal", required=False)
    domain = forms.ChoiceField(label="What it is about", choices=Domain.choices, initial=Domain.OTHER)

    field_order = ("text", "whose", "domain")

    def __init__(self, *args: Any, people: Sequence[Someone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [("", "The whole family"), *((one.id, one.title) for one in people if not one.is_professional)]
        self.fields["whose"].choices = chosen  # type: ignore[attr-defined]


class ActionForm(forms.Form):
    """Who does what by when. A new one that is blank is none; one on record must say something, or be dropped."""

    text = forms.CharField(label="What will be done", max_length=rules.LONGEST_LINE, required=False)
    owner = forms.ChoiceField(
        label="Whose it is", choices=NextStep.Owner.choices, initial=NextStep.Owner.FAMILY, widget=ChipsInput
    )
    who = forms.CharField(label="Who, by name", max_length=120, required=False)
    due_on = DayField(label="By when", required=False, may_lie_ahead=True)
    how_we_will_know = forms.CharField(label="How we will know", max_length=200, required=False)
    dropped = forms.BooleanField(label="No longer needed", required=False)

    def __init__(self, *args: Any, step: NextStep | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        if step is None:
            del self.fields["dropped"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        rest = any(told.get(name) for name in ("who", "due_on", "how_we_will_know"))
        if not told.get("text") and not told.get("dropped") and (self.step is not None or rest):
            self.add_error("text", "Say what will be done")
        return told

    def told(self) -> ActionTold:
        data = {name: self.cleaned_data[name] for name in ("text", "owner", "who", "due_on", "how_we_will_know")}
        return ActionTold(
            **data, step_id=self.step.pk if self.step else None, dropped=bool(self.cleaned_data.get("dropped"))
        )


class LooseForm(forms.Form):
    """A step agreed at a visit, that may become an action towards a goal of the plan."""

    goal = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, step: NextStep, goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        choices = [("", "Not part of this plan"), *((str(goal.pk), f"“{goal.text}”") for goal in goals)]
        self.fields["goal"].choices = choices  # type: ignore[attr-defined]
        self.fields["goal"].label = step.text


@dataclass
class Section:
    """A goal on the page: its own form, its actions on record, and rows for new ones."""

    prefix: str
    form: LeaningForm
    actions: list[ActionForm]
    goal: Goal | None = None
    shown_open: bool = True
    rows: int = 0
    order: int = 1

    @property
    def parts(self) -> list[forms.Form]:
        return [self.form, *self.actions]

    def told(self) -> GoalTold | None:
        if not self.form.is_bound:
            return None
        data = self.form.cleaned_data
        actions = [action.told() for action in self.actions if action.is_bound]
        leans = [UUID(pk) for pk in data.get("leans", ())]
        if self.goal is not None:
            return GoalTold(
                goal_id=self.goal.pk,
                leans=leans,
                because=data["because"],
                order=data["order"],
                in_plan=data["in_plan"],
                actions=actions,
            )
        if not data["text"]:
            return None
        whose = UUID(data["whose"]) if data["whose"] else None
        return GoalTold(
            text=data["text"],
            domain=data["domain"],
            whose_id=whose,
            leans=leans,
            because=data["because"],
            order=self.order,
            actions=actions,
        )


@dataclass
class PlanPage:
    """All forms of the page. Without `data` it shows what is on record.

    `growing` redraws what was typed with a row more and complains of nothing: that is how a list grows without script.
    """

    material: Material
    people: Sequence[Someone]
    plan: Plan | None = None
    placed: Mapping[UUID, int] = field(default_factory=dict)  # the place of each goal in the plan, by the goal's id
    quoted: Sequence[UUID] = ()  # the words in it, by their quotes' ids
    data: QueryDict | None = None
    first_kind: str = Plan.Kind.CHILD_IN_NEED

    def __post_init__(self) -> None:
        self.growing = self._grows()
        self.form = self._form(
            StartForm if self.plan is None else PlanForm, "", self._initial(), quotes=self.material.quotes
        )
        self.sections = [self._section(number, goal) for number, goal in enumerate(self._in_order(), start=1)]
        self.new_rows = self._rows("goals", 0 if self.material.goals else 1)
        self.new = [self._new_section(number) for number in range(self.new_rows)]
        goals = [section.goal for section in self.sections if section.goal]
        self.loose = [
            self._form(LooseForm, f"loose-{step.pk}", {}, step=step, goals=goals) for step in self.material.loose
        ]

    def _grows(self) -> str:
        """Which list grows by a row: its prefix; blank where the page is sent to be kept."""
        do = self.data.get("do", "") if self.data is not None else ""
        return do.removeprefix("more-") if do.startswith("more-") else ""

    def _initial(self) -> dict[str, Any]:
        plan = self.plan
        if plan is None:
            return {"kind": self.first_kind, "started_on": today()}
        return {
            "title": plan.title,
            "why": plan.why_we_have_it,
            "contingency": plan.contingency,
            "who_to_ring": plan.who_to_ring,
            "quotes": [str(pk) for pk in self.quoted],
            "version": plan.version,
        }

    def _in_order(self) -> list[Goal]:
        """Goals of the plan in their order, then the family's other goals."""
        return sorted(self.material.goals, key=lambda goal: self.placed.get(goal.pk, 100))

    def _form[F: forms.Form](self, kind: type[F], prefix: str, initial: Mapping[str, Any], **more: Any) -> F:
        """Bound to what was sent, and checked; or, while a list grows, what was sent shown again unchecked.

        What was not on the page that was sent (a goal that somebody else added meanwhile) stays as it is on record.
        """
        told: dict[str, Any] = {"prefix": prefix or None, "initial": dict(initial), **more}
        form = kind(**told)
        if self.data is None or not (any(form.add_prefix(name) in self.data for name in form.fields) or not prefix):
            return form
        if not self.growing:
            return kind(self.data, **told)
        for name, one in form.fields.items():
            key, many = form.add_prefix(name), isinstance(one, forms.MultipleChoiceField)
            form.initial[name] = self.data.getlist(key) if many else self.data.get(key, "")
        return form

    def _rows(self, prefix: str, least: int) -> int:
        """How many rows for new ones a list has: as sent, and one more where it grows."""
        sent = self.data.get(f"rows-{prefix}", "") if self.data is not None else ""
        rows = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else least
        return min(MOST_ROWS, rows + (self.growing == prefix))

    def _section(self, number: int, goal: Goal) -> Section:
        prefix = f"goal-{goal.pk}"
        in_plan = self.plan is None or goal.pk in self.placed
        initial = {
            "in_plan": in_plan,
            "order": self.placed.get(goal.pk, number),
            "leans": sorted(self.material.leans[goal.pk]),
            "because": goal.no_strength_because,
        }
        rows = self._rows(prefix, 1 if in_plan and not self.material.actions[goal.pk] else 0)
        known = [self._known(step) for step in self.material.actions[goal.pk]]
        new = [self._form(ActionForm, f"{prefix}-new-{row}", {}) for row in range(rows)]
        form = self._form(GoalForm, prefix, initial, strengths=self.material.strengths)
        return Section(prefix, form, [*known, *new], goal, shown_open=in_plan, rows=rows)

    def _known(self, step: NextStep) -> ActionForm:
        names = ("text", "owner", "who", "due_on", "how_we_will_know")
        initial = {name: getattr(step, name) for name in names}
        return self._form(ActionForm, f"action-{step.pk}", initial, step=step)

    def _new_section(self, number: int) -> Section:
        prefix = f"new-{number}"
        rows = self._rows(prefix, 1)
        actions = [self._form(ActionForm, f"{prefix}-new-{row}", {}) for row in range(rows)]
        form = self._form(NewGoalForm, prefix, {}, strengths=self.material.strengths, people=self.people)
        return Section(prefix, form, actions, rows=rows, order=len(self.material.goals) + number + 1)

    # ---- Sent ----

    @property
    def parts(self) -> list[forms.Form]:
        return [*self.own_forms(), *self.loose]

    def own_forms(self) -> Iterator[forms.Form]:
        yield self.form
        for section in [*self.sections, *self.new]:
            yield from section.parts

    def is_valid(self) -> bool:
        """Whether all of it can be kept. Each form is asked, so that all mistakes are said at once."""
        if self.data is None or self.growing:
            return False
        answers = [form.is_valid() for form in self.parts if form.is_bound]
        for section in self.new:
            if section.form.is_valid() and not section.form.cleaned_data["text"] and _says_something(section):
                section.form.add_error("text", "Say what they want to be different, in their words")
                return False
        return all(answers)

    def told(self) -> PlanTold:
        data = self.form.cleaned_data
        goals = [section.told() for section in [*self.sections, *self.new]]
        chosen = [(form, form.cleaned_data["goal"]) for form in self.loose if form.is_bound]
        adopted = [(form.step.pk, UUID(goal_id)) for form, goal_id in chosen if goal_id]
        return PlanTold(
            title=data["title"],
            why=data["why"],
            contingency=data["contingency"],
            who_to_ring=data["who_to_ring"],
            quotes=[UUID(pk) for pk in data.get("quotes", ())],
            goals=[goal for goal in goals if goal is not None],
            adopted=adopted,
        )


def _says_something(section: Section) -> bool:
    """Whether anything was typed of a new goal that has no words yet."""
    data = section.form.cleaned_data
    actions = any(action.is_valid() and action.cleaned_data["text"] for action in section.actions)
    return bool(data["because"] or data.get("leans") or actions)
