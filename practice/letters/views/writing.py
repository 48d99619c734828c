"""The page a letter is written on: half written for as long as it takes, kept as it is typed."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.gate import get_family_or_404
from cases.pages import family_page, record_reading
from hampshire.htmx import StaffRequest, show
from hampshire.ids import new_id
from hampshire.permissions import require
from practice.drafting import DraftTicket, Typed
from practice.letters.actions import letters
from practice.letters.drafting import page_of
from practice.letters.forms.letters import LetterForm, initial_of
from practice.letters.models import Letter
from practice.letters.permissions import can_change_letter
from practice.letters.queries import letter_or_404, material_of
from practice.letters.starting import begun, day_of
from practice.models import Draft
from practice.models.draft import drafted
from practice.queries import WITH_STANDING, draft_of
from practice.views.drafts import answer_draft
from practice.views.half_written import HalfWritten, behind_words


@dataclass(kw_only=True)
class LetterWriting(HalfWritten):
    """One request for the page of a letter."""

    letter: Letter
    asides: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.material = material_of(self.family)

    def show(self) -> HttpResponse:
        draft = draft_of(self.request.user, self.page)
        if draft is None:
            return self._draw(self._form(begun(self.letter, self.material)), Draft(id=new_id(), version=0))
        self.asides = draft.asides_kept  # type: ignore[attr-defined]
        return self._draw(self._form(draft.data), draft)

    def _form(self, typed: Typed) -> LetterForm:
        return LetterForm(initial=initial_of(typed), **self._about())

    def _about(self) -> dict[str, Any]:
        return {"letter": self.letter, "material": self.material, "day": day_of(self.letter)}

    def _draw(self, form: LetterForm, draft: Draft, *, status: int = 200, behind: Draft | None = None) -> HttpResponse:
        """`draft` is what the page stands on; unsaved, with version 0, where nothing is kept yet."""
        context = {
            "family": self.family,
            "letter": self.letter,
            "form": form,
            "rows": form.rows(),
            "key": self.page,
            "url": self.url,
            "draft": draft,
            "page": {"saved_at": draft.saved_at if draft.version else None},
            "tab": str(new_id()),
            "worker": self.request.user,
            "asides": self.asides,
            "behind": behind,
            "behind_words": behind_words(behind) if behind else "",
        }
        return show(self.request, "letters/letter_write.html", context, status)

    # ---- Sent ----

    def finish_page(self, ticket: DraftTicket) -> HttpResponse:
        form = LetterForm(self.request.POST, **self._about())
        if form.is_valid():
            try:
                letters.write(letter=self.letter, by=self.request.user, told=form.told(), draft=ticket)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                return self.finished()
        self._keep(ticket, "save")
        return self._draw(form, draft_of(self.request.user, self.page) or Draft(id=ticket.id, version=0), status=422)

    def finished(self) -> HttpResponse:
        messages.success(self.request, "Written. Read it as they will, then give it to them.")
        return HttpResponseRedirect(self.letter.get_absolute_url())

    def choose(self, ticket: DraftTicket, draft: Draft) -> HttpResponse:
        here = Draft(id=ticket.id, version=ticket.version)
        return self._draw(self._form(ticket.data), here, status=409, behind=draft)


@require_http_methods(["GET", "POST"])
def letter_write(request: StaffRequest, family_id: UUID, letter_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    letter = letter_or_404(family, letter_id)
    may_change = can_change_letter(request.user, letter)
    left = None if may_change or request.method == "POST" else draft_of(request.user, page_of(letter))
    if left is not None:
        context = {"draft": left, "why": may_change.reason, "lines": drafted(left.form).lines(family, left.data)}
        return family_page(request, family, "practice/draft_left.html", context, opened="draft")
    require(may_change)
    url = reverse("letters:letter-write", args=[family.pk, letter.pk])
    writing = LetterWriting(request=request, family=family, page=page_of(letter), url=url, letter=letter)
    if request.method == "POST":
        return writing.answer()
    record_reading(request, family)
    return writing.show()


@require_http_methods(["GET", "POST"])
def letter_draft(request: StaffRequest, family_id: UUID, letter_id: UUID) -> HttpResponse:
    """What script talks to while the letter is typed."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    letter = letter_or_404(family, letter_id)
    require(can_change_letter(request.user, letter))
    return answer_draft(request, family, page_of(letter))
