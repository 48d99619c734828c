"""Supervision itself: plan it, move it, say that it was held or missed, agree its record."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.actions import cases
from cases.models import Family
from hampshire.accounts.line import can_be_supervised_by
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.supervision.models import Attendee, Item, Supervision
from practice.supervision.permissions import can_agree, can_hold, can_miss, can_plan, can_settle

PLANNED_ALREADY = "You have this planned for that day already"


@transaction.atomic
def plan(
    *,
    by: Staff,
    worker: Staff,
    planned_for: date,
    kind: str = Supervision.Kind.CASE,
    attendees: Iterable[Staff] = (),
    families: Iterable[Family] = (),
) -> Supervision:
    """Plan supervision of `worker` by `by`, in a group with `attendees`. `families` begin its agenda.

    Raises ValidationError where the two have one of that kind planned for that day already.
    """
    require(can_plan(by, worker))
    team = next(one.team for one in can_be_supervised_by(by) if one.staff_id == worker.pk)
    told = {"kind": kind, "supervisor": by, "worker": worker, "planned_for": planned_for}
    supervision, is_new = Supervision.objects.planned().get_or_create(**told, defaults={"team": team, "planned_by": by})
    if not is_new:  # a button pressed twice
        raise ValidationError({"planned_for": PLANNED_ALREADY})
    coming = {one.pk for one in attendees if kind == Supervision.Kind.GROUP} - {by.pk, worker.pk}
    Attendee.objects.bulk_create(Attendee(supervision=supervision, staff_id=one) for one in sorted(coming))
    _begin(supervision, families, by)
    AuditEvent.record("supervision.planned", by=by, subject=supervision, kind=kind, attendees=len(coming))
    return supervision


def _begin(supervision: Supervision, families: Iterable[Family], by: Staff) -> None:
    """Families chosen from the caseload, when there is no more to say of them yet than that."""
    if supervision.is_about_families:
        Item.objects.bulk_create(
            Item(
                supervision=supervision,
                family=family,
                kind=Item.Kind.REFLECTIVE,
                why=Item.Why.CHOSEN,
                text="Chosen from the caseload",
                order=number,
                added_by=by,
            )
            for number, family in enumerate(families)
        )


@transaction.atomic
def move(*, supervision: Supervision, by: Staff, planned_for: date) -> Supervision:
    """Plan it for another day."""
    supervision = locked(supervision)
    require(can_settle(by, supervision))
    same = Supervision.objects.planned().filter(
        supervisor=supervision.supervisor, worker=supervision.worker, kind=supervision.kind, planned_for=planned_for
    )
    if same.exclude(pk=supervision.pk).exists():
        raise ValidationError({"planned_for": PLANNED_ALREADY})
    supervision.planned_for = planned_for
    supervision.save(update_fields=["planned_for"])
    AuditEvent.record("supervision.moved", by=by, subject=supervision)
    return supervision


@transaction.atomic
def hold(*, supervision: Supervision, by: Staff, on: date) -> Supervision:
    """Say that it was held on that day: what it says of families for their record is in their record from now on.

    It may have been said to be missed, or held on another day: that is put right, and both agree it again.
    """
    supervision = locked(supervision)
    require(can_hold(by, supervision))
    if on > timezone.localdate():
        raise ValidationError({"held_on": "That day is still to come"})
    if supervision.is_held and supervision.held_on == on:
        return supervision
    supervision.state, supervision.held_on, supervision.missed_because = Supervision.State.HELD, on, ""
    supervision.save(update_fields=["state", "held_on", "missed_because"])
    changed(supervision=supervision)
    keep_days(family_ids=supervision.items.talked_about().values_list("family_id", flat=True))
    AuditEvent.record("supervision.held", by=by, subject=supervision)
    return supervision


@transaction.atomic
def miss(*, supervision: Supervision, by: Staff, because: str) -> Supervision:
    """Say that it did not happen, and why."""
    supervision = locked(supervision)
    require(can_miss(by, supervision))
    if not because.strip():
        raise ValidationError({"because": "Say why it did not happen"})
    changed(supervision=supervision)
    supervision.state, supervision.held_on, supervision.missed_because = Supervision.State.MISSED, None, because.strip()
    supervision.save(update_fields=["state", "held_on", "missed_because"])
    AuditEvent.record("supervision.missed", by=by, subject=supervision)
    return supervision


class ChangedMeanwhileError(Exception):
    """The record is not what whoever agrees it has read. Nothing was changed."""


@transaction.atomic
def agree(*, supervision: Supervision, by: Staff, version: int) -> Supervision:
    """Agree, as one of the two, that the record says what was said. It is agreed when both do.

    `version` is the supervision's that `by` has read. Raises ChangedMeanwhileError where it has another now.
    """
    supervision = locked(supervision)
    require(can_agree(by, supervision))
    if version != supervision.version:
        raise ChangedMeanwhileError
    field = "agreed_by_worker_at" if by.pk == supervision.worker_id else "agreed_by_supervisor_at"
    setattr(supervision, field, timezone.now())
    supervision.save(update_fields=[field])
    AuditEvent.record("supervision.agreed", by=by, subject=supervision, both=supervision.is_agreed)
    return supervision


def changed(*, supervision: Supervision) -> None:
    """What was agreed is no longer what it says: both agree it again. Part of whatever writes in it, with its lock."""
    supervision.version += 1
    supervision.agreed_by_worker_at = supervision.agreed_by_supervisor_at = None
    supervision.save(update_fields=["version", "agreed_by_worker_at", "agreed_by_supervisor_at"])


def locked(supervision: Supervision) -> Supervision:
    """The row as it is now, held until the transaction ends. Part of whatever writes in it."""
    return Supervision.objects.select_for_update(of=("self",)).with_people().get(pk=supervision.pk)


def keep_days(*, family_ids: Iterable[UUID]) -> None:
    """Let each family's open case know when it was last talked about. Part of whatever changes that."""
    ids = set(family_ids)
    told = Item.objects.on_record().filter(family__in=ids).values_list("family")
    days: dict[UUID, date] = dict(told.annotate(on=Max("supervision__held_on")).order_by())
    for family_id in ids:
        cases.talked_about(family_ids=[family_id], on=days.get(family_id))
