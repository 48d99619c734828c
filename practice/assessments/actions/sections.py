"""The sections of an assessment: saved as they are typed, by several people at once, without losing a word.

A save stands on the version its page was shown with. When somebody else has saved since, nothing is overwritten and
nothing refused: what came second is kept beside the section as an aside, and its writer puts the two together.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.models import Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.ids import new_id
from hampshire.permissions import require
from practice.actions import quotes, strengths, worries
from practice.assessments.definition import Kind, Question
from practice.assessments.keys import about_of, carried, new_of
from practice.assessments.models import Assessment, SectionAnswers, SectionRevision
from practice.assessments.permissions import can_settle, can_write_assessment
from practice.models import Domain
from practice.rules import LONGEST_LINE, WHOSE_WORDS

type Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SectionTicket:
    """What a page hands back with every save: the section, the version it stands on, its window, and the answers."""

    key: str
    version: int
    window: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Saved:
    """The section as it now is; and, where somebody else had written meanwhile, what is kept beside it."""

    section: SectionAnswers
    aside: SectionRevision | None = None


@transaction.atomic
def save(*, assessment: Assessment, ticket: SectionTicket, by: Staff, at: datetime | None = None) -> Saved:
    """Keep what a section says so far, whatever is blank. Only a writer's first save is audited: the rest is typing."""
    section = _locked(assessment, ticket.key, by)
    if section.answers == ticket.answers:
        return Saved(section)
    if section.version == ticket.version or _is_from_here(section, ticket, by):
        return Saved(_write(section, ticket.answers, by, ticket.window, at=at))
    return Saved(section, _set_aside(section, ticket, by))


def _is_from_here(section: SectionAnswers, ticket: SectionTicket, by: Staff) -> bool:
    """Whether this very window saved last: it never got the answer, and now sends the same or more."""
    return bool(ticket.window) and section.saved_from == ticket.window and section.saved_by_id == by.pk


def _locked(assessment: Assessment, key: str, by: Staff) -> SectionAnswers:
    """The section, with its assessment held: nobody submits it between the check and the write."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("family", "version__form")
    held = rows.get(pk=assessment.pk)
    held.family = assessment.family if assessment.family.pk == held.family_id else held.family  # with its standing
    require(can_write_assessment(by, held))
    section = SectionAnswers.objects.select_for_update().filter(assessment=held, key=key).first()
    if section is None:
        raise ValidationError("This section is not part of the assessment.")
    section.assessment = held
    return section


def _write(
    section: SectionAnswers,
    answers: Answers,
    by: Staff,
    window: str,
    *,
    keep: bool = False,
    at: datetime | None = None,
) -> SectionAnswers:
    """Put these words in the section's place. Earlier ones are kept where another wrote them, where they had been
    submitted, or where `keep` says so."""
    another, submitted = section.saved_by_id != by.pk, section.assessment.submitted_at
    was_read = submitted is not None and section.saved_at is not None and section.saved_at <= submitted
    if section.version and section.saved_by_id and section.saved_at and (another or was_read or keep):
        SectionRevision.objects.create(
            section=section,
            kind=SectionRevision.Kind.REPLACED,
            answers=section.answers,
            version=section.version,
            written_by_id=section.saved_by_id,
            written_at=section.saved_at,
            window=section.saved_from,
        )
    section.answers, section.version, section.saved_from = answers, section.version + 1, window
    section.saved_at, section.saved_by = at or timezone.now(), by
    section.save(update_fields=["answers", "version", "saved_from", "saved_at", "saved_by"])
    if another:
        AuditEvent.record(
            "assessment.written", by=by, family=section.assessment.family, subject=section.assessment, key=section.key
        )
    return section


def _set_aside(section: SectionAnswers, ticket: SectionTicket, by: Staff) -> SectionRevision:
    """What could not be saved beside the others' words; one a window, as it is typed on."""
    aside, is_new = SectionRevision.objects.update_or_create(
        section=section,
        kind=SectionRevision.Kind.ASIDE,
        written_by=by,
        window=ticket.window,
        settled_at=None,
        defaults={"answers": ticket.answers, "version": ticket.version, "written_at": timezone.now()},
    )
    if is_new:
        AuditEvent.record(
            "assessment.set-aside", by=by, family=section.assessment.family, subject=section.assessment, key=section.key
        )
    return aside


