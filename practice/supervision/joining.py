"""Supervision's part when two families become one, and are taken apart.

What was talked about moves with its family by itself (cases/belongings.py); links into its pages, and the day a family
was last talked about, are put right here.
"""

from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Replace

from cases.hooks import Joining
from cases.models import Family
from practice.supervision.actions.supervisions import keep_days
from practice.supervision.models import Item


def before(gone: Family, kept: Family) -> dict[str, Any]:
    return {}


def after(gone: Family, kept: Family) -> None:
    Item.objects.filter(family=kept).update(url=Replace(F("url"), Value(str(gone.pk)), Value(str(kept.pk))))
    keep_days(family_ids=[gone.pk, kept.pk])


def undone(moved: dict[str, Any], gone: Family, kept: Family) -> None:
    Item.objects.filter(family=gone).update(url=Replace(F("url"), Value(str(kept.pk)), Value(str(gone.pk))))
    keep_days(family_ids=[gone.pk, kept.pk])


JOINING = Joining("supervision", before, after, undone)
