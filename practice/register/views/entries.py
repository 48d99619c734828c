"""/register/: what we ask of people and offer them, and which way it pulls."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hampshire.accounts.models import FAMILY_ROLES, Role
from hampshire.htmx import StaffRequest, done, show
from hampshire.listing import Page, Sorting
from hampshire.permissions import require
from practice.register.actions import changes, entries, votes
from practice.register.filters import EntryFilter
from practice.register.forms import ChangeForm, EntryForm, RetireForm, VoteForm
from practice.register.models import Entry
from practice.register.permissions import (
    can_amend,
    can_ask_family,
    can_bring_back,
    can_enter,
    can_retire,
    can_see_register,
    can_vote,
    can_write_change,
)
from practice.register.queries import Overview, Votes, all_entries, entry_or_404, links_of
from practice.register.uses import used_by

SORTS = {"name": "name", "kind": ("kind", "name"), "towards": "share?", "votes": "n_votes", "done": "changed_on?"}


@require_GET
def entry_list(request: StaffRequest) -> HttpResponse:
    require(can_see_register(request.user))
    chosen = EntryFilter(request.GET, all_entries())
    sorting = Sorting.read(request, SORTS, default="name")
    context = {
        "filter": chosen,
        "sorting": sorting,
        "page": Page.read(request, chosen.qs.order_by(*sorting.fields), size=25),
        "overview": Overview.read,
        "may_enter": can_enter(request.user),
    }
    return show(request, "register/entry_list.html#entries", context)


@require_http_methods(["GET", "POST"])
def entry_new(request: StaffRequest) -> HttpResponse:
    require(can_enter(request.user))
    form = EntryForm(request.POST or None)
    if form.is_valid():
        entry = entries.enter(by=request.user, **form.cleaned_data)
        said = f"{entry.name} is in the register. Ask those who use it which way it pulls."
        return done(request, "entry-entered", said, to=entry.get_absolute_url())
    return show(request, "register/entry_form.html", {"form": form})


@require_GET
def entry_detail(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    require(can_see_register(request.user))
    return _page(request, entry_or_404(entry_id))


@require_POST
def vote_cast(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    entry = entry_or_404(entry_id)
    require(can_vote(request.user, entry))
    form = VoteForm(request.POST)
    if form.is_valid():
        vote = votes.cast(entry=entry, by=request.user, **form.cleaned_data)
        said = f"You say “{vote.get_direction_display().lower()}”. You can change your mind whenever you like."
        return done(request, "vote-cast", said, to=entry.get_absolute_url())
    return _page(request, entry, form)


def _page(request: StaffRequest, entry: Entry, form: VoteForm | None = None) -> HttpResponse:
    user, read = request.user, Votes.read(entry, request.user)
    context: dict[str, Any] = {
        "entry": entry,
        "votes": read,
        "vote_form": form or VoteForm(initial={"reason": read.mine.reason if read.mine else ""}),
        "uses": used_by(entry),
        "may_open_uses": user.has_role(*FAMILY_ROLES, Role.ADMINISTRATOR),
        "may_vote": can_vote(user, entry),
        "links": links_of(entry, user),
        "may_ask": can_ask_family(user, entry),
        "may_amend": can_amend(user, entry),
        "may_retire": can_retire(user, entry),
        "may_bring_back": can_bring_back(user, entry),
        "may_write_change": can_write_change(user, entry),
    }
    return show(request, "register/entry_detail.html#votes", context)


@require_http_methods(["GET", "POST"])
def entry_amend(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    entry = entry_or_404(entry_id)
    require(can_amend(request.user, entry))
    form = EntryForm(request.POST or None, entry=entry)
    if form.is_valid():
        entries.amend(entry=entry, by=request.user, **form.cleaned_data)
        return done(request, "entry-amended", "Changed.", to=entry.get_absolute_url())
    return show(request, "register/entry_form.html", {"form": form, "entry": entry})


@require_http_methods(["GET", "POST"])
def entry_retire(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    entry = entry_or_404(entry_id)
    require(can_retire(request.user, entry))
    form = RetireForm(request.POST or None)
    if form.is_valid():
        entries.retire(entry=entry, because=form.cleaned_data["because"], by=request.user)
        return done(request, "entry-retired", f"{entry.name} is retired.", to=entry.get_absolute_url())
    return show(request, "register/entry_retire.html", {"form": form, "entry": entry})


@require_POST
def entry_bring_back(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    entry = entry_or_404(entry_id)
    entries.bring_back(entry=entry, by=request.user)
    return done(request, "entry-brought-back", f"{entry.name} is in use again.", to=entry.get_absolute_url())


@require_http_methods(["GET", "POST"])
def change_write(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    entry = entry_or_404(entry_id)
    require(can_write_change(request.user, entry))
    form = ChangeForm(request.POST or None, initial={"made_on": timezone.localdate()})
    if form.is_valid():
        changes.write(entry=entry, by=request.user, **form.cleaned_data)
        said = "Written down. Those who voted can vote anew, and it will show whether it helped."
        return done(request, "change-written", said, to=f"{reverse('register:entry-detail', args=[entry.pk])}#done")
    return show(request, "register/change_form.html", {"form": form, "entry": entry})
