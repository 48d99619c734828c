"""Courses and their days, places taken and given up, who came, and what is agreed that somebody can do."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.learning.actions.registering import enter, rename, retire_entry
from practice.learning.models import Attendance, Competence, Course, Session
from practice.learning.permissions import (
    can_agree_competence,
    can_book,
    can_call_off,
    can_give_up,
    can_mark,
    can_write_toolkit,
)
from practice.register.models import Entry


@transaction.atomic
def add(
    *,
    by: Staff | None,
    name: str,
    summary: str,
    about: str,
    for_whom: str = "",
    hours: int | None = None,
    slug: str = "",
) -> Course:
    """Add a course, with its entry in the towards-or-against register. `by` None: it comes with Hampshire.

    Raises ValidationError where a course goes by that name.
    """
    if by is not None:
        require(can_write_toolkit(by))
    if Course.objects.current().filter(name__iexact=name).exists():
        raise ValidationError({"name": "A course goes by this name already"})
    course = Course.objects.create(
        name=name,
        slug=slug or _free_slug(name),
        summary=summary,
        about=about,
        for_whom=for_whom,
        hours=hours,
        register_entry=enter(kind=Entry.Kind.COURSE, name=name, about=summary, by=by),
    )
    AuditEvent.record("course.added", by=by, subject=course)
    return course


@transaction.atomic
def amend(
    *, course: Course, by: Staff, name: str, summary: str, about: str, for_whom: str = "", hours: int | None = None
) -> Course:
    """Change what a course says of itself; its address stays."""
    course = Course.objects.select_for_update(of=("self",)).select_related("register_entry").get(pk=course.pk)
    require(can_write_toolkit(by))
    if Course.objects.current().filter(name__iexact=name).exclude(pk=course.pk).exists():
        raise ValidationError({"name": "A course goes by this name already"})
    course.name, course.summary, course.about = name, summary, about
    course.for_whom, course.hours = for_whom, hours
    course.save(update_fields=["name", "summary", "about", "for_whom", "hours"])
    rename(entry=course.register_entry, name=name, about=summary, by=by)
    AuditEvent.record("course.amended", by=by, subject=course)
    return course


@transaction.atomic
def retire(*, course: Course, by: Staff) -> Course:
    """Run it no longer. Who came stays on record."""
    course = Course.objects.select_for_update(of=("self",)).select_related("register_entry").get(pk=course.pk)
    require(can_write_toolkit(by))
    course.retired_on = course.retired_on or timezone.localdate()
    course.save(update_fields=["retired_on"])
    retire_entry(entry=course.register_entry, because="The course is no longer run", by=by)
    AuditEvent.record("course.retired", by=by, subject=course)
    return course


@transaction.atomic
def add_session(*, course: Course, by: Staff, held_on: date, where: str = "", places: int = 16) -> Session:
    """Run a course on a day.

    Raises ValidationError where it runs there on that day already.
    """
    require(can_write_toolkit(by))
    if course.sessions.standing().filter(held_on=held_on, where=where).exists():
        raise ValidationError({"held_on": "It runs there on that day already"})
    session = Session.objects.create(course=course, held_on=held_on, where=where, places=places)
    AuditEvent.record("session.added", by=by, subject=session)
    return session


@transaction.atomic
def call_off(*, session: Session, by: Staff, because: str) -> Session:
    """Call a day off, and say why to those who had booked."""
    session = _locked(session)
    require(can_call_off(by, session))
    if not because.strip():
        raise ValidationError({"because": "Say why"})
    session.called_off_because = because.strip()
    session.save(update_fields=["called_off_because"])
    AuditEvent.record("session.called-off", by=by, subject=session)
    return session


@transaction.atomic
def book(*, session: Session, by: Staff, on: date | None = None) -> Attendance:
    """Take a place, on that day (today unless told); somebody who has one keeps it.

    Raises ValidationError where none is left.
    """
    session = _locked(session)
    require(can_book(by, session, on))
    taken = session.attendances.standing()
    if mine := taken.filter(staff=by).first():
        return mine
    if taken.count() >= session.places:
        raise ValidationError("The last place has just been taken.")
    attendance = Attendance.objects.create(staff=by, session=session)
    AuditEvent.record("session.booked", by=by, subject=session)
    return attendance


@transaction.atomic
def give_up(*, attendance: Attendance, by: Staff) -> Attendance:
    """Let somebody else have the place."""
    attendance = Attendance.objects.select_for_update(of=("self",)).select_related("session").get(pk=attendance.pk)
    require(can_give_up(by, attendance))
    attendance.withdrawn_at = timezone.now()
    attendance.save(update_fields=["withdrawn_at"])
    AuditEvent.record("session.given-up", by=by, subject=attendance.session)
    return attendance


@transaction.atomic
def mark(*, session: Session, by: Staff, came: Collection[UUID]) -> Session:
    """Write down who came: `came` are ids of attendances; the others who had a place could not."""
    session = _locked(session)
    require(can_mark(by, session))
    here = session.attendances.standing()
    here.filter(pk__in=came).update(state=Attendance.State.CAME)
    here.exclude(pk__in=came).update(state=Attendance.State.MISSED)
    AuditEvent.record("session.marked", by=by, subject=session, came=len(set(came)))
    return session


@transaction.atomic
def agree(
    *, staff: Staff, by: Staff, level: str, course: Course | None = None, skill: str = "", on: date | None = None
) -> Competence:
    """Agree what somebody can do, of a course or of one of the seven skills. What stood before is kept as past.

    Raises PermissionDenied where `by` oversees none of their teams.
    """
    require(can_agree_competence(by, staff))
    before = Competence.objects.select_for_update().filter(staff=staff, replaced_at=None)
    before.filter(course=course, skill=skill).update(replaced_at=timezone.now())
    competence = Competence.objects.create(
        staff=staff, course=course, skill=skill, level=level, agreed_by=by, on=on or timezone.localdate()
    )
    AuditEvent.record("competence.agreed", by=by, subject=competence, level=level)
    return competence


def _locked(session: Session) -> Session:
    """The row as it is now, held until the transaction ends."""
    return Session.objects.select_for_update(of=("self",)).with_courses().get(pk=session.pk)


def _free_slug(name: str) -> str:
    """The name as an address, with a number behind where it is taken."""
    slug = wanted = slugify(name)[:90] or "course"
    number = 2
    while slug == "new" or Course.objects.filter(slug=slug).exists():  # at that address a new one is written
        slug, number = f"{wanted}-{number}", number + 1
    return slug
