"""Who did, and who read, what to which family, when and from where. Append-only: the database refuses anything else."""

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hampshire.audit.context import where_from
from hampshire.audit.words import said, said_of
from hampshire.ids import Identified

if TYPE_CHECKING:
    from hampshire.accounts.models import Staff


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def latest_first(self) -> "AuditEventQuerySet":
        return self.order_by("-at", "-id")

    def about_family(self, family_id: UUID) -> "AuditEventQuerySet":
        return self.filter(family_id=family_id)

    def by_person(self, staff_id: UUID) -> "AuditEventQuerySet":
        return self.filter(by_id=staff_id)

    def older_than(self, event: "AuditEvent") -> "AuditEventQuerySet":
        """What comes after `event` in the order of latest_first."""
        return self.filter(Q(at__lt=event.at) | Q(pk__lt=event.pk), at__lte=event.at)

    def with_people(self) -> "AuditEventQuerySet":
        return self.select_related("by")

    def reads(self) -> "AuditEventQuerySet":
        return self.filter(is_read=True)

    def writes(self) -> "AuditEventQuerySet":
        return self.filter(is_read=False)


class AuditEvent(Identified):
    """One thing done or read. Holds ids, counts and names of fields: never what was written about a family."""

    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=80, help_text="noun.past-tense, such as visit.logged")
    is_read = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the system"
    )
    # Not foreign keys: this floor stands below the tables it speaks of, and an audit outlives what it is about.
    family_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)
    address = models.GenericIPAddressField("from address", null=True)
    channel = models.CharField(max_length=20, default="page", help_text="page, api, task or command")
    request_id = models.CharField(max_length=60, blank=True)

    objects: ClassVar[AuditEventQuerySet] = AuditEventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["family_id", "-at"], name="audit_by_family"),
            models.Index(fields=["by", "-at"], name="audit_by_person"),
            models.Index(fields=["-at"], name="audit_latest"),
            models.Index(fields=["verb", "-at"], name="audit_by_verb"),
        ]
        constraints = [models.CheckConstraint(name="audit_verb_is_not_blank", condition=~models.Q(verb=""))]
        triggers = [
            # TRUNCATE needs no trigger: the role the application connects as has no right to it.
            pgtrigger.Protect(name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def in_words(self) -> str:
        return said(self.verb)

    @property
    def details_in_words(self) -> str:
        return said_of(self.details)

    @classmethod
    def made(
        cls, verb: str, *, by: "Staff | None", family: Any = None, subject: models.Model | None = None, **details: Any
    ) -> "AuditEvent":
        """An event not yet saved, for a batch; `record` is the ordinary way."""
        place = where_from()
        return cls(
            verb=verb,
            by=by,
            family_id=getattr(family, "pk", family),
            subject_type=subject._meta.label_lower if subject is not None else "",
            subject_id=str(subject.pk) if subject is not None else "",
            details=details,
            address=place.address,
            channel=place.channel,
            request_id=place.request_id,
        )

    @classmethod
    def record(
        cls, verb: str, *, by: "Staff | None", family: Any = None, subject: models.Model | None = None, **details: Any
    ) -> "AuditEvent":
        """Write that `by` did `verb`, in the transaction of the deed itself.

        `family` is a Family or its id. `details` may hold ids, counts and field names, never what was written.
        """
        event = cls.made(verb, by=by, family=family, subject=subject, **details)
        event.save(force_insert=True)
        return event

    @classmethod
    def record_read(
        cls, verb: str, *, by: "Staff", family: Any = None, subject: models.Model | None = None, **details: Any
    ) -> "AuditEvent":
        """Write that `by` opened something, such as family.opened."""
        event = cls.made(verb, by=by, family=family, subject=subject, **details)
        event.is_read = True
        event.save(force_insert=True)
        return event
