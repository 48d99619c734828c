"""Staff: add, amend, give and end a role, stop somebody signing in."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from hampshire.accounts.models import Membership, Staff, Team
from hampshire.accounts.permissions import can_manage_staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require


@transaction.atomic
def add(
    *,
    email: str,
    name: str,
    by: Staff | None,
    job_title: str = "",
    registration_number: str = "",
    phone: str = "",
    password: str | None = None,
) -> Staff:
    """Add somebody who may sign in. Without a password they choose one by the "forgotten password" e-mail.

    `by` is None only for the first administrator of a new installation and for the demo.
    """
    if by is not None:
        require(can_manage_staff(by))
    staff = Staff(
        email=email.lower(), name=name, job_title=job_title, registration_number=registration_number, phone=phone
    )
    staff.set_password(password)
    staff.save(force_insert=True)
    AuditEvent.record("staff.added", by=by, subject=staff)
    return staff


@transaction.atomic
def amend(
    *, staff: Staff, email: str, name: str, job_title: str, registration_number: str, phone: str, by: Staff
) -> Staff:
    require(can_manage_staff(by))
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    staff.email, staff.name, staff.job_title = email.lower(), name, job_title
    staff.registration_number, staff.phone = registration_number, phone
    staff.save()
    AuditEvent.record("staff.amended", by=by, subject=staff)
    return staff


@transaction.atomic
def give_role(
    *, staff: Staff, team: Team, role: str, by: Staff | None, starts_on: date | None = None, ends_on: date | None = None
) -> Membership:
    if by is not None:
        require(can_manage_staff(by))
    membership = Membership.objects.create(
        staff=staff, team=team, role=role, starts_on=starts_on or timezone.localdate(), ends_on=ends_on
    )
    AuditEvent.record("staff.role-given", by=by, subject=staff, role=role, team=str(team.pk))
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: Staff, ends_on: date | None = None) -> Membership:
    """End a role; one that began today or later is ended on the day after it began."""
    require(can_manage_staff(by))
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    day = ends_on or timezone.localdate()
    membership.ends_on = max(day, membership.starts_on + timedelta(days=1))
    membership.save(update_fields=["ends_on"])
    AuditEvent.record("staff.role-ended", by=by, subject=membership.staff, role=membership.role)
    return membership


@transaction.atomic
def stop(*, staff: Staff, by: Staff) -> Staff:
    """Stop somebody signing in, at once. Their record of work stays."""
    require(can_manage_staff(by))
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    AuditEvent.record("staff.stopped", by=by, subject=staff)
    return staff


@transaction.atomic
def welcome_back(*, staff: Staff, by: Staff) -> Staff:
    require(can_manage_staff(by))
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    staff.is_active = True
    staff.save(update_fields=["is_active"])
    AuditEvent.record("staff.welcomed-back", by=by, subject=staff)
    return staff
