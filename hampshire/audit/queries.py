"""What the pages of the audit read."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from hampshire.audit.filters import AuditFilter
from hampshire.audit.models import AuditEvent

PAGE = 50


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the audit, the latest first. `next` is the last event shown when there are older ones."""

    events: list[AuditEvent]
    next: AuditEvent | None
    is_first: bool


NOTHING = Stretch([], None, is_first=True)


def chosen(query: QueryDict | Mapping[str, str]) -> AuditFilter:
    """The filter the address asks for."""
    return AuditFilter(query, AuditEvent.objects.with_people())


def stretch(chosen: AuditFilter, *, after: str) -> Stretch:
    """One page of events older than the one whose id is `after`. Nothing is counted and nothing walked over.

    A filter that cannot be read (a date, an id) chooses nothing, rather than everything.
    """
    if not chosen.is_valid():
        return NOTHING
    start = AuditEvent.objects.filter(pk=UUID(after)).first() if _is_id(after) else None
    ordered = chosen.qs.latest_first()
    found = list((ordered.older_than(start) if start else ordered)[: PAGE + 1])
    rows = found[:PAGE]
    return Stretch(rows, rows[-1] if len(found) > PAGE else None, is_first=start is None)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
