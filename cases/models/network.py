"""How people are related, and the people outside services who matter to a family."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from cases.models.family import Family
from cases.models.person import Person
from hampshire.ids import Identified

# kind: (what `person` is to `relative`, what `relative` is to `person`). Kept one way; the other way is its inverse.
RELATIONSHIP_WORDS: dict[str, tuple[str, str]] = {
    "parent": ("parent", "child"),
    "step_parent": ("step-parent", "stepchild"),
    "adoptive_parent": ("adoptive parent", "adopted child"),
    "foster_carer": ("foster carer", "fostered child"),
    "special_guardian": ("special guardian", "child under guardianship"),
    "grandparent": ("grandparent", "grandchild"),
    "aunt_or_uncle": ("aunt or uncle", "niece or nephew"),
    "sibling": ("brother or sister", "brother or sister"),
    "half_sibling": ("half-brother or half-sister", "half-brother or half-sister"),
    "step_sibling": ("stepbrother or stepsister", "stepbrother or stepsister"),
    "cousin": ("cousin", "cousin"),
    "partner": ("partner", "partner"),
    "former_partner": ("former partner", "former partner"),
    "friend": ("friend", "friend"),
    "neighbour": ("neighbour", "neighbour"),
    "other": ("someone who matters", "someone who matters"),
}


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def current(self) -> "RelationshipQuerySet":
        return self.filter(ends_on=None)

    def among(self, people: "models.QuerySet[Person] | list[Person]") -> "RelationshipQuerySet":
        return self.filter(person__in=people, relative__in=people)

    def between(self, one: Person, other: Person) -> "RelationshipQuerySet":
        """Whichever way round they are kept."""
        return self.filter(Q(person=one, relative=other) | Q(person=other, relative=one))

    def kinds(self) -> frozenset[str]:
        return frozenset(self.values_list("kind", flat=True))

    def with_people(self) -> "RelationshipQuerySet":
        return self.select_related("person", "relative").order_by("starts_on", "id")


class Relationship(Identified):
    """`person` is the `kind` of `relative`: Dana is the parent of Yusuf."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships_from")
    kind = models.CharField(max_length=20, choices=[(kind, words[0]) for kind, words in RELATIONSHIP_WORDS.items()])
    has_parental_responsibility = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[RelationshipQuerySet] = RelationshipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="relationship_is_between_two_people", condition=~Q(person=models.F("relative"))
            ),
            models.UniqueConstraint(
                Least("person", "relative"),
                Greatest("person", "relative"),
                "kind",
                condition=Q(ends_on=None),
                name="relationship_once_at_a_time",
            ),
            models.CheckConstraint(
                name="relationship_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of"

    def in_words(self) -> tuple[str, str]:
        """The same said both ways: "Dana is Yusuf’s parent", "Yusuf is Dana’s child"."""
        there, back = RELATIONSHIP_WORDS[self.kind]
        person, relative = self.person.short_name, self.relative.short_name
        return f"{person} is {relative}’s {there}", f"{relative} is {person}’s {back}"

    def seen_from(self, person: Person) -> tuple[Person, str]:
        """The other person, and what they are to `person`."""
        words = RELATIONSHIP_WORDS[self.kind]
        if person.pk == self.person_id:
            return self.relative, words[1]
        return self.person, words[0]


class NetworkMemberQuerySet(models.QuerySet["NetworkMember"]):
    def current(self) -> "NetworkMemberQuerySet":
        return self.filter(ends_on=None)

    def with_people(self) -> "NetworkMemberQuerySet":
        return self.select_related("person").order_by("starts_on", "id")


class NetworkMember(Identified):
    """Somebody outside services who matters to the family, or a professional around them."""

    class Kind(models.TextChoices):
        NETWORK = "network", "Someone who matters to the family"
        PROFESSIONAL = "professional", "Professional"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="network")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="networks")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.NETWORK)
    who_they_are = models.CharField(max_length=120, help_text="Nana on dad's side; Yusuf's teacher")
    what_they_do = models.TextField(blank=True, help_text="Collects the children on Tuesdays")
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[NetworkMemberQuerySet] = NetworkMemberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "person"], condition=Q(ends_on=None), name="network_member_once_at_a_time"
            ),
            models.CheckConstraint(
                name="network_member_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.who_they_are
