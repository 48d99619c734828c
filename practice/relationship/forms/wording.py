"""The family's page about a visit in another language: a field a sentence, the English above it."""

from typing import Any

from django import forms

from hampshire.languages import LANGUAGES, direction_of
from practice.relationship.wording import SENTENCES

LONGEST = 300
LONG_LINE = 60  # a longer one has a field of several lines


class WordingForm(forms.Form):
    """Its sentences' fields are called `say-<key>`."""

    checked_by = forms.CharField(
        label="Who checked it",
        max_length=120,
        required=False,
        help_text="Somebody who speaks it as their own. Leave it empty until somebody has",
    )
    is_offered = forms.BooleanField(label="Offer it to families", required=False)

    PREFIX = "say-"

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"lang": language, "dir": direction_of(language)}
        for key, english in SENTENCES.items():
            widget = forms.Textarea({**attrs, "rows": 2}) if len(english) > LONG_LINE else forms.TextInput(attrs)
            name = f"{self.PREFIX}{key}"
            missing = {"required": f"Write “{english}” in {LANGUAGES[language][1]}"}
            self.fields[name] = forms.CharField(
                label=english, max_length=LONGEST, widget=widget, error_messages=missing
            )
        self.order_fields([f"{self.PREFIX}{key}" for key in SENTENCES])

    @property
    def sentences(self) -> dict[str, str]:
        """Of a valid form, by key."""
        return {key: self.cleaned_data[f"{self.PREFIX}{key}"] for key in SENTENCES}
