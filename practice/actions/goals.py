"""Goals and scales between visits: agree one, rate it, say what it leans on, put it right, end it, take it up again."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from cases import chronology
from cases.models import ChronologyEntry, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from practice import hooks
from practice.models import Domain, Goal, GoalStrength, Rating, Strength, Visit
from practice.permissions import can_note
from practice.rewording import put_right
from practice.rules import NOT_THIS_FAMILY, SCORE


@transaction.atomic
def agree(
    *,
    family: Family,
    by: Staff,
    text: str,
    domain: str = Domain.OTHER,
    whose: Person | None = None,
    higher_is_better: bool = True,
    kind: str = Goal.Kind.GOAL,
    zero_means: str = "",
    ten_means: str = "",
    leans_on: Sequence[UUID] = (),
    on: date | None = None,
) -> Goal:
    """Write down what the family wants to be different, in their words; or a scale that everybody is asked about.

    `leans_on` are ids of strengths. Raises ValidationError for one that is not this family's.
    """
    require(can_note(by, family))
    day = on or timezone.localdate()
    goal = Goal.objects.create(
        family=family,
        text=text.strip(),
        whose=whose,
        domain=domain,
        higher_is_better=higher_is_better,
        kind=kind,
        zero_means=zero_means.strip(),
        ten_means=ten_means.strip(),
        started_on=day,
        set_by=by,
    )
    chronology.record(family, ChronologyEntry.Kind.GOAL, noon(day), goal.in_story, by=by, subject=goal)
    _first_leans(goal, leans_on, by)
    AuditEvent.record("goal.agreed", by=by, family=family, subject=goal, leans=len(leans_on))
    hooks.tell([family.team_id], since=day)
    return goal


def _first_leans(goal: Goal, strengths: Sequence[UUID], by: Staff) -> None:
    theirs = Strength.objects.filter(family=goal.family, pk__in=strengths).standing()
    if theirs.count() < len(set(strengths)):
        raise ValidationError(NOT_THIS_FAMILY)
    GoalStrength.objects.bulk_create(
        GoalStrength(goal=goal, strength_id=strength, linked_by=by) for strength in dict.fromkeys(strengths)
    )


@transaction.atomic
def rate(
    *, goal: Goal, by: Staff, voice: str, score: int, person: Person | None = None, on: date | None = None
) -> Rating:
    """Write down how far along one voice says a goal is, 0 to 10."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("family").get(pk=goal.pk)
    require(can_note(by, goal.family))
    if voice not in Rating.Voice.values or not 0 <= score <= 10:
        raise ValidationError({"score": SCORE})
    if (voice == Rating.Voice.WORKER) == (person is not None):
        raise ValidationError({"voice": "Say whose rating this is"})
    day = on or timezone.localdate()
    before = goal.ratings.standing().filter(voice=voice, person=person, rated_on__lte=day).in_order().last()
    rating = Rating.objects.create(goal=goal, voice=voice, person=person, score=score, rated_on=day, written_by=by)
    if before is not None and before.score != score:
        text = f"{goal.in_words}: {rating.speaker} {before.score} → {score}"
        chronology.record(goal.family, ChronologyEntry.Kind.GOAL, noon(day), text, by=by, subject=rating)
    AuditEvent.record("goal.rated", by=by, family=goal.family, subject=goal, voice=voice)
    hooks.tell([goal.family.team_id], since=day)
    return rating


@transaction.atomic
def rate_all(*, goal: Goal, by: Staff, scores: Sequence[tuple[str, int, Person | None]]) -> list[Rating]:
    """Several voices at once: each a voice, its score and whose it is."""
    return [rate(goal=goal, by=by, voice=voice, score=score, person=person) for voice, score, person in scores]


