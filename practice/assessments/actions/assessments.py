"""Assessments: begin one, and move it along its workflow. What is written in it is saved by actions/sections.py."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases import chronology
from cases.actions import assessments as statutory
from cases.models import Case, ChronologyEntry, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from hampshire.words import listed
from hampshire.workflow import Transition
from hampshire.working_days import add_working_days
from practice.assessments import scaling
from practice.assessments.actions import sections
from practice.assessments.definition import Kind
from practice.assessments.keys import fitting, still_needed
from practice.assessments.models import Assessment, AssessmentChild, FormVersion, Move, SectionAnswers, SectionRevision
from practice.assessments.permissions import can_start_assessment
from practice.assessments.workflow import WORKFLOW

STATE = Assessment.State


@transaction.atomic
def start(
    *,
    family: Family,
    version: FormVersion,
    children: Sequence[Person],
    reason: str,
    by: Staff,
    on: date | None = None,
    again: Assessment | None = None,
) -> Assessment:
    """Begin an assessment on a published version of a form, about these children of the family.

    `again` is a withdrawn one of the family on the same form: this one begins from its words, whose they were.
    Raises ValidationError where there is no reason, no child, or one on this form is still unfinished.
    """
    case = family.open_case(lock=True)
    require(can_start_assessment(by, family))
    assert case is not None  # noqa: S101  or the permission had refused
    _check_start(case, version, children, reason)
    _check_again(family, version, again)
    day = on or timezone.localdate()
    assessment = Assessment.objects.create(
        family=family,
        case=case,
        form=version.form,
        version=version,
        reason=reason.strip(),
        started_on=day,
        started_by=by,
        due_on=_due_on(case, version, day),
    )
    AssessmentChild.objects.bulk_create(AssessmentChild(assessment=assessment, child=child) for child in children)
    made = SectionAnswers.objects.bulk_create(_blank_or_again(assessment, again))
    SectionRevision.objects.bulk_create(_words_of_others(assessment, made, again))
    Move.objects.create(
        assessment=assessment, name="start", to_state=STATE.DRAFT, moved_by=by, moved_at=_moment(day), why=reason[:1000]
    )
    _tell(assessment, "begun", _moment(day), by)
    begun_again = {"again": str(again.pk)} if again else {}
    AuditEvent.record(
        "assessment.started", by=by, family=family, subject=assessment, form=version.form.slug, **begun_again
    )
    return assessment


def _check_again(family: Family, version: FormVersion, again: Assessment | None) -> None:
    if again is None:
        return
    if again.family_id != family.pk or again.state != STATE.WITHDRAWN:
        raise ValidationError("Only an assessment of this family that was withdrawn is begun again from its words.")
    if again.form_id != version.form_id:
        raise ValidationError({"version": f"To begin from its words, choose {again.form.name}."})


def _blank_or_again(assessment: Assessment, again: Assessment | None) -> Iterator[SectionAnswers]:
    """Its sections: blank, or with what the withdrawn one said there, by whom and when as it was."""
    held = list(again.sections.exclude(saved_at=None).order_by("saved_at")) if again else []
    told = {key: value for one in held for key, value in one.answers.items()}
    for section in assessment.definition.sections:
        row = SectionAnswers(assessment=assessment, key=section.key)
        if answers := fitting(section, told):
            last = [one for one in held if one.answers.keys() & answers.keys()][-1]
            row.answers, row.version, row.saved_by_id, row.saved_at = answers, 1, last.saved_by_id, last.saved_at
        yield row


def _words_of_others(
    assessment: Assessment, made: Sequence[SectionAnswers], again: Assessment | None
) -> Iterator[SectionRevision]:
    """What others wrote there before whoever wrote last: nobody authorises their own words because they were begun
    from. Of version 0: it stood in the assessment before."""
    if again is None:
        return
    replaced = SectionRevision.objects.filter(section__assessment=again, kind=SectionRevision.Kind.REPLACED)
    wrote = [(one.answers, one.written_by_id, one.written_at) for one in replaced.order_by("kept_at", "id")]
    last = again.sections.all()
    wrote += [(one.answers, one.saved_by_id, one.saved_at) for one in last if one.saved_by_id and one.saved_at]
    for section, row in zip(assessment.definition.sections, made, strict=True):
        for answers, writer, moment in wrote:
            if row.version and writer != row.saved_by_id and (theirs := fitting(section, answers)):
                yield SectionRevision(
                    section=row,
                    kind=SectionRevision.Kind.REPLACED,
                    answers=theirs,
                    version=0,
                    written_by_id=writer,
                    written_at=moment,
                )


def _check_start(case: Case, version: FormVersion, children: Sequence[Person], reason: str) -> None:
    wrong: dict[str, str] = {}
    if not version.is_published or version.form.retired_on:
        wrong["version"] = "This form is not in use. Choose another."
    elif Assessment.objects.unfinished().filter(case=case, form=version.form_id).exists():
        wrong["version"] = f"A {version.form.name.lower()} is not finished yet. Go on with that one, or withdraw it."
    if not children:
        wrong["children"] = "Choose at least one child it is about"
    if not reason.strip():
        wrong["reason"] = "Say why now"
    if wrong:
        raise ValidationError(wrong)


def _due_on(case: Case, version: FormVersion, started: date) -> date | None:
    """The day it is to be authorised by.

    Working Together: a child and family assessment within 45 working days of the referral. That is the first in a case
    such a form; any other is counted from the day it begins.
    """
    if version.form.working_days is None:
        return None
    earlier = Assessment.objects.filter(case=case, form=version.form_id).exclude(state=STATE.WITHDRAWN)
    asked_of_us = case.referral is not None and _is_statutory(version) and not earlier.exists()
    counted_from = min(case.referral.received_on, started) if asked_of_us and case.referral else started
    return add_working_days(counted_from, version.form.working_days)


def _is_statutory(version: FormVersion) -> bool:
    """Whether a form is the child and family assessment of the statutory return: one that has a clock, and asks for
    the factors which the return counts."""
    asks_for_factors = any(question.kind == Kind.FACTORS for question in version.questions.questions())
    return version.form.working_days is not None and asks_for_factors


# ---- Its workflow ---------------------------------------------------------------------------------------------------


@transaction.atomic
def submit(*, assessment: Assessment, by: Staff, at: datetime | None = None) -> Assessment:
    """Say that it is ready to be read by whoever authorises it.

    What was typed as new becomes a strength, a worry or a quote of the family, and the scales' numbers their ratings.
    Raises ValidationError, by question key, while something needed has no answer; by section key, while words written
    at the same time wait to be put together.
    """
    assessment = _locked(assessment)
    transition = WORKFLOW.require("submit", by, assessment)
    _check_whole(assessment)
    moment = at or timezone.now()
    sections.take_in_all(assessment=assessment, by=by, at=moment)
    scaling.rate(assessment, by, moment)
    assessment.submitted_at, assessment.submitted_by = moment, by
    _move(assessment, transition, by, moment, fields=["submitted_at", "submitted_by"])
    _tell(assessment, "submitted", moment, by)
    return assessment


def _check_whole(assessment: Assessment) -> None:
    waiting = SectionRevision.objects.waiting().filter(section__assessment=assessment).select_related("written_by")
    wrong = {
        f"section-{aside.section.key}": f"{aside.written_by.name} wrote here at the same time as somebody else. "
        "Put the two together first."
        for aside in waiting.select_related("section", "written_by")
    }
    for _section, question in still_needed(assessment.definition, assessment.answers):
        wrong[question.key] = f"{question.label}: this is needed before it can be submitted"
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def send_back(*, assessment: Assessment, by: Staff, why: str, at: datetime | None = None) -> Assessment:
    """Return it to be changed. Comments beside its sections say where; `why` says what matters most."""
    assessment = _locked(assessment)
    transition = WORKFLOW.require("return", by, assessment)
    if not why.strip():
        raise ValidationError({"why": "Say what to change before it can be authorised"})
    _move(assessment, transition, by, at or timezone.now(), why=why)
    return assessment


@transaction.atomic
def authorise(*, assessment: Assessment, by: Staff, at: datetime | None = None) -> Assessment:
    """Authorise it: from now on its words never change. Its factors are kept for the statutory return."""
    assessment = _locked(assessment)
    transition = WORKFLOW.require("authorise", by, assessment)
    moment = at or timezone.now()
    assessment.authorised_at, assessment.authorised_by = moment, by
    _move(assessment, transition, by, moment, fields=["authorised_at", "authorised_by"])
    if _is_statutory(assessment.version):
        statutory.keep(
            case=assessment.case,
            child_ids=[child.pk for child in assessment.children.all()],
            starts_on=assessment.started_on,
            authorised_on=timezone.localdate(moment),
            factors=_factors(assessment),
            by=by,
        )
    _tell(assessment, "authorised", moment, by)
    return assessment


def _factors(assessment: Assessment) -> set[str]:
    answers = assessment.answers
    return {
        code
        for section in assessment.definition.sections
        for question in section.shown(answers)
        if question.kind == Kind.FACTORS
        for code in answers.get(question.key, [])
    }


@transaction.atomic
def withdraw(*, assessment: Assessment, by: Staff, why: str, at: datetime | None = None) -> Assessment:
    """Set it aside for good. It stays to be read, with the reason."""
    assessment = _locked(assessment)
    transition = WORKFLOW.require("withdraw", by, assessment)
    if not why.strip():
        raise ValidationError({"why": "Say why it is withdrawn"})
    moment = at or timezone.now()
    assessment.withdrawn_at, assessment.withdrawn_by, assessment.withdrawn_reason = moment, by, why.strip()[:300]
    _move(assessment, transition, by, moment, why, ["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    chronology.withdraw(assessment)
    return assessment


@transaction.atomic
def mark_in_error(*, assessment: Assessment, by: Staff, why: str, at: datetime | None = None) -> Assessment:
    """Say that an authorised assessment should not stand: the wrong family, or wrong in what it says.

    It stays to be read, marked as entered in error. The numbers it gave the family's scales no longer count, nor does
    it in the statutory return. Strengths, worries and quotes have a life of their own since: they stay as they are.
    """
    assessment = _locked(assessment)
    transition = WORKFLOW.require("mark-in-error", by, assessment)
    if not why.strip():
        raise ValidationError({"why": "Say what is wrong"})
    moment = at or timezone.now()
    assessment.withdrawn_at, assessment.withdrawn_by, assessment.withdrawn_reason = moment, by, why.strip()[:300]
    _move(assessment, transition, by, moment, why, ["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    scaling.take_back(assessment, moment)
    if _is_statutory(assessment.version):
        children = [child.pk for child in assessment.children.all()]
        statutory.take_back(case=assessment.case, child_ids=children, starts_on=assessment.started_on, by=by)
    chronology.withdraw(assessment)
    _tell(assessment, "marked as entered in error", moment, by)
    return assessment


def _locked(assessment: Assessment) -> Assessment:
    """The assessment as it is now, held until the transaction ends: no section is saved meanwhile."""
    rows = Assessment.objects.select_for_update(of=("self",)).prefetch_related("sections", "children")
    return rows.select_related("family", "case__family", "version__form").get(pk=assessment.pk)


def _move(
    assessment: Assessment,
    transition: Transition[Assessment],
    by: Staff,
    moment: datetime,
    why: str = "",
    fields: Sequence[str] = (),
) -> None:
    before, assessment.state = assessment.state, transition.target
    assessment.save(update_fields=["state", *fields])
    Move.objects.create(
        assessment=assessment,
        name=transition.name,
        from_state=before,
        to_state=transition.target,
        moved_by=by,
        moved_at=moment,
        why=why.strip()[:1000],
    )
    AuditEvent.record(transition.verb, by=by, family=assessment.family, subject=assessment, before=before)


def _tell(assessment: Assessment, what: str, moment: datetime, by: Staff) -> None:
    about = listed([child.short_name for child in assessment.children.all()])
    chronology.record(
        assessment.family,
        ChronologyEntry.Kind.ASSESSMENT,
        moment,
        f"{assessment.version.form.name} {what}, about {about}",
        by=by,
        subject=assessment,
        url=assessment.get_absolute_url(),
    )


def _moment(day: date) -> datetime:
    """Now, for something begun today; that day, where it is written down later."""
    return timezone.now() if day == timezone.localdate() else noon(day)
