"""A page that is half written for a while: how it is shown, kept, chosen between two windows, and finished once.

Logging a visit and amending one are the same page; they differ in what finishing does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from cases.models import Family
from hampshire.htmx import StaffRequest, show
from hampshire.words import said
from practice.actions import drafts
from practice.drafting import DraftIsBehind, DraftTicket, Typed
from practice.facts import VisitFacts
from practice.forms import typed
from practice.forms.checking import Check
from practice.forms.page import VisitPage
from practice.models import Draft, Visit
from practice.models.draft import Page
from practice.queries import draft_of
from practice.sheet import Sheet

# Where the words of a refusal by the action stand on the page.
FIELD_OF = {"happened_at": "happened_on", "account": "account", "minutes": "minutes", "reason": "reason"}


@dataclass
class Writing:
    """One request for such a page. `finish` makes the visit of a ticket and its facts; `begin` is what a new page
    holds."""

    request: StaffRequest
    family: Family
    page: Page
    url: str
    template: str
    begin: Callable[[], Typed]
    finish: Callable[[DraftTicket, VisitFacts], Visit]
    finished_words: str
    context: Mapping[str, Any] = field(default_factory=dict)
    asks_why: bool = False

    def __post_init__(self) -> None:
        self.sheet = Sheet.of(self.family)

    # ---- Shown ----

    def show(self) -> HttpResponse:
        draft = draft_of(self.request.user, self.page)
        if draft is None:
            return self._draw(VisitPage.new(self.sheet, self.begin()))
        return self._draw(VisitPage.of_draft(self.sheet, draft), asides=draft.asides_kept)  # type: ignore[attr-defined]

    def _draw(self, page: VisitPage, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "family": self.family,
            "page": page,
            "typed": page.typed,
            "errors": page.errors,
            "key": self.page,
            "url": self.url,
            "today": timezone.localdate(),
            "worker": self.request.user,
        }
        return show(self.request, self.template, {**context, **self.context, **more}, status)

    # ---- Sent ----

    def answer(self) -> HttpResponse:
        ticket = typed.ticket(self.request.POST, self.page, self.request.user)
        do = self.request.POST.get("do", "finish")
        try:
            if do == "finish":
                return self._finish(ticket)
            return self._keep(ticket, do)
        except DraftIsBehind as behind:
            if do == "finish" and _is_the_same(ticket, behind.draft):
                return self._finished()
            return self._choose(ticket, behind.draft)

    def _finish(self, ticket: DraftTicket) -> HttpResponse:
        check = Check(self.sheet, typed.Typed(ticket.data))
        if self.asks_why:
            check.reason()
        facts = check.facts()
        if facts is None or check.errors:
            return self._not_yet(ticket, check.errors)
        try:
            visit = self.finish(ticket, facts)
        except ValidationError as refusal:
            wrong = {FIELD_OF.get(name, ""): " ".join(texts) for name, texts in refusal.message_dict.items()}
            return self._not_yet(ticket, wrong)
        return self._finished(visit)

    def _finished(self, visit: Visit | None = None) -> HttpResponse:
        messages.success(self.request, self.finished_words)
        to = visit or self.context.get("visit")
        return HttpResponseRedirect(self.context.get("after") or to.get_absolute_url())  # type: ignore[union-attr]

    def _not_yet(self, ticket: DraftTicket, errors: Mapping[str, str]) -> HttpResponse:
        """What is missing, said at the head and beside each field; what is there is kept all the same."""
        draft = drafts.save(ticket=ticket, family=self.family, by=self.request.user)
        page = VisitPage.of_draft(self.sheet, draft)
        page.errors = errors
        return self._draw(page, status=422)

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
            return self._add_row(ticket, do)
        return HttpResponseRedirect(self.url)

    def _add_row(self, ticket: DraftTicket, do: str) -> HttpResponse:
        """Without script a list grows by a round trip: kept, and shown again with a blank row more."""
        kind = do.removeprefix("add-")
        if kind not in typed.LISTS:
            raise BadRequest("This button is none of ours.")
        rows = typed.Typed(ticket.data)
        more = DraftTicket(ticket.page, ticket.id, ticket.version, rows.with_row(kind), ticket.tab)
        drafts.save(ticket=more, family=self.family, by=self.request.user)
        return HttpResponseRedirect(f"{self.url}#{kind}-{rows.count(kind)}-text")

    def _choose(self, ticket: DraftTicket, draft: Draft) -> HttpResponse:
        """Another window wrote meanwhile. Nothing is overwritten: both are there, and the person says which goes on."""
        page = VisitPage(self.sheet, ticket.data, ticket.id, ticket.version)
        return self._draw(page, status=409, behind=draft, behind_words=behind_words(draft))


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
