"""An error of the API, in the shape of RFC 9457 (problem details): one shape for every error there is.

`type` leads to where the problem is explained, `code` is its name for programs, and `errors` names the fields.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

CONTENT_TYPE = "application/problem+json"
EXPLAINED_AT = "/api/v1/docs/"

# code: (title, when it is met). What a program may act on; everything else is said in `detail`.
PROBLEMS: dict[str, tuple[str, str]] = {
    "not_authenticated": ("Not signed in", "The session is not signed in, or no longer."),
    "permission_denied": ("May not", "You may know of this, but not do it. The detail says what would be needed."),
    "not_found": ("Not found", "Nothing is here, or nothing that you may know of."),
    "invalid": ("Not valid", "Something sent is missing or wrong: `errors` points to each."),
    "parse_error": ("Not JSON", "The body could not be read as JSON."),
    "idempotency_key_missing": ("No Idempotency-Key", "Creating needs an Idempotency-Key header, new for each visit."),
    "idempotency_key_reused": ("Idempotency-Key used before", "The key was sent before with another body."),
}


def problem(status: int, code: str, detail: str, errors: Iterable[dict[str, str]] = ()) -> dict[str, Any]:
    """The body. `errors` are each a detail, a code and a JSON pointer into what was sent."""
    title, _ = PROBLEMS.get(code, (HTTPStatus(status).phrase, ""))
    return {
        "type": f"{EXPLAINED_AT}#problem-{code}" if code in PROBLEMS else "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": list(errors),
    }


def problem_response(status: int, code: str, detail: str) -> JsonResponse:
    return JsonResponse(problem(status, code, detail), status=status, content_type=CONTENT_TYPE)
