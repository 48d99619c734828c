"""A page that is half written for a while: kept, chosen between two windows, and finished once."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect

from cases.models import Family
from hampshire.htmx import StaffRequest
from hampshire.words import said
from practice.actions import drafts
from practice.drafting import DraftIsBehind, DraftTicket
from practice.forms import typed
from practice.models import Draft
from practice.models.draft import Page


@dataclass
class HalfWritten:
    """One request that sends such a page. What finishing does, and how the page is drawn, its own class says."""

    request: StaffRequest
    family: Family
    page: Page
    url: str

    def answer(self) -> HttpResponse:
        """To a POST: its button is in `do`."""
        ticket = typed.ticket(self.request.POST, self.page, self.request.user)
        do = self.request.POST.get("do", "finish")
        try:
            if do == "finish":
                return self.finish_page(ticket)
            return self._keep(ticket, do)
        except DraftIsBehind as behind:
            if do == "finish" and _is_the_same(ticket, behind.draft):
                return self.finished()
            return self.choose(ticket, behind.draft)

    def finish_page(self, ticket: DraftTicket) -> HttpResponse:
        """Make of the page what it is for, or say what is missing."""
        raise NotImplementedError

    def finished(self) -> HttpResponse:
        raise NotImplementedError

    def choose(self, ticket: DraftTicket, draft: Draft) -> HttpResponse:
        """Another window wrote meanwhile. Nothing is overwritten: both are there, and the person says which goes on."""
        raise NotImplementedError

    def other(self, ticket: DraftTicket, do: str) -> HttpResponse:
        """A button of this page's own."""
        raise BadRequest("This button is none of ours.")

    def _keep(self, ticket: DraftTicket, do: str) -> HttpResponse:
        if do == "keep-mine":
            drafts.keep(ticket=ticket, family=self.family, by=self.request.user)
        elif do == "show-other":
            drafts.set_aside(ticket=ticket, family=self.family, by=self.request.user)
        elif do == "save":
            drafts.save(ticket=ticket, family=self.family, by=self.request.user)
        elif do == "keep":
            drafts.save(ticket=ticket, family=self.family, by=self.request.user)
            messages.success(self.request, "Kept as a draft. You find it under Drafts.")
            return HttpResponseRedirect(self.family.get_absolute_url())
        else:
            return self.other(ticket, do)
        return HttpResponseRedirect(self.url)


def _is_the_same(ticket: DraftTicket, draft: Draft) -> bool:
    """Whether the very same page was finished already: sent twice, what it closed is not there to be closed again."""
    return draft.pk == ticket.id and draft.finished_at is not None and draft.data == ticket.data


def behind_words(draft: Draft) -> str:
    """What happened elsewhere, in a sentence."""
    if draft.finished_at:
        return f"This page was finished in another tab, {said(draft.finished_at)}."
    if draft.discarded_at:
        return f"This draft was discarded in another tab, {said(draft.discarded_at)}."
    return f"This page was changed in another tab, {said(draft.saved_at)}."
