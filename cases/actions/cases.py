"""Cases: open, allocate, move a child along their pathway, be seen, close."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from cases import chronology, clocks, hooks
from cases.models import Allocation, Case, ChronologyEntry, Family, Involvement, Pathway, Person, Referral
from cases.permissions import can_allocate, can_be_allocated, can_change_pathway, can_close_case, can_reopen_case
from cases.search.index import index_family
from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require

SEEN = ["last_seen_on", "last_seen_by_lead_on", "last_seen_alone_on"]


def open_from(*, referral: Referral, primary_need: str, by: Staff) -> Case:
    """Open the family's case from a referral just decided, or bring its children into the one already open.

    Part of `referrals.decide`, in its transaction; whoever may decide may open.
    """
    moment = referral.decided_at or timezone.now()
    day = timezone.localdate(moment)
    case = referral.family.open_case(lock=True)
    if case is None:
        case = Case.objects.create(family=referral.family, referral=referral, team=referral.team, opened_on=day)
        AuditEvent.record("case.opened", by=by, family=referral.family, subject=case)
        chronology.record(
            referral.family,
            ChronologyEntry.Kind.CASE,
            moment,
            "We began to work with the family",
            by=by,
            subject=case,
        )
    status = Pathway.Status.EARLY_HELP if referral.decision == "early_help" else Pathway.Status.CHILD_IN_NEED
    for child in Person.objects.filter(referrals__referral=referral):
        _involve(case, child, primary_need, status, day)
    _set_due(case)
    return case


def _involve(case: Case, child: Person, primary_need: str, status: str, day: date) -> None:
    involvement, is_new = Involvement.objects.get_or_create(
        case=case, child=child, defaults={"primary_need": primary_need, "starts_on": day}
    )
    if is_new:
        Pathway.objects.create(involvement=involvement, status=status, starts_on=day)


@transaction.atomic
def allocate(
    *,
    case: Case,
    worker: Staff,
    by: Staff,
    role: str = Allocation.Role.LEAD,
    starts_on: date | None = None,
    change_reason: str = "",
) -> Allocation:
    """Give the family a lead worker (ending the one before) or a co-worker, from a day.

    Raises PermissionDenied if `by` does not oversee both the family's team and one of the worker's.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("family").get(pk=case.pk)
    require(can_allocate(by, case))
    day = starts_on or timezone.localdate()
    require(can_be_allocated(by, worker, on=day))
    running = Allocation.objects.filter(case=case, ends_on=None)
    if role == Allocation.Role.LEAD:
        running.filter(role=role).update(ends_on=day)
    running.filter(worker=worker).update(ends_on=day)
    allocation = Allocation.objects.create(
        case=case, worker=worker, role=role, starts_on=day, allocated_by=by, change_reason=change_reason
    )
    became = "became their lead worker" if role == Allocation.Role.LEAD else "joined as co-worker"
    chronology.record(
        case.family, ChronologyEntry.Kind.WORKER, noon(day), f"{worker.name} {became}", by=by, subject=allocation
    )
    AuditEvent.record("case.allocated", by=by, family=case.family, subject=allocation, role=role)
    return allocation


@transaction.atomic
def end_allocation(*, allocation: Allocation, by: Staff, ends_on: date | None = None) -> Allocation:
    allocation = Allocation.objects.select_for_update().select_related("case__family", "worker").get(pk=allocation.pk)
    require(can_allocate(by, allocation.case))
    allocation.ends_on = max(ends_on or timezone.localdate(), allocation.starts_on)
    allocation.save(update_fields=["ends_on"])
    chronology.record(
        allocation.case.family,
        ChronologyEntry.Kind.WORKER,
        noon(allocation.ends_on),
        f"{allocation.worker.name} ended as {allocation.get_role_display().lower()}",
        by=by,
        subject=allocation,
    )
    AuditEvent.record("case.allocation-ended", by=by, family=allocation.case.family, subject=allocation)
    return allocation


@transaction.atomic
def step(*, involvement: Involvement, status: str, by: Staff, starts_on: date | None = None) -> Pathway:
    """Move a child to another place on the pathway, from a day; the place before ends that day."""
    involvement = Involvement.objects.select_related("case__family", "child").get(pk=involvement.pk)
    case = Case.objects.select_for_update(of=("self",)).select_related("family").get(pk=involvement.case_id)
    require(can_change_pathway(by, case))
    day = starts_on or timezone.localdate()
    involvement.pathways.filter(ends_on=None).update(ends_on=day)
    pathway = Pathway.objects.create(involvement=involvement, status=status, starts_on=day)
    chronology.record(
        involvement.case.family,
        ChronologyEntry.Kind.PATHWAY,
        noon(day),
        f"{involvement.child.short_name}: {pathway.get_status_display().lower()}",
        by=by,
        subject=pathway,
    )
    AuditEvent.record("case.pathway-changed", by=by, family=involvement.case.family, subject=pathway, status=status)
    _set_due(case)
    return pathway


@transaction.atomic
def set_need(*, involvement: Involvement, primary_need: str, by: Staff) -> Involvement:
    """Correct a child's main need."""
    involvement = (
        Involvement.objects.select_for_update(of=("self",)).select_related("case__family").get(pk=involvement.pk)
    )
    require(can_change_pathway(by, involvement.case))
    involvement.primary_need = primary_need
    involvement.save(update_fields=["primary_need"])
    AuditEvent.record(
        "case.need-changed", by=by, family=involvement.case.family, subject=involvement, primary_need=primary_need
    )
    return involvement


