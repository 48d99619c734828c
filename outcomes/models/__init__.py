from outcomes.models.journey import Journey
from outcomes.models.snapshot import MetricCell, MetricRun, MetricSnapshot
from outcomes.models.stale import StaleMark

__all__ = ["Journey", "MetricCell", "MetricRun", "MetricSnapshot", "StaleMark"]
