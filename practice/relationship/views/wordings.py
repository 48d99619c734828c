"""In which languages a family can be asked how a visit was: for administrators."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hampshire.htmx import StaffRequest, done, show
from hampshire.languages import LANGUAGES, name_of
from hampshire.permissions import require
from practice.relationship.actions import wordings
from practice.relationship.forms.wording import WordingForm
from practice.relationship.permissions import can_word
from practice.relationship.queries import all_wordings
from practice.relationship.wording import is_whole


@require_GET
def wording_list(request: StaffRequest) -> HttpResponse:
    require(can_word(request.user))
    there = all_wordings()
    told = [(wording, is_whole(wording)) for wording in there.values()]
    missing = sorted((name_of(code), code) for code in LANGUAGES.keys() - there.keys())
    return show(request, "relationship/wording_list.html", {"wordings": told, "missing": missing})


@require_http_methods(["GET", "POST"])
def wording_write(request: StaffRequest, language: str) -> HttpResponse:
    require(can_word(request.user))
    if language not in LANGUAGES:
        raise Http404("We know no language by that code.")
    begin: dict[str, Any] = {"is_offered": True}
    if wording := all_wordings().get(language):
        begin = {"is_offered": wording.is_offered, "checked_by": wording.checked_by}
        begin |= {f"{WordingForm.PREFIX}{key}": text for key, text in wording.sentences.items()}
    form = WordingForm(request.POST or None, language=language, initial=begin)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("checked_by", "is_offered")}
        wordings.write(language=language, by=request.user, sentences=form.sentences, **told)
        words = f"Kept. Families {'can' if told['is_offered'] else 'cannot'} choose {LANGUAGES[language][1]}."
        return done(request, "wording-written", words, to=reverse("relationship:wording-list"))
    context = {"form": form, "name": name_of(language), "language": LANGUAGES[language][1]}
    return show(request, "relationship/wording_write.html", context)
