"""Publishes figures: a new version where something changed, and nothing where all is as it was."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from outcomes.computing.estimates import Estimated, estimate
from outcomes.computing.figures import Figure
from outcomes.metrics import METRICS
from outcomes.models import MetricRun, MetricSnapshot

type Key = tuple[str, str, str, date]
"""Metric, facet, kind of period, the day after its end."""


def publish(*, team_id: UUID, figures: Iterable[Figure], floor: date, run: MetricRun, recheck: bool = False) -> int:
    """Make these the published figures of the team for every period that ends after `floor`. Returns how many changed.

    An unchanged figure keeps its version. Equal whole numbers make equal estimates, so the estimate of a figure whose
    numbers stand is not worked out again; with `recheck` it is, and held against what was stored.
    """
    standing = {
        _key_of(snapshot): snapshot
        for snapshot in MetricSnapshot.objects.published().filter(team=team_id, period_end__gt=floor)
    }
    wanted = {_key(figure): figure for figure in figures}
    fresh = {key: figure for key, figure in wanted.items() if not _stands(standing.get(key), figure, recheck=recheck)}
    gone = [snapshot.pk for key, snapshot in standing.items() if key in fresh or key not in wanted]
    MetricSnapshot.objects.filter(pk__in=gone).update(superseded_at=timezone.now())
    versions = _versions(team_id, fresh, {key: snapshot.version for key, snapshot in standing.items()})
    rows = [_snapshot(team_id, figure, versions[key], run) for key, figure in fresh.items()]
    MetricSnapshot.objects.bulk_create(rows, batch_size=1000)
    return len(fresh.keys() | (standing.keys() - wanted.keys()))


def _key(figure: Figure) -> Key:
    return figure.metric, figure.facet, figure.period.kind, figure.period.before


def _key_of(snapshot: MetricSnapshot) -> Key:
    return snapshot.metric, snapshot.facet, snapshot.period, snapshot.period_end


def _stands(snapshot: MetricSnapshot | None, figure: Figure, *, recheck: bool) -> bool:
    """Whether the published snapshot says this already."""
    if snapshot is None:
        return False
    said = (snapshot.definition_version, snapshot.n, snapshot.numerator, snapshot.missing, snapshot.parts)
    asked = (METRICS[figure.metric].version, figure.n, figure.numerator, figure.missing, figure.parts)
    return said == asked and not (recheck and _estimates(snapshot) != estimate(figure))


def _estimates(snapshot: MetricSnapshot) -> Estimated:
    return Estimated(*(getattr(snapshot, name) for name in Estimated._fields))


def _versions(team_id: UUID, fresh: Iterable[Key], standing: dict[Key, int]) -> dict[Key, int]:
    """The next version of each; a figure that was gone for a while goes on counting where it left off."""
    earlier: dict[Key, int] = {}
    if ends := {key[3] for key in fresh if key not in standing}:
        past = MetricSnapshot.objects.filter(team=team_id, period_end__in=ends)
        latest = past.values_list("metric", "facet", "period", "period_end").annotate(Max("version")).order_by()
        earlier = {(metric, facet, kind, end): version for metric, facet, kind, end, version in latest}
    return {key: 1 + standing.get(key, earlier.get(key, 0)) for key in fresh}


def _snapshot(team_id: UUID, figure: Figure, version: int, run: MetricRun) -> MetricSnapshot:
    estimated: dict[str, Any] = estimate(figure)._asdict()
    return MetricSnapshot(
        metric=figure.metric,
        facet=figure.facet,
        definition_version=METRICS[figure.metric].version,
        team_id=team_id,
        period=figure.period.kind,
        period_start=figure.period.start,
        period_end=figure.period.before,
        n=figure.n,
        numerator=figure.numerator,
        missing=figure.missing,
        parts=figure.parts,
        run=run,
        version=version,
        **estimated,
    )
