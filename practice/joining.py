"""Practice's part when two families become one, and are taken apart: drafts, the clocks of visits, the figures.

Visits, strengths and all else that points at a family move with it by themselves (cases/belongings.py).
"""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases import belongings
from cases.actions import cases
from cases.hooks import Joining
from cases.models import Case, ChronologyEntry, Family
from practice import hooks
from practice.models import Draft, Goal, NextStep, Quote, Rupture, Sighting, Strength, Visit, Worry, WorryUpdate
from practice.settling import seen_days


def before(gone: Family, kept: Family) -> dict[str, Any]:
    """Put a draft away where its writer has one of the same page here: it can be brought back when that is finished."""
    here = Draft.objects.unfinished().filter(
        family=kept, staff=OuterRef("staff"), form=OuterRef("form"), about=OuterRef("about")
    )
    twice = Draft.objects.unfinished().filter(Exists(here), family=gone)
    ids = [str(pk) for pk in twice.values_list("pk", flat=True)]
    Draft.objects.filter(pk__in=ids).update(discarded_at=timezone.now())
    return {"drafts_put_away": ids}


def after(gone: Family, kept: Family) -> None:
    _put_right(gone, kept)


def undone(moved: dict[str, Any], gone: Family, kept: Family) -> None:
    away = Draft.objects.filter(pk__in=moved.get("drafts_put_away", []), finished_at=None)
    away.update(discarded_at=None)
    _follow_case(gone, kept)
    _put_right(gone, kept)


def _follow_case(gone: Family, kept: Family) -> None:
    """Visits since, in a case that is `gone`'s again: they go with it, and with them what only they tell of."""
    since = list(Visit.objects.filter(family=kept, case__family=gone).values_list("pk", flat=True))
    elsewhere = Sighting.objects.filter(strength=OuterRef("pk")).exclude(visit__in=since)
    strengths = Strength.objects.filter(~Exists(elsewhere), family=kept, sightings__visit__in=since)
    found_elsewhere = WorryUpdate.objects.filter(worry=OuterRef("pk")).exclude(visit__in=since)
    worries = Worry.objects.filter(~Exists(found_elsewhere), family=kept, updates__visit__in=since)
    Strength.objects.filter(pk__in=list(strengths.values_list("pk", flat=True))).update(family=gone)
    Worry.objects.filter(pk__in=list(worries.values_list("pk", flat=True))).update(family=gone)
    Goal.objects.filter(family=kept, visit__in=since).update(family=gone)
    Quote.objects.filter(family=kept, visit__in=since).update(family=gone)
    Rupture.objects.filter(family=kept, visit__in=since).update(family=gone)
    NextStep.objects.filter(family=kept, case__family=gone).update(family=gone)
    Draft.objects.filter(family=kept, visit__in=since).update(family=gone)
    entries = ChronologyEntry.objects.filter(family=kept, subject_id__in=map(str, since))
    belongings.point_back(entries, gone, kept)
    entries.update(family=gone)
    Visit.objects.filter(pk__in=since).update(family=gone)


def _put_right(gone: Family, kept: Family) -> None:
    """The days children were seen, by the visits of each open case; and the figures, which count by family."""
    for case in Case.objects.open().filter(family__in=[gone, kept]).order_by("pk").select_for_update():
        cases.set_seen(case=case, **seen_days(case))
    told_for = Visit.objects.filter(family__in=[gone, kept]).order_by().values_list("team_then", flat=True)
    hooks.tell(set(told_for.distinct()))


JOINING = Joining("practice", before, after, undone)
