"""How somebody without a sign-in comes in by a one-time link: slowly, unseen by others, and once."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

import segno
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hampshire.audit.context import where_from
from hampshire.links.models import OneTimeLink

TRIES, WITHIN = 30, 300  # from one address, in seconds: a waiting room behind one address, not a guesser

type View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """A view that needs no sign-in: kept from caches, search engines and other sites, and limited by address."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs) if _may_try() else render(request, "links/too_many.html", status=429)
        response["Cache-Control"] = "no-store"
        # The address is the secret, and other sites never learn it. With "no-referrer" browsers would send no origin
        # with the form either, and the check against forged requests would refuse it.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def _may_try() -> bool:
    key = f"links:tries:{where_from().address}"
    cache.add(key, 0, WITHIN)
    try:
        return cache.incr(key) <= TRIES
    except ValueError:  # its time ran out between the two
        return True


def find(purpose: str, token: str) -> OneTimeLink | None:
    """The open link of this secret; None where it was used, taken back, is out of date or never was."""
    return OneTimeLink.objects.for_token(purpose, token).open().first()


def spent(request: HttpRequest) -> HttpResponse:
    """What whoever comes with a link that opens nothing sees: the same, whatever the reason."""
    return render(request, "links/spent.html", status=410)


def qr_svg(url: str) -> str:
    """The link as a QR code: a picture for paper."""
    picture = BytesIO()
    segno.make(url, error="m").save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode()


def qr_code(url: str) -> str:
    """The link as a QR code: a data: URL for an <img>, which the content security policy allows."""
    return segno.make(url, error="m").svg_data_uri(scale=6, border=2, dark="#0b0c0c", light="#ffffff")
