"""/api/v1/families/<family_id>/visits/: the same gate, permission and action as the pages."""

import json
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.gate import get_family_or_404
from cases.models import Family
from hampshire.accounts.models import Staff
from hampshire.api.handler import Problem
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.actions import visits
from practice.api_queries import as_it_was_logged, visit_with_parts_or_404, visits_with_parts
from practice.api_shapes import VisitIn, VisitOut, WholeVisitOut
from practice.facts import VisitFacts
from practice.models import Visit
from practice.permissions import can_log_visit
from practice.queries import WITH_STANDING, visit_by_key

LONGEST_KEY = 255
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description="New for each visit, such as a UUID; the same when it is sent again. Then the visit is logged once.",
)
TAGS = ["Visits"]


class FamilyVisits(ListAPIView[Visit]):
    serializer_class = VisitOut

    def get_queryset(self) -> QuerySet[Visit]:
        user = cast(Staff, self.request.user)
        family = get_family_or_404(user, self.kwargs["family_id"])
        AuditEvent.record_read("family.visits-opened", by=user, family=family)
        return visits_with_parts(family)

    @extend_schema(tags=TAGS, operation_id="visit_list", summary="A family's visits, the last logged first")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        tags=TAGS,
        operation_id="visit_log",
        summary="Log a visit, once",
        description="201 when it is logged; 200 with the same visit when key and body were sent before. "
        "The answer holds the visit with everybody's part; what else it tells is read at its own address.",
        parameters=[KEY],
        request=VisitIn,
        responses={201: VisitOut, 200: VisitOut},
    )
    def post(self, request: Request, family_id: UUID) -> Response:
        user = cast(Staff, request.user)
        family = get_family_or_404(user, family_id, WITH_STANDING)
        key, body = _key(request), _digest(json.dumps(request.data, sort_keys=True, default=str))
        visit, status = visit_by_key(user, key), 200
        if visit is None:
            require(can_log_visit(user, family))
            shape = VisitIn(data=request.data)
            shape.is_valid(raise_exception=True)
            visit, status = _log(family, user, shape.facts(), key, body), 201
        if (visit.idempotency_body, visit.family_id) != (body, family.pk):
            raise Problem(422, "idempotency_key_reused", "This Idempotency-Key was sent before with another body.")
        return Response(VisitOut(as_it_was_logged(visit)).data, status=status)


def _log(family: Family, user: Staff, facts: VisitFacts, key: str, body: str) -> Visit:
    try:
        return visits.log(family=family, by=user, facts=facts, idempotency_key=key, idempotency_body=body)
    except IntegrityError as error:  # the same key at the same moment, for another family
        if visit := visit_by_key(user, key):
            return visit
        raise error


def _key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not key.strip() or len(key) > LONGEST_KEY:
        raise Problem(400, "idempotency_key_missing", f"Send an Idempotency-Key header of 1 to {LONGEST_KEY} letters.")
    return _digest(key)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


class FamilyVisit(APIView):
    @extend_schema(
        tags=TAGS, operation_id="visit_detail", summary="One visit, with all it tells", responses=WholeVisitOut
    )
    def get(self, request: Request, family_id: UUID, visit_id: UUID) -> Response:
        user = cast(Staff, request.user)
        family = get_family_or_404(user, family_id)
        visit = visit_with_parts_or_404(family, visit_id)
        AuditEvent.record_read("family.visit-opened", by=user, family=family, subject=visit)
        return Response(WholeVisitOut(visit).data)


urlpatterns = [
    path("families/<uuid:family_id>/visits/", FamilyVisits.as_view(), name="visit-list"),
    path("families/<uuid:family_id>/visits/<uuid:visit_id>/", FamilyVisit.as_view(), name="visit-detail"),
]
