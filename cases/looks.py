"""The audit of a family, told in words: what somebody opened in one sitting is one line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from hampshire.audit.models import AuditEvent

# What one person opens with no more than this between is one sitting.
SITTING = timedelta(minutes=10)


@dataclass(slots=True)
class Look:
    """One line: somebody opened some pages, or did one thing. `at` is when it began."""

    who: str
    at: datetime
    is_read: bool
    channel: str
    what: list[str] = field(default_factory=list)

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    def takes(self, event: AuditEvent, who: str) -> bool:
        """Whether this event, which came before what is here, belongs to the same sitting."""
        same = event.is_read and self.is_read and who == self.who and event.channel == self.channel
        return same and self.at - event.at <= SITTING and timezone.localdate(event.at) == self.day


def told(events: Iterable[AuditEvent]) -> Iterator[Look]:
    """Lines for events that come latest first."""
    line: Look | None = None
    for event in events:
        who = event.by.name if event.by else "Hampshire itself"
        if line is None or not line.takes(event, who):
            if line is not None:
                yield line
            line = Look(who, event.at, event.is_read, event.channel)
        line.at = event.at
        if (what := in_words(event)) not in line.what:
            line.what.insert(0, what)
    if line is not None:
        yield line


def in_words(event: AuditEvent) -> str:
    """A verb as a person says it: "family.story-opened" is "story", "case.allocated" is "case allocated"."""
    noun, _, past = event.verb.partition(".")
    if event.verb == "family.opened":
        return "overview"
    if event.is_read:
        return past.removesuffix("-opened").replace("-", " ")
    return f"{noun} {past}".replace("-", " ")
