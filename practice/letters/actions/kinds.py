"""The kinds of letter, each with its entry in the towards-or-against register."""

from django.db import transaction

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.letters.models import Kind, LetterKind
from practice.letters.shipped import texts
from practice.register.actions import entries
from practice.register.models import Entry


@transaction.atomic
def load(*, by: Staff | None) -> list[str]:
    """Put the kinds that come with Hampshire into the register; one that is there already is left as it is.

    Returns the names of those added.
    """
    here = set(LetterKind.objects.values_list("kind", flat=True))
    new = [kind for kind in Kind if kind not in here]
    for kind in new:
        added = LetterKind.objects.create(kind=kind, register_entry=_entry(kind, by))
        AuditEvent.record("letter.loaded", by=by, subject=added, kind=kind.value)
    return [str(kind.label) for kind in new]


def _entry(kind: Kind, by: Staff | None) -> Entry:
    """The entry of that name, if somebody put the letter into the register already; else a new one."""
    name = kind.label
    found = Entry.objects.current().filter(kind=Entry.Kind.LETTER, name=name, letter_kind=None).first()
    return found or entries.enter(kind=Entry.Kind.LETTER, name=name, about=texts()[kind].about, owner=None, by=None)
