"""People: add, amend, move, and how to reach them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from cases.models import Address, ContactDetail, Family, Person
from cases.permissions import can_work_with_family
from cases.search.index import index_people
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require


@transaction.atomic
def add(*, family: Family, by: Staff, **details: Any) -> Person:
    """Add a person within a family's record; search finds them once they belong. `details` are Person's fields."""
    require(can_work_with_family(by, family))
    person = Person.objects.create(**details)
    AuditEvent.record("person.added", by=by, family=family, subject=person)
    return person


@transaction.atomic
def amend(*, person: Person, family: Family, by: Staff, **details: Any) -> Person:
    """Change a person's details; the database keeps what they were, and who changed them."""
    require(can_work_with_family(by, family))
    person = Person.objects.select_for_update().get(pk=person.pk)
    changed = [name for name, value in details.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, details[name])
    with pghistory.context(by=str(by.pk)):
        person.save(update_fields=changed)
    index_people([person])
    AuditEvent.record("person.amended", by=by, family=family, subject=person, fields=changed)
    return person


@transaction.atomic
def move(*, person: Person, family: Family, by: Staff, lines: str, postcode: str, starts_on: date) -> Address:
    """Record where a person lives from a day; the address before ends that day.

    One put in for the past lasts until the next one we know of began.
    """
    require(can_work_with_family(by, family))
    known = Address.objects.filter(person=person)
    known.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on), starts_on__lte=starts_on).update(ends_on=starts_on)
    later = known.filter(starts_on__gt=starts_on).aggregate(first=Min("starts_on"))
    address = Address.objects.create(
        person=person, lines=lines, postcode=postcode, starts_on=starts_on, ends_on=later["first"]
    )
    index_people([person])
    AuditEvent.record("person.moved", by=by, family=family, subject=person)
    return address


@transaction.atomic
def amend_address(
    *, address: Address, family: Family, by: Staff, lines: str, postcode: str, starts_on: date, ends_on: date | None
) -> Address:
    """Correct where a person lived, or from when to when."""
    require(can_work_with_family(by, family))
    address = Address.objects.select_for_update(of=("self",)).select_related("person").get(pk=address.pk)
    address.lines, address.postcode, address.starts_on, address.ends_on = lines, postcode, starts_on, ends_on
    address.save(update_fields=["lines", "postcode", "starts_on", "ends_on"])
    index_people([address.person])
    AuditEvent.record("person.address-amended", by=by, family=family, subject=address.person)
    return address


@transaction.atomic
def move_together(
    *, people: Iterable[Person], family: Family, by: Staff, lines: str, postcode: str, starts_on: date
) -> list[Address]:
    """Record that these people live at one address from a day."""
    return [
        move(person=person, family=family, by=by, lines=lines, postcode=postcode, starts_on=starts_on)
        for person in people
    ]


@transaction.atomic
def add_contact_detail(
    *, person: Person, family: Family, by: Staff, kind: str, value: str, note: str = ""
) -> ContactDetail:
    require(can_work_with_family(by, family))
    detail = ContactDetail.objects.create(person=person, kind=kind, value=value, note=note)
    AuditEvent.record("person.contact-detail-added", by=by, family=family, subject=person, kind=kind)
    return detail


@transaction.atomic
def end_contact_detail(*, detail: ContactDetail, family: Family, by: Staff) -> ContactDetail:
    """Record that a way to reach somebody no longer works; it stays to be read."""
    require(can_work_with_family(by, family))
    detail = ContactDetail.objects.select_for_update().get(pk=detail.pk)
    detail.ended_on = detail.ended_on or timezone.localdate()
    detail.save(update_fields=["ended_on"])
    AuditEvent.record("person.contact-detail-ended", by=by, family=family, subject=detail.person)
    return detail
