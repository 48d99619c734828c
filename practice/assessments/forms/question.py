"""What may be typed about one question of an assessment form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict

from practice.assessments.definition import CHOOSING, MOST_CHOICES, MOST_QUESTIONS, Definition, Kind, Question
from practice.assessments.editing import Json, choices_of
from practice.assessments.forms.builder import SMALL, OnDraft
from practice.assessments.models import FormVersion
from practice.forms.typed import whole


@dataclass(frozen=True, slots=True)
class Row:
    """One choice as it is typed: `value` is blank for a new one."""

    value: str
    label: str


LINES = [("1", "One line"), ("3", "A few lines"), ("6", "A paragraph or two"), ("12", "As much as it takes")]


class QuestionForm(OnDraft):
    """A question of one kind; only the fields of that kind are there."""

    label = forms.CharField(
        label="The question",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="As you would ask it, in words a family would use.",
        error_messages={"required": "Write the question."},
    )
    help = forms.CharField(
        label="Help for whoever answers",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=SMALL),
        help_text="What a good answer holds, or why we ask.",
    )
    low = forms.CharField(label="What 0 means", max_length=120, required=False)
    high = forms.CharField(label="What 10 means", max_length=120, required=False)
    lines = forms.TypedChoiceField(label="Room for words", choices=LINES, coerce=int)
    several = forms.BooleanField(label="More than one may be chosen", required=False)
    required = forms.BooleanField(
        label="It has to be answered before the assessment is finished",
        required=False,
        help_text="A draft is kept with anything blank.",
    )
    section = forms.ChoiceField(label="Section")
    shown_if = forms.MultipleChoiceField(
        label="Ask it only when",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="One of these was answered. Tick none to ask it always.",
    )

    OF_KIND: ClassVar[dict[str, tuple[Kind, ...]]] = {
        "low": (Kind.SCALE,),
        "high": (Kind.SCALE,),
        "lines": (Kind.TEXT,),
        "several": CHOOSING,
    }

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        draft: FormVersion,
        kind: Kind,
        section: str,
        question: Question | None = None,
        initial: Json | None = None,
    ) -> None:
        self.draft, self.kind, self.question = draft, kind, question
        start: Json = {"revision": draft.revision, "section": section, "lines": "6", "several": kind == Kind.CHOICES}
        if question is not None:
            start |= _typed(question)
        super().__init__(data, initial=start | (initial or {}))
        self._offer_room(question)
        for name, kinds in self.OF_KIND.items():
            if kind not in kinds:
                del self.fields[name]
        self._offer(draft.questions, section)
        self.rows = _rows_of(question) if data is None else [row for row in _rows(data, question) if row.label]

    @classmethod
    def again(cls, data: QueryDict, do: str, **about: Any) -> "QuestionForm":
        """The same page with one more choice, one less or two of them swapped; nothing is checked or kept yet."""
        typed: Json = {name: data.get(name, "") for name in cls.base_fields if name != "shown_if"}
        typed |= {name: name in data for name in ("several", "required")}
        form = cls(initial={**typed, "shown_if": data.getlist("shown_if")}, **about)
        form.rows = _changed(_rows(data, about.get("question")), do)
        return form

    @property
    def takes_choices(self) -> bool:
        return self.kind in CHOOSING

    @property
    def shown_rows(self) -> list[Row]:
        """Never fewer than the two that it needs."""
        return [*self.rows, *[Row("", "")] * (2 - len(self.rows))]

    @property
    def before_choices(self) -> list[forms.BoundField]:
        return [self[name] for name in ("label", "help", "low", "high", "lines") if name in self.fields]

    @property
    def after_choices(self) -> list[forms.BoundField]:
        return [self[name] for name in ("several", "required", "section", "shown_if") if name in self.fields]

    def clean_shown_if(self) -> list[str]:
        chosen = cast(list[str], self.cleaned_data["shown_if"])
        if len({one.partition("=")[0] for one in chosen}) > 1:
            raise forms.ValidationError("Choose answers of one question only.")
        return chosen

    def clean(self) -> dict[str, Any]:
        if self.takes_choices and len(self.rows) < 2:
            self.add_error(None, "Write at least two choices.")
        if len(self.rows) > MOST_CHOICES:
            self.add_error(None, f"A question has {MOST_CHOICES} choices at most.")
        if any(len(row.label) > 300 for row in self.rows):
            self.add_error(None, "A choice has 300 characters at most.")
        home = self.draft.questions.section(self.cleaned_data.get("section", ""))
        is_moved = home is not None and (self.question is None or self.question not in home.questions)
        if is_moved and home and len(home.questions) >= MOST_QUESTIONS:
            self.add_error("section", f"A section has {MOST_QUESTIONS} questions at most.")
        return self.cleaned_data

    @property
    def content(self) -> Json:
        """All of the question but its key, once the form is found valid."""
        given = self.cleaned_data
        said: Json = {"kind": str(self._kind_now()), "label": given["label"]}
        said |= {name: given[name] for name in ("help", "low", "high", "lines") if given.get(name)}
        if given["required"]:
            said["required"] = True
        if self.takes_choices:
            said["choices"] = choices_of((row.value, row.label) for row in self.rows)
        if chosen := given.get("shown_if"):
            values = [one.partition("=")[2] for one in chosen]
            said["shown_if"] = {"question": chosen[0].partition("=")[0], "is": values}
        return said

    def _kind_now(self) -> Kind:
        if not self.takes_choices:
            return self.kind
        return Kind.CHOICES if self.cleaned_data["several"] else Kind.CHOICE

    def _offer_room(self, question: Question | None) -> None:
        """A form that came as a file may have a box of any height, which stays until somebody chooses another."""
        if question and str(question.lines) not in dict(LINES):
            offered = [*LINES, (str(question.lines), f"As now: {question.lines} lines")]
            cast(forms.ChoiceField, self.fields["lines"]).choices = sorted(offered, key=lambda one: int(one[0]))

    def _offer(self, definition: Definition, section: str) -> None:
        places = cast(forms.ChoiceField, self.fields["section"])
        places.choices = [(one.key, one.title) for one in definition.sections]
        condition = cast(forms.MultipleChoiceField, self.fields["shown_if"])
        condition.choices = [
            (f"When “{asked.label}” is", [(f"{asked.key}={choice.value}", choice.label) for choice in asked.choices])
            for asked in _before(definition, section, self.question)
            if asked.takes_choices
        ]
        if not condition.choices:
            del self.fields["shown_if"]


def _before(definition: Definition, section: str, question: Question | None) -> Iterator[Question]:
    """The questions that are asked before this one; before a new one, all up to the end of its section."""
    for one in definition.sections:
        for asked in one.questions:
            if question and asked.key == question.key:
                return
            yield asked
        if not question and one.key == section:
            return


def _typed(question: Question) -> Json:
    """A question as its form shows it."""
    condition = question.shown_if
    return {
        "label": question.label,
        "help": question.help,
        "low": question.low,
        "high": question.high,
        "lines": str(question.lines),
        "required": question.required,
        "shown_if": [f"{condition.question}={value}" for value in condition.values] if condition else [],
    }


def _rows_of(question: Question | None) -> list[Row]:
    if question is None:
        return [Row("", ""), Row("", ""), Row("", "")]
    return [Row(choice.value, choice.label) for choice in question.choices]


def _rows(data: QueryDict, question: Question | None) -> list[Row]:
    """The choices as they were typed, blank ones too. Each of the question's own keeps its value."""
    known = {choice.value for choice in question.choices} if question else set[str]()
    typed = zip(data.getlist("choice-value"), data.getlist("choice"), strict=False)
    return [Row(value if value in known else "", label.replace("\0", "").strip()) for value, label in typed]


def _changed(rows: list[Row], do: str) -> list[Row]:
    """`do` is add-choice, up-<n> or drop-<n>, counted from 0."""
    what, _, at = do.partition("-")
    place = whole(at)
    if what == "add":
        return [*rows, Row("", "")]
    if what == "drop" and 0 <= place < len(rows):
        return rows[:place] + rows[place + 1 :]
    if what == "up" and 0 < place < len(rows):
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    return rows