def seen(*, case: Case, on: date, by_lead: bool, alone: bool, statuses: set[str] | None = None) -> None:
    """A child of the family was seen. Part of a higher floor's action, which holds the case's lock and is audited.

    `statuses` are those of its children's pathways, where they were fetched with the lock; else they are asked for.
    """
    case.last_seen_on = max(filter(None, [case.last_seen_on, on]))
    if by_lead:
        case.last_seen_by_lead_on = max(filter(None, [case.last_seen_by_lead_on, on]))
    if alone:
        case.last_seen_alone_on = max(filter(None, [case.last_seen_alone_on, on]))
    _set_due(case, statuses)


def set_seen(*, case: Case, last: date | None, by_lead: date | None, alone: date | None) -> None:
    """The days as they are after a visit was amended or withdrawn: told whole, since they may go back.

    Part of a higher floor's action, as `seen` is.
    """
    case.last_seen_on, case.last_seen_by_lead_on, case.last_seen_alone_on = last, by_lead, alone
    _set_due(case)


def talked_about(*, family_ids: Iterable[UUID], on: date | None) -> None:
    """Keep the day these families were last talked about in supervision. Part of a higher floor's action."""
    Case.objects.open().filter(family__in=list(family_ids)).update(last_talked_about_on=on)


def follow_children(*, case: Case) -> None:
    """Set the days of the next visits by where the children of the case stand. Part of an action that moved them."""
    _set_due(case)


def _set_due(case: Case, statuses: set[str] | None = None) -> None:
    if statuses is None:
        here = Pathway.objects.current().filter(involvement__case=case, involvement__ends_on=None)
        statuses = set(here.values_list("status", flat=True))
    case.visit_due_on = clocks.next_visit_due(statuses, case.last_seen_on, case.opened_on)
    case.lead_visit_due_on = clocks.next_visit_due(statuses, case.last_seen_by_lead_on, case.opened_on)
    case.save(update_fields=[*SEEN, "visit_due_on", "lead_visit_due_on"])


@transaction.atomic
def transfer(*, case: Case, team: Team, by: Staff) -> Case:
    """Make another team answerable for the family. Its workers stay until the new team allocates its own."""
    case = Case.objects.select_for_update(of=("self",)).select_related("family").get(pk=case.pk)
    require(can_allocate(by, case))
    hooks.tell([case.team_id, team.pk])
    case.team = team
    case.save(update_fields=["team"])
    Family.objects.filter(pk=case.family_id).update(team=team)
    index_family(case.family)
    chronology.record(
        case.family, ChronologyEntry.Kind.CASE, timezone.now(), f"{team.name} took over from here", by=by, subject=case
    )
    AuditEvent.record("case.transferred", by=by, family=case.family, subject=case, team=str(team.pk))
    return case


@transaction.atomic
def close(*, case: Case, reason: str, by: Staff, note: str = "", closed_on: date | None = None) -> Case:
    """Close the case: every allocation, involvement and pathway ends that day, or where it began later, as it began."""
    case = Case.objects.select_for_update(of=("self",)).select_related("family").get(pk=case.pk)
    require(can_close_case(by, case))
    day = max(closed_on or timezone.localdate(), case.opened_on)
    end = {"ends_on": Greatest("starts_on", Value(day)), "ended_with_case": True}
    case.allocations.filter(ends_on=None).update(**end)
    Pathway.objects.filter(involvement__case=case, ends_on=None).update(**end)
    case.involvements.filter(ends_on=None).update(**end, end_reason=reason)
    case.closed_on, case.closure_reason, case.closure_note, case.closed_by = day, reason, note, by
    case.save(update_fields=["closed_on", "closure_reason", "closure_note", "closed_by"])
    chronology.record(
        case.family, ChronologyEntry.Kind.CASE, noon(day), "We stopped working with the family", by=by, subject=case
    )
    AuditEvent.record("case.closed", by=by, family=case.family, subject=case, reason=reason)
    return case


@transaction.atomic
def reopen(*, case: Case, by: Staff) -> Case:
    """Undo a closure: everything that ended with it goes on.

    Raises PermissionDenied more than two weeks after the closure, and where the family has another case open since.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("family").get(pk=case.pk)
    require(can_reopen_case(by, case))
    if case.family.open_case() is not None:
        raise PermissionDenied("The family has another case open since.")
    go_on = {"ends_on": None, "ended_with_case": False}
    case.closed_on, case.closure_reason, case.closure_note, case.closed_by = None, "", "", None
    case.save(update_fields=["closed_on", "closure_reason", "closure_note", "closed_by"])
    case.allocations.filter(ended_with_case=True).update(**go_on)
    Pathway.objects.filter(involvement__case=case, ended_with_case=True).update(**go_on)
    case.involvements.filter(ended_with_case=True).update(**go_on, end_reason="")
    chronology.record(
        case.family, ChronologyEntry.Kind.CASE, timezone.now(), "The closure was undone", by=by, subject=case
    )
    AuditEvent.record("case.reopened", by=by, family=case.family, subject=case)
    return case