@transaction.atomic
def reword(
    *, goal: Goal, by: Staff, text: str, whose: Person | None, domain: str, zero_means: str = "", ten_means: str = ""
) -> Goal:
    """Put right what a goal or a scale says, whose it is or what it is about. Its ratings are of the same goal still,
    and what it said before is kept.
    """
    goal = Goal.objects.select_for_update(of=("self",)).select_related("family").get(pk=goal.pk)
    require(can_note(by, goal.family))
    if not text.strip():
        raise ValidationError({"text": "Say what the goal is, in their words"})
    before, words = _story_of(goal), goal.in_words
    said = {"text": text.strip(), "whose": whose, "domain": domain}
    changed = put_right(goal, by, said | {"zero_means": zero_means.strip(), "ten_means": ten_means.strip()})
    if changed:
        for told, tells in zip(before, _story_of(goal), strict=True):
            chronology.retell(_told_in(goal), told, tells)
        chronology.retell_beginnings(_told_in(goal), f"{words}: ", f"{goal.in_words}: ")
        AuditEvent.record("goal.reworded", by=by, family=goal.family, subject=goal, fields=changed)
    return goal


def _story_of(goal: Goal) -> list[str]:
    """Every sentence in which the story may speak of it, but for those of its ratings, which begin with its words."""
    return [goal.in_story, _ended(goal), _taken_up(goal)]


def _ended(goal: Goal) -> str:
    return f"{goal.get_kind_display()} ended: {goal.in_words}"


def _taken_up(goal: Goal) -> str:
    return f"{goal.get_kind_display()} taken up again: {goal.in_words}"


def _told_in(goal: Goal) -> list[Model]:
    """Where the story speaks of it: by itself, with a rating, or in its visits."""
    visits = Visit.objects.filter(Q(goals_set=goal) | Q(ratings__goal=goal)).distinct()
    return [goal, *goal.ratings.all(), *visits]


@transaction.atomic
def end(*, goal: Goal, by: Staff, on: date | None = None) -> Goal:
    """The family works on this goal no longer: it was reached, or given up. Its ratings go on counting. Ended twice is
    once.
    """
    goal = Goal.objects.select_for_update(of=("self",)).select_related("family").get(pk=goal.pk)
    require(can_note(by, goal.family))
    if goal.ended_on is not None:
        return goal
    goal.ended_on = max(on or timezone.localdate(), goal.started_on)
    goal.save(update_fields=["ended_on"])
    chronology.record(goal.family, ChronologyEntry.Kind.GOAL, noon(goal.ended_on), _ended(goal), by=by, subject=goal)
    AuditEvent.record("goal.ended", by=by, family=goal.family, subject=goal)
    hooks.tell([goal.family.team_id])
    return goal


@transaction.atomic
def reopen(*, goal: Goal, by: Staff) -> Goal:
    """They work on it again, or it was ended by mistake: the same goal, with its ratings, in the plans it stood in."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("family").get(pk=goal.pk)
    require(can_note(by, goal.family))
    ended = goal.ended_on
    if ended is None:
        return goal
    goal.ended_on = None
    goal.save(update_fields=["ended_on"])
    chronology.record(goal.family, ChronologyEntry.Kind.GOAL, timezone.now(), _taken_up(goal), by=by, subject=goal)
    AuditEvent.record("goal.reopened", by=by, family=goal.family, subject=goal)
    hooks.tell([goal.family.team_id], since=ended)
    return goal


@transaction.atomic
def lean(*, goal: Goal, strength: Strength, by: Staff) -> GoalStrength:
    """Say that a goal leans on a strength; said twice is once. Raises ValidationError for another family's strength."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("family").get(pk=goal.pk)
    require(can_note(by, goal.family))
    if strength.family_id != goal.family_id:
        raise ValidationError(NOT_THIS_FAMILY)
    leaning, is_new = GoalStrength.objects.get_or_create(
        goal=goal, strength=strength, unlinked_at=None, defaults={"linked_by": by}
    )
    if is_new:
        AuditEvent.record("goal.leaned", by=by, family=goal.family, subject=goal, strength=str(strength.pk))
    return leaning


@transaction.atomic
def lean_no_more(*, goal: Goal, strength: Strength, by: Staff) -> None:
    """Say that a goal leans on a strength no more; it is kept that it did."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("family").get(pk=goal.pk)
    require(can_note(by, goal.family))
    standing = GoalStrength.objects.filter(goal=goal, strength=strength, unlinked_at=None)
    if standing.update(unlinked_at=timezone.now()):
        AuditEvent.record("goal.leaned-no-more", by=by, family=goal.family, subject=goal, strength=str(strength.pk))
