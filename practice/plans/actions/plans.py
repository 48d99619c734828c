"""A plan: make one, change it, say whose words it is in, end it."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases import chronology
from cases.models import Case, ChronologyEntry, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from practice.plans import due, snapshots
from practice.plans.facts import PlanTold
from practice.plans.lines import spoken
from practice.plans.models import Plan, PlanWords, Whose
from practice.plans.permissions import can_change_plan, can_end_plan, can_reopen_plan, can_write_plan
from practice.plans.reading import PlanInFull, in_full
from practice.plans.writing import Writer
from practice.rules import NOT_THIS_FAMILY

STALE = (
    "Somebody changed this plan while you were writing. Nothing of yours is lost: it stands below. "
    "Read the plan in another window, then save again."
)
ALREADY = "They have a plan of this kind already. Change that one, or end it first."
BEFORE_THE_CASE = "That is before we began to work with the family"


@transaction.atomic
def start(*, family: Family, by: Staff, kind: str, told: PlanTold, on: date | None = None) -> Plan:
    """Make a plan with the family. It may wait half made: `PlanInFull.missing` says what it lacks.

    Raises ValidationError where they have an open plan of this kind.
    """
    case = Case.objects.open().select_for_update().filter(family=family).first()
    require(can_write_plan(by, family))
    day = on or timezone.localdate()
    if family.plans.open().filter(kind=kind).exists():
        raise ValidationError({"kind": ALREADY})
    if case is not None and day < case.opened_on:
        raise ValidationError({"started_on": BEFORE_THE_CASE})
    plan = Plan.objects.create(
        family=family,
        kind=kind,
        started_on=day,
        next_review_on=due.next_review(kind, 0, day),
        next_core_group_on=due.next_core_group(kind, 0, day),
        made_by=by,
        **_words(told),
    )
    Writer(plan, by, day).write(told)
    plan.began_as = snapshots.take(in_full(plan))
    plan.save(update_fields=["began_as"])
    _tell(plan, day, f"New plan with the family: {plan.name}", by)
    AuditEvent.record("plan.started", by=by, family=family, subject=plan, kind=kind)
    return plan


@transaction.atomic
def amend(*, plan: Plan, by: Staff, version: int, told: PlanTold, on: date | None = None) -> Plan:
    """Change the plan as a whole. `version` is the one that was read: another means somebody wrote meanwhile.

    Raises ValidationError then, and where something named is not this family's.
    """
    plan = locked(plan)
    require(can_change_plan(by, plan))
    if version != plan.version:
        raise ValidationError(STALE)
    for name, value in _words(told).items():
        setattr(plan, name, value)
    Writer(plan, by, on or timezone.localdate()).write(told)
    plan.version += 1
    plan.save(update_fields=[*_words(told), "version"])
    AuditEvent.record("plan.amended", by=by, family=plan.family, subject=plan)
    return plan


@transaction.atomic
def mark_words(*, plan: Plan, by: Staff, marks: Mapping[str, tuple[str, Person | None]]) -> Plan:
    """Say of lines, by their keys, whose words each is: the family's, their network's or ours, and which person's."""
    plan = locked(plan)
    require(can_change_plan(by, plan))
    known = {line.key for line in spoken(in_full(plan))}
    if not marks.keys() <= known or any(whose not in Whose.values for whose, _ in marks.values()):
        raise ValidationError(NOT_THIS_FAMILY)
    for key, (whose, person) in marks.items():
        PlanWords.objects.update_or_create(
            plan=plan, line=key, defaults={"whose": whose, "person": person, "marked_by": by}
        )
    AuditEvent.record("plan.words-marked", by=by, family=plan.family, subject=plan, lines=len(marks))
    return plan


@transaction.atomic
def end(*, plan: Plan, by: Staff, reason: str, words: str = "", on: date | None = None) -> Plan:
    """The plan stands no longer. It stays to be read; its goals go on until they are ended themselves."""
    plan = locked(plan)
    require(can_end_plan(by, plan))
    plan.ended_on = max(on or timezone.localdate(), plan.started_on)
    plan.end_reason, plan.end_words, plan.ended_by = reason, words.strip(), by
    plan.save(update_fields=["ended_on", "end_reason", "end_words", "ended_by"])
    _tell(plan, plan.ended_on, f"{plan.name} ended: {plan.get_end_reason_display().lower()}", by)
    AuditEvent.record("plan.ended", by=by, family=plan.family, subject=plan, reason=reason)
    return plan


@transaction.atomic
def reopen(*, plan: Plan, by: Staff) -> Plan:
    """It was ended by mistake and goes on. What was written at its end stays in the family's story."""
    Case.objects.open().select_for_update().filter(family=plan.family_id).first()  # as where another would be made
    plan = locked(plan)
    require(can_reopen_plan(by, plan))
    told = f" At its end was written: “{plan.end_words}”" if plan.end_words else ""
    plan.ended_on, plan.end_reason, plan.end_words, plan.ended_by = None, "", "", None
    plan.save(update_fields=["ended_on", "end_reason", "end_words", "ended_by"])
    _tell(plan, timezone.localdate(), f"{plan.name} goes on: it was ended by mistake.{told}", by)
    AuditEvent.record("plan.reopened", by=by, family=plan.family, subject=plan)
    return plan


def locked(plan: Plan) -> Plan:
    """The plan as it stands, held until the transaction ends. Part of every action on a plan."""
    return Plan.objects.select_for_update(of=("self",)).select_related("family").get(pk=plan.pk)


def full_and_locked(plan: Plan) -> PlanInFull:
    """The same with all that stands in it. Part of the actions that look at the whole plan."""
    return in_full(locked(plan))


def _words(told: PlanTold) -> dict[str, str]:
    return {
        "title": told.title.strip(),
        "why_we_have_it": told.why.strip(),
        "contingency": told.contingency.strip(),
        "who_to_ring": told.who_to_ring.strip(),
    }


def _tell(plan: Plan, day: date, text: str, by: Staff) -> None:
    kind = ChronologyEntry.Kind.GOAL
    chronology.record(plan.family, kind, noon(day), text, by=by, subject=plan, url=plan.get_absolute_url())
