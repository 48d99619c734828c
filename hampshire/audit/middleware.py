"""Tells the audit which address and request a deed came from."""

from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hampshire.audit.context import Place, coming_from


def address_of(request: HttpRequest) -> str | None:
    """The caller's address; the proxy's word for it only where TRUST_PROXY says there is a proxy."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.TRUST_PROXY and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()  # the last is what our own proxy saw
    return request.META.get("REMOTE_ADDR") or None


class WhereFromMiddleware:
    """Puts a request's address and id where AuditEvent finds them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        channel = "api" if request.path.startswith("/api/") else "page"
        request_id = request.headers.get("X-Request-ID", "")[:60] or uuid4().hex
        with coming_from(Place(address_of(request), channel, request_id)):
            return self.get_response(request)
