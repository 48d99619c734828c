"""What the small pages between visits share: the family with its people, and the way back to it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse

from cases.gate import get_family_or_404
from cases.models import Family
from hampshire.accounts.models import Staff
from hampshire.htmx import StaffRequest, done
from hampshire.permissions import require
from practice.permissions import can_note
from practice.queries import WITH_SHEET
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


def noted(request: StaffRequest, family: Family, event: str, message: str) -> HttpResponse:
    """Back to the family; a panel of theirs that hears the event fetches itself anew."""
    return done(request, event, message, to=family.get_absolute_url())
