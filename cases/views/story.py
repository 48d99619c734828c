"""/families/<family_id>/story/: one timeline of what happened, and the significant events written by hand."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actions import families
from cases.forms.families import EventForm, StoryFilterForm
from cases.gate import get_family_or_404
from cases.models import ChronologyEntry
from cases.pages import family_page, form_page
from cases.permissions import can_work_with_family
from hampshire.htmx import StaffRequest, done
from hampshire.listing import Page
from hampshire.permissions import require


@require_GET
def story(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    chosen = StoryFilterForm(request.GET)
    kind = chosen.cleaned_data["kind"] if chosen.is_valid() else ""
    entries = family.chronology.with_authors().latest_first()
    page = Page.read(request, entries.of_kind(kind) if kind else entries, size=50)
    # What is pinned stands on top of the first page, whatever is chosen below it.
    pinned = list(family.chronology.with_authors().pinned().latest_first()) if page.number == 1 else []
    may_pin = bool(can_work_with_family(request.user, family))
    pinning = may_pin and request.GET.get("pinning") == "1"
    context = {
        "page": page,
        "pinned": pinned,
        "kind": kind,
        "kinds": ChronologyEntry.Kind.choices,
        "pinning": pinning,
        # Pins are rare: the buttons for them come when asked for.
        "pinning_url": _other(request, pinning=pinning) if may_pin and page.rows else "",
        "pinning_word": "Done pinning" if pinning else "Choose what to pin",
    }
    return family_page(request, family, "cases/story.html#story", context)


def _other(request: StaffRequest, *, pinning: bool) -> str:
    """The same page with the pin buttons, or without."""
    query = request.GET.copy()
    query.pop("pinning", None)
    if not pinning:
        query["pinning"] = "1"
    return f"?{query.urlencode()}" if query else request.path


@require_http_methods(["GET", "POST"])
def event_note(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    require(can_work_with_family(request.user, family))
    back = reverse("cases:story", args=[family.pk])
    form = EventForm(request.POST or None)
    if form.is_valid():
        families.note_event(family=family, by=request.user, **form.cleaned_data)
        return done(request, "event-noted", "Written into their story.", to=back)
    return form_page(
        request,
        family,
        form,
        heading="Add a significant event",
        submit="Add to the story",
        cancel=back,
        intro="Something that changed things for the children: a move, a birth, a loss, a good turn.",
    )


@require_POST
def entry_pin(request: StaffRequest, family_id: UUID, entry_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    entry = get_object_or_404(family.chronology.all(), pk=entry_id)
    pinned = request.POST.get("pinned") == "1"
    families.pin(entry=entry, by=request.user, pinned=pinned)
    said = "Pinned to the top." if pinned else "No longer pinned."
    return done(request, "story-changed", said, to=reverse("cases:story", args=[family.pk]))
