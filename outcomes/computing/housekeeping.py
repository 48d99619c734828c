"""What is not worth keeping of earlier figures."""

from datetime import timedelta

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from outcomes.models import MetricRun, MetricSnapshot

RUNS_KEPT_FOR = timedelta(days=30)


def thin_out() -> None:
    """Of the versions a figure had on one day, keep the last: a busy month would otherwise keep one for each visit.

    Runs that nothing is left of go after a month.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM outcomes_metricsnapshot WHERE superseded_at IS NOT NULL AND "
            "(superseded_at AT TIME ZONE 'Europe/London')::date = (computed_at AT TIME ZONE 'Europe/London')::date"
        )
    kept = Exists(MetricSnapshot.objects.filter(run=OuterRef("pk")))
    old = MetricRun.objects.filter(started_at__lt=timezone.now() - RUNS_KEPT_FOR)
    old.filter(~kept).delete()
