"""Staff: add, amend, give and end a role, stop somebody signing in."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from hampshire.accounts.models import Membership, Staff, Team
from hampshire.accounts.permissions import can_end_role, can_manage_staff, can_stop
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
    """Add somebody who may sign in. Without a password they choose one by the link of an e-mail.

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
    """Change what is known of somebody. The audit says which fields, not what they held."""
    require(can_manage_staff(by))
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    new = {
        "email": email.lower(),
        "name": name,
        "job_title": job_title,
        "registration_number": registration_number,
        "phone": phone,
    }
    changed = [field for field, value in new.items() if getattr(staff, field) != value]
    for field in changed:
        setattr(staff, field, new[field])
    staff.save(update_fields=changed)
    AuditEvent.record("staff.amended", by=by, subject=staff, fields=changed)
    return staff


@transaction.atomic
def send_password_link(*, staff: Staff, by: Staff) -> Staff:
    """Record that an administrator had somebody sent the link by which they choose a password.

    The sending is the view's: the link carries the address the service is reached by, which only a request knows.
    """
    require(can_manage_staff(by))
    AuditEvent.record("staff.password-link-sent", by=by, subject=staff)
    return staff


@transaction.atomic
def give_role(
    *, staff: Staff, team: Team, role: str, by: Staff | None, starts_on: date | None = None, ends_on: date | None = None
) -> Membership:
    """Give somebody a role in a team from a day (today unless told) up to, and not including, another.

    Raises IntegrityError if they hold it there already on one of those days.
    """
    if by is not None:
        require(can_manage_staff(by))
    membership = Membership.objects.create(
        staff=staff, team=team, role=role, starts_on=starts_on or timezone.localdate(), ends_on=ends_on
    )
    AuditEvent.record("staff.role-given", by=by, subject=staff, role=role, team=str(team.pk))
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: Staff, ends_on: date | None = None) -> Membership:
    """End a role on a day, today unless told: the first day it no longer holds.

    One that has not begun by then never holds at all. Raises PermissionDenied if `by` may not end it.
    """
    membership = Membership.objects.select_for_update().select_related("staff").get(pk=membership.pk)
    require(can_end_role(by, membership))
    membership.ends_on = max(ends_on or timezone.localdate(), membership.starts_on)
    membership.save(update_fields=["ends_on"])
    AuditEvent.record(
        "staff.role-ended", by=by, subject=membership.staff, role=membership.role, team=str(membership.team_id)
    )
    return membership


@transaction.atomic
def stop(*, staff: Staff, by: Staff) -> Staff:
    """Stop somebody signing in, at once. Their record of work stays."""
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    require(can_stop(by, staff))
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    AuditEvent.record("staff.stopped", by=by, subject=staff)
    return staff


@transaction.atomic
def welcome_back(*, staff: Staff, by: Staff) -> Staff:
    """Let somebody sign in again."""
    require(can_manage_staff(by))
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    staff.is_active = True
    staff.save(update_fields=["is_active"])
    AuditEvent.record("staff.welcomed-back", by=by, subject=staff)
    return staff
