"""Turns what a view raises into a problem. What it does not know is a bug, and goes on to Django as one."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.fields import get_error_detail
from rest_framework.response import Response

from hampshire.api.problems import CONTENT_TYPE, problem
from hampshire.middleware import NOT_SIGNED_IN

NOT_VALID = 422
REFUSED = "You may not do this."
NOT_HERE = "Nothing by that address is open to you."


class Problem(exceptions.APIException):
    """A problem of our own: its status, code and detail."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail, code)
        self.status_code = status


def as_problem(exception: Exception, context: dict[str, Any]) -> Response | None:
    """The EXCEPTION_HANDLER of REST framework."""
    match exception:
        case Http404():
            return _response(404, "not_found", str(exception) or NOT_HERE)
        case PermissionDenied():
            return _response(403, "permission_denied", str(exception) or REFUSED)
        case ValidationError():  # raised by an action: what was sent breaks a rule
            return _not_valid(exceptions.ValidationError(get_error_detail(exception)))
        case exceptions.ValidationError():
            return _not_valid(exception)
        case exceptions.NotAuthenticated():  # the framework says 403, for want of a way to sign in that it could name
            return _response(401, "not_authenticated", NOT_SIGNED_IN)
        case exceptions.APIException():
            code = exception.get_codes()
            response = _response(exception.status_code, code if isinstance(code, str) else "invalid", _said(exception))
            if isinstance(exception, exceptions.MethodNotAllowed):
                response["Allow"] = ", ".join(context["view"].allowed_methods)
            return response
    return None


def _response(status: int, code: str, detail: str, errors: list[dict[str, str]] | None = None) -> Response:
    return Response(problem(status, code, detail, errors or []), status=status, content_type=CONTENT_TYPE)


def _said(exception: exceptions.APIException) -> str:
    return str(exception.detail)


def _not_valid(exception: exceptions.ValidationError) -> Response:
    errors = list(_flat(exception.get_full_details(), "#"))
    return _response(NOT_VALID, "invalid", "Something that was sent is missing or wrong.", errors)


def _flat(details: Any, pointer: str) -> Iterator[dict[str, str]]:
    """Each error with a JSON pointer to what it is about: #/people/0/person_id."""
    if isinstance(details, dict) and "message" in details and "code" in details:
        yield {"detail": str(details["message"]), "code": str(details["code"]), "pointer": pointer}
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from _flat(inner, pointer if name == "non_field_errors" else f"{pointer}/{name}")
    else:
        of_one_field = all(isinstance(inner, dict) and "message" in inner for inner in details)
        for place, inner in enumerate(details):
            yield from _flat(inner, pointer if of_one_field else f"{pointer}/{place}")
