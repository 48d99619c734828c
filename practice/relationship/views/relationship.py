"""Everything about how a family and we get on: two clocks, the ribbon, how steady, what they say, strains and mends."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from cases.gate import get_family_or_404
from cases.pages import family_page
from hampshire.htmx import StaffRequest
from hampshire.listing import Page
from practice.queries import WITH_STANDING
from practice.relationship.panels import visit_to_ask_about
from practice.relationship.permissions import can_note_rupture, can_withdraw_rating
from practice.relationship.queries import ratings_of
from practice.relationship.reading import Relationship

RATINGS_A_PAGE = 10


@require_GET
def relationship_detail(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    may_note = can_note_rupture(request.user, family)
    said = Page.read(request, ratings_of(family).latest_first(), size=RATINGS_A_PAGE)
    for rating in said:
        rating.family = family
        rating.may_withdraw = can_withdraw_rating(request.user, rating, may_note)
    context = {
        "about": Relationship(family),
        "said": said,
        "may_note": may_note,
        "unasked": visit_to_ask_about(request.user, family),
    }
    return family_page(request, family, "relationship/detail.html", context, opened="relationship")
