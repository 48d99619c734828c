"""What the visits and ratings of a caseload say is worth talking about: providers for practice.agenda.

Each asks one query for all families together. Ratings by the family, ruptures and plans that are stuck are raised by
the parts that know of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from hampshire import words
from practice.agenda import Raised
from practice.models import Decision, Rating
from practice.models.goal import RatingQuerySet
from practice.supervision.models import Item

GAP = 4  # points between two voices that are worth a conversation: as the charts say
GOOD = 3  # points that a goal moved the right way
GOOD_WITHIN = timedelta(days=56)
GOOD_LATELY = timedelta(days=28)
QUIET_FOR = timedelta(days=60)

UNDATED_FOR = timedelta(days=28)  # a decision without a day is asked after, when it has stood open for longer

PROCEDURAL = {Item.Why.LATE, Item.Why.DECISION}
# The words of these change from day to day ("3 days late"); what they lead to says which thing they are.
_BY_PLACE = {Item.Why.LATE, Item.Why.QUIET, Item.Why.STUCK}


def identity(noticed: Raised | Item) -> tuple[UUID, str, str]:
    """What makes it the same thing, whether it is offered, ticked on a page of yesterday, or on an agenda already."""
    said = noticed.url if noticed.why in _BY_PLACE else noticed.text[:300]
    return noticed.family_id, str(noticed.why), said


def usually(why: str) -> str:
    """Whether such a thing is mostly something to think about or something to see to; people change it as they like."""
    return Item.Kind.PROCEDURAL if why in PROCEDURAL else Item.Kind.REFLECTIVE


def gaps(family_ids: Collection[UUID]) -> Iterator[Raised]:
    """Goals and scales of which two voices are four points apart or more, each by its latest rating."""
    latest = _ratings(family_ids).order_by("goal", "voice", "person", "-rated_on", "-id")
    for _, said in _by_goal(latest.distinct("goal", "voice", "person")):
        low, high = min(said, key=_score), max(said, key=_score)
        if high.score - low.score >= GAP:
            text = f"“{low.goal.text}”: {low.speaker} says {low.score}, {high.speaker} says {high.score}"
            yield Raised(low.goal.family_id, "gap", text, max(low.rated_on, high.rated_on), _goals_url(low))


def good_moments(family_ids: Collection[UUID]) -> Iterator[Raised]:
    """Goals that somebody says have moved by three points or more within eight weeks, lately."""
    today = timezone.localdate()
    lately = _ratings(family_ids).filter(rated_on__gte=today - GOOD_WITHIN).in_order()
    for _, told in _by_goal(lately.order_by("goal", "rated_on", "id")):
        by_voice: dict[tuple[str, UUID | None], list[Rating]] = defaultdict(list)
        for rating in told:
            by_voice[rating.voice, rating.person_id].append(rating)
        first, last = max(((said[0], said[-1]) for said in by_voice.values()), key=lambda pair: _better(*pair))
        if _better(first, last) >= GOOD and last.rated_on >= today - GOOD_LATELY:
            took = words.span((last.rated_on - first.rated_on).days)
            text = f"“{last.goal.text}” {first.score} → {last.score} in {took}, says {last.speaker}"
            yield Raised(last.goal.family_id, "good", text, last.rated_on, _goals_url(last))


def late_visits(family_ids: Collection[UUID]) -> Iterator[Raised]:
    """Families whose visit clock has run out, or that of their own worker."""
    today = timezone.localdate()
    overdue = Case.objects.open().filter(family__in=family_ids, lead_visit_due_on__lt=today)
    for case in overdue.order_by("lead_visit_due_on", "id"):
        anyone, lead = case.visit_due_on, case.lead_visit_due_on
        if anyone is not None and anyone < today:
            yield _late(case, anyone, "visit was due")
        elif lead is not None:
            yield _late(case, lead, "seen by others; a visit by their own worker was due")


def quiet_families(family_ids: Collection[UUID]) -> Iterator[Raised]:
    """Families not talked about in supervision for sixty days, or since their case opened."""
    before = timezone.localdate() - QUIET_FOR
    since = Coalesce(F("last_talked_about_on"), F("opened_on"))
    for case in Case.objects.open().filter(family__in=family_ids).annotate(since=since).filter(since__lt=before):
        if (on := case.last_talked_about_on) is not None:
            yield Raised(case.family_id, "quiet", f"not talked about since {words.short_date(on)}", on)
        else:
            text = f"never talked about here since the case opened, {words.short_date(case.opened_on)}"
            yield Raised(case.family_id, "quiet", text, case.opened_on)


def decisions_left(family_ids: Collection[UUID]) -> Iterator[Raised]:
    """Decisions still open that nobody may be seeing to: past their day, without a day for four weeks, or given to
    somebody who does not work here any more."""
    today = timezone.localdate()
    undated = Q(due_on=None, decided_on__lt=today - UNDATED_FOR)
    left = Q(due_on__lt=today) | undated | Q(owner__is_active=False)
    found = Decision.objects.still_open().filter(left, family__in=family_ids)
    for decision in found.select_related("owner").soonest_first():
        url = reverse("supervision:family-supervision", args=[decision.family_id])
        text = f"“{decision.text}” {_left(decision, today)}"
        yield Raised(decision.family_id, "decision", text, decision.due_on or decision.decided_on, url)


def _left(decision: Decision, today: date) -> str:
    owner = decision.owner
    if owner and not owner.is_active:
        return f"was for {owner.short_name}, who works here no longer"
    who = f", {owner.short_name}" if owner else ""
    if decision.due_on:
        return f"was to be done by {words.short_date(decision.due_on)}{who}"
    return f"was decided {words.short_date(decision.decided_on)} without a day{who}"


PROVIDERS = (gaps, good_moments, late_visits, quiet_families, decisions_left)


def _ratings(family_ids: Collection[UUID]) -> RatingQuerySet:
    found = Rating.objects.standing().filter(goal__family__in=family_ids, goal__withdrawn_at=None, goal__ended_on=None)
    return found.select_related("goal", "person")


def _by_goal(ratings: Iterable[Rating]) -> Iterator[tuple[UUID, list[Rating]]]:
    for goal_id, told in groupby(ratings, key=lambda rating: rating.goal_id):
        yield goal_id, list(told)


def _score(rating: Rating) -> int:
    return rating.score


def _better(first: Rating, last: Rating) -> int:
    moved = last.score - first.score
    return moved if last.goal.higher_is_better else -moved


def _goals_url(rating: Rating) -> str:
    return f"{reverse('cases:family-detail', args=[rating.goal.family_id])}#panel-goals"


def _late(case: Case, due: date, what: str) -> Raised:
    """Without how late it is: that would be wrong on the day it is talked about."""
    url = reverse("practice:visit-list", args=[case.family_id])
    return Raised(case.family_id, "late", f"{what} {words.short_date(due)}", due, url)
