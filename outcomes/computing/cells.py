"""Keeps the cells of the metrics whose sums add up: one for each team and month in which there is something."""

from datetime import date
from uuid import UUID

from hampshire.accounts.models import Team
from outcomes.metrics import COUNTED, CountedMetric
from outcomes.metrics.base import Asked
from outcomes.models import MetricCell
from outcomes.periods import EVER, MONTH, Period, add_months, month_of, this_month


def derive(team_id: UUID | None = None, since: date = EVER) -> dict[UUID, date]:
    """Count a team's months from that of `since` on anew; without a team, everybody's.

    Returns each team of which a cell changed, with the earliest month in which one did.
    """
    teams = [team_id] if team_id else list(Team.objects.values_list("pk", flat=True))
    asked = Asked(teams, Period(MONTH, start=month_of(since), before=add_months(this_month(), 1)))
    earliest: dict[UUID, date] = {}
    for metric in COUNTED:
        for team, month in _renew(metric, asked):
            earliest[team] = min(month, earliest.get(team, month))
    return earliest


def _renew(metric: CountedMetric, asked: Asked) -> list[tuple[UUID, date]]:
    """Make this metric's cells say what the rows say, writing only those that differ. Returns where they did."""
    sums = metric.sums(asked)
    kept = MetricCell.objects.filter(metric=metric.key, team__in=asked.teams, month__gte=asked.period.start)
    before = {(cell.team_id, cell.month): (cell.n, cell.numerator, cell.missing) for cell in kept}
    gone = before.keys() - sums.keys()
    changed = [place for place, counted in sums.items() if before.get(place) != counted]
    for team, month in gone:
        kept.filter(team=team, month=month).delete()
    MetricCell.objects.bulk_create(
        [_cell(metric, place, sums[place]) for place in changed],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["team", "metric", "month"],
        update_fields=["n", "numerator", "missing"],
    )
    return [*changed, *gone]


def _cell(metric: CountedMetric, place: tuple[UUID, date], counted: tuple[int, int, int]) -> MetricCell:
    n, numerator, missing = counted
    team, month = place
    return MetricCell(metric=metric.key, team_id=team, month=month, n=n, numerator=numerator, missing=missing)
