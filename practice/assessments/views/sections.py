"""The sections of an assessment: written and saved as they are typed, put together, looked back on, commented on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import family_page, record_reading
from hampshire.htmx import StaffRequest, done, show
from hampshire.ids import new_id
from hampshire.permissions import require
from hampshire.words import clock
from practice.assessments.actions import comments, sections
from practice.assessments.definition import Section
from practice.assessments.forms import answers
from practice.assessments.forms.assessments import AnswerForm, CommentForm
from practice.assessments.history import earlier_of
from practice.assessments.merging import Merge, base_of
from practice.assessments.models import Assessment, SectionAnswers, SectionRevision
from practice.assessments.models.assessment import section_url
from practice.assessments.permissions import can_comment, can_settle, can_write_assessment
from practice.assessments.pulling import Recorded, picked_in
from practice.assessments.reading import (
    Document,
    SectionPage,
    aside_or_404,
    asides_waiting,
    assessment_or_404,
    comment_or_404,
    section_or_404,
    steps_of,
)
from practice.forms.typed import whole
from practice.queries import WITH_STANDING


@require_GET
def assessment_write(request: StaffRequest, family_id: UUID, assessment_id: UUID) -> HttpResponse:
    """To the first section that is not done, or that somebody commented on."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    assessment = assessment_or_404(family, assessment_id)
    require(can_write_assessment(request.user, assessment))
    steps = steps_of(assessment, comments=Document(assessment).comments)
    return HttpResponseRedirect(next((one for one in steps if one.comments or one.state != "done"), steps[0]).url)


@require_http_methods(["GET", "POST"])
def section_write(request: StaffRequest, family_id: UUID, assessment_id: UUID, key: str) -> HttpResponse:
    family, assessment, section = _to_write(request, family_id, assessment_id, key)
    if request.method == "POST":
        return _answer(request, assessment, section)
    record_reading(request, family, "assessment-write")
    return _draw(request, assessment, section)


def _to_write(
    request: StaffRequest, family_id: UUID, assessment_id: UUID, key: str
) -> tuple[Family, Assessment, Section]:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    assessment = assessment_or_404(family, assessment_id)
    section = section_or_404(assessment, key)
    require(can_write_assessment(request.user, assessment))
    return family, assessment, section


def _draw(
    request: StaffRequest, assessment: Assessment, section: Section, errors: dict[str, str] | None = None
) -> HttpResponse:
    document = Document(assessment)
    steps = steps_of(assessment, section.key, document.comments)
    here = next(step.number for step in steps if step.is_here)
    context = {
        "family": assessment.family,
        "assessment": assessment,
        "page": SectionPage(assessment, section, _saved(assessment, section), errors or {}),
        "error_lines": [(f"q-{name}", text) for name, text in (errors or {}).items()],
        "steps": steps,
        "step": steps[here - 1],
        "after": steps[here] if here < len(steps) else None,
        "before": steps[here - 2] if here > 1 else None,
        "comments": [one for one in document.comments if one.key in ("", section.key) and one.answered_at is None],
        "asides": asides_waiting(assessment, request.user),
        "window": str(new_id()),
        "worker": request.user,
    }
    return show(request, "assessments/section_write.html", context, 422 if errors else 200)


def _saved(assessment: Assessment, section: Section) -> SectionAnswers:
    return next(one for one in assessment.sections.all() if one.key == section.key)


