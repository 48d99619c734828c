"""/register/<entry_id>/family/ makes a link for a family; /towards/<token>/ is where it leads, without a sign-in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hampshire.htmx import StaffRequest, done, show
from hampshire.links.actions.links import LinkIsSpent
from hampshire.links.doors import by_link, find, qr_code, spent
from hampshire.links.models import LASTS
from practice.register.actions import votes
from practice.register.actions.votes import PURPOSE
from practice.register.forms import FamilyVoteForm
from practice.register.queries import entry_of_link, entry_or_404, link_or_404


@require_POST
def link_make(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """The link and its picture, on the answer to the POST itself: it is told once and cannot be looked up."""
    entry = entry_or_404(entry_id)
    link, token = votes.ask_family(entry=entry, by=request.user)
    url = request.build_absolute_uri(reverse("register:family-vote", args=[token]))
    context = {"entry": entry, "link": link, "url": url, "picture": qr_code(url), "days": LASTS.days}
    return show(request, "register/link_made.html", context)


@require_POST
def link_take_back(request: StaffRequest, entry_id: UUID, link_id: UUID) -> HttpResponse:
    entry = entry_or_404(entry_id)
    votes.take_back(entry=entry, link=link_or_404(entry, link_id), by=request.user)
    said = "Taken back: it opens nothing from now on. If a family had voted by it, their vote stands."
    return done(request, "link-taken-back", said, to=entry.get_absolute_url())


@by_link
@require_http_methods(["GET", "POST"])
def family_vote(request: HttpRequest, token: str) -> HttpResponse:
    entry = entry_of_link(find(PURPOSE, token))
    if entry is None:
        return spent(request)
    form = FamilyVoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            votes.cast_by_link(token=token, **form.cleaned_data)
        except LinkIsSpent:
            return spent(request)
        return show(request, "register/family_thanks.html", {})
    return show(request, "register/family_vote.html", {"entry": entry, "form": form})
