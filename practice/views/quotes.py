"""Quotes: whose words are on record, and adding some between visits."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.pages import family_page, form_page
from hampshire.htmx import StaffRequest, done
from hampshire.listing import Page
from practice import quote_uses
from practice.actions import quotes
from practice.forms.checking import SOMEONE
from practice.forms.noting import QuoteForm, QuoteRewordForm
from practice.permissions import can_note
from practice.queries import WITH_SHEET, WITH_STANDING, person_of
from practice.sheet import Sheet
from practice.views.noting import noted, noting, reword_page, reworded


@require_GET
def quote_list(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """Whose words? All, or one person's (?whose=)."""
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    people = {someone.id: someone for someone in Sheet.of(family).people}
    whose = people.get(request.GET.get("whose", ""))
    found = family.quotes.standing().latest_first().with_rewordings().select_related("person", "written_by")
    page = Page.read(request, found.filter(person_id=UUID(whose.id)) if whose else found, size=50)
    quote_uses.mark(page)
    context = {
        "quotes": page,
        "people": people.values(),
        "whose": whose,
        "may_note": can_note(request.user, family),
    }
    return family_page(request, family, "practice/quote_list.html#quotes", context, opened="quotes")


@require_http_methods(["GET", "POST"])
def quote_note(request: StaffRequest, family_id: UUID) -> HttpResponse:
    about = noting(request.user, family_id)
    form = QuoteForm(request.POST or None, people=about.people, initial={"said_on": timezone.localdate()})
    if form.is_valid():
        told = form.cleaned_data
        quotes.note(
            family=about.family,
            by=request.user,
            text=told["text"],
            person=person_of(about.family, told["who"]),
            whose=told["whose"],
            may_be_shared=told["may_be_shared"],
            language=told["language"],
            translation=told["translation"],
            on=told["said_on"],
        )
        return noted(request, about.family, "quote-noted", "Their words are kept.")
    return form_page(
        request, about.family, form, heading="Add their words", submit="Keep these words", cancel=about.back
    )


@require_http_methods(["GET", "POST"])
def quote_reword(request: StaffRequest, family_id: UUID, quote_id: UUID) -> HttpResponse:
    about = noting(request.user, family_id)
    quote = get_object_or_404(about.family.quotes.standing().select_related("person"), pk=quote_id)
    written = {name: getattr(quote, name) for name in ("text", "whose", "language", "translation")}
    initial = written | {"who": quote.person_id or SOMEONE}
    form = QuoteRewordForm(request.POST or None, people=about.people, also=quote.person, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        person = person_of(about.family, told["who"])
        quotes.reword(quote=quote, by=request.user, person=person, **{name: told[name] for name in written})
        return reworded(request, quote, quote.get_absolute_url())
    return reword_page(request, about, form, quote, quote.get_absolute_url())


@require_POST
def quote_share(request: StaffRequest, family_id: UUID, quote_id: UUID) -> HttpResponse:
    """Whether these words may be shared: `share` blank says not yet."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    quote = get_object_or_404(family.quotes.standing(), pk=quote_id)
    may_be_shared = bool(request.POST.get("share", "1"))
    quotes.let_share(quote=quote, by=request.user, may_be_shared=may_be_shared)
    words = "These words may be shared." if may_be_shared else "These words are not shared yet."
    return done(request, "quote-shared", words, to=reverse("practice:quote-list", args=[family.pk]))


@require_POST
def quote_withdraw(request: StaffRequest, family_id: UUID, quote_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    quote = get_object_or_404(family.quotes.standing(), pk=quote_id)
    quotes.withdraw(quote=quote, by=request.user)
    return noted(request, family, "quote-withdrawn", "Taken back.")
