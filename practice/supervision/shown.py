"""A supervision's page as its template has it."""

from dataclasses import dataclass

from hampshire.permissions import Decision
from practice.supervision.models import Supervision
from practice.supervision.queries import Agenda, Entry, Heading


@dataclass(slots=True)
class Shown:
    """`writing` says whether cards are forms, or read as a record."""

    supervision: Supervision
    agenda: Agenda
    headings: list[Heading]
    writing: bool
    may_write: Decision
    may_hold: Decision
    may_settle: Decision
    may_miss: Decision
    may_agree: Decision
    changed: bool = False

    def put(self, *, entry: Entry | None = None, heading: Heading | None = None) -> None:
        """Show what was typed in place of what is kept, where it could not be saved."""
        if entry is not None:
            entries = self.agenda.entries
            self.agenda.entries = [entry if one.item.pk == entry.item.pk else one for one in entries]
        if heading is not None:
            self.headings = [heading if one.theme == heading.theme else one for one in self.headings]

    @property
    def agreed_in_words(self) -> str:
        """Who has agreed the record so far."""
        one = self.supervision
        if not one.is_held or one.is_agreed:
            return ""
        agreed = [
            staff.name
            for staff, at in ((one.worker, one.agreed_by_worker_at), (one.supervisor, one.agreed_by_supervisor_at))
            if at
        ]
        return f"{agreed[0]} has agreed it." if agreed else "Neither of you has agreed it yet."