def _answer(request: StaffRequest, assessment: Assessment, section: Section) -> HttpResponse:
    """What the page's buttons do: each keeps what is typed first."""
    do = request.POST.get("do", "save")
    ticket = answers.ticket(request.POST, section, request.user)
    saved = sections.save(assessment=assessment, ticket=ticket, by=request.user)
    if saved.aside is not None:
        return HttpResponseRedirect(_merge_url(assessment, saved.aside, section.key))
    if do.startswith("add-"):
        return _add(request, assessment, section, do.removeprefix("add-"))
    if do == "from-last":
        sections.begin_from_last(assessment=assessment, key=section.key, by=request.user)
    if do == "leave":
        messages.success(request, "Kept. You find it in your week, and here.")
        return HttpResponseRedirect(assessment.get_absolute_url())
    if do == "submit":
        url = reverse("assessments:assessment-submit", args=[assessment.family_id, assessment.pk])
        return HttpResponseRedirect(url)
    goes_to = section_or_404(assessment, do.removeprefix("go-")) if do.startswith("go-") else section
    return HttpResponseRedirect(section_url(assessment.family_id, assessment.pk, goes_to.key))


def _add(request: StaffRequest, assessment: Assessment, section: Section, key: str) -> HttpResponse:
    """What was typed as new becomes a strength, a worry or a quote of the family, and is picked here."""
    question = next((one for one in section.questions if one.key == key), None)
    if question is None:
        raise BadRequest("This button is none of ours.")
    try:
        sections.take_in(assessment=assessment, question=question, by=request.user)
    except ValidationError as refusal:
        fresh = assessment_or_404(assessment.family, assessment.pk)
        return _draw(request, fresh, section, {name: " ".join(texts) for name, texts in refusal.message_dict.items()})
    url = section_url(assessment.family_id, assessment.pk, section.key)
    return HttpResponseRedirect(f"{url}#question-{question.key}")


@require_http_methods(["GET", "POST"])
def section_save(request: StaffRequest, family_id: UUID, assessment_id: UUID, key: str) -> HttpResponse:
    """What script talks to. POST keeps what is typed; GET tells how the section stands, with a fresh CSRF token."""
    _, assessment, section = _to_write(request, family_id, assessment_id, key)
    if request.method == "GET":
        return JsonResponse({"token": get_token(request), **_told(_saved(assessment, section))})
    ticket = answers.ticket(request.POST, section, request.user)
    saved = sections.save(assessment=assessment, ticket=ticket, by=request.user)
    if saved.aside is None:
        return JsonResponse(_told(saved.section))
    words = f"{_who(saved.section, request)} wrote in this section at {clock(saved.section.saved_at)}."  # type: ignore[arg-type]
    url = _merge_url(assessment, saved.aside, section.key)
    return JsonResponse(_told(saved.section) | {"words": words, "url": url}, status=409)


def _told(section: SectionAnswers) -> dict[str, object]:
    return {"version": section.version, "saved": clock(section.saved_at) if section.saved_at else ""}


def _who(section: SectionAnswers, request: StaffRequest) -> str:
    if section.saved_by is None or section.saved_by_id == request.user.pk:
        return "You, in another window,"
    return section.saved_by.name


def _merge_url(assessment: Assessment, aside: SectionRevision, key: str) -> str:
    return reverse("assessments:section-merge", args=[assessment.family_id, assessment.pk, key, aside.pk])


# ---- Two people's words ---------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def section_merge(
    request: StaffRequest, family_id: UUID, assessment_id: UUID, key: str, aside_id: UUID
) -> HttpResponse:
    family, assessment, section = _to_write(request, family_id, assessment_id, key)
    aside = aside_or_404(assessment, key, aside_id)
    require(can_settle(request.user, aside, assessment))
    url = section_url(family.pk, assessment.pk, key)
    if aside.settled_at is not None:
        messages.info(request, "These two were put together already.")
        return HttpResponseRedirect(url)
    sent = request.POST if request.method == "POST" else None
    merge = Merge(section, aside.section.answers, aside.answers, base_of(aside), sent)
    errors = merge.unchosen() if sent is not None else {}
    version = _version(request, aside)
    if sent is None or errors or version != aside.section.version:
        stale = sent is not None and version != aside.section.version
        return _draw_merge(request, assessment, aside, merge, errors, stale=stale)
    saved = sections.put_together(
        assessment=assessment, aside=aside, version=version, answers=merge.result(), by=request.user
    )
    if saved.aside is not None:
        return HttpResponseRedirect(_merge_url(assessment, saved.aside, key))
    return done(request, "section-merged", "Put together. Both are kept as they were under earlier words.", to=url)


