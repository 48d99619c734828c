"""/api/v1/families/ and the people in them."""

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.gate import get_family_or_404
from cases.models import Family, FamilyMember, Person
from cases.queries.api import WITH_CASE, families_with_case, members_of
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent

TAGS = ["Families"]


class NamedOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class OpenCaseOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    opened_on = serializers.DateField()
    lead_worker = serializers.SerializerMethodField()
    last_seen_on = serializers.DateField(allow_null=True, help_text="A child was last seen, by anyone")
    last_seen_by_lead_on = serializers.DateField(allow_null=True, help_text="And by their lead worker")
    visit_due_on = serializers.DateField(allow_null=True)

    @extend_schema_field(NamedOut(allow_null=True))
    def get_lead_worker(self, case: dict[str, Any]) -> dict[str, Any] | None:
        return next(iter(case["lead_workers"]), None)


class FamilyOut(serializers.Serializer[Family]):
    id = serializers.UUIDField()
    name = serializers.CharField(help_text="What they call themselves; blank where a return brought an unnamed child")
    title = serializers.CharField(help_text="As pages head it")
    team = NamedOut()
    open_case = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()

    @extend_schema_field(OpenCaseOut(allow_null=True))
    def get_open_case(self, family: Any) -> dict[str, Any] | None:
        return OpenCaseOut(family.open_cases[0]).data if family.open_cases else None

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """What the fields above say, without asking each of them: a list is mostly this. A test holds the two alike."""
        return {
            "id": str(instance.pk),
            "name": instance.name,
            "title": instance.title,
            "team": {"id": str(instance.team_id), "name": instance.team.name},
            "open_case": _open_case(instance.open_cases[0]) if instance.open_cases else None,
            "created_at": timezone.localtime(instance.created_at),
        }


def _open_case(case: dict[str, Any]) -> dict[str, Any]:
    said = {name: case[name] for name in ("id", "opened_on", "last_seen_on", "last_seen_by_lead_on", "visit_due_on")}
    return {**said, "lead_worker": next(iter(case["lead_workers"]), None)}


class PersonOut(serializers.Serializer[Person]):
    id = serializers.UUIDField()
    full_name = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    known_as = serializers.CharField()
    date_of_birth = serializers.DateField(allow_null=True)
    birth_date_is = serializers.ChoiceField(choices=Person.BirthDateIs.choices)
    sex = serializers.CharField(help_text="As the Department for Education codes it; blank: not recorded")
    ethnicity = serializers.CharField(help_text="Likewise")
    first_language = serializers.CharField()
    needs_interpreter = serializers.BooleanField()
    la_child_id = serializers.CharField(allow_null=True)
    upn = serializers.CharField(allow_null=True)
    nhs_number = serializers.CharField(allow_null=True)


class FamilyMemberOut(serializers.Serializer[FamilyMember]):
    id = serializers.UUIDField()
    person = PersonOut()
    role = serializers.ChoiceField(choices=FamilyMember.Role.choices)
    role_in_words = serializers.CharField(help_text="What the children call them")
    lives_here = serializers.BooleanField()
    joined_on = serializers.DateField()
    left_on = serializers.DateField(allow_null=True)


class FamilyList(ListAPIView[Family]):
    serializer_class = FamilyOut

    @extend_schema(
        tags=TAGS,
        operation_id="family_list",
        summary="Families you may know of, the newest first",
        parameters=[OpenApiParameter("team", UUID, description="Only those of one team")],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Family]:
        families = families_with_case(cast(Staff, self.request.user))
        if "team" not in self.request.query_params:
            return families
        team = serializers.UUIDField().run_validation(self.request.query_params["team"])
        return families.filter(team=team)


class FamilyDetail(APIView):
    @extend_schema(tags=TAGS, operation_id="family_detail", summary="One family", responses=FamilyOut)
    def get(self, request: Request, family_id: UUID) -> Response:
        user = cast(Staff, request.user)
        family = get_family_or_404(user, family_id, WITH_CASE)
        AuditEvent.record_read("family.opened", by=user, family=family)
        return Response(FamilyOut(family).data)


class FamilyPeople(ListAPIView[FamilyMember]):
    serializer_class = FamilyMemberOut

    @extend_schema(tags=TAGS, operation_id="family_people", summary="Everybody who is or was in the family")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[FamilyMember]:
        user = cast(Staff, self.request.user)
        family = get_family_or_404(user, self.kwargs["family_id"])
        AuditEvent.record_read("family.people-opened", by=user, family=family)
        return members_of(family)


urlpatterns = [
    path("families/", FamilyList.as_view(), name="family-list"),
    path("families/<uuid:family_id>/", FamilyDetail.as_view(), name="family-detail"),
    path("families/<uuid:family_id>/people/", FamilyPeople.as_view(), name="family-people"),
]
