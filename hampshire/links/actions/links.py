"""One-time links: make one, use it once, take it back."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.links.models import LASTS, OneTimeLink, digest


class LinkIsSpent(PermissionDenied):
    """The link was used, taken back, out of date or never made: the same to whoever holds it."""


@transaction.atomic
def make(
    *, purpose: str, subject: models.Model, by: Staff, family_id: UUID | None = None, lasts: timedelta = LASTS
) -> tuple[OneTimeLink, str]:
    """A link and its secret, which is told here once and stored nowhere. Who may make one, the caller has asked."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    link = OneTimeLink.objects.create(
        purpose=purpose,
        digest=digest(token),
        subject_id=subject.pk,
        family_id=family_id,
        made_by=by,
        made_at=now,
        expires_at=now + lasts,
    )
    AuditEvent.record("link.made", by=by, family=family_id, subject=link, purpose=purpose)
    return link, token


def use(*, purpose: str, token: str) -> OneTimeLink:
    """Spend the link, in the transaction of what it is spent on; two taps at once spend it once.

    Part of whatever the link is for, which is audited there. Raises LinkIsSpent.
    """
    link = OneTimeLink.objects.for_token(purpose, token).open().select_for_update().first()
    if link is None:
        raise LinkIsSpent("This link has been used already, or is out of date.")
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    return link


@transaction.atomic
def withdraw(*, link: OneTimeLink, by: Staff) -> OneTimeLink:
    """Take a link back: it opens nothing any more. One that was used stays used, and is as closed from now on, so that
    whoever takes it back learns nothing of what became of it."""
    link = OneTimeLink.objects.select_for_update().get(pk=link.pk)
    now = timezone.now()
    if link.withdrawn_at is None and link.expires_at > now:
        link.expires_at, link.withdrawn_at = now, None if link.used_at else now
        link.save(update_fields=["expires_at", "withdrawn_at"])
        AuditEvent.record("link.withdrawn", by=by, family=link.family_id, subject=link, purpose=link.purpose)
    return link
