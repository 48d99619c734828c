"""What higher floors tell the chronology, in their actions' own transactions."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from cases.models import ChronologyEntry, Family
from hampshire.accounts.models import Staff


def record(
    family: Family,
    kind: str,
    happened_at: datetime,
    text: str,
    *,
    by: Staff | None,
    subject: models.Model | None = None,
    url: str = "",
) -> ChronologyEntry:
    """Write that something happened to a family. `url` is a path: where it was written."""
    entry = made(family, kind, happened_at, text, by=by, subject=subject, url=url)
    entry.save(force_insert=True)
    return entry


def made(
    family: Family, kind: str, happened_at: datetime, text: str, *, by: Staff | None, subject: Any = None, url: str = ""
) -> ChronologyEntry:
    """An entry not yet saved, for a batch; `record` is the ordinary way."""
    return ChronologyEntry(
        family=family,
        kind=kind,
        happened_at=happened_at,
        text=text if len(text) <= 300 else text[:299].rstrip() + "…",
        written_by=by,
        subject_id=str(subject.pk) if subject is not None else "",
        url=url,
    )


def withdraw(subject: models.Model) -> None:
    """Mark what was written about `subject` as withdrawn; it stays to be read."""
    ChronologyEntry.objects.filter(subject_id=str(subject.pk), withdrawn_at=None).update(withdrawn_at=timezone.now())
