"""Assessments of a family: which there are, begin one, read it, and move it along."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import family_page, form_page, record_reading
from hampshire.htmx import StaffRequest, done, show
from hampshire.pdf import UnprintableError
from hampshire.permissions import require
from hampshire.words import count
from practice.assessments import printing
from practice.assessments.actions import assessments
from practice.assessments.forms.assessments import CommentForm, StartForm, WhyForm, YesForm
from practice.assessments.keys import still_needed
from practice.assessments.models import Assessment
from practice.assessments.models.assessment import section_url
from practice.assessments.permissions import (
    can_comment,
    can_review_assessment,
    can_see_queue,
    can_start_assessment,
    can_write_assessment,
)
from practice.assessments.queues import children_of, forms_in_use, of_family, to_begin_again, waiting_for
from practice.assessments.reading import Document, asides_waiting, assessment_or_404, moves_of, steps_of
from practice.assessments.workflow import WORKFLOW
from practice.queries import WITH_STANDING

BEGINS = "What is recorded already is offered in it, so nobody writes it twice. It saves itself as you write."
BEGINS_AGAIN = "It begins from the words of the one that was withdrawn, to be put right. Nothing is typed twice."
UNPRINTABLE = (
    "There are no letters here for some of what it says. Ask whoever runs the service to add a font for that language."
)


@require_GET
def assessment_list(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    found = of_family(family)
    context = {
        "unfinished": [one for one in found if one.is_unfinished],
        "finished": [one for one in found if not one.is_unfinished],
        "may_start": can_start_assessment(request.user, family),
    }
    return family_page(request, family, "assessments/assessment_list.html", context, opened="assessments")


@require_http_methods(["GET", "POST"])
def assessment_start(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    require(can_start_assessment(request.user, family))

    again = to_begin_again(family, request.POST.get("again", "") or request.GET.get("again", ""))
    form = StartForm(request.POST or None, versions=forms_in_use(), people=children_of(family), again=again)
    if form.is_valid():
        try:
            made = assessments.start(family=family, by=request.user, again=again, **form.chosen)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            first = made.definition.sections[0].key
            return done(request, "assessment-started", "Assessment begun.", to=section_url(family.pk, made.pk, first))
    return form_page(
        request,
        family,
        form,
        heading="Begin an assessment",
        intro=BEGINS_AGAIN if again else BEGINS,
        submit="Begin",
        cancel=reverse("assessments:assessment-list", args=[family.pk]),
        fields="assessments/assessment_start_fields.html",
        purposes=[(version.form.name, version.form.purpose) for version in form.by_id.values()],
    )


@require_GET
def assessment_detail(request: StaffRequest, family_id: UUID, assessment_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    assessment = assessment_or_404(family, assessment_id)
    return family_page(
        request,
        family,
        "assessments/assessment_detail.html",
        _document(request, assessment)
        | {"asides": asides_waiting(assessment, request.user), "may_start": can_start_assessment(request.user, family)},
        opened="assessment",
    )


def _document(request: StaffRequest, assessment: Assessment) -> dict[str, object]:
    """What reading it and reviewing it share."""
    document = Document(assessment)
    offered = {one.name: one for one in WORKFLOW.offered(request.user, assessment)}
    return {
        "assessment": assessment,
        "document": document,
        "moves": moves_of(assessment),
        "offered": offered,
        "in_error": offered.get("mark-in-error"),
        "next": [one.next_words for one in offered.values() if one.name != "withdraw"],
        "may_write": can_write_assessment(request.user, assessment),
        "may_comment": can_comment(request.user, assessment),
        "may_review": can_review_assessment(request.user, assessment),
    }


@require_GET
def assessment_review(request: StaffRequest, family_id: UUID, assessment_id: UUID) -> HttpResponse:
    """As whoever authorises it reads it: with a place for a comment beside each section."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    assessment = assessment_or_404(family, assessment_id)
    require(can_review_assessment(request.user, assessment))
    if assessment.state != Assessment.State.SUBMITTED:
        return HttpResponseRedirect(assessment.get_absolute_url())
    context = _document(request, assessment) | {"comment_form": CommentForm()}
    return family_page(request, family, "assessments/assessment_review.html", context, opened="assessment-review")


@require_GET
def assessment_print(request: StaffRequest, family_id: UUID, assessment_id: UUID) -> HttpResponse:
    """The paper a family can read: marked as a draft until it is authorised."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    assessment = assessment_or_404(family, assessment_id)
    try:
        response = printing.answer(Document(assessment))
    except UnprintableError:
        messages.warning(request, UNPRINTABLE)
        return HttpResponseRedirect(assessment.get_absolute_url())
    record_reading(request, family, "assessment-print")
    return response


# ---- Moving it along ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def assessment_submit(request: StaffRequest, family_id: UUID, assessment_id: UUID) -> HttpResponse:
    family, assessment = _to_move(request, family_id, assessment_id, "submit")
    if request.method == "POST":
        try:
            assessments.submit(assessment=assessment, by=request.user)
        except ValidationError as refusal:
            return _not_whole(request, family, assessment, refusal, status=422)
        return _moved(request, assessment, "assessment-submitted", "Submitted. A supervisor will read it.")
    return _not_whole(request, family, assessment)


def _not_whole(
    request: StaffRequest,
    family: Family,
    assessment: Assessment,
    refusal: ValidationError | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page before submitting: what is still needed, each line a link to its question."""
    told = refusal.message_dict if refusal else {}
    needed = still_needed(assessment.definition, assessment.answers)
    missing = [
        (f"{section_url(family.pk, assessment.pk, section.key)}#question-{question.key}", section.title, question.label)
        for section, question in needed
    ]
    named = {question.key for _, question in needed}
    context = {
        "assessment": assessment,
        "missing": missing,
        "steps": steps_of(assessment),
        "asides": asides_waiting(assessment, request.user),
        "other_problems": [" ".join(texts) for key, texts in told.items() if key not in named],
        "refused": refusal is not None,
    }
    template = "assessments/assessment_submit.html"
    return family_page(request, family, template, context, opened="assessment-submit", status=status)


