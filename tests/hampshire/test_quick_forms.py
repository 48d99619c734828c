"""Forms drawn quickly are the forms that the templates draw."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms

from hampshire.quick_forms import drawn
from hampshire.widgets import ChipsInput, DayInput

Part = tuple[str, str, tuple[tuple[str, str | None], ...]]


class Parts(HTMLParser):
    """What a piece of HTML is made of: tags with their attributes in alphabetical order, and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Part] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(("tag", tag, tuple(sorted(attrs, key=lambda pair: pair[0]))))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("end", tag, ()))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(("text", data.strip(), ()))


def parts(html: str) -> list[Part]:
    parser = Parts()
    parser.feed(html)
    return parser.found


class ListForm(forms.Form):
    q = forms.CharField(label="Name", required=False)
    number = forms.CharField(max_length=9, help_text="As <b>printed</b>")
    team = forms.ChoiceField(
        choices=[("", "All"), ("1", "East"), ("2", "\u2003Coast & Downs"), ("1", "East again")], required=False
    )
    since = forms.DateField(widget=DayInput, required=False, help_text="A day")
    late = forms.BooleanField(label="Late only", required=False)
    told = forms.BooleanField(required=False, help_text="By anyone")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=ChipsInput, required=False)
    note = forms.CharField(widget=forms.Textarea, required=False)
    month = forms.ChoiceField(choices=[("2026 & on", [("7", "July"), ("8", "August")]), ("", "Any")], required=False)
    sort = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    "asked",
    [
        None,
        {"number": "7"},
        {"number": "<\"7&'", "q": "O'Neill <b>", "team": "2", "late": "on", "told": "true"},
        {"number": "7", "since": "2026-01-05", "kind": "b", "note": "Two\nlines", "sort": "-name", "team": "1"},
        {"number": "7", "month": "8"},
        {"number": "", "team": "9", "since": "yesterday"},
    ],
)
def test_the_fields_are_those_of_the_templates(asked: dict[str, Any] | None) -> None:
    form = ListForm(asked)
    visible = [part for part in parts(drawn(form)) if ("type", "hidden") not in part[2]]
    as_templates_draw = [part for part in parts(str(ListForm(asked))) if ("type", "hidden") not in part[2]]
    assert visible == as_templates_draw


def test_what_is_hidden_stays_hidden() -> None:
    assert ("type", "hidden") in {pair for part in parts(drawn(ListForm())) for pair in part[2]}


def test_what_was_typed_is_no_markup() -> None:
    html = drawn(ListForm({"number": "1", "q": '"><script>alert(1)</script>'}))
    assert "<script>" not in html


def test_a_prefix_names_the_fields() -> None:
    form = ListForm({"x-number": "7"}, prefix="x")
    assert ("name", "x-number") in {pair for part in parts(drawn(form)) for pair in part[2]}
