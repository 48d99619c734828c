"""Putting a note right: what it said before is kept, and the family's story says what is right. Part of an action."""

from collections.abc import Mapping
from typing import Any

from hampshire.accounts.models import Staff
from hampshire.words import full_date
from practice.models import Domain, Goal, Quote, Rewording, Strength, Worry

Noted = Strength | Worry | Quote | Goal

LABELS = {
    "text": "It said",
    "person": "About",
    "whose": "Whose words",
    "domain": "What it is about",
    "language": "Said in",
    "translation": "In English",
    "said_on": "Said on",
    "zero_means": "What 0 looks like",
    "ten_means": "What 10 looks like",
}


def put_right(noted: Noted, by: Staff, said: Mapping[str, Any]) -> list[str]:
    """Make a locked note say what is `said` by field, and keep what it said before. Returns the fields that changed."""
    changed = [name for name, value in said.items() if getattr(noted, name) != value]
    if changed:
        before = {_label(noted, name): _plainly(noted, name) for name in changed}
        Rewording.objects.create(**{str(noted._meta.model_name): noted}, before=before, reworded_by=by)
        for name in changed:
            setattr(noted, name, said[name])
        noted.save(update_fields=changed)
    return changed


def _label(noted: Noted, name: str) -> str:
    is_theirs = name in {"person", "whose"} and isinstance(noted, Quote | Goal)
    return "Whose" if is_theirs else LABELS[name]


def _plainly(noted: Noted, name: str) -> str:
    if isinstance(noted, Quote) and name in {"person", "whose"}:
        return noted.speaker
    value = getattr(noted, name)
    if name in {"person", "whose"}:
        return value.short_name if value else "The whole family"
    if name == "domain":
        return str(Domain(value).label)
    return full_date(value) if name == "said_on" else value or "nothing"