@require_http_methods(["GET", "POST"])
def assessment_return(request: StaffRequest, family_id: UUID, assessment_id: UUID) -> HttpResponse:
    family, assessment = _to_move(request, family_id, assessment_id, "return")
    form = WhyForm(
        request.POST or None,
        label="What to change first",
        help_text="Whoever wrote it sees this on top, and your comments beside each section.",
        required="Say what to change before it can be authorised",
    )
    if form.is_valid():
        assessments.send_back(assessment=assessment, by=request.user, why=form.cleaned_data["why"])
        return _moved(request, assessment, "assessment-returned", "Returned with your comments.")
    comments = len(Document(assessment).comments)
    intro = f"{count(comments, 'comment')} so far stand beside its sections." if comments else ""
    return _ask(request, family, assessment, form, ("Return this assessment", "Return it", intro))


@require_http_methods(["GET", "POST"])
def assessment_authorise(request: StaffRequest, family_id: UUID, assessment_id: UUID) -> HttpResponse:
    family, assessment = _to_move(request, family_id, assessment_id, "authorise")
    form = YesForm(request.POST or None)
    if request.method == "POST":
        assessments.authorise(assessment=assessment, by=request.user)
        return _moved(request, assessment, "assessment-authorised", "Authorised. The family can have their copy now.")
    intro = "From then on its words never change, and its paper no longer says draft. You say that you have read it."
    return _ask(request, family, assessment, form, ("Authorise this assessment", "Authorise it", intro))


@require_http_methods(["GET", "POST"])
def assessment_withdraw(request: StaffRequest, family_id: UUID, assessment_id: UUID) -> HttpResponse:
    family, assessment = _to_move(request, family_id, assessment_id, "withdraw")
    form = WhyForm(
        request.POST or None,
        label="Why is it withdrawn?",
        help_text="Everybody who may read the record reads this.",
        required="Say why it is withdrawn",
    )
    if form.is_valid():
        assessments.withdraw(assessment=assessment, by=request.user, why=form.cleaned_data["why"])
        return _moved(request, assessment, "assessment-withdrawn", "Withdrawn. It stays to be read.")
    intro = "It stays to be read, marked as withdrawn. Another can be begun on the same form."
    return _ask(request, family, assessment, form, ("Withdraw this assessment", "Withdraw it", intro), warning=True)


@require_http_methods(["GET", "POST"])
def assessment_mark_in_error(request: StaffRequest, family_id: UUID, assessment_id: UUID) -> HttpResponse:
    family, assessment = _to_move(request, family_id, assessment_id, "mark-in-error")
    form = WhyForm(
        request.POST or None,
        label="What is wrong with it?",
        help_text="Whose family it is about, or what in it is not so. Everybody who may read the record reads this.",
        required="Say what is wrong",
    )
    if form.is_valid():
        assessments.mark_in_error(assessment=assessment, by=request.user, why=form.cleaned_data["why"])
        said = "Marked as entered in error. It stays to be read, and nothing is decided by it any more."
        return _moved(request, assessment, "assessment-marked-in-error", said)
    intro = (
        "Nothing is deleted: it stays to be read, marked on its page, in lists, in the chronology and on paper. Its "
        "numbers no longer count on the family’s scales, nor does it in the statutory return. This cannot be undone; "
        "another can be begun from its words."
    )
    return _ask(
        request, family, assessment, form, ("Entered in error", "Mark it as entered in error", intro), warning=True
    )


def _to_move(request: StaffRequest, family_id: UUID, assessment_id: UUID, name: str) -> tuple[Family, Assessment]:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    assessment = assessment_or_404(family, assessment_id)
    require(WORKFLOW.decide(name, request.user, assessment))
    return family, assessment


def _ask(
    request: StaffRequest,
    family: Family,
    assessment: Assessment,
    form: BaseForm,
    said: tuple[str, str, str],
    *,
    warning: bool = False,
) -> HttpResponse:
    heading, submit, intro = said
    cancel = assessment.get_absolute_url()
    return form_page(request, family, form, heading=heading, submit=submit, cancel=cancel, intro=intro, warning=warning)


def _moved(request: StaffRequest, assessment: Assessment, event: str, message: str) -> HttpResponse:
    return done(request, event, message, to=assessment.get_absolute_url())


# ---- /assessments/waiting/ ------------------------------------------------------------------------------------------


@require_GET
def assessment_queue(request: StaffRequest) -> HttpResponse:
    """What waits to be authorised in the teams somebody oversees, the longest first."""
    require(can_see_queue(request.user))
    return show(request, "assessments/assessment_queue.html", waiting_for(request.user))
