"""A visit's page, half written for a while: logging one and amending one are the same, but for what finishing does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from hampshire.htmx import show
from practice import after_visit
from practice.actions import drafts
from practice.drafting import DraftTicket, Typed
from practice.facts import VisitFacts
from practice.forms import typed
from practice.forms.checking import Check
from practice.forms.page import VisitPage
from practice.models import Draft, Visit
from practice.queries import draft_of
from practice.sheet import Sheet
from practice.views.half_written import HalfWritten, behind_words

# Where the words of a refusal by the action stand on the page.
FIELD_OF = {"happened_at": "happened_on", "account": "account", "minutes": "minutes", "reason": "reason"}


@dataclass(kw_only=True)
class Writing(HalfWritten):
    """One request for such a page. `finish` makes the visit of a ticket and its facts; `begin` is what a new page
    holds."""

    template: str
    begin: Callable[[], Typed]
    finish: Callable[[DraftTicket, VisitFacts], Visit]
    finished_words: str
    context: Mapping[str, Any] = field(default_factory=dict)
    asks_why: bool = False
    offers_more: bool = False

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

    def finish_page(self, ticket: DraftTicket) -> HttpResponse:
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
        return self.finished(visit)

    def finished(self, visit: Visit | None = None) -> HttpResponse:
        messages.success(self.request, self._said(visit))
        to = visit or self.context.get("visit")
        return HttpResponseRedirect(self.context.get("after") or to.get_absolute_url())  # type: ignore[union-attr]

    def _said(self, visit: Visit | None) -> str:
        if visit is None or not self.offers_more:
            return self.finished_words
        return after_visit.said(self.finished_words, self.request.user, visit)

    def _not_yet(self, ticket: DraftTicket, errors: Mapping[str, str]) -> HttpResponse:
        """What is missing, said at the head and beside each field; what is there is kept all the same."""
        draft = drafts.save(ticket=ticket, family=self.family, by=self.request.user)
        page = VisitPage.of_draft(self.sheet, draft)
        page.errors = errors
        return self._draw(page, status=422)

    def other(self, ticket: DraftTicket, do: str) -> HttpResponse:
        """Without script all children are ticked, and a list grows, by a round trip: kept, and shown again."""
        if do == "all-seen":
            seen = {f"child-{child.id}-seen": ["1"] for child in self.sheet.children}
            ticked = replace(ticket, data={**ticket.data, **seen})
            drafts.save(ticket=ticked, family=self.family, by=self.request.user)
            return HttpResponseRedirect(f"{self.url}#part-who")
        kind = do.removeprefix("add-")
        if kind not in typed.LISTS:
            raise BadRequest("This button is none of ours.")
        rows = typed.Typed(ticket.data)
        more = DraftTicket(ticket.page, ticket.id, ticket.version, rows.with_row(kind), ticket.tab)
        drafts.save(ticket=more, family=self.family, by=self.request.user)
        return HttpResponseRedirect(f"{self.url}#{kind}-{rows.count(kind)}-text")

    def choose(self, ticket: DraftTicket, draft: Draft) -> HttpResponse:
        page = VisitPage(self.sheet, ticket.data, ticket.id, ticket.version)
        return self._draw(page, status=409, behind=draft, behind_words=behind_words(draft))
