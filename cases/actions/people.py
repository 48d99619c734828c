"""People: add, amend, and keep what search looks in."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

import pghistory
from django.db import connection, transaction
from django.db.models import Min, Q
from django.utils import timezone

from cases.models import Address, ContactDetail, Family, NameWord, Person, PersonWord
from cases.permissions import can_work_with_family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require


@transaction.atomic
def add(*, family: Family, by: Staff, **details: Any) -> Person:
    """Add a person within a family's record. `details` are Person's fields."""
    require(can_work_with_family(by, family))
    person = Person.objects.create(**details)
    index_names([person])
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
    index_names([person])
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
    AuditEvent.record("person.moved", by=by, family=family, subject=person)
    return address


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


def index_names(people: Iterable[Person]) -> None:
    """Write the words of these people's names where search looks. Part of the action that changed a name."""
    words = {person.pk: words_of(person) for person in people}
    PersonWord.objects.filter(person_id__in=words).delete()
    PersonWord.objects.bulk_create(
        PersonWord(person_id=pk, word=word) for pk, own in words.items() for word in sorted(own)
    )
    _remember_words({word for own in words.values() for word in own})


def words_of(person: Person) -> set[str]:
    """The distinct words of all a person's names, folded as search folds what is typed."""
    return set(fold(" ".join([person.first_name, person.last_name, person.known_as, person.other_names])).split())


def fold(text: str) -> str:
    """Lower case, no accents, hyphens and apostrophes as in "begum hale" and "oneill"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    plain = plain.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def _remember_words(words: set[str]) -> None:
    known = set(NameWord.objects.filter(word__in=words).values_list("word", flat=True))
    new = sorted(word[:60] for word in words - known)
    if not new:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, dmetaphone(word), dmetaphone_alt(word) FROM unnest(%s::text[]) AS word", [new])
        sounds = cursor.fetchall()
    NameWord.objects.bulk_create(
        [NameWord(word=word, sound=sound, other_sound=other) for word, sound, other in sounds], ignore_conflicts=True
    )
