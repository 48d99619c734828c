"""What is asked to begin an assessment, and to move one on."""

from collections.abc import Iterable
from typing import Any

from django import forms

from cases.models import Person
from hampshire.widgets import ChipsManyInput
from practice.assessments.models import Assessment, FormVersion


class StartForm(forms.Form):
    version = forms.ChoiceField(
        label="Which form", widget=forms.RadioSelect, error_messages={"required": "Choose a form"}
    )
    children = forms.MultipleChoiceField(
        label="About whom",
        widget=ChipsManyInput,
        error_messages={"required": "Choose at least one child it is about"},
    )
    reason = forms.CharField(
        label="Why now",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="In a sentence the family would recognise",
        error_messages={"required": "Say why now"},
    )

    again = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        versions: Iterable[FormVersion],
        people: Iterable[Person],
        again: Assessment | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(version.pk): version for version in versions}
        self.people = {str(person.pk): person for person in people}
        self.fields["version"].choices = [(key, one.form.name) for key, one in self.by_id.items()]  # type: ignore[attr-defined]
        self.fields["children"].choices = [(key, one.name_and_age) for key, one in self.people.items()]  # type: ignore[attr-defined]
        if len(self.by_id) == 1:
            self.initial.setdefault("version", next(iter(self.by_id)))
        if again is not None:
            self._begin_again(again)
        self.initial.setdefault("children", list(self.people))

    def _begin_again(self, again: Assessment) -> None:
        """As the withdrawn one was begun."""
        same = next((key for key, one in self.by_id.items() if one.form_id == again.form_id), None)
        about = [str(child.pk) for child in again.children.all() if str(child.pk) in self.people]
        self.initial.update({"again": again.pk, "version": same, "children": about, "reason": again.reason})

    @property
    def chosen(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        told = self.cleaned_data
        return {
            "version": self.by_id[told["version"]],
            "children": [self.people[key] for key in told["children"]],
            "reason": told["reason"],
        }


class WhyForm(forms.Form):
    """The one thing asked before an assessment is returned or withdrawn."""

    why = forms.CharField(max_length=300, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, label: str, help_text: str, required: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label, self.fields["why"].help_text = label, help_text
        self.fields["why"].error_messages["required"] = required


class YesForm(forms.Form):
    """Nothing is asked but the button."""


class CommentForm(forms.Form):
    text = forms.CharField(
        label="Your comment",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Write the comment first"},
    )


class AnswerForm(forms.Form):
    text = forms.CharField(label="What was done", max_length=1000, required=False)
