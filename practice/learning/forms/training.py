"""What may be typed of tools, courses and their days, and of what somebody can do."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from cases.forms.fields import DayField
from hampshire.widgets import ChipsInput
from practice.learning.models import Attendance, Competence, Course
from practice.learning.skills import Skill


class ToolForm(forms.Form):
    name = forms.CharField(max_length=80, label="Name", error_messages={"required": "Give it a name"})
    summary = forms.CharField(
        max_length=200, label="What it is, in a sentence", error_messages={"required": "Say what it is"}
    )
    good_for = forms.CharField(max_length=200, required=False, label="When it helps")
    guidance = forms.CharField(
        label="How to do it",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="A paragraph a line. Your own words: nothing of a tool that others hold the rights to.",
        error_messages={"required": "Say how it is done"},
    )


class CourseForm(forms.Form):
    name = forms.CharField(max_length=100, label="Name", error_messages={"required": "Give it a name"})
    summary = forms.CharField(
        max_length=200, label="What it is, in a sentence", error_messages={"required": "Say what it is"}
    )
    for_whom = forms.CharField(max_length=200, required=False, label="Who it is for")
    hours = forms.IntegerField(min_value=1, max_value=400, required=False, label="Hours it takes")
    about = forms.CharField(
        label="What you do there, and what you take back",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="A paragraph a line",
        error_messages={"required": "Say what you do there"},
    )


class SessionForm(forms.Form):
    held_on = DayField(label="When", may_lie_ahead=True, error_messages={"required": "Choose a day"})
    where = forms.CharField(max_length=120, required=False, label="Where")
    places = forms.IntegerField(min_value=1, max_value=500, initial=16, label="Places")


class CallOffForm(forms.Form):
    because = forms.CharField(max_length=200, label="Why it is called off", error_messages={"required": "Say why"})


class MarkForm(forms.Form):
    """Who came, of those who had a place."""

    came = forms.MultipleChoiceField(label="Who came", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, attendances: Sequence[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["came"] = [str(one.pk) for one in attendances if one.state == Attendance.State.CAME]
        came: Any = self.fields["came"]
        came.choices = [(str(one.pk), one.staff.name) for one in attendances]

    def clean_came(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["came"]]


class CompetenceForm(forms.Form):
    what = forms.ChoiceField(label="What", error_messages={"required": "Choose a skill or a course"})
    level = forms.ChoiceField(
        label="How far", choices=Competence.Level.choices, widget=ChipsInput, error_messages={"required": "Choose one"}
    )

    def __init__(self, *args: Any, courses: Sequence[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.courses = {str(course.pk): course for course in courses}
        what: Any = self.fields["what"]
        what.choices = [
            ("", "Choose"),
            ("Skills", Skill.choices),
            ("Courses", [(pk, course.name) for pk, course in self.courses.items()]),
        ]

    def told(self) -> dict[str, Any]:
        """The course, or the skill, as the action takes it."""
        what = self.cleaned_data["what"]
        course = self.courses.get(what)
        return {"course": course, "skill": "" if course else what, "level": self.cleaned_data["level"]}
