"""One way to answer a page and its fragment. A good write answers with an event; a bad form with 422 and the form."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from hampshire.accounts.models import Staff

# A cache, the browser's own too, must never give a fragment where a page is wanted.
VARY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


class StaffRequest(HttpRequest):
    """A request of somebody signed in, as every view behind SignInRequiredMiddleware gets it. For type checking."""

    user: "Staff"
    htmx: "HtmxDetails"


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page: not for a whole one that it boosts or restores from history."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def _has_errors(value: object) -> bool:
    if isinstance(value, BaseFormSet):
        return value.is_bound and bool(value.total_error_count())
    return isinstance(value, BaseForm) and value.is_bound and bool(value.errors)


def show(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Answer with a page, or with the fragment of it that htmx asks for.

    `template` names both: "practice/visit_log.html#visit-form". Without a fragment the whole page answers everybody.
    A POST whose context holds a form or formset with errors answers 422, unless `status` says otherwise.
    """
    page, _, _ = template.partition("#")
    if status == 200 and request.method == "POST" and any(_has_errors(value) for value in context.values()):
        status = 422
    response = render(request, template if wants_fragment(request) else page, dict(context), status=status)
    patch_vary_headers(response, VARY)
    return response


def done(request: HttpRequest, event: str, message: str, *, to: str) -> HttpResponse:
    """Answer a write that succeeded: `event` in the past tense ("visit-logged"), `message` for the person.

    Without script: the message and a redirect to `to`. With htmx: 204 and the event, which lists on the page listen
    for; the window goes on to `to` unless it is there already, in which case the message is said on the spot.
    """
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, message)
        return HttpResponseRedirect(to)

    response = HttpResponse(status=204)
    if _is_at(request, to):
        response["HX-Trigger"] = json.dumps({event: {}, "said": {"message": message}})
    else:
        messages.success(request, message)
        response["HX-Trigger"] = json.dumps({event: {}})
        response["HX-Redirect"] = to
    patch_vary_headers(response, VARY)
    return response


def _is_at(request: HttpRequest, url: str) -> bool:
    """Whether the window that sent this request shows `url`, whatever its query or fragment."""
    here: str | None = request.htmx.current_url_abs_path  # type: ignore[attr-defined]
    return here is not None and urlsplit(here).path == urlsplit(url).path
