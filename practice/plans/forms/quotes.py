"""Somebody's words on a form, to be ticked: nothing on record is typed again."""

from collections.abc import Sequence

from django import forms
from django.utils.text import Truncator

from hampshire.words import short_date
from practice.models import Quote

LONGEST = 240
GONE = "Something ticked here was taken back meanwhile. Look again at what is ticked."


def quotes_field(
    quotes: Sequence[Quote], label: str, help_text: str, *, on_paper: bool = False
) -> forms.MultipleChoiceField:
    """`on_paper`: what is ticked is printed for the family, so what may not be shared yet says so."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[(str(one.pk), _told(one, on_paper=on_paper)) for one in quotes],
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": GONE},
    )


def _told(quote: Quote, *, on_paper: bool) -> str:
    """Yusuf: “Spałem.” (Polish: “I slept.”), Tue 18 Nov; not to be shared yet, so not on their paper."""
    kept_back = "; not to be shared yet, so not on their paper" if on_paper and not quote.may_be_shared else ""
    said = Truncator(quote.in_story).chars(LONGEST)
    return f"{said}, {short_date(quote.said_on)}{kept_back}"
