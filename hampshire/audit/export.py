"""The audit as CSV, a row an event."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from hampshire.audit.models import AuditEvent

MOST_ROWS = 100_000
COLUMNS = [
    "when", "who", "email", "read or done", "verb", "in words", "family id", "about", "id", "details", "from address",
    "by way of", "request",
]  # fmt: skip


class _Line:
    """What csv writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def as_csv(events: QuerySet[AuditEvent]) -> Iterator[str]:
    """Lines of a CSV file, the latest event first; the last line says so if there were more than MOST_ROWS."""
    writer: Any = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)  # the mark by which Excel knows it for UTF-8
    for row, event in enumerate(events[: MOST_ROWS + 1].iterator(chunk_size=2000)):
        if row == MOST_ROWS:
            yield writer.writerow([f"Only the latest {MOST_ROWS:,} are here: narrow the dates for the rest."])
            return
        yield writer.writerow([_harmless(value) for value in _values(event)])


def _values(event: AuditEvent) -> list[str]:
    return [
        timezone.localtime(event.at).isoformat(timespec="seconds"),
        event.by.name if event.by else "the system",
        event.by.email if event.by else "",
        "read" if event.is_read else "done",
        event.verb,
        event.in_words,
        str(event.family_id or ""),
        event.subject_type,
        event.subject_id,
        event.details_in_words,
        event.address or "",
        event.channel,
        event.request_id,
    ]


def _harmless(value: str) -> str:
    """A cell that a spreadsheet will not take for a formula (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
