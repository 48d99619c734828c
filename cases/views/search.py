"""GET /search/: one box from any page. As you type, the list alone is fetched."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cases.permissions import can_search_people
from cases.search import LONGEST, read, search_people
from hampshire.htmx import StaffRequest, show
from hampshire.permissions import require

MOST = 20  # people shown; nobody reads further, they type more


@require_safe
def search(request: StaffRequest) -> HttpResponse:
    require(can_search_people(request.user))
    text = request.GET.get("q", "").strip()
    found = search_people(request.user, text, limit=MOST)
    context = {
        "text": text[:LONGEST],
        "found": found,
        "is_enough": bool(read(text)),
        "is_cut": len(found) == MOST,
        "some_closed": any(not one.may_open for one in found),
    }
    return show(request, "cases/search.html#found", context)
