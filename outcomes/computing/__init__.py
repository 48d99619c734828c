"""How figures are made: journeys and cells from the rows, whole numbers from those, estimates, snapshots.

Only workers and commands call this; a page reads what was published.
"""

from outcomes.computing.recompute import AlreadyComputing, rebuild_all, recompute_stale, recompute_team

__all__ = ["AlreadyComputing", "rebuild_all", "recompute_stale", "recompute_team"]
