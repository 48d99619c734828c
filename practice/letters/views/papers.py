"""A letter in another language, and what people say to it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.pages import family_page, form_page
from hampshire.htmx import StaffRequest, done
from hampshire.languages import LANGUAGES, name_of
from hampshire.permissions import require
from practice.forms.papers import ReplyForm, TranslationForm
from practice.letters.actions import papers
from practice.letters.languages import SHIPPED
from practice.letters.lines import LetterInFull, Line, labels_for, written
from practice.letters.permissions import can_reply, can_translate
from practice.letters.queries import labels_before, letter_or_404, reply_or_404, translation_of, translations_of
from practice.queries import WITH_SHEET, WITH_STANDING, person_of
from practice.sheet import Sheet


@require_GET
def translation_choose(request: StaffRequest, family_id: UUID, letter_id: UUID) -> HttpResponse:
    """Which languages the letter is in, and which it can be put into."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    letter = letter_or_404(family, letter_id)
    require(can_translate(request.user, letter))
    there = {one.language: one for one in translations_of(letter)}
    named = sorted((name_of(code), code) for code in LANGUAGES)
    context = {
        "letter": letter,
        "there": [(there[code], name) for name, code in named if code in there],
        "languages": [(code, name) for name, code in named if code not in there],
    }
    return family_page(request, family, "letters/translation_choose.html", context)


@require_http_methods(["GET", "POST"])
def translation_write(request: StaffRequest, family_id: UUID, letter_id: UUID, language: str) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    letter = letter_or_404(family, letter_id)
    require(can_translate(request.user, letter))
    if language not in LANGUAGES:
        raise Http404("Letters are not put into that language here.")
    lines = written(LetterInFull(letter))
    english = labels_for(letter.kind)
    labels = [Line(key, "Heading", text) for key, text in english.items()]
    form = TranslationForm(
        request.POST or None,
        lines=[*lines, *labels],
        language=language,
        kept=translation_of(letter, language),
        suggested={**SHIPPED.get(language, {}), **labels_before(language, english)},
    )
    if form.is_valid():
        papers.translate(
            letter=letter,
            by=request.user,
            language=language,
            lines=form.lines(),
            translated_by=form.cleaned_data["translated_by"],
            checked_on=form.cleaned_data["checked_on"],
        )
        to = f"{letter.get_absolute_url()}?language={language}"
        return done(request, "letter-translated", f"The letter in {name_of(language)} is kept.", to=to)
    context = {
        "letter": letter,
        "form": form,
        "language": name_of(language),
        "lines": [(line, form[line.key]) for line in lines],
        "labels": [(line, form[line.key]) for line in labels],
    }
    return family_page(request, family, "letters/translation_form.html#translation-form", context)


@require_http_methods(["GET", "POST"])
def reply_write(request: StaffRequest, family_id: UUID, letter_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    letter = letter_or_404(family, letter_id)
    require(can_reply(request.user, letter))
    form = ReplyForm(
        request.POST or None, people=Sheet.of(family).people, paper="letter", initial={"who": str(letter.to_id)}
    )
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("text", "whose", "received_on")}
        person = person_of(family, form.cleaned_data["who"])
        try:
            papers.reply(letter=letter, by=request.user, person=person, **told)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            said = "Their reply is kept with the letter."
            return done(request, "letter-replied-to", said, to=letter.get_absolute_url())
    return form_page(
        request,
        family,
        form,
        heading="What they say to the letter",
        submit="Keep their reply",
        cancel=letter.get_absolute_url(),
    )


@require_POST
def reply_withdraw(request: StaffRequest, family_id: UUID, letter_id: UUID, reply_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    letter = letter_or_404(family, letter_id)
    reply = reply_or_404(letter, reply_id)
    papers.withdraw_reply(reply=reply, by=request.user)
    return done(request, "letter-reply-withdrawn", "The reply is taken back.", to=letter.get_absolute_url())
