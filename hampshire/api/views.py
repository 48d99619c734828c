"""GET /api/v1/schema/ and /api/v1/docs/: what the API is, for programs and for people."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from hampshire.api.explained import groups, schema
from hampshire.api.problems import PROBLEMS
from hampshire.htmx import StaffRequest, show


@require_safe
def api_schema(request: StaffRequest) -> JsonResponse:
    """The OpenAPI 3 schema."""
    return JsonResponse(schema(), content_type="application/vnd.oai.openapi+json")


@require_safe
def api_docs(request: StaffRequest) -> HttpResponse:
    """The same, drawn by us: no script, and nothing that our policy for browsers would have to let in."""
    return show(request, "api/docs.html", {"groups": groups(), "problems": PROBLEMS})
