"""An assessment on paper, for the family to keep: plain headings, big type, and whose words are whose.

Somebody's words are printed only where they said that these may be shared.
"""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from hampshire.pdf import download, typeset
from hampshire.words import full_date
from practice.assessments.definition import Kind
from practice.assessments.drawing import Drawn, chosen_of
from practice.assessments.models import Assessment
from practice.assessments.models.assessment import IN_ERROR
from practice.assessments.pulling import said_by
from practice.assessments.reading import Document

STATE = Assessment.State


def answer(document: Document) -> HttpResponse:
    """The paper as a PDF. Raises UnprintableError where this machine has no font for some of its letters."""
    assessment = document.assessment
    name = f"{assessment.form.name} {assessment.family.title} {assessment.started_on}"
    return download(typeset("assessment", paper(document)), name)


def paper(document: Document) -> dict[str, Any]:
    """What the template sets: all of it words."""
    assessment = document.assessment
    return {
        "title": assessment.version.form.name,
        "family": assessment.family.title,
        "about": assessment.about,
        "reason": assessment.reason,
        "standing": _standing(assessment),
        "mark": _mark(assessment),
        "taken_back": _taken_back(assessment),
        "sections": [
            {
                "title": part.section.title,
                "questions": [_question(document, drawn) for drawn in part.questions if _has_words(document, drawn)],
            }
            for part in document.parts
        ],
        "authorised": assessment.state == STATE.AUTHORISED,
    }


def _standing(assessment: Assessment) -> list[str]:
    """Who wrote it, and how far it is, a sentence each."""
    lines = [f"Begun on {full_date(assessment.started_on)} by {assessment.started_by.name}."]
    if assessment.submitted_by and assessment.submitted_at:
        lines.append(
            f"Finished by {assessment.submitted_by.name} on {full_date(timezone.localdate(assessment.submitted_at))}."
        )
    if assessment.authorised_by and assessment.authorised_at:
        day = full_date(timezone.localdate(assessment.authorised_at))
        lines.append(f"Read and agreed by {assessment.authorised_by.name} on {day}.")
    return lines


def _taken_back(assessment: Assessment) -> str:
    """Who withdrew it, when and why; blank for one that stands."""
    if assessment.withdrawn_by is None or assessment.withdrawn_at is None:
        return ""
    day, what = full_date(timezone.localdate(assessment.withdrawn_at)), assessment.state_in_words
    return f"{what}. {assessment.withdrawn_by.name}, {day}: {assessment.withdrawn_reason}"


def _mark(assessment: Assessment) -> str:
    """What stands across every page until it is authorised, and once it should not have been."""
    if assessment.is_in_error:
        return IN_ERROR.upper()
    return {STATE.AUTHORISED: "", STATE.WITHDRAWN: "WITHDRAWN"}.get(STATE(assessment.state), "DRAFT")


def _question(document: Document, drawn: Drawn) -> dict[str, Any]:
    return {
        "label": drawn.question.label,
        "kind": drawn.kind,
        "lines": drawn.answer,
        "quotes": _quotes(document, drawn),
        "ends": [drawn.question.low, drawn.question.high] if drawn.question.low or drawn.question.high else [],
    }


def _has_words(document: Document, drawn: Drawn) -> bool:
    return bool(_quotes(document, drawn) if drawn.question.kind == Kind.QUOTES else drawn.answer)


def _quotes(document: Document, drawn: Drawn) -> list[dict[str, str]]:
    """Those that may be shared, with whose words they are and, where they were said in another language, both."""
    if drawn.question.kind != Kind.QUOTES:
        return []
    held = [document.recorded.said.get(key) for key in chosen_of(drawn.value)]
    return [
        {"text": quote.text, "by": said_by(quote), "translation": quote.translation, "language": quote.language}
        for quote in held
        if quote is not None and quote.may_be_shared and quote.withdrawn_at is None
    ]
