from outcomes.models.snapshot import MetricRun, MetricSnapshot, StaleTeam

__all__ = ["MetricRun", "MetricSnapshot", "StaleTeam"]
