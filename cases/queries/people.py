"""Who is in a family and around it, and what is known of each."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from cases import codes
from cases.models import Address, ContactDetail, Family, FamilyMember, NetworkMember, Person, Relationship
from cases.models.network import RelationshipQuerySet
from hampshire import words
from hampshire.accounts.models import Staff
from hampshire.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Line:
    """A detail as a person reads it; blank where nothing is recorded."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What some details said until somebody changed them. Nobody is named where a return changed them."""

    until: datetime
    changed_by: Staff | None
    lines: list[Line]


HISTORY_LEAVES_OUT = {"id", "created_at", "imported_from"}


def earlier_values(person: Person) -> list[Earlier]:
    """What this person’s details said before, the latest change first. An event holds the row as it was until then."""
    kept = person.events  # type: ignore[attr-defined]  # pghistory's own relation
    events = list(kept.select_related("pgh_context").order_by("-pgh_created_at", "-pgh_id"))
    authors = _authors(events)
    fields = [field for field in Person._meta.fields if field.name not in HISTORY_LEAVES_OUT]
    found: list[Earlier] = []
    after: Any = person
    for event in events:
        changed = [field for field in fields if getattr(event, field.name) != getattr(after, field.name)]
        lines = [Line(_label(field), in_words(event, field.name)) for field in changed]
        if lines:
            found.append(Earlier(event.pgh_created_at, authors.get(_author_id(event)), lines))
        after = event
    return found


def _author_id(event: Any) -> str:
    return (event.pgh_context.metadata or {}).get("by", "") if event.pgh_context else ""


def _authors(events: list[Any]) -> dict[str, Staff]:
    wanted = {author for event in events if (author := _author_id(event))}
    return {str(staff.pk): staff for staff in Staff.objects.filter(pk__in=wanted)} if wanted else {}


def _label(field: Any) -> str:
    name = LABELS.get(field.name) or str(field.verbose_name)
    return name[0].upper() + name[1:]


def in_words(person: Any, name: str) -> str:
    """A detail as a person would read it: labels for codes, days as days, nothing as "not recorded"."""
    value = getattr(person, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if name == "disabilities":
        return words.listed([codes.label_for(codes.DISABILITIES, code) for code in value]) or NOT_RECORDED
    choices = dict(getattr(Person._meta.get_field(name), "choices", None) or [])
    return str(choices.get(value, value)) if value else NOT_RECORDED


NOT_RECORDED = "not recorded"
LABELS = {"disabilities": "disability", "birth_date_is": "birth date is", "upn_unknown": "no UPN because"}


def relationships_of(family: Family) -> RelationshipQuerySet:
    """Relationships in force between people of the family and its network."""
    return Relationship.objects.current().among(Person.objects.of_family(family)).with_people()


def people_at_a_glance(user: Staff, family: Family) -> dict[str, Any]:
    """For the overview's panel: who matters to the family outside services. The members stand in the header."""
    return {"network": _NETWORK.all(family=family.pk)}


_NETWORK = Prepared(lambda family: NetworkMember.objects.filter(family=family).current().with_people(), family=UUID)


def people_of(family: Family) -> QuerySet[Person]:
    """Who belongs to the family now."""
    return Person.objects.filter(pk__in=family.members.current().values("person_id")).by_age()


def children_of(family: Family) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=family.members.current().children().values("person_id")).by_age()


def living_together(family: Family, person: Person) -> list[Person]:
    """The person, and where they live in the household, everybody else who does."""
    household = [m.person for m in family.members.current().with_people() if m.lives_here]
    return household if person in household else [person]


def _with_reach(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each member's person with where they live now and how to reach them."""
    return rows.prefetch_related(
        Prefetch("person__addresses", queryset=Address.objects.current().latest_first(), to_attr="lives_at"),
        Prefetch("person__contact_details", queryset=ContactDetail.objects.current().in_order(), to_attr="reached_by"),
    )


class PeoplePage:
    """Everybody in the family and around it, and how they are related: eight queries, however many they are."""

    def __init__(self, family: Family) -> None:
        self.family = family

    @cached_property
    def _members(self) -> list[FamilyMember]:
        return list(_with_reach(self.family.members.with_people()))

    @property
    def members(self) -> list[FamilyMember]:
        return [member for member in self._members if member.left_on is None]

    @property
    def former_members(self) -> list[FamilyMember]:
        return [member for member in self._members if member.left_on is not None]

    @cached_property
    def _network(self) -> list[NetworkMember]:
        return list(_with_reach(self.family.network.with_people()))

    @property
    def network(self) -> list[NetworkMember]:
        return self._around(NetworkMember.Kind.NETWORK)

    @property
    def professionals(self) -> list[NetworkMember]:
        return self._around(NetworkMember.Kind.PROFESSIONAL)

    def _around(self, kind: str) -> list[NetworkMember]:
        return [member for member in self._network if member.ends_on is None and member.kind == kind]

    @property
    def former_network(self) -> list[NetworkMember]:
        return [member for member in self._network if member.ends_on is not None]

    @cached_property
    def relationships(self) -> list[Relationship]:
        return list(relationships_of(self.family))


class PersonPage:
    """One person of a family: details, addresses over time, ways to reach them, relationships, what was said before."""

    SHOWN = (
        "other_names",
        "date_of_birth",
        "died_on",
        "sex",
        "gender",
        "ethnicity",
        "disabilities",
        "first_language",
        "other_languages",
        "needs_interpreter",
        "upn",
        "upn_unknown",
        "former_upn",
        "nhs_number",
        "la_child_id",
    )
    # Said only where there is something to say.
    RARE = frozenset(
        {"other_names", "died_on", "gender", "other_languages", "needs_interpreter", "upn_unknown", "former_upn"}
    )
    # Asked of children only.
    OF_CHILDREN = frozenset({"upn", "la_child_id", "disabilities"})

    def __init__(self, family: Family, person: Person) -> None:
        self.family, self.person = family, person

    @cached_property
    def membership(self) -> FamilyMember | None:
        return self.family.members.current().filter(person=self.person).first()

    @property
    def lines(self) -> list[Line]:
        return [
            Line(_label(Person._meta.get_field(name)), self._text(name)) for name in self.SHOWN if self._is_said(name)
        ]

    def _is_said(self, name: str) -> bool:
        if getattr(self.person, name):
            return True
        is_adult = self.membership is None or not self.membership.is_child
        return name not in self.RARE and not (is_adult and name in self.OF_CHILDREN)

    def _text(self, name: str) -> str:
        text = in_words(self.person, name)
        if name == "date_of_birth" and self.person.date_of_birth and self.person.birth_date_is != "recorded":
            return f"{text} ({self.person.birth_date_is})"
        return "" if text == NOT_RECORDED else text

    @cached_property
    def addresses(self) -> list[Address]:
        return list(self.person.addresses.latest_first())

    @cached_property
    def contact_details(self) -> list[ContactDetail]:
        return list(self.person.contact_details.in_order())

    @cached_property
    def relatives(self) -> list[tuple[Person, str]]:
        """Each relative, and what they are to this person."""
        mine = [r for r in relationships_of(self.family) if self.person.pk in (r.person_id, r.relative_id)]
        return [relationship.seen_from(self.person) for relationship in mine]

    @cached_property
    def earlier(self) -> list[Earlier]:
        return earlier_values(self.person)
