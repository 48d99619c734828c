"""An observation from its plan to what the two learnt: plan, prepare, score, watch, compare, or say why it was not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.models import Family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.learning.actions import scoring
from practice.learning.models import Observation, SkillScore
from practice.learning.permissions import can_hear_family, can_plan, can_prepare
from practice.learning.skills import Skill
from practice.learning.workflow import OBSERVING
from practice.models import Visit


@dataclass(frozen=True, slots=True)
class Scored:
    """What a skill was given, 0 to 4, and why."""

    score: int
    why: str = ""


@transaction.atomic
def plan(
    *,
    by: Staff,
    worker: Staff,
    observer: Staff,
    planned_for: date,
    kind: str = Observation.Kind.OBSERVED,
    family: Family | None = None,
    consent: str = "",
) -> Observation:
    """Plan that `observer` sees `worker` at work, with a family or without.

    Raises ValidationError where the two have that planned for that day already.
    """
    require(can_plan(by, worker, observer))
    _once_a_day(Observation(worker=worker, observer=observer, kind=kind), planned_for)
    observation = Observation.objects.create(
        worker=worker,
        observer=observer,
        kind=kind,
        family=family,
        consent=consent if family else "",
        planned_for=planned_for,
        planned_by=by,
    )
    AuditEvent.record("observation.planned", by=by, family=family, subject=observation, kind=kind)
    return observation


@transaction.atomic
def prepare(
    *, observation: Observation, by: Staff, planned_for: date, family: Family | None, consent: str
) -> Observation:
    """Move it, or say which family it is with and whether they were asked. Another family is asked anew."""
    observation = Observation.objects.locked(observation.pk)
    require(can_prepare(by, observation))
    _once_a_day(observation, planned_for)
    observation.planned_for, observation.family = planned_for, family
    observation.consent = consent if family else ""
    observation.save(update_fields=["planned_for", "family", "consent"])
    AuditEvent.record("observation.prepared", by=by, family=family, subject=observation, consent=observation.consent)
    return observation


@transaction.atomic
def score(
    *,
    observation: Observation,
    by: Staff,
    scores: Mapping[str, Scored],
    observed_on: date,
    visit: Visit | None = None,
) -> Observation:
    """Score one's own practice, all seven, before the observer does.

    Raises ValidationError for a day to come, PermissionDenied where the family has not said yes.
    """
    observation = Observation.objects.locked(observation.pk)
    move = OBSERVING.require("score", by, observation)
    if observed_on > timezone.localdate():
        raise ValidationError({"observed_on": "That day is still to come"})
    observation.observed_on = observed_on
    observation.visit = visit if observation.family_id and visit and visit.family_id == observation.family_id else None
    observation.state = move.target
    observation.save(update_fields=["observed_on", "visit", "state"])
    _keep(observation, SkillScore.Side.WORKER, scores)
    AuditEvent.record(move.verb, by=by, family=observation.family_id, subject=observation)
    return observation


@transaction.atomic
def watch(*, observation: Observation, by: Staff, scores: Mapping[str, Scored]) -> Observation:
    """Score what one saw, all seven. From now on both see both."""
    observation = Observation.objects.locked(observation.pk)
    move = OBSERVING.require("watch", by, observation)
    observation.state = move.target
    observation.save(update_fields=["state"])
    _keep(observation, SkillScore.Side.OBSERVER, scores)
    AuditEvent.record(move.verb, by=by, family=observation.family_id, subject=observation)
    return observation


@transaction.atomic
def compare(*, observation: Observation, by: Staff, learnt: str, next_step: str = "") -> Observation:
    """Write what the two learnt, having looked at both."""
    observation = Observation.objects.locked(observation.pk)
    move = OBSERVING.require("compare", by, observation)
    _learnt(observation, learnt, next_step)
    observation.save(update_fields=["state", "learnt", "next_step", "compared_at"])
    AuditEvent.record(move.verb, by=by, family=observation.family_id, subject=observation)
    return observation


@transaction.atomic
def work_alongside(
    *, observation: Observation, by: Staff, observed_on: date, learnt: str, next_step: str = ""
) -> Observation:
    """Write what a visit alongside taught both: nobody scores it."""
    observation = Observation.objects.locked(observation.pk)
    move = OBSERVING.require("alongside", by, observation)
    if observed_on > timezone.localdate():
        raise ValidationError({"observed_on": "That day is still to come"})
    observation.observed_on = observed_on
    _learnt(observation, learnt, next_step)
    observation.save(update_fields=["observed_on", "state", "learnt", "next_step", "compared_at"])
    AuditEvent.record(move.verb, by=by, family=observation.family_id, subject=observation)
    return observation


@transaction.atomic
def hear_family(*, observation: Observation, by: Staff, words: str) -> Observation:
    """Keep what the family said of being seen with their worker, in their words."""
    observation = Observation.objects.locked(observation.pk)
    require(can_hear_family(by, observation))
    observation.family_words = words.strip()
    observation.save(update_fields=["family_words"])
    AuditEvent.record("observation.family-heard", by=by, family=observation.family_id, subject=observation)
    return observation


@transaction.atomic
def cancel(*, observation: Observation, by: Staff, because: str) -> Observation:
    """Say that it did not happen, and why."""
    observation = Observation.objects.locked(observation.pk)
    move = OBSERVING.require("cancel", by, observation)
    if not because.strip():
        raise ValidationError({"because": "Say why it did not happen"})
    observation.state, observation.cancelled_because = move.target, because.strip()
    observation.save(update_fields=["state", "cancelled_because"])
    scoring.forget(observation=observation, side=SkillScore.Side.WORKER)
    AuditEvent.record(move.verb, by=by, family=observation.family_id, subject=observation)
    return observation


def _once_a_day(observation: Observation, day: date) -> None:
    same = Observation.objects.planned().filter(
        worker=observation.worker, observer=observation.observer, kind=observation.kind, planned_for=day
    )
    if same.exclude(pk=observation.pk).exists():
        raise ValidationError({"planned_for": "The two of you have this planned for that day already"})


def _keep(observation: Observation, side: str, scores: Mapping[str, Scored]) -> None:
    if set(scores) != set(Skill.values):
        raise ValidationError("Score all seven.")
    SkillScore.objects.bulk_create(
        SkillScore(observation=observation, skill=skill, side=side, score=one.score, why=one.why.strip())
        for skill, one in scores.items()
    )
    scoring.forget(observation=observation, side=side)


def _learnt(observation: Observation, learnt: str, next_step: str) -> None:
    if not learnt.strip():
        raise ValidationError({"learnt": "Write what you learnt, if only a line"})
    observation.state = Observation.State.COMPARED
    observation.learnt, observation.next_step = learnt.strip(), next_step.strip()
    observation.compared_at = timezone.now()
