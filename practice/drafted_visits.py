"""How drafts of visits, and of changes to them, are named in lists and found again."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from django.urls import reverse

from cases.models import Family
from hampshire.words import short_date
from practice.forms.plainly import plain_lines
from practice.models import Draft
from practice.models.draft import VISIT_AMEND, Drafted
from practice.sheet import Sheet


def _address(draft: Draft) -> str:
    if draft.form == VISIT_AMEND:
        return reverse("practice:visit-amend", args=[draft.family_id, draft.about])
    return reverse("practice:visit-log", args=[draft.family_id])


def _title(draft: Draft) -> str:
    """Visit to the Begum-Hale family, Mon 17 Nov, 16:10."""
    what = "Change to the visit to" if draft.form == VISIT_AMEND else "Visit to"
    return ", ".join(filter(None, [f"{what} the {draft.family.title}", _when(draft)]))


def _when(draft: Draft) -> str:
    """When the visit was, as far as that was typed: Mon 17 Nov, 16:10."""
    day, time = (draft.data.get(name, [""])[0] for name in ("happened_on", "happened_time"))
    with suppress(ValueError):  # typed by hand, and left as it was typed
        day = short_date(date.fromisoformat(day))
    return ", ".join(filter(None, [day, time]))


def _lines(family: Family, typed: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    return plain_lines(Sheet.of(family), dict(typed))


DRAFTED = Drafted(address=_address, title=_title, lines=_lines)
