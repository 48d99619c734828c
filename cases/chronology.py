"""What higher floors tell the chronology, in their actions' own transactions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from cases.models import ChronologyEntry, Family
from hampshire.accounts.models import Staff
from hampshire.ids import new_id


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
        text=_short(text),
        written_by=by,
        subject_id=str(subject.pk) if subject is not None else "",
        url=url,
    )


def _short(text: str) -> str:
    return text if len(text) <= 300 else text[:299].rstrip() + "…"


def retell(subjects: Iterable[models.Model], before: str, after: str) -> None:
    """Where the story said `before` of one of `subjects`, say `after` in its place (blank: nothing); both stay."""
    for entry in _told_of(subjects).filter(text=_short(before)):
        _say_instead(entry, after)


def retell_beginnings(subjects: Iterable[models.Model], before: str, after: str) -> None:
    """Where what the story said of one of `subjects` began with `before`, let it begin with `after`; both stay."""
    for entry in _told_of(subjects).filter(text__startswith=before):
        _say_instead(entry, after + entry.text.removeprefix(before))


def _told_of(subjects: Iterable[models.Model]) -> models.QuerySet[ChronologyEntry]:
    told = ChronologyEntry.objects.filter(subject_id__in=[str(one.pk) for one in subjects], withdrawn_at=None)
    return told.select_for_update()


def _say_instead(entry: ChronologyEntry, after: str) -> None:
    entry.withdrawn_at = timezone.now()
    entry.save(update_fields=["withdrawn_at"])
    if after:
        entry.pk, entry.withdrawn_at, entry.text, entry._state.adding = new_id(), None, _short(after), True
        entry.save(force_insert=True)


def withdraw(subject: models.Model) -> None:
    """Mark what was written about `subject` as withdrawn; it stays to be read."""
    ChronologyEntry.objects.filter(subject_id=str(subject.pk), withdrawn_at=None).update(withdrawn_at=timezone.now())