def _version(request: StaffRequest, aside: SectionRevision) -> int:
    """The section's version that the page showed."""
    return whole(request.POST.get("version", ""), aside.section.version)


def _draw_merge(
    request: StaffRequest,
    assessment: Assessment,
    aside: SectionRevision,
    merge: Merge,
    errors: dict[str, str],
    *,
    stale: bool,
) -> HttpResponse:
    held = picked_in(merge.section.questions, merge.theirs, merge.yours)
    context: dict[str, Any] = {
        "family": assessment.family,
        "assessment": assessment,
        "section": merge.section,
        "aside": aside,
        "saved": aside.section,
        "who": _who(aside.section, request),
        "differences": merge.differences(Recorded(assessment.family, held), errors),
        "error_lines": [(f"take-{name}", text) for name, text in errors.items()],
        "stale": stale,
    }
    status = 409 if stale else 422 if errors else 200
    if request.method == "GET":
        record_reading(request, assessment.family, "assessment-merge")
    return show(request, "assessments/section_merge.html", context, status)


@require_GET
def section_earlier(request: StaffRequest, family_id: UUID, assessment_id: UUID, key: str) -> HttpResponse:
    """What stood in a section before, and what was written at the same time: the newest first."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    assessment = assessment_or_404(family, assessment_id)
    section = section_or_404(assessment, key)
    context = {
        "assessment": assessment,
        "section": section,
        "versions": earlier_of(assessment, section),
        "may_write": can_write_assessment(request.user, assessment),
    }
    return family_page(request, family, "assessments/section_earlier.html", context, opened="assessment-earlier")


@require_POST
def section_bring_back(
    request: StaffRequest, family_id: UUID, assessment_id: UUID, key: str, aside_id: UUID
) -> HttpResponse:
    """Lay earlier words beside what stands now, to be put together with it."""
    _, assessment, _ = _to_write(request, family_id, assessment_id, key)
    revision = aside_or_404(assessment, key, aside_id)
    aside = sections.bring_back(assessment=assessment, revision=revision, by=request.user)
    return HttpResponseRedirect(_merge_url(assessment, aside, key))


# ---- Comments -------------------------------------------------------------------------------------------------------


@require_POST
def comment_write(request: StaffRequest, family_id: UUID, assessment_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    assessment = assessment_or_404(family, assessment_id)
    require(can_comment(request.user, assessment))
    form, key = CommentForm(request.POST), request.POST.get("key", "")
    if key:
        section_or_404(assessment, key)
    to = _back(request, assessment)
    if form.is_valid():
        comments.write(assessment=assessment, by=request.user, text=form.cleaned_data["text"], key=key)
        return done(request, "assessment-commented", "Comment added.", to=f"{to}#part-{key}" if key else to)
    messages.warning(request, "Write the comment first.")
    return HttpResponseRedirect(to)


@require_POST
def comment_answer(request: StaffRequest, family_id: UUID, assessment_id: UUID, comment_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    assessment = assessment_or_404(family, assessment_id)
    comment = comment_or_404(assessment, comment_id)
    form = AnswerForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    comments.answer(comment=comment, by=request.user, text=text)
    if request.POST.get("from") == "write" and comment.key:
        to = section_url(family.pk, assessment.pk, comment.key)
    else:
        to = _back(request, assessment)
    return done(request, "comment-answered", "Marked as seen to.", to=to)


def _back(request: StaffRequest, assessment: Assessment) -> str:
    """To the review for whoever reviews, else to the assessment."""
    if request.POST.get("from") == "review":
        return reverse("assessments:assessment-review", args=[assessment.family_id, assessment.pk])
    return assessment.get_absolute_url()
