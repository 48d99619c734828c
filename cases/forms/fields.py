"""Fields the forms of this floor share."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from hampshire.widgets import DayInput

EARLIEST = date(1900, 1, 1)


class DayField(forms.DateField):
    """A day; by default one that has come."""

    def __init__(self, *, may_lie_ahead: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DayInput)
        super().__init__(**kwargs)
        self.may_lie_ahead = may_lie_ahead

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value < EARLIEST:
            raise ValidationError("Check the year: that is before 1900.")
        if value > timezone.localdate() and not self.may_lie_ahead:
            raise ValidationError("That day has not come yet.")


def coded(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices that say their code after their label, as people who fill in returns know them."""
    return [("", "Choose"), *((code, f"{label} ({code})") for code, label in choices)]


def starting(choices: Any, blank: str = "Choose") -> list[tuple[str, str]]:
    """Choices that start with nothing chosen."""
    return [("", blank), *choices]


def today() -> date:
    return timezone.localdate()
