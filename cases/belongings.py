"""What is written about a family: moved to another record when two are found to be one, and back from there.

Every table that points at a family moves, whichever floor it belongs to, so that a new one is never forgotten; those
that stay are named here, and the page that tells of the join says so.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Replace

from cases.models import ChronologyEntry, Family, FamilyJoin, FamilyLook, FamilyMember, NetworkMember

# Who opened the record is evidence about that record, as the audit is; the joins themselves say where it went.
STAY: frozenset[type[models.Model]] = frozenset({FamilyLook, FamilyJoin})
# These end in one record and begin in the other, so that the day of it can be seen. Only what had ended before moves.
_END: dict[type[models.Model], str] = {FamilyMember: "left_on", NetworkMember: "ends_on"}

type Moved = dict[str, list[str]]


def move(gone: Family, kept: Family) -> dict[str, Moved]:
    """Move all that is written about `gone` to `kept`. Returns the ids by table, as `give_back` takes them.

    Within the transaction of the join, with both families locked and no second open case among what moves.
    """
    links = gone.chronology.filter(url__contains=str(gone.pk))
    links_moved = _ids(links)
    links.update(url=Replace(F("url"), Value(str(gone.pk)), Value(str(kept.pk))))
    rows: Moved = {}
    for model, field in tables():
        found = model._default_manager.filter(**{field: gone})
        found = found.exclude(**{_END[model]: None}) if model in _END else found
        if ids := _ids(found):
            rows[f"{model._meta.label_lower}.{field}"] = ids
            model._default_manager.filter(pk__in=ids).update(**{field: kept})
    return {"rows": rows, "links": {ChronologyEntry._meta.label_lower: links_moved}}


def give_back(moved: Mapping[str, Any], gone: Family, kept: Family) -> None:
    """Move exactly those back, where they were."""
    for name, ids in moved.get("rows", {}).items():
        label, _, field = name.rpartition(".")
        apps.get_model(label)._default_manager.filter(**{"pk__in": ids, field: kept}).update(**{field: gone})
    links = [pk for ids in moved.get("links", {}).values() for pk in ids]
    point_back(ChronologyEntry.objects.filter(pk__in=links), gone, kept)


def point_back(entries: models.QuerySet[ChronologyEntry], gone: Family, kept: Family) -> None:
    """Let entries of the chronology lead to pages of `gone`, and no longer of `kept`."""
    entries.update(url=Replace(F("url"), Value(str(kept.pk)), Value(str(gone.pk))))


def count(moved: Mapping[str, Any]) -> int:
    """How many rows moved, for the audit."""
    return sum(len(ids) for ids in moved["rows"].values())


def tables() -> Iterable[tuple[type[models.Model], str]]:
    """The tables that move, each with the field that points at a family."""
    for relation in Family._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and model not in STAY and not issubclass(model, pghistory.models.Event):
            yield model, relation.field.name


def _ids(rows: models.QuerySet[Any]) -> list[str]:
    return [str(pk) for pk in rows.values_list("pk", flat=True)]
