"""/forms/<form_id>/build/: a draft, built section by section and question by question. Every page saves one thing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from practice.assessments.actions import forms as actions
from practice.assessments.definition import Kind
from practice.assessments.drawing import Drawn
from practice.assessments.editing import (
    AddQuestion,
    AddSection,
    Change,
    ChangeQuestion,
    ChangeSection,
    FormIsBehind,
    GoneError,
    MoveQuestion,
    MoveSection,
    RemoveQuestion,
    RemoveSection,
)
from practice.assessments.form_pages import BuilderPage, draft_or_404, section_or_404
from practice.assessments.forms.builder import SectionForm
from practice.assessments.forms.question import QuestionForm
from practice.assessments.models import FormVersion
from practice.assessments.permissions import can_build_forms, can_change_draft
from practice.assessments.words import KINDS_SAID
from practice.forms.typed import whole

STEPS = {"up": -1, "down": 1}


def _draft(request: StaffRequest, form_id: UUID) -> FormVersion:
    """The draft, for somebody who may change it."""
    require(can_build_forms(request.user))
    draft = draft_or_404(form_id)
    require(can_change_draft(request.user, draft))
    return draft


def _build_url(draft: FormVersion, at: str = "") -> str:
    return reverse("assessments:form-build", args=[draft.form_id]) + (f"#{at}" if at else "")


@require_GET
def form_build(request: StaffRequest, form_id: UUID) -> HttpResponse:
    page = BuilderPage.of(_draft(request, form_id))
    return show(request, "assessments/form_build.html#builder", {"page": page, "form": page.draft.form})


# ---- Sections -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def section_new(request: StaffRequest, form_id: UUID) -> HttpResponse:
    draft = _draft(request, form_id)
    form = SectionForm(request.POST or None, draft=draft)
    context = {"form": form, "draft": draft}
    if form.is_valid():
        change = AddSection(form.cleaned_data["title"], form.cleaned_data["help"])
        return _saved(request, draft, form.cleaned_data["revision"], change, "assessments/form_section.html", context)
    return show(request, "assessments/form_section.html", context)


@require_http_methods(["GET", "POST"])
def section_amend(request: StaffRequest, form_id: UUID, section_key: str) -> HttpResponse:
    draft = _draft(request, form_id)
    section = draft.questions.section(section_key)
    if section is None and request.method == "GET":
        raise Http404
    form = SectionForm(request.POST or None, draft=draft, section=section)
    context = {"form": form, "draft": draft, "section": section, "is_gone": section is None}
    if section is None:
        return show(request, "assessments/form_section.html", context, status=409)
    if form.is_valid():
        change = ChangeSection(section_key, form.cleaned_data["title"], form.cleaned_data["help"])
        return _saved(request, draft, form.cleaned_data["revision"], change, "assessments/form_section.html", context)
    return show(request, "assessments/form_section.html", context)


@require_POST
def section_move(request: StaffRequest, form_id: UUID, section_key: str) -> HttpResponse:
    draft = _draft(request, form_id)
    section_or_404(draft, section_key)
    return _done_at_once(request, draft, MoveSection(section_key, STEPS.get(request.POST.get("to", ""), 0)), "Moved.")


@require_POST
def section_remove(request: StaffRequest, form_id: UUID, section_key: str) -> HttpResponse:
    draft = _draft(request, form_id)
    section = section_or_404(draft, section_key)
    return _done_at_once(request, draft, RemoveSection(section_key), f"“{section.title}” is out of the draft.")


# ---- Questions ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def question_new(request: StaffRequest, form_id: UUID) -> HttpResponse:
    """First of which kind it is, then what it asks."""
    draft = _draft(request, form_id)
    if not draft.questions.sections:
        return HttpResponseRedirect(reverse("assessments:section-new", args=[form_id]))
    section = _section_named(draft, request)
    kind = request.GET.get("kind", "")
    if kind not in Kind.values:
        context = {"draft": draft, "section": section, "kinds": KINDS_SAID}
        return show(request, "assessments/form_kind.html", context)
    return _question_page(request, draft, kind=Kind(kind), section=section)


@require_http_methods(["GET", "POST"])
def question_amend(request: StaffRequest, form_id: UUID, question_key: str) -> HttpResponse:
    draft = _draft(request, form_id)
    question = draft.questions.question(question_key)
    if question is None:
        return _question_is_gone(request, draft)
    home = draft.questions.section_of(question_key)
    section = home.key if home else ""
    return _question_page(request, draft, kind=question.kind, section=section, question=question)


@require_POST
def question_move(request: StaffRequest, form_id: UUID, question_key: str) -> HttpResponse:
    draft = _draft(request, form_id)
    _question_or_404(draft, question_key)
    return _done_at_once(request, draft, MoveQuestion(question_key, STEPS.get(request.POST.get("to", ""), 0)), "Moved.")


@require_POST
def question_remove(request: StaffRequest, form_id: UUID, question_key: str) -> HttpResponse:
    draft = _draft(request, form_id)
    _question_or_404(draft, question_key)
    return _done_at_once(request, draft, RemoveQuestion(question_key), "The question is out of the draft.")


def _question_or_404(draft: FormVersion, key: str) -> None:
    if draft.questions.question(key) is None:
        raise Http404


def _section_named(draft: FormVersion, request: StaffRequest) -> str:
    """The section that the address names, else the last."""
    asked = request.GET.get("section", "")
    return asked if draft.questions.section(asked) else draft.questions.sections[-1].key


def _question_page(request: StaffRequest, draft: FormVersion, **about: Any) -> HttpResponse:
    """The page of one question: shown, redrawn with other choices, or saved."""
    template = "assessments/form_question.html"
    context = {"draft": draft, "kind": about["kind"], "said": KINDS_SAID[about["kind"]]}
    context |= {"question": about.get("question"), "section": about["section"]}
    if (do := request.POST.get("do", "save")) != "save":
        form = QuestionForm.again(request.POST, do, draft=draft, **about)
        return show(request, template, context | {"form": form, "redrawn": do})
    form = QuestionForm(request.POST or None, draft=draft, **about)
    context["form"] = form
    if not form.is_valid():
        return show(request, template, context)
    question = about.get("question")
    change: Change = AddQuestion(form.cleaned_data["section"], form.content)
    if question is not None:
        change = ChangeQuestion(question.key, form.content, section=form.cleaned_data["section"])
    return _saved(request, draft, form.cleaned_data["revision"], change, template, context)


def _question_is_gone(request: StaffRequest, draft: FormVersion) -> HttpResponse:
    """Somebody took it out while it was being changed: what was typed stays on the page, to be put back or left."""
    kind = request.POST.get("kind", "")
    if request.method == "GET" or kind not in Kind.values or not draft.questions.sections:
        raise Http404
    section = draft.questions.sections[-1].key
    typed = QuestionForm.again(request.POST, "", draft=draft, kind=Kind(kind), section=section)
    typed.initial["revision"] = draft.revision
    context = {"draft": draft, "form": typed, "kind": Kind(kind), "said": KINDS_SAID[kind], "section": section}
    return show(request, "assessments/form_question.html", context | {"is_gone": True}, status=409)


# ---- Saving ---------------------------------------------------------------------------------------------------------


def _saved(
    request: StaffRequest, draft: FormVersion, revision: int, change: Change, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Save what was typed; where the draft was changed meanwhile, show it again beside how things stand now."""
    try:
        actions.change(version=draft, revision=revision, change=change, by=request.user)
    except (FormIsBehind, GoneError):
        draft = draft_or_404(draft.form_id)
        typed = request.POST.copy()
        typed["revision"] = str(draft.revision)
        context["form"].data = typed
        now = draft.questions.question(context["question"].key) if context.get("question") else None
        behind = {"draft": draft, "is_behind": True, "as_it_is": Drawn(now) if now else None}
        return show(request, template, context | behind, status=409)
    return done(request, "form-changed", "Saved.", to=_build_url(draft, change.at))


def _done_at_once(request: StaffRequest, draft: FormVersion, change: Change, said: str) -> HttpResponse:
    """Move or take out; where the draft was changed meanwhile nothing is done, and the page shows how it is now."""
    stood_at = whole(request.POST.get("revision", ""))
    try:
        changed = actions.change(version=draft, revision=stood_at, change=change, by=request.user)
    except (FormIsBehind, GoneError):
        messages.warning(
            request, "Somebody changed this form since you opened it. Here it is as it is now: look, then try again."
        )
        if request.htmx:
            response = HttpResponse(status=204)
            response["HX-Redirect"] = _build_url(draft)
            return response
        return HttpResponseRedirect(_build_url(draft))
    said = said if changed.revision != stood_at else "It stands at the end already."
    return done(request, "form-changed", said, to=_build_url(draft, change.at))
