"""One-time links: for somebody without a sign-in to answer one thing, once. The link itself is never stored."""

import hashlib
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hampshire.ids import Identified

LASTS = timedelta(days=14)  # local policy: long enough for a fortnight's post, short enough to forget


def digest(token: str) -> str:
    """What is kept of a link's secret: enough to know it again, not to make it."""
    return hashlib.sha256(token.encode()).hexdigest()


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    def for_token(self, purpose: str, token: str) -> "OneTimeLinkQuerySet":
        """By the digest of 32 random bytes: looking it up tells a guesser nothing about any other."""
        return self.filter(purpose=purpose, digest=digest(token))

    def open(self) -> "OneTimeLinkQuerySet":
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def running(self) -> "OneTimeLinkQuerySet":
        """Not taken back and not out of date; used or not, for those who are not to know which."""
        return self.filter(withdrawn_at=None, expires_at__gt=timezone.now())

    def about(self, purpose: str, subject: models.Model) -> "OneTimeLinkQuerySet":
        return self.filter(purpose=purpose, subject_id=subject.pk).order_by("-made_at", "-id")


class OneTimeLink(Identified):
    """`purpose` says what it opens and `subject_id` what that is about: an id of a table of a higher floor."""

    purpose = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    subject_id = models.UUIDField()
    family_id = models.UUIDField(null=True, help_text="For the record of reading and writing; shown to nobody")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[OneTimeLinkQuerySet] = OneTimeLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject_id"], name="link_by_subject")]
        constraints = [
            models.CheckConstraint(name="link_has_a_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="link_expires_after_it_is_made", condition=Q(expires_at__gt=models.F("made_at"))
            ),
            models.CheckConstraint(name="link_is_used_or_withdrawn", condition=Q(used_at=None) | Q(withdrawn_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} link {self.state}"

    @property
    def state(self) -> str:
        """open, used, taken back or out of date."""
        if self.used_at:
            return "used"
        if self.withdrawn_at:
            return "taken back"
        return "open" if self.expires_at > timezone.now() else "out of date"
