"""An assessment form is data: named once, and versioned. A published version never changes."""

from functools import cached_property
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from hampshire.ids import Identified
from practice.assessments.definition import Definition
from practice.register.models import Entry


class FormQuerySet(models.QuerySet["Form"]):
    def current(self) -> Self:
        return self.filter(retired_on=None)

    def by_name(self) -> Self:
        return self.order_by("name", "id")

    def published(self) -> Self:
        """Forms with at least one published version."""
        versions = FormVersion.objects.published().filter(form=models.OuterRef("pk"))
        return self.filter(models.Exists(versions))

    def without_draft(self) -> Self:
        drafts = FormVersion.objects.drafts().filter(form=models.OuterRef("pk"))
        return self.filter(~models.Exists(drafts))

    def with_versions(self) -> Self:
        return self.prefetch_related(models.Prefetch("versions", FormVersion.objects.with_people().latest_first()))


class Form(Identified):
    """One assessment form, through all its versions."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    purpose = models.CharField("what it is for", max_length=300)
    working_days = models.PositiveSmallIntegerField(
        "working days to finish it", null=True, blank=True, help_text="Empty: no day is set"
    )
    register_entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    retired_on = models.DateField(null=True, blank=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[FormQuerySet] = FormQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(retired_on=None), name="form_once_a_name"),
            models.CheckConstraint(name="form_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="form_says_what_it_is_for", condition=~Q(purpose="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessments:form-detail", args=[self.pk])

    @property
    def standing_entry(self) -> Entry | None:
        """Its entry in the towards-or-against register, unless that is retired."""
        entry = self.register_entry
        return None if entry is None or entry.retired_on else entry

    @property
    def latest_published(self) -> "FormVersion | None":
        """The version a new assessment is written on; by the versions already fetched if they are."""
        return next((v for v in self._newest_first if v.is_published), None)

    @property
    def draft(self) -> "FormVersion | None":
        return next((v for v in self._newest_first if not v.is_published), None)

    @property
    def _newest_first(self) -> "list[FormVersion]":
        return sorted(self.versions.all(), key=lambda version: version.number, reverse=True)


class FormVersionQuerySet(models.QuerySet["FormVersion"]):
    def published(self) -> Self:
        return self.filter(state=FormVersion.State.PUBLISHED)

    def latest_published(self) -> Self:
        """The newest published version of each form, one a form."""
        newest = self.published().filter(form=models.OuterRef("form")).order_by("-number").values("pk")[:1]
        return self.published().filter(pk=models.Subquery(newest))

    def in_use(self) -> Self:
        """What a new assessment may be written on: the newest published version of each form not retired."""
        return self.latest_published().filter(form__retired_on=None).select_related("form").order_by("form__name")

    def drafts(self) -> Self:
        return self.filter(state=FormVersion.State.DRAFT)

    def latest_first(self) -> Self:
        return self.order_by("-number")

    def with_people(self) -> Self:
        return self.select_related("made_by", "published_by")


class FormVersion(Identified):
    """What a form asked from one day to the next. A draft may be changed; once published it never is.

    `revision` counts the changes of a draft, so that a page left open cannot overwrite a newer one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    definition = models.JSONField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    what_changed = models.CharField("what is new in this version, and why", max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects: ClassVar[FormVersionQuerySet] = FormVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_once_a_number"),
            models.UniqueConstraint(fields=["form"], condition=Q(state="draft"), name="form_has_one_draft"),
            models.CheckConstraint(name="form_version_counts_from_1", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="form_version_is_published_on_a_day",
                condition=Q(state="published", published_at__isnull=False)
                | Q(state="draft", published_at=None, published_by=None),
            ),
        ]
        triggers = [
            # An assessment keeps the questions it was asked with, whatever code or person comes later.
            pgtrigger.Protect(
                name="published_version_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="published"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form.name}, version {self.number}"

    @property
    def title(self) -> str:
        return f"Version {self.number}" if self.is_published else f"Draft of version {self.number}"

    @property
    def number_before(self) -> int:
        """The version that this one was made from; 0 for the first."""
        return self.number - 1

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @cached_property
    def questions(self) -> Definition:
        """Its definition, read."""
        return Definition.read(self.definition)
