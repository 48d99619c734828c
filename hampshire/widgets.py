"""Inputs the screens share. Each works without script and draws by templates/django/forms/widgets/."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The browser's own date picker, which a phone knows best. Reads and writes 2025-11-18."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The browser's own time picker, to the minute. Reads and writes 16:10."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class _InARow(forms.RadioSelect):
    row = ""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": self.row, **(attrs or {})}, choices)

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As RadioSelect's, without the row's own class on each of its inputs."""
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("class", None)
        return option


class ScaleInput(_InARow):
    """0 to 10 as eleven buttons in a row."""

    row = "scale"


class ChipsInput(_InARow):
    """One of a few short words, as buttons in a row."""

    row = "chips"


class ChipsManyInput(forms.CheckboxSelectMultiple):
    """Any of a few short words, as buttons in a row."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "chips", **(attrs or {})}, choices)

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As CheckboxSelectMultiple's, without the row's own class on each of its inputs."""
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("class", None)
        return option
