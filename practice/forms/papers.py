"""Forms for papers a family keeps, a plan or a letter: put into their language, and what they say to it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

from django import forms
from django.http import QueryDict

from cases.forms.fields import DayField, today
from practice import rules
from practice.forms.checking import SOMEONE
from practice.sheet import Someone


class Line(Protocol):
    """Something the paper says, by a key."""

    @property
    def key(self) -> str: ...
    @property
    def text(self) -> str: ...


ENGLISH_CHANGED = "What this says in English was changed while you wrote. Look at each line again, then keep it."
LONGEST_REPLY = 5000


class TranslationForm(forms.Form):
    """A paper line by line in another language.

    `english` says which English it was drawn from: what somebody else changed meanwhile is looked at before it is kept.
    """

    english = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)
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
        kept: Any,
        suggested: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        """`kept`: the translation as it stands, if there is one; its lines are {key: {"of": English, "is": theirs}}."""
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
                max_length=max(2000, 3 * len(line.text)),
                initial=before.get("is") or suggested.get(line.key, ""),
                widget=forms.Textarea({**attrs, "rows": 3}) if long else forms.TextInput(attrs),
                help_text="Its English has changed since" if before and before.get("of") != line.text else "",
            )
        self.line_keys = [line.key for line in lines]
        self.says = _digest(lines)
        self.fields["english"].initial = self.says

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("english") and told["english"] != self.says:
            self.add_error(None, ENGLISH_CHANGED)
            sent = cast(QueryDict, self.data).copy()
            sent["english"] = self.says  # sent once more, with what it says now in sight, it is kept
            self.data = sent
        return told

    def lines(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in self.line_keys}


def _digest(lines: Sequence[Line]) -> str:
    told = json.dumps(sorted((line.key, line.text) for line in lines))
    return hashlib.sha256(told.encode()).hexdigest()


class ReplyForm(forms.Form):
    """What somebody says to a paper; `paper` is what it is called: plan, letter."""

    text = forms.CharField(
        max_length=LONGEST_REPLY,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Write what they say"},
    )
    who = forms.ChoiceField(label="Who says it", error_messages={"required": rules.WHOSE_WORDS})
    whose = forms.CharField(label="Who that is", max_length=120, required=False, help_text="For someone else")
    received_on = DayField(label="When", initial=today)

    def __init__(self, *args: Any, people: Sequence[Someone], paper: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [("", "Choose"), *((one.id, one.title) for one in people), (SOMEONE, "Someone else")]
        self.fields["who"].choices = chosen  # type: ignore[attr-defined]
        self.fields["text"].label = f"What they say to the {paper}"
        self.fields[
            "text"
        ].help_text = f"Word for word. It stands on the {paper} and is printed with it, whether they agree or not."

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("who") == SOMEONE and not told.get("whose"):
            self.add_error("whose", rules.WHOSE_WORDS)
        return told
