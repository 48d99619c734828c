"""Drafts: saved as they are typed, listed where people look, discarded with a way back."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import family_page
from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from hampshire.words import clock
from practice.actions import drafts
from practice.drafting import DraftIsBehind
from practice.forms import typed
from practice.models import Draft
from practice.models.draft import VISIT_AMEND, VISIT_LOG, Page, drafted
from practice.permissions import can_draft, can_have_drafts
from practice.queries import (
    WITH_SHEET,
    WITH_STANDING,
    aside_or_404,
    draft_of,
    draft_or_404,
    drafts_lately_discarded,
    drafts_to_finish,
)
from practice.views.half_written import behind_words

FORMS = {VISIT_LOG, VISIT_AMEND}


@require_http_methods(["GET", "POST"])
def visit_draft(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """What script talks to. POST keeps what is typed; GET tells how the draft stands, with a fresh CSRF token."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    page = _page(request.GET if request.method == "GET" else request.POST, family)
    require(can_draft(request.user, family, page))
    return answer_draft(request, family, page)


def answer_draft(request: StaffRequest, family: Family, page: Page) -> HttpResponse:
    """The talk with script about a page's draft, once somebody may write that page."""
    if request.method == "GET":
        draft = draft_of(request.user, page)
        return JsonResponse({"token": get_token(request), "draft": _told(draft) if draft else None})
    ticket = typed.ticket(request.POST, page, request.user)
    do = request.POST.get("do", "save")
    try:
        if do == "keep-mine":
            return JsonResponse(_told(drafts.keep(ticket=ticket, family=family, by=request.user)))
        if do == "show-other":
            drafts.set_aside(ticket=ticket, family=family, by=request.user)
            return JsonResponse({"aside": True})
        return JsonResponse(_told(drafts.save(ticket=ticket, family=family, by=request.user)))
    except DraftIsBehind as behind:
        return JsonResponse(_told(behind.draft) | {"words": behind_words(behind.draft)}, status=409)


def _page(sent: "typed.QueryDict", family: Family) -> Page:
    form = sent.get("form", VISIT_LOG)
    if form not in FORMS:
        raise BadRequest("This page is none of ours.")
    return Page(family.pk, form, sent.get("about", "")[:60])


def _told(draft: Draft) -> dict[str, object]:
    return {
        "draft": str(draft.pk),
        "version": draft.version,
        "saved": clock(draft.saved_at),
        "from": draft.saved_from,
        "unfinished": draft.is_unfinished,
    }


@require_GET
def draft_list(request: StaffRequest) -> HttpResponse:
    require(can_have_drafts(request.user))
    context = {"drafts": drafts_to_finish(request.user), "discarded": drafts_lately_discarded(request.user)}
    return show(request, "practice/draft_list.html#drafts", context)


@require_POST
def draft_discard(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    draft = draft_or_404(request.user, draft_id)
    drafts.discard(draft=draft, by=request.user)
    return done(
        request, "draft-discarded", "Draft discarded. You can bring it back below.", to=reverse("practice:draft-list")
    )


@require_POST
def draft_restore(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    draft = draft_or_404(request.user, draft_id)
    drafts.restore(draft=draft, by=request.user)
    return done(request, "draft-restored", "Draft brought back.", to=reverse("practice:draft-list"))


@require_http_methods(["GET", "POST"])
def draft_aside(request: StaffRequest, family_id: UUID, aside_id: UUID) -> HttpResponse:
    """What was set aside when two windows differed: to be read, and to be gone on with instead."""
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    aside = aside_or_404(request.user, family, aside_id)
    if request.method == "POST":
        return redirect(drafts.bring_back(aside=aside, by=request.user).get_absolute_url())
    context = {
        "aside": aside,
        "lines": drafted(aside.draft.form).lines(family, aside.data),
    }
    return family_page(request, family, "practice/draft_aside.html", context, opened="draft")
