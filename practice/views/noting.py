"""What the small pages between visits share: the family with its people, and the way back to it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import form_page
from hampshire.accounts.models import Staff
from hampshire.htmx import StaffRequest, done
from hampshire.permissions import require
from practice.models import Strength, Worry
from practice.permissions import can_note
from practice.queries import WITH_SHEET
from practice.rewording import Noted
from practice.sheet import Sheet, Someone


@dataclass(frozen=True, slots=True)
class Noting:
    """A family somebody may write on between visits, and who is of it or around it."""

    family: Family
    sheet: Sheet

    @property
    def people(self) -> list[Someone]:
        return list(self.sheet.people)

    @property
    def back(self) -> str:
        return self.family.get_absolute_url()


def noting(user: Staff, family_id: UUID) -> Noting:
    """Raises Http404 where the user may not know of the family, PermissionDenied where they may not write on it."""
    family = get_family_or_404(user, family_id, WITH_SHEET)
    require(can_note(user, family))
    return Noting(family, Sheet.of(family))


def line_of(noted: Strength | Worry) -> dict[str, Any]:
    """A strength or a worry as its form would have been filled in."""
    return {"text": noted.text, "about": noted.person_id or "", "domain": noted.domain}


def reworded(request: StaffRequest, noted: Noted, to: str) -> HttpResponse:
    """On to where a note stands, having been put right."""
    return done(request, f"{noted._meta.model_name}-reworded", "Put right. What it said before is kept.", to=to)


def reword_page(request: StaffRequest, about: Noting, form: BaseForm, noted: Noted, back: str) -> HttpResponse:
    """A note as it stands, to be put right, with what it said before."""
    return form_page(
        request,
        about.family,
        form,
        heading="Put it right",
        intro="For a slip of the pen, or the wrong name beside it. What it says now is kept. Is it another family’s? "
        "Then take it back, and write it down on theirs.",
        submit="Put it right",
        cancel=back,
        fields="practice/reword_fields.html",
        rewordings=noted.rewordings.select_related("reworded_by"),
    )


def noted(request: StaffRequest, family: Family, event: str, message: str) -> HttpResponse:
    """Back to the family; a panel of theirs that hears the event fetches itself anew."""
    return done(request, event, message, to=family.get_absolute_url())
