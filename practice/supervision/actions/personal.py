"""What is written in personal supervision."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.supervision.actions.supervisions import changed, locked
from practice.supervision.models import PersonalNote, Supervision
from practice.supervision.permissions import can_write


class NoteWrittenMeanwhileError(Exception):
    """The other of the two wrote under this heading since the page was opened. `note` is as they left it."""

    def __init__(self, note: PersonalNote) -> None:
        super().__init__("Somebody else wrote here meanwhile.")
        self.note = note


@transaction.atomic
def write(*, supervision: Supervision, by: Staff, theme: str, text: str, version: int) -> PersonalNote | None:
    """Write under a heading. `version` is the note's when the writer began, 0 where there was none.

    None where there was nothing and is nothing. Raises NoteWrittenMeanwhileError where it has another version now.
    """
    supervision = locked(supervision)
    require(can_write(by, supervision))
    if supervision.kind != Supervision.Kind.PERSONAL or theme not in PersonalNote.Theme.values:
        raise ValidationError("There is no such heading here.")
    note = supervision.personal_notes.filter(theme=theme).select_related("written_by").first()
    if note is not None and note.version != version:
        raise NoteWrittenMeanwhileError(note)
    if text == (note.text if note else ""):
        return note
    note = note or PersonalNote(supervision=supervision, theme=theme)
    note.text, note.version, note.written_by, note.written_at = text, note.version + 1, by, timezone.now()
    note.save()
    changed(supervision=supervision)
    AuditEvent.record("supervision.personal-note-written", by=by, subject=supervision)
    return note
