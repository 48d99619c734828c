"""The relationship's part when two families that became one are taken apart again.

What points at a family moves with it by itself (cases/belongings.py); what was said since of a visit that goes back
goes back with the visit.
"""

from typing import Any

from cases.hooks import Joining
from cases.models import Family
from practice.relationship.models import VisitRating


def before(gone: Family, kept: Family) -> dict[str, Any]:
    return {}


def after(gone: Family, kept: Family) -> None:
    """Nothing more: a rating moves with its visit."""


def undone(moved: dict[str, Any], gone: Family, kept: Family) -> None:
    VisitRating.objects.filter(family=kept, visit__case__family=gone).update(family=gone)


JOINING = Joining("relationship", before, after, undone)
