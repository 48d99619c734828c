"""The towards-or-against entry of a tool or course: made with it, and never left behind."""

from django.core.exceptions import ValidationError

from hampshire.accounts.models import Staff
from practice.register.actions import entries
from practice.register.models import Entry


def enter(*, kind: str, name: str, about: str, by: Staff | None) -> Entry:
    """The entry of that name, if nothing stands behind it yet; else a new one.

    Part of whatever adds a tool or course.
    """
    found = Entry.objects.current().filter(kind=kind, name=name, tool=None, course=None).first()
    return found or entries.enter(kind=kind, name=name, about=about, owner=by, by=by)


def rename(*, entry: Entry, name: str, about: str, by: Staff) -> None:
    """Let the entry go by the name its tool or course goes by. Part of whatever changes one.

    Raises ValidationError where the register has another of that name.
    """
    if Entry.objects.current().filter(kind=entry.kind, name=name).exclude(pk=entry.pk).exists():
        raise ValidationError({"name": "The register has an entry of this name already"})
    entries.amend(entry=entry, kind=entry.kind, name=name, about=about, owner=entry.owner, by=by)


def retire_entry(*, entry: Entry, because: str, by: Staff) -> None:
    """What is no longer used is no longer voted on. Part of whatever retires a tool or course, once it is retired."""
    if entry.retired_on is None:
        entries.retire(entry=entry, because=because, by=by)