@transaction.atomic
def put_together(*, assessment: Assessment, aside: SectionRevision, version: int, answers: Answers, by: Staff) -> Saved:
    """Save what came of two people's words, and keep both as they were.

    `version` is the section's that the person had before them. When it was saved again meanwhile, what they put
    together is an aside of its own, to be put together with that.
    """
    section = _locked(assessment, aside.section.key, by)
    aside = SectionRevision.objects.select_for_update().get(pk=aside.pk)
    require(can_settle(by, aside, section.assessment))
    aside.settled_at = timezone.now()
    aside.save(update_fields=["settled_at"])
    AuditEvent.record(
        "assessment.put-together", by=by, family=section.assessment.family, subject=section.assessment, key=section.key
    )
    if section.answers == answers:
        return Saved(section)
    window = f"together-{new_id().hex[:12]}"
    if section.version != version:
        return Saved(section, _set_aside(section, SectionTicket(section.key, version, window, answers), by))
    return Saved(_write(section, answers, by, window, keep=True))


@transaction.atomic
def bring_back(*, assessment: Assessment, revision: SectionRevision, by: Staff) -> SectionRevision:
    """Lay earlier words beside what the section says now, to be put together with it. Changes nothing by itself."""
    section = _locked(assessment, revision.section.key, by)
    ticket = SectionTicket(section.key, revision.version, f"again-{revision.pk.hex[-12:]}", revision.answers)
    return _set_aside(section, ticket, by)


@transaction.atomic
def begin_from_last(*, assessment: Assessment, key: str, by: Staff) -> SectionAnswers:
    """Fill what is blank in a section with what the last authorised assessment said there, to be gone on from."""
    section = _locked(assessment, key, by)
    asked = section.assessment.definition.section(key)
    previous = Assessment.objects.before(section.assessment).first()
    fresh = carried(asked, section.answers, previous.answers) if asked and previous else {}
    if not fresh:
        return section
    AuditEvent.record("assessment.begun-from-last", by=by, family=assessment.family, subject=assessment, key=key)
    return _write(section, {**section.answers, **fresh}, by, "")


# ---- Something new, written down on the way -------------------------------------------------------------------------


@transaction.atomic
def take_in(*, assessment: Assessment, question: Question, by: Staff, at: datetime | None = None) -> SectionAnswers:
    """What was typed as new beside a question becomes a strength, a worry or a quote of the family, and is picked.

    Raises ValidationError, by the question's key, where it is too long or nobody's words.
    """
    key = _section_key(assessment, question)
    section = _locked(assessment, key, by)
    answers = dict(section.answers)
    text = str(answers.get(new_of(question.key), "")).strip()
    if not text:
        return section
    day = timezone.localdate(at)  # today, unless it is written down later
    made = _written_down(section.assessment, question, text, str(answers.get(about_of(question.key), "")), by, day)
    answers.pop(new_of(question.key), None)
    answers.pop(about_of(question.key), None)
    answers[question.key] = [*answers.get(question.key, []), str(made)]
    AuditEvent.record(
        "assessment.taken-in", by=by, family=assessment.family, subject=assessment, kind=question.kind.value
    )
    # From no window: the page that asked for this is behind now, and sent twice it must not write it down twice.
    return _write(section, answers, by, "", at=at)


def take_in_all(*, assessment: Assessment, by: Staff, at: datetime) -> None:
    """Part of `assessments.submit`: what was typed as new, and asked for by the answers, is written down."""
    answers = assessment.answers
    for section in assessment.definition.sections:
        for question in section.shown(answers):
            if answers.get(new_of(question.key)):
                take_in(assessment=assessment, question=question, by=by, at=at)


def _section_key(assessment: Assessment, question: Question) -> str:
    section = assessment.definition.section_of(question.key)
    if section is None:
        raise ValidationError("This question is not part of the assessment.")
    return section.key


def _written_down(assessment: Assessment, question: Question, text: str, about: str, by: Staff, day: date) -> UUID:
    family, domain = assessment.family, about if about in Domain.values else Domain.OTHER
    if question.kind != Kind.QUOTES and len(text) > LONGEST_LINE:
        raise ValidationError({question.key: f"{question.label}: keep it to {LONGEST_LINE} letters"})
    match question.kind:
        case Kind.STRENGTHS:
            return strengths.notice(family=family, by=by, text=text, domain=domain, on=day).pk
        case Kind.WORRIES:
            return worries.note(family=family, by=by, text=text, domain=domain, on=day).pk
        case Kind.QUOTES:
            person = _person(assessment, about)
            if person is None:
                raise ValidationError({question.key: f"{question.label}: {WHOSE_WORDS[:1].lower()}{WHOSE_WORDS[1:]}"})
            return quotes.note(family=family, by=by, text=text, person=person, on=day).pk
    raise ValidationError({question.key: "Nothing new can be written down here"})


def _person(assessment: Assessment, person_id: str) -> Person | None:
    try:
        wanted = UUID(person_id)
    except ValueError:
        return None
    return Person.objects.of_family(assessment.family).filter(pk=wanted).first()
