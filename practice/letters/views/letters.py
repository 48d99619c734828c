"""Letters: begin one, read it as they will, print it, give it, take it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.gate import get_family_or_404
from cases.pages import family_page, form_page, record_reading
from hampshire.htmx import StaffRequest, done
from hampshire.languages import name_of
from hampshire.listing import Page
from hampshire.pdf import UnprintableError, download, typeset
from hampshire.permissions import require
from practice.forms.reason import ReasonForm
from practice.letters.actions import letters
from practice.letters.forms.letters import BeginForm, GiveForm
from practice.letters.lines import LetterInFull, replies_of
from practice.letters.models import Kind, Letter
from practice.letters.paper import ENGLISH, papers, with_replies
from practice.letters.permissions import (
    can_change_letter,
    can_give,
    can_reply,
    can_take_back,
    can_translate,
    can_write_anew,
    can_write_letters,
)
from practice.letters.queries import (
    draft_behind,
    entry_of,
    letter_or_404,
    letters_of,
    taken_back_of,
    translations_of,
    visit_of,
)
from practice.queries import WITH_SHEET, WITH_STANDING, person_of
from practice.sheet import Sheet


@require_GET
def letter_list(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    page = Page.read(request, letters_of(family), size=30)
    context = {"letters": page, "may_write": can_write_letters(request.user, family)}
    return family_page(request, family, "letters/letter_list.html#letters", context, opened="letters")


@require_http_methods(["GET", "POST"])
def letter_begin(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """To whom and what for; ?visit= for one after a visit, ?anew= for one written anew from one taken back."""
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    require(can_write_letters(request.user, family))
    sheet = Sheet.of(family)
    begun_from = taken_back_of(family, request.GET.get("anew", ""))
    visit = visit_of(family, request.GET.get("visit", ""))
    form = BeginForm(request.POST or None, people=sheet.people, initial=_begins(begun_from, visit))
    if form.is_valid() and (to := person_of(family, form.cleaned_data["to"])):
        told = form.cleaned_data
        letter = letters.begin(
            family=family,
            by=request.user,
            kind=told["kind"],
            to=to,
            visit=visit_of(family, told["visit"]),
            anew_from=taken_back_of(family, told["anew"]),
        )
        to_write = reverse("letters:letter-write", args=[family.pk, letter.pk])
        return done(request, "letter-begun", "It is kept as you write it.", to=to_write)
    return form_page(
        request,
        family,
        form,
        heading="Write a letter",
        intro="In plain words, to one person. It is kept as you write it, and nobody gets it before you give it.",
        submit="Begin",
        cancel=reverse("letters:letter-list", args=[family.pk]),
    )


def _begins(begun_from: Letter | None, visit: Any) -> dict[str, Any]:
    if begun_from is not None:
        return {"kind": begun_from.kind, "to": begun_from.to_id, "anew": begun_from.pk, "visit": begun_from.visit_id}
    return {"kind": Kind.AFTER_VISIT, "visit": visit.pk} if visit is not None else {}


@require_GET
def letter_detail(request: StaffRequest, family_id: UUID, letter_id: UUID) -> HttpResponse:
    """As they will read it, or did; ?language= for one it was put into."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    letter = letter_or_404(family, letter_id)
    full = LetterInFull(letter)
    printed = _printed(full)
    language = request.GET.get("language", ENGLISH)
    replies = replies_of(letter) if letter.is_given else []
    context = {
        "letter": letter,
        "paper": printed.get(language, printed.get(ENGLISH)),
        "languages": [(code, name_of(code)) for code in printed if code != ENGLISH],
        "replies": replies,
        "no_longer": full.no_longer if letter.is_draft else [],
        "half_written": letter.is_draft and draft_behind(letter),
        "entry": entry_of(letter.kind),
        "may_change": can_change_letter(request.user, letter),
        "may_give": can_give(request.user, full),
        "may_take_back": can_take_back(request.user, letter),
        "may_translate": can_translate(request.user, letter),
        "may_write_anew": can_write_anew(request.user, letter),
        "may_reply": can_reply(request.user, letter),
    }
    return family_page(request, family, "letters/letter_detail.html", context, opened="letter")


def _printed(full: LetterInFull) -> dict[str, Any]:
    """The paper by language: as it was given, else as it stands; nothing of one that is not written yet."""
    letter = full.letter
    if letter.is_given:
        return dict(letter.given_as)
    return papers(full, translations_of(letter)) if letter.written_at else {}


@require_GET
def letter_keep(request: StaffRequest, family_id: UUID, letter_id: UUID) -> HttpResponse:
    """The paper as a PDF; ?language= for one it was put into."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    letter = letter_or_404(family, letter_id)
    printed = _printed(LetterInFull(letter))
    if not printed:
        messages.warning(request, "This letter is not written yet, so there is nothing to print.")
        return HttpResponseRedirect(letter.get_absolute_url())
    language = request.GET.get("language", ENGLISH)
    paper = printed.get(language, printed[ENGLISH])
    try:
        pdf = typeset("family_letter", with_replies(paper, replies_of(letter)))
    except UnprintableError:
        messages.warning(
            request,
            "Some of its letters cannot be put into a PDF here yet. This page says the same: print it from your "
            "browser. And ask whoever runs the service for the fonts.",
        )
        return HttpResponseRedirect(f"{letter.get_absolute_url()}?language={paper['lang']}")
    record_reading(request, family, "letter-kept")
    return download(pdf, f"{letter.get_kind_display()} {letter.dear}")


@require_http_methods(["GET", "POST"])
def letter_give(request: StaffRequest, family_id: UUID, letter_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    letter = letter_or_404(family, letter_id)
    require(can_give(request.user, LetterInFull(letter)))
    form = GiveForm(request.POST or None)
    if form.is_valid():
        try:
            letters.give(letter=letter, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return done(request, "letter-given", f"{letter.dear} has the letter.", to=letter.get_absolute_url())
    return form_page(
        request,
        family,
        form,
        heading=f"Give {letter.dear} the letter",
        intro="Read it aloud together where you can. Once it is given it stays as it is.",
        submit="They have it",
        cancel=letter.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
def letter_take_back(request: StaffRequest, family_id: UUID, letter_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    letter = letter_or_404(family, letter_id)
    require(can_take_back(request.user, letter))
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        letters.take_back(letter=letter, by=request.user, reason=form.cleaned_data["reason"])
        return done(request, "letter-taken-back", "The letter is taken back.", to=letter.get_absolute_url())
    given = "Tell them too, and ask for the paper. " if letter.is_given else ""
    return form_page(
        request,
        family,
        form,
        heading="Take this letter back" if letter.is_given else "Put this letter away",
        intro=f"{given}It stays to be read here, marked as taken back, and you can write it anew from it.",
        submit="Take it back" if letter.is_given else "Put it away",
        cancel=letter.get_absolute_url(),
        warning=True,
    )
