"""The audit of a family, told in words: what somebody opened or changed in one sitting is one line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from hampshire.audit.models import AuditEvent
from hampshire.audit.words import said

# What one person does with no more than this between is one sitting.
SITTING = timedelta(minutes=10)

# Verbs of this floor as a person says them, after a name: "Amara Obi recorded an address". Others are said as they are.
SAID = {
    "case.allocated": "allocated a worker",
    "case.allocation-ended": "ended a worker’s part",
    "case.closed": "closed the case",
    "case.need-changed": "changed a main need",
    "case.opened": "opened a case",
    "case.pathway-changed": "changed where a child stands",
    "case.reopened": "undid the closure",
    "case.transferred": "transferred the case",
    "chronology.event-noted": "added a significant event",
    "chronology.pinned": "pinned something in the story",
    "chronology.unpinned": "unpinned something in the story",
    "family.created": "added the family",
    "family.joined": "joined two families",
    "family.join-undone": "took two families apart",
    "family.member-amended": "changed somebody’s place in the family",
    "family.opened": "opened a family’s record",
    "family.network-amended": "changed somebody in the network",
    "family.network-joined": "added somebody to the network",
    "family.network-left": "ended somebody in the network",
    "family.people-related": "recorded a relationship",
    "family.person-joined": "put somebody into the family",
    "family.person-left": "recorded that somebody left",
    "family.relationship-amended": "changed a relationship",
    "family.relationship-ended": "ended a relationship",
    "family.renamed": "named the family",
    "person.added": "added a person",
    "person.address-amended": "corrected an address",
    "person.amended": "changed a person’s details",
    "person.contact-detail-added": "added a way to reach somebody",
    "person.contact-detail-ended": "ended a way to reach somebody",
    "person.moved": "recorded an address",
    "person.searched": "searched for somebody",
    "referral.decided": "decided on a referral",
    "referral.reconsidered": "took a decision back",
    "referral.taken": "took a referral",
}
# Pages whose name would read oddly.
OPENED = {
    "family.case-detail-opened": "opened the case",
    "family.contact-detail-add-opened": "opened the page to add a way to reach somebody",
    "family.contact-detail-end-opened": "opened the page to end a way to reach somebody",
    "family.look-list-opened": "opened who has looked",
    "family.member-leave-opened": "opened the page to say that somebody left",
    "family.network-add-opened": "opened the page to add somebody to the network",
    "family.network-amend-opened": "opened the page to change somebody in the network",
    "family.network-leave-opened": "opened the page to end somebody in the network",
    "family.pathway-change-opened": "opened the page to change where a child stands",
    "family.people-opened": "opened people and network",
    "family.person-move-opened": "opened the page to record an address",
    "family.story-opened": "opened the story",
}


@dataclass(slots=True)
class Look:
    """One line: what somebody opened, or changed, in one sitting. `at` is when it began."""

    who: str
    at: datetime
    is_read: bool
    channel: str
    what: list[str] = field(default_factory=list)

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    @property
    def in_words(self) -> str:
        """opened the overview, the story, printed the plan that the family keeps: "opened" is said once."""
        opened = [one.removeprefix("opened ") for one in self.what if one.startswith("opened ")]
        others = [one for one in self.what if not one.startswith("opened ")]
        return ", ".join([f"opened {', '.join(opened)}", *others] if opened else others)

    def takes(self, event: AuditEvent, who: str) -> bool:
        """Whether this event, which came before what is here, belongs to the same sitting."""
        same = event.is_read == self.is_read and who == self.who and event.channel == self.channel
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
    """What was opened ("opened the story"), printed, or done ("recorded an address"), after a name."""
    return "opened the overview" if event.verb == "family.opened" else said(event.verb)
