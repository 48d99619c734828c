"""One way to answer with a page of a family: under its header, with the reading of it recorded."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject

from cases.models import Family
from cases.queries.header import Header
from hampshire.audit.models import AuditEvent
from hampshire.htmx import StaffRequest, show

READING = {"GET", "HEAD"}


def family_page(
    request: StaffRequest,
    family: Family,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    opened: str | None = "",
    status: int = 200,
) -> HttpResponse:
    """Show a template that extends cases/family_base.html, or the fragment of it that htmx asks for.

    The reading is recorded as `family.<opened>-opened`, `opened` being the URL's name unless told; None where the view
    has recorded it already. The header costs its queries only where it is drawn.
    """
    if request.method in READING and opened is not None:
        record_reading(request, family, opened)
    header = SimpleLazyObject(lambda: Header(request.user, family, request.path))
    return show(request, template, {"family": family, "header": header, **(context or {})}, status=status)


def record_reading(request: StaffRequest, family: Family, opened: str = "") -> None:
    match = request.resolver_match
    page = opened or (match.url_name if match else "") or "page"
    AuditEvent.record_read(f"family.{page}-opened", by=request.user, family=family)


def form_page(
    request: StaffRequest,
    family: Family,
    form: BaseForm,
    *,
    heading: str,
    submit: str,
    cancel: str,
    intro: str = "",
    fields: str = "",
    warning: bool = False,
    **more: Any,
) -> HttpResponse:
    """A page with one form and one button, under the family's header.

    `submit` is the button's word and `cancel` the URL to go back to; `fields` is a template that draws the fields,
    where one after another is not enough. A `warning` button is for what ends something. `more` goes to the template.
    """
    context = {
        "form": form,
        "heading": heading,
        "intro": intro,
        "submit": submit,
        "cancel": cancel,
        "fields": fields,
        "button_kind": "warning" if warning else "primary",
    }
    return family_page(request, family, "cases/family_form.html#family-form", {**context, **more})
