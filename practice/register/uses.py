"""What stands under an entry: forms, tools, courses. They know of the register, and it does not know of them.

Every model that points at Entry is asked, whichever app it is of, through the relation that Django keeps; nothing above
this floor is imported.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import Any

from django.db.models import Exists, ForeignObjectRel, Model, OuterRef

from practice.register.models import Entry


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that answers for itself by an entry. `url` is blank where it has no page."""

    what: str
    name: str
    url: str
    is_retired: bool


@cache
def _relations() -> tuple[tuple[type[Model], str], ...]:
    """The models that point at an entry, and by which field; not those of the register itself."""
    own = Entry._meta.app_label
    found = [field for field in Entry._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel)]
    return tuple(
        (field.related_model, field.field.name)
        for field in found
        if field.related_model._meta.app_label != own and not field.many_to_many
    )


def used_by(entry: Entry) -> list[Use]:
    """By name. One query to learn which kinds of things stand under it, and one for each that does: rarely two."""
    found = [
        _use(model, thing)
        for model, name in _that_use(entry)
        for thing in model._default_manager.filter(**{name: entry})[:50]
    ]
    return sorted(found, key=lambda use: (use.is_retired, use.name))


def _that_use(entry: Entry) -> Iterable[tuple[type[Model], str]]:
    asked = {
        f"used_{number}": Exists(model._default_manager.filter(**{name: OuterRef("pk")}))
        for number, (model, name) in enumerate(_relations())
    }
    answers = Entry.objects.filter(pk=entry.pk).annotate(**asked).values_list(*asked).get()
    return compress(_relations(), answers)


def in_use(entry: Entry) -> list[Use]:
    return [use for use in used_by(entry) if not use.is_retired]


def _use(model: type[Model], thing: Any) -> Use:
    url = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""
    what = str(model._meta.verbose_name)
    return Use(what[:1].upper() + what[1:], str(thing), url, bool(getattr(thing, "retired_on", None)))
