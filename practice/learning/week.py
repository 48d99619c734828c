"""What learning says in somebody's week: what waits to be scored or compared, what colleagues noticed, and at its foot
when somebody last saw them work. All of it by one query: my week cannot afford more."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from hampshire import words
from hampshire.accounts.models import Staff
from hampshire.prepared import Prepared
from practice.caseload.asking import Ask, Remark
from practice.learning.models import Affirmation, Observation
from practice.learning.queries import SHOWN, Row

LOOK_AHEAD = timedelta(days=14)
# How long a line from a colleague stands in the week it was written for.
FRESH_FOR = timedelta(days=7)
# Somebody's own observations, on either side, the latest of which are looked through.
LATELY = 60

_OBSERVATION = ("kind", "state", "planned_for", "observed_on", "consent", "family_id", "worker_id", "observer_id")


def learning(user: Staff) -> Sequence[Ask | Remark]:
    """What waits for this person, what is planned within two weeks, what was noticed lately, when they were seen."""
    observations, lines = _told(user)
    rows = [Row(_observation(one), "", user) for one in observations]
    until = timezone.localdate() + LOOK_AHEAD
    going = [
        row for row in rows if row.mine_to_do or (row.observation.is_planned and row.observation.planned_for <= until)
    ]
    going.sort(key=lambda row: (not row.mine_to_do, row.observation.planned_for))
    days = [row.observation.observed_on for row in rows if row.observation.observed_on and row.is_of_my_work]
    return [*map(_asked, going[:SHOWN]), *map(_noticed, lines), *_seen(max(days, default=None))]


def _told(user: Staff) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Observations and lines of colleagues, the latest first, as what JSON knows of them."""
    [found] = _TOLD.all(user=user.pk, since=timezone.localdate() - FRESH_FOR)
    return found.ours, found.lines  # type: ignore[attr-defined]


def _asking(user: UUID, since: date) -> QuerySet[Staff]:
    somebody = Staff(pk=user)
    ours = Observation.objects.of(somebody).standing().latest_first()
    seen = JSONObject(
        id="id", worker="worker__name", observer="observer__name", **{name: name for name in _OBSERVATION}
    )
    lines = Affirmation.objects.filter(to=somebody).since(since).latest_first()
    noticed = JSONObject(text="text", moment="moment", by="by__name", on="on")
    told = Staff.objects.filter(pk=user).only("pk")
    return told.annotate(
        ours=ArraySubquery(ours.values(told=seen)[:LATELY]), lines=ArraySubquery(lines.values(told=noticed)[:4])
    )


_TOLD = Prepared(_asking, user=UUID, since=date)


def _observation(told: dict[str, Any]) -> Observation:
    """The row again, with the names of the two."""
    days = {name: date.fromisoformat(told[name]) if told[name] else None for name in ("planned_for", "observed_on")}
    people = {name: Staff(pk=UUID(told[f"{name}_id"]), name=told[name]) for name in ("worker", "observer")}
    ids = {name: UUID(told[name]) if told[name] else None for name in ("id", "family_id")}
    return Observation(**ids, **days, **people, **{name: told[name] for name in ("kind", "state", "consent")})


def _asked(row: Row) -> Ask:
    one = row.observation
    when = words.short_date(one.on)
    url = one.get_absolute_url()
    if one.state == Observation.State.OBSERVER:
        return Ask("draft", "to compare", one.between, url, "Compare", when)
    if row.mine_to_do:
        return Ask("draft", "to score", one.between, url, row.mine_to_do, when)
    waits = "The family has not said yes yet" if one.waits_for_the_family else one.get_kind_display()
    return Ask("due", when, one.between, url, "Prepare", waits)


def _noticed(told: dict[str, Any]) -> Ask:
    """What a colleague noticed. The moment is in their words; no family is named."""
    url = reverse("learning:home") + "#noticed"
    when = words.short_date(date.fromisoformat(told["on"]))
    return Ask("new", when, f"“{told['text']}”", url, "Read", f"{told['by']}, {told['moment']}")


def _seen(on: date | None) -> list[Remark]:
    """Somebody last saw you work 43 days ago. Nothing for those who are no part of it yet."""
    if on is None:
        return []
    return [Remark(f"Somebody last saw you work {words.from_today(on)}.", reverse("learning:home"), "My learning")]
