"""Families: make, name, and who belongs to them."""

from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone

from cases import chronology
from cases.actions import people
from cases.models import (
    ChronologyEntry,
    ContactDetail,
    Family,
    FamilyLook,
    FamilyMember,
    NetworkMember,
    Person,
    Relationship,
)
from cases.permissions import can_add_family, can_work_with_family
from cases.search.index import index_family, index_people
from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require


@transaction.atomic
def create(*, name: str, team: Team, by: Staff) -> Family:
    """Make a family with nobody in it yet, answerable to `team`."""
    require(can_add_family(by, team))
    family = Family.objects.create(name=name, team=team, created_by=by)
    AuditEvent.record("family.created", by=by, family=family, subject=family)
    return family


@transaction.atomic
def rename(*, family: Family, name: str, by: Staff) -> Family:
    """Call the family what they call themselves; names a family that a return brought."""
    require(can_work_with_family(by, family))
    family = Family.objects.select_for_update().get(pk=family.pk)
    family.name = name
    with pghistory.context(by=str(by.pk)):
        family.save(update_fields=["name"])
    index_family(family)
    AuditEvent.record("family.renamed", by=by, family=family, subject=family)
    return family


@transaction.atomic
def look(*, family: Family, by: Staff) -> None:
    """Record that `by` opened the family's page: a read, and where "what changed since you looked" starts anew."""
    FamilyLook.objects.bulk_create(
        [FamilyLook(family=family, staff=by, looked_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["staff", "family"],
        update_fields=["looked_at"],
    )
    AuditEvent.record_read("family.opened", by=by, family=family)


@transaction.atomic
def join(
    *,
    family: Family,
    person: Person,
    role: str,
    by: Staff,
    role_in_words: str = "",
    lives_here: bool = True,
    joined_on: date | None = None,
) -> FamilyMember:
    """Put a person into a family. News only from the day after the family was made: those of that day began it."""
    require(can_work_with_family(by, family))
    day = joined_on or timezone.localdate()
    member = FamilyMember.objects.create(
        family=family, person=person, role=role, role_in_words=role_in_words, lives_here=lives_here, joined_on=day
    )
    if timezone.localdate(family.created_at) < timezone.localdate():
        chronology.record(
            family,
            ChronologyEntry.Kind.PEOPLE,
            timezone.now(),
            f"{person.short_name} is part of the family",
            by=by,
            subject=member,
        )
    index_people([person])
    AuditEvent.record("family.person-joined", by=by, family=family, subject=member, role=role)
    return member


@transaction.atomic
def add_member(*, family: Family, details: dict[str, Any], membership: dict[str, Any], by: Staff) -> Person:
    """Add somebody new to the family: who they are (Person's fields), and what they are in it (see `join`)."""
    person = people.add(family=family, by=by, **details)
    join(family=family, person=person, by=by, **membership)
    return person


@transaction.atomic
def amend_member(*, member: FamilyMember, role: str, role_in_words: str, lives_here: bool, by: Staff) -> FamilyMember:
    """Correct what somebody is in the family, what the children call them, or whether they live there."""
    require(can_work_with_family(by, member.family))
    member = FamilyMember.objects.select_for_update(of=("self",)).select_related("person", "family").get(pk=member.pk)
    told = "" if member.lives_here == lives_here else _household_news(member.person, lives_here=lives_here)
    member.role, member.role_in_words, member.lives_here = role, role_in_words, lives_here
    member.save(update_fields=["role", "role_in_words", "lives_here"])
    if told:
        chronology.record(member.family, ChronologyEntry.Kind.PEOPLE, timezone.now(), told, by=by, subject=member)
    AuditEvent.record("family.member-amended", by=by, family=member.family, subject=member, role=role)
    return member


def _household_news(person: Person, *, lives_here: bool) -> str:
    return f"{person.short_name} {'came to live' if lives_here else 'no longer lives'} with the family"


@transaction.atomic
def leave(*, member: FamilyMember, by: Staff, left_on: date | None = None) -> FamilyMember:
    """Record that a person no longer belongs to this family."""
    require(can_work_with_family(by, member.family))
    member = FamilyMember.objects.select_for_update(of=("self",)).select_related("person", "family").get(pk=member.pk)
    member.left_on = max(left_on or timezone.localdate(), member.joined_on)
    member.save(update_fields=["left_on"])
    chronology.record(
        member.family,
        ChronologyEntry.Kind.PEOPLE,
        timezone.now(),
        f"{member.person.short_name} is no longer part of the family",
        by=by,
        subject=member,
    )
    AuditEvent.record("family.person-left", by=by, family=member.family, subject=member)
    return member


@transaction.atomic
def relate(
    *,
    family: Family,
    person: Person,
    relative: Person,
    kind: str,
    by: Staff,
    has_parental_responsibility: bool = False,
    starts_on: date | None = None,
) -> Relationship:
    """Record that `person` is the `kind` of `relative`. The inverse needs no second row."""
    require(can_work_with_family(by, family))
    relationship = Relationship.objects.create(
        person=person,
        relative=relative,
        kind=kind,
        has_parental_responsibility=has_parental_responsibility,
        starts_on=starts_on,
    )
    AuditEvent.record("family.people-related", by=by, family=family, subject=relationship, kind=kind)
    return relationship


@transaction.atomic
def amend_relationship(
    *,
    relationship: Relationship,
    family: Family,
    kind: str,
    has_parental_responsibility: bool,
    starts_on: date | None,
    by: Staff,
) -> Relationship:
    """Correct what two people are to one another."""
    require(can_work_with_family(by, family))
    relationship = Relationship.objects.select_for_update().get(pk=relationship.pk)
    relationship.kind, relationship.starts_on = kind, starts_on
    relationship.has_parental_responsibility = has_parental_responsibility
    relationship.save(update_fields=["kind", "starts_on", "has_parental_responsibility"])
    AuditEvent.record("family.relationship-amended", by=by, family=family, subject=relationship, kind=kind)
    return relationship


@transaction.atomic
def end_relationship(
    *, relationship: Relationship, family: Family, by: Staff, ends_on: date | None = None
) -> Relationship:
    require(can_work_with_family(by, family))
    relationship = Relationship.objects.select_for_update().get(pk=relationship.pk)
    relationship.ends_on = max(filter(None, [ends_on or timezone.localdate(), relationship.starts_on]))
    relationship.save(update_fields=["ends_on"])
    AuditEvent.record("family.relationship-ended", by=by, family=family, subject=relationship)
    return relationship


@transaction.atomic
def add_to_network(
    *,
    family: Family,
    person: Person,
    who_they_are: str,
    by: Staff,
    kind: str = NetworkMember.Kind.NETWORK,
    what_they_do: str = "",
    starts_on: date | None = None,
) -> NetworkMember:
    """Record somebody who matters to the family, or a professional around them; somebody who left may come back."""
    require(can_work_with_family(by, family))
    day = starts_on or timezone.localdate()
    member = NetworkMember.objects.create(
        family=family, person=person, kind=kind, who_they_are=who_they_are, what_they_do=what_they_do, starts_on=day
    )
    chronology.record(
        family,
        ChronologyEntry.Kind.PEOPLE,
        timezone.now() if day == timezone.localdate() else noon(day),
        f"{person.short_name} joined the network: {who_they_are}",
        by=by,
        subject=member,
    )
    index_people([person])
    AuditEvent.record("family.network-joined", by=by, family=family, subject=member, kind=kind)
    return member


@transaction.atomic
def meet(*, family: Family, names: dict[str, str], phone: str, by: Staff, **place: Any) -> NetworkMember:
    """Add somebody new around the family, with a phone number if there is one; `place` is `add_to_network`'s."""
    person = people.add(family=family, by=by, **names)
    if phone:
        people.add_contact_detail(person=person, family=family, by=by, kind=ContactDetail.Kind.PHONE, value=phone)
    return add_to_network(family=family, person=person, by=by, **place)


@transaction.atomic
def amend_network_member(
    *, member: NetworkMember, kind: str, who_they_are: str, what_they_do: str, by: Staff
) -> NetworkMember:
    """Correct who somebody in the network is, or what they do."""
    require(can_work_with_family(by, member.family))
    member = NetworkMember.objects.select_for_update(of=("self",)).select_related("family").get(pk=member.pk)
    member.kind, member.who_they_are, member.what_they_do = kind, who_they_are, what_they_do
    member.save(update_fields=["kind", "who_they_are", "what_they_do"])
    AuditEvent.record("family.network-amended", by=by, family=member.family, subject=member, kind=kind)
    return member


@transaction.atomic
def leave_network(*, member: NetworkMember, by: Staff, ends_on: date | None = None) -> NetworkMember:
    require(can_work_with_family(by, member.family))
    member = NetworkMember.objects.select_for_update(of=("self",)).select_related("person", "family").get(pk=member.pk)
    member.ends_on = max(ends_on or timezone.localdate(), member.starts_on)
    member.save(update_fields=["ends_on"])
    chronology.record(
        member.family,
        ChronologyEntry.Kind.PEOPLE,
        timezone.now(),
        f"{member.person.short_name} is no longer in the network",
        by=by,
        subject=member,
    )
    AuditEvent.record("family.network-left", by=by, family=member.family, subject=member)
    return member


@transaction.atomic
def note_event(*, family: Family, happened_on: date, text: str, by: Staff, pinned: bool = False) -> ChronologyEntry:
    """Write a significant event into the chronology by hand."""
    require(can_work_with_family(by, family))
    entry = chronology.record(family, ChronologyEntry.Kind.EVENT, noon(happened_on), text, by=by)
    if pinned:
        entry.pinned_at, entry.pinned_by = timezone.now(), by
        entry.save(update_fields=["pinned_at", "pinned_by"])
    AuditEvent.record("chronology.event-noted", by=by, family=family, subject=entry)
    return entry


@transaction.atomic
def pin(*, entry: ChronologyEntry, by: Staff, pinned: bool) -> ChronologyEntry:
    """Pin a significant entry to the top of the story, or let it go."""
    require(can_work_with_family(by, entry.family))
    entry = ChronologyEntry.objects.select_for_update().get(pk=entry.pk)
    entry.pinned_at, entry.pinned_by = (timezone.now(), by) if pinned else (None, None)
    entry.save(update_fields=["pinned_at", "pinned_by"])
    AuditEvent.record(
        "chronology.pinned" if pinned else "chronology.unpinned", by=by, family=entry.family, subject=entry
    )
    return entry
