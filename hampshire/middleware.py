"""Who is not signed in, and who may not: said in words, in the shape the asker can use (page, htmx, API)."""

import re
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers

from hampshire.api.problems import problem_response

API = "/api/"
ACCOUNT_PAGES = "/accounts/"
SAFE_METHODS = {"GET", "HEAD"}
NOT_SIGNED_IN = "You are signed out. Sign in to go on; what you had written is kept."
NO_REASON = "You may not do this."


def wants_json(request: HttpRequest) -> bool:
    """An API client, or a script of ours that asked for JSON; not a browser that somebody points at the API."""
    accept = request.headers.get("Accept", "")
    return (request.path.startswith(API) and "text/html" not in accept) or accept.startswith("application/json")


def own_path(request: HttpRequest, url: str) -> str:
    """The path and query of `url` when it is a page of this site, else blank."""
    parts = urlsplit(url)
    if parts.netloc != request.get_host() or parts.path.startswith(ACCOUNT_PAGES):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page needs sign-in, unless its view is marked with login_not_required.

    An expired sign-in takes the whole window to the sign-in page, which brings you back to the page you were on. What
    is shown to somebody signed in is kept in no cache, so that Back after signing out shows nothing on a shared device.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    def handle_no_permission(  # type: ignore[override]  # Django's always redirects; a script is answered otherwise
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        htmx = getattr(request, "htmx", None)
        if wants_json(request) and not htmx:
            return problem_response(401, "not_authenticated", NOT_SIGNED_IN)
        came_from = own_path(request, (htmx and htmx.current_url) or request.headers.get("Referer", ""))
        is_page = request.method in SAFE_METHODS and not htmx
        query = {"next": request.get_full_path() if is_page else came_from or "/"}
        if came_from:  # from one of our own pages: somebody who was signed in a moment ago
            query["expired"] = "1"
        url = f"{resolve_url(self.get_login_url(view_func))}?{urlencode(query)}"
        return _take_the_window(url) if htmx else HttpResponseRedirect(url)


def _take_the_window(url: str) -> HttpResponse:
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response


class RefusalMiddleware:
    """A refusal says its reason: PermissionDenied becomes a page, a fragment or a problem with the same sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 400 and request.path.startswith(API) and _is_html(response):
            return _as_problem(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PermissionDenied):
            return None
        reason = str(exception) or NO_REASON
        if wants_json(request):
            return problem_response(403, "permission_denied", reason)
        template = "403.html#problem" if getattr(request, "htmx", None) else "403.html"
        back = own_path(request, request.headers.get("Referer", ""))
        return render(request, template, {"exception": reason, "back": back}, status=403)


def _is_html(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def _as_problem(response: HttpResponse) -> JsonResponse:
    """An error page of Django's own, met by an API client, as a problem."""
    status = HTTPStatus(response.status_code)
    return problem_response(status, re.sub(r"\W+", "_", status.phrase.lower()), f"{status.phrase}.")


def sign_in_rules() -> dict[str, int]:
    """What the sign-in page tells: minutes until signed out, wrong passwords allowed, minutes locked out after them."""
    limit = settings.ACCOUNT_RATE_LIMITS["login_failed"]
    found = re.search(r"(\d+)/(\d+)m/key", limit)
    if found is None:
        raise ValueError(f"ACCOUNT_RATE_LIMITS login_failed must have a part like 5/5m/key, not {limit!r}.")
    return {
        "minutes": settings.SESSION_COOKIE_AGE // 60,
        "wrong": int(found[1]),
        "locked": int(found[2]),
    }
