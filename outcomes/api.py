"""/api/v1/metric-snapshots/: published figures as they may leave the building, as the export has them."""

from typing import Any, cast

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hampshire.accounts.models import Staff
from hampshire.permissions import require
from outcomes import exporting
from outcomes.actions import figures
from outcomes.choices import FACETS, Choice
from outcomes.exporting import Exported
from outcomes.metrics import METRICS
from outcomes.permissions import can_see_outcomes


class FigureOut(serializers.Serializer[Exported]):
    metric = serializers.ChoiceField(choices=list(METRICS), source="metric.key")
    name = serializers.CharField(source="metric.name")
    definition = serializers.ListField(
        child=serializers.CharField(), source="metric.definition", help_text="Paragraphs"
    )
    definition_version = serializers.IntegerField(source="metric.version")
    voice = serializers.CharField(help_text="Whose ratings, where the metric has voices")
    team = serializers.CharField(help_text="With the teams below it, unless it says itself")
    period_start = serializers.DateField(source="period.start")
    period_end = serializers.DateField(source="period.before", help_text="The first day after the period")
    value = serializers.FloatField(allow_null=True, help_text="Null where it is hidden; rounded against subtraction")
    unit = serializers.ChoiceField(choices=["%", "points"])
    low = serializers.FloatField(allow_null=True, help_text="95 % interval")
    high = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField(allow_null=True, help_text="Out of how many, to the nearest 5; null where hidden")
    missing = serializers.IntegerField(allow_null=True, help_text="Could not be counted, to the nearest 5")
    marker = serializers.CharField(
        help_text="c: hidden, to keep people from being known; u: read with care; :: nothing"
    )
    why_hidden = serializers.CharField()

    def to_representation(self, instance: Exported) -> dict[str, Any]:
        """What the fields above say, without asking each of them. A test holds the two alike."""
        metric, period = instance.metric, instance.period
        return {
            "metric": metric.key,
            "name": metric.name,
            "definition": list(metric.definition),
            "definition_version": metric.version,
            "voice": instance.voice,
            "team": instance.team,
            "period_start": period.start,
            "period_end": period.before,
            "value": instance.value,
            "unit": instance.unit,
            "low": instance.low,
            "high": instance.high,
            "n": instance.n,
            "missing": instance.missing,
            "marker": instance.marker,
            "why_hidden": instance.why_hidden,
        }


class FiguresOut(serializers.Serializer[Any]):
    """In the envelope of every list; there is one page."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = FigureOut(many=True)


class FigureList(APIView):
    @extend_schema(
        tags=["Outcomes"],
        operation_id="metric_snapshot_list",
        summary="Figures of the twelve months to a month, for a team and each team directly below",
        description="Small numbers are hidden together and the rest rounded, as in the export.",
        parameters=[
            OpenApiParameter("metric", str, enum=list(METRICS), description="Only this one"),
            OpenApiParameter("team", OpenApiTypes.UUID, description="The topmost you oversee, unless told"),
            OpenApiParameter("month", {"type": "string", "pattern": r"^\d{4}-\d{2}$"}, description="Such as 2026-11"),
            OpenApiParameter("voice", str, enum=[key for key in FACETS if key], description="Whose ratings of goals"),
        ],
        responses=FiguresOut,
    )
    def get(self, request: Request) -> Response:
        user = cast(Staff, request.user)
        require(can_see_outcomes(user))
        choice = Choice.read(user, request.query_params)
        wanted = request.query_params.get("metric", "")
        found = [one for one in exporting.figures(choice) if wanted in ("", one.metric.key)]
        figures.export(team=choice.team, period=choice.period, rows=len(found), by=user)
        return Response(FiguresOut({"next": None, "previous": None, "results": found}).data)


urlpatterns = [path("metric-snapshots/", FigureList.as_view(), name="metric-snapshot-list")]
