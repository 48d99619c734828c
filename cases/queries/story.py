"""What happened, what changed since somebody looked, and who has looked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.models import ChronologyEntry, Family, FamilyJoin
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.prepared import Prepared

CHANGES_SHOWN = 8
STORY_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Changes:
    """What others wrote since somebody last looked. `since` is None for the first look."""

    since: datetime | None
    entries: list[ChronologyEntry]
    has_more: bool


def _changes(family: UUID, user: UUID, since: datetime) -> QuerySet[ChronologyEntry]:
    written = ChronologyEntry.objects.filter(family=family, written_at__gt=since).exclude(written_by=user)
    return written.latest_first().with_authors()[: CHANGES_SHOWN + 1]


_CHANGES = Prepared(_changes, family=UUID, user=UUID, since=datetime)


def changes_since(since: datetime | None, user: Staff, family: Family) -> Changes:
    """What others wrote after a moment: when the user last looked, None for never."""
    if since is None:
        return Changes(None, [], has_more=False)
    found = _CHANGES.all(family=family.pk, user=user.pk, since=since)
    return Changes(since, found[:CHANGES_SHOWN], has_more=len(found) > CHANGES_SHOWN)


def joins_of(family: Family) -> QuerySet[FamilyJoin]:
    """Families that became part of this one, and the one this became part of."""
    standing = FamilyJoin.objects.standing().filter(Q(gone=family) | Q(kept=family))
    return standing.select_related("gone", "kept", "joined_by").latest_first()


def latest_story(user: Staff, family: Family) -> dict[str, Any]:
    """For the overview's panel: what happened last."""
    return {"entries": _STORY.all(family=family.pk)}


_STORY = Prepared(
    lambda family: ChronologyEntry.objects.filter(family=family).latest_first().with_authors()[:STORY_SHOWN],
    family=UUID,
)


def looks_at(family: Family, *, only: str) -> QuerySet[AuditEvent]:
    """What was read and done on this family's record, the latest first; `only` is "reads", "changes" or blank."""
    events = AuditEvent.objects.about_family(family.pk).select_related("by").latest_first()
    return {"reads": events.reads(), "changes": events.writes()}.get(only, events)
