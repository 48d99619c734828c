"""/families/<family_id>/join/: this family and another are one; and taking that back within thirty days."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from cases.actions import joins
from cases.gate import get_family_or_404
from cases.pages import family_page
from cases.permissions import can_join_families, can_undo_join, can_work_with_family
from cases.queries.story import joins_of
from cases.search import search_people
from hampshire.htmx import StaffRequest, done
from hampshire.permissions import require


@require_GET
def family_join(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """Look for the family this one belongs to, among those the user may open."""
    family = get_family_or_404(request.user, family_id)
    require(can_work_with_family(request.user, family))
    text = request.GET.get("q", "").strip()
    people = search_people(request.user, text) if text else []
    places = {place.family_id: place for person in people for place in person.places}
    places.pop(family.pk, None)
    return family_page(request, family, "cases/family_join.html", {"text": text, "places": list(places.values())})


@require_POST
def family_join_with(request: StaffRequest, family_id: UUID, kept_id: UUID) -> HttpResponse:
    gone = get_family_or_404(request.user, family_id)
    kept = get_family_or_404(request.user, kept_id)
    require(can_join_families(request.user, gone, kept))
    joins.join(gone=gone, kept=kept, by=request.user)
    return done(request, "families-joined", f"Now one with the {kept.title}.", to=kept.get_absolute_url())


@require_POST
def join_undo(request: StaffRequest, family_id: UUID, join_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    join = get_object_or_404(joins_of(family), pk=join_id)
    require(can_undo_join(request.user, join))
    joins.undo(join=join, by=request.user)
    return done(request, "join-undone", "They are two families again.", to=family.get_absolute_url())
