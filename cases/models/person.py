"""A person: child, parent, carer, or somebody in a family's network."""

from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases import codes
from hampshire import words
from hampshire.ids import Identified

if TYPE_CHECKING:
    from cases.models.family import Family


class PersonQuerySet(models.QuerySet["Person"]):
    def by_age(self) -> "PersonQuerySet":
        """Oldest first; those without a date of birth last."""
        return self.order_by(models.F("date_of_birth").asc(nulls_last=True), "first_name", "id")

    def of_family(self, family: "Family") -> "PersonQuerySet":
        """Everybody who is or was in the family or in its network."""
        members = family.members.values("person_id")
        return self.filter(Q(pk__in=members) | Q(pk__in=family.network.values("person_id")))


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Person(Identified):
    """Somebody known to the service. Every earlier value is kept by the database (pghistory)."""

    class BirthDateIs(models.TextChoices):
        RECORDED = "recorded", "Known"
        ESTIMATED = "estimated", "Estimated"
        EXPECTED = "expected", "Expected (not yet born)"

    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    known_as = models.CharField(max_length=100, blank=True)
    other_names = models.CharField(
        max_length=300, blank=True, help_text="Earlier surnames, aliases, spellings, with commas between"
    )
    date_of_birth = models.DateField(null=True, blank=True)
    birth_date_is = models.CharField(max_length=10, choices=BirthDateIs, default=BirthDateIs.RECORDED)
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=codes.SEXES, blank=True)
    gender = models.CharField(max_length=60, blank=True, help_text="In their own words")
    ethnicity = models.CharField(max_length=4, choices=codes.ETHNICITIES, blank=True)
    disabilities = ArrayField(models.CharField(max_length=4, choices=codes.DISABILITIES), default=list, blank=True)
    first_language = models.CharField(max_length=60, blank=True)
    other_languages = models.CharField(max_length=200, blank=True)
    needs_interpreter = models.BooleanField(default=False)
    # Identifiers: null, not blank, where there is none, so that the database keeps them unique.
    la_child_id = models.CharField("local authority child ID", max_length=20, null=True, blank=True, unique=True)
    upn = models.CharField("unique pupil number", max_length=13, null=True, blank=True, unique=True)
    former_upn = models.CharField("former unique pupil number", max_length=13, blank=True)
    upn_unknown = models.CharField("why there is no UPN", max_length=3, choices=codes.UPN_UNKNOWN_REASONS, blank=True)
    nhs_number = models.CharField("NHS number", max_length=10, null=True, blank=True, unique=True)
    imported_from = models.CharField(max_length=20, blank=True, help_text="Which return first brought this person")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[PersonQuerySet] = PersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "people"
        indexes = [models.Index(fields=["date_of_birth"], name="person_by_birth")]
        constraints = [
            models.CheckConstraint(
                name="person_has_a_name_or_identifier",
                condition=~Q(first_name="", last_name="", known_as="")
                | Q(la_child_id__isnull=False)
                | Q(birth_date_is="expected"),
            ),
            models.CheckConstraint(
                name="person_died_after_birth",
                condition=Q(died_on=None) | Q(date_of_birth=None) | Q(died_on__gte=models.F("date_of_birth")),
            ),
            models.CheckConstraint(
                name="person_identifiers_are_not_blank",
                condition=(Q(la_child_id=None) | ~Q(la_child_id=""))
                & (Q(upn=None) | ~Q(upn=""))
                & (Q(nhs_number=None) | ~Q(nhs_number="")),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """As the family would say it; the identifier for somebody a return brought without a name."""
        name = f"{self.known_as or self.first_name} {self.last_name}".strip()
        if name:
            return name
        if self.la_child_id:
            return f"Child {self.la_child_id}"
        return "Expected baby"

    @property
    def is_named(self) -> bool:
        """Whether we know a name: a return brings children without one."""
        return bool(self.known_as or self.first_name or self.last_name)

    @property
    def short_name(self) -> str:
        return self.known_as or self.first_name or self.full_name

    @property
    def is_among_us(self) -> bool:
        """Born, and living: somebody who can be asked something."""
        return self.died_on is None and self.birth_date_is != self.BirthDateIs.EXPECTED

    @property
    def name_and_age(self) -> str:
        return f"{self.full_name}, {self.age}" if self.age else self.full_name

    @property
    def age(self) -> str:
        """9, about 9, 14 months, due 3 May; the age they reached, if they died. Blank when not known."""
        return words.age(self.date_of_birth, self.died_on, estimated=self.birth_date_is == self.BirthDateIs.ESTIMATED)


class AddressQuerySet(models.QuerySet["Address"]):
    def current(self) -> "AddressQuerySet":
        return self.filter(ends_on=None)

    def latest_first(self) -> "AddressQuerySet":
        return self.order_by("-starts_on", "-id")


class Address(Identified):
    """Where somebody lived, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    lines = models.TextField(help_text="House, street, town: a line each", blank=True)
    postcode = models.CharField(max_length=8, blank=True, help_text="With its space: SO23 8UJ")
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True, help_text="The first day they no longer lived here")

    objects: ClassVar[AddressQuerySet] = AddressQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "addresses"
        indexes = [
            models.Index(fields=["postcode"], name="address_by_postcode", opclasses=["text_pattern_ops"]),
            models.Index(fields=["person", "ends_on"], name="address_of_person"),
            GinIndex(SearchVector("lines", config="simple"), name="address_words"),
        ]
        constraints = [
            models.CheckConstraint(name="address_is_not_blank", condition=~Q(lines="", postcode="")),
            models.CheckConstraint(
                name="address_ends_after_it_starts", condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return ", ".join([*self.lines.splitlines(), self.postcode]).strip(", ")


class ContactDetailQuerySet(models.QuerySet["ContactDetail"]):
    def current(self) -> "ContactDetailQuerySet":
        return self.filter(ended_on=None)

    def in_order(self) -> "ContactDetailQuerySet":
        """Those in use first, in the order they were given."""
        return self.order_by(models.F("ended_on").desc(nulls_first=True), "id")


class ContactDetail(Identified):
    """A way to reach somebody, and whether it is safe to use."""

    class Kind(models.TextChoices):
        PHONE = "phone", "Phone"
        EMAIL = "email", "E-mail"
        OTHER = "other", "Other"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_details")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PHONE)
    value = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True, help_text="Such as: text only, not after 9 at night")
    ended_on = models.DateField(null=True, blank=True)

    objects: ClassVar[ContactDetailQuerySet] = ContactDetailQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.CheckConstraint(name="contact_detail_is_not_blank", condition=~Q(value=""))]

    def __str__(self) -> str:
        return self.value
