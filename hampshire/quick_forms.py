"""A form of plain fields drawn in Python: what templates/django/forms/ draw, in a tenth of the time.

A list's filters are a form on every page of it, and drawn field by field through templates they cost more than its
rows. Whatever is not plain (an error, a widget of another kind) is drawn by its templates all the same; a test holds
the two to the same markup.
"""

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe

from hampshire.widgets import DayInput

OPTIONAL = '<span class="optional"> (optional)</span>'


def drawn(form: forms.BaseForm) -> SafeString:
    """The fields of a form, as {{ form }} draws them."""
    if form.is_bound and form.errors:
        return mark_safe(str(form))  # noqa: S308  drawn by its templates
    return mark_safe("".join(_field(form[name]) for name in form.fields))  # noqa: S308  each text is escaped below


def _field(field: BoundField) -> str:
    widget = field.field.widget
    draw = _DRAWN_AS.get(type(widget))
    if draw is None or widget.attrs or field.css_classes():
        return str(field.as_hidden() if field.is_hidden else field.as_field_group())
    return f'<div class="govuk-form-group">{draw(field)}</div>'


def _input(field: BoundField) -> str:
    widget: Any = field.field.widget
    value = widget.format_value(field.value())
    given = "" if value is None else f' value="{escape(str(value))}"'
    attributes = "".join(
        f' {name}="{escape(str(held))}"' for name, held in field.build_widget_attrs({}, widget).items()
    )
    name = escape(field.html_name)
    return (
        f'{_label(field)}{_hint(field)}<input type="{widget.input_type}" name="{name}"{given} class="govuk-input"'
        f'{attributes} id="{_id(field)}">'
    )


def _select(field: BoundField) -> str:
    widget: Any = field.field.widget
    chosen = {str(value) for value in widget.format_value(field.value())}
    name = escape(field.html_name)
    return (
        f'{_label(field)}{_hint(field)}<select name="{name}" class="govuk-select"{_described_by(field)} '
        f'id="{_id(field)}">{"".join(_options(widget.choices, chosen))}</select>'
    )


def _options(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> Iterator[str]:
    """Of several options with the chosen value the first is selected, as by Django."""
    waiting = set(chosen)
    for value, label in choices:
        if isinstance(label, (list, tuple)):  # a group by the name of `value`
            group = "".join(_option(inner, text, waiting) for inner, text in label)
            yield f'<optgroup label="{escape(str(value))}">{group}</optgroup>'
        else:
            yield _option(value, label, waiting)


def _option(value: Any, label: Any, waiting: set[str]) -> str:
    """One option; what is selected waits no longer."""
    text = "" if value is None else str(value)
    selected = " selected" if text in waiting else ""
    waiting.discard(text)
    return f'<option value="{escape(text)}"{selected}>{escape(str(label))}</option>'


def _checkbox(field: BoundField) -> str:
    widget: Any = field.field.widget
    checked = " checked" if widget.check_test(field.value()) else ""
    return (
        '<div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">'
        f'<div class="govuk-checkboxes__item"><input type="checkbox" name="{escape(field.html_name)}" '
        f'class="govuk-checkboxes__input"{_described_by(field)} id="{_id(field)}"{checked}>'
        f'<label class="govuk-label govuk-checkboxes__label" for="{_id(field)}">{escape(str(field.label))}</label>'
        f"{_hint(field, 'govuk-hint govuk-checkboxes__hint')}</div></div>"
    )


def _id(field: BoundField) -> str:
    return escape(str(field.auto_id))


def _label(field: BoundField) -> str:
    optional = "" if field.field.required else OPTIONAL
    return f'<label class="govuk-label" for="{_id(field)}">{escape(str(field.label))}{optional}</label>'


def _hint(field: BoundField, classes: str = "govuk-hint") -> str:
    """Help texts are ours and may hold markup, as in the templates."""
    return f'<div class="{classes}" id="{_id(field)}_helptext">{field.help_text}</div>' if field.help_text else ""


def _described_by(field: BoundField) -> str:
    return f' aria-describedby="{_id(field)}_helptext"' if field.help_text else ""


_DRAWN_AS: dict[type, Callable[[BoundField], str]] = {
    forms.TextInput: _input,
    DayInput: _input,
    forms.Select: _select,
    forms.CheckboxInput: _checkbox,
}
