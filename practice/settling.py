"""Puts right what rests on a visit after an amendment or withdrawal: worries, strengths, days children were seen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from cases.models import Case
from practice.models import Decision, DecisionReport, Goal, Rating, Sighting, Strength, Visit, Worry, WorryUpdate


def resettle(visit: Visit) -> None:
    """Strengths, worries and goals that the visit spoke of, as what still stands says."""
    now = timezone.now()
    sighted = Strength.objects.filter(sightings__visit=visit)
    settle_strengths(list(sighted.distinct()), now)
    settle_worries(list(Worry.objects.filter(updates__visit=visit).distinct()), now)
    if visit.withdrawn_at:
        rated = Exists(Rating.objects.standing().filter(goal=OuterRef("pk")))
        Goal.objects.standing().filter(~rated, visit=visit).update(withdrawn_at=now)


def settle_strengths(strengths: Sequence[Strength], now: datetime) -> None:
    """A strength stands as long as somebody's sighting of it does."""
    seen = set(Sighting.objects.standing().filter(strength__in=strengths).values_list("strength_id", flat=True))
    Strength.objects.filter(pk__in=seen).exclude(withdrawn_at=None).update(withdrawn_at=None)
    gone = [strength.pk for strength in strengths if strength.pk not in seen]
    Strength.objects.standing().filter(pk__in=gone).update(withdrawn_at=now)


def settle_worries(worries: Sequence[Worry], now: datetime) -> None:
    """A worry is as it was found last; one that nobody found any more is withdrawn."""
    found: dict[object, list[WorryUpdate]] = defaultdict(list)
    for update in WorryUpdate.objects.standing().filter(worry__in=worries).latest_first():
        found[update.worry_id].append(update)
    for worry in worries:
        updates = found[worry.pk]
        worry.withdrawn_at = None if updates else worry.withdrawn_at or now
        if updates:
            worry.state, worry.state_since = updates[0].state, _since(updates)
    Worry.objects.bulk_update(worries, ["state", "state_since", "withdrawn_at"])


def settle_decisions(decision_ids: Iterable[UUID], now: datetime) -> None:
    """A decision is closed as long as somebody's word that it was carried out stands."""
    closing = DecisionReport.objects.standing().filter(decision=OuterRef("pk"), closes=True)
    spoken_of = Decision.objects.filter(pk__in=list(decision_ids)).annotate(carried=Exists(closing))
    spoken_of.filter(carried=True, closed_at=None).update(closed_at=now)
    spoken_of.filter(carried=False).exclude(closed_at=None).update(closed_at=None)


def _since(latest_first: Sequence[WorryUpdate]) -> date:
    """The day from which it has been found in its present state without a break."""
    since = latest_first[0].found_on
    for update in latest_first:
        if update.state != latest_first[0].state:
            break
        since = update.found_on
    return since


def seen_days(case: Case) -> dict[str, date | None]:
    """When a child was last seen by anyone, by the lead worker of the day, and alone, by the visits that stand.

    Visits of a case that goes on in this one count: the children are the same.
    """
    child_seen = Q(people__is_child=True, people__seen=True)
    these = Case.objects.filter(Q(pk=case.pk) | Q(joined_into=case.pk)).values("pk")
    last = (
        Visit.objects.standing()
        .filter(child_seen, case__in=these)
        .aggregate(
            last=Max("happened_at"),
            by_lead=Max("happened_at", filter=Q(was_lead_worker=True)),
            alone=Max("happened_at", filter=Q(people__seen_alone=True)),
        )
    )
    return {name: timezone.localdate(moment) if moment else None for name, moment in last.items()}
