"""An assessment's road: begun, submitted, returned, authorised by somebody else, or withdrawn."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from cases.actions import cases
from cases.models import Case, ChronologyEntry, Person, StatutoryAssessment
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.working_days import add_working_days
from practice.assessments.actions import assessments, comments
from practice.assessments.models import Assessment, FormVersion, Move, SectionAnswers
from practice.assessments.workflow import WORKFLOW
from practice.models import Goal, Quote, Rating, Strength
from tests.practice_assessments.small import begun_by, small_form, stands, submitted, write, write_all

STATE = Assessment.State


# ---- Beginning ----


def test_it_begins_with_every_section_of_its_form_and_a_line_in_the_story(assessment: Assessment) -> None:
    assert assessment.state == STATE.DRAFT
    assert set(assessment.sections.values_list("key", flat=True)) == {"life", "balance", "meaning"}
    entry = ChronologyEntry.objects.get(kind="assessment")
    assert entry.text == "Small assessment begun, about Yusuf and Leila"
    assert entry.url == assessment.get_absolute_url()


def test_the_first_is_due_45_working_days_after_the_referral(assessment: Assessment, case: Case) -> None:
    assert case.referral is not None
    assert assessment.due_on == add_working_days(case.referral.received_on, 45)


def test_a_later_one_is_due_45_working_days_after_it_begins(
    assessment: Assessment, case: Case, version: FormVersion, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    assessments.authorise(assessment=submitted(assessment, lead_worker), by=supervisor)
    later = begun_by(lead_worker, case, version, [yusuf])
    assert later.due_on == add_working_days(timezone.localdate(), 45)


def test_a_form_without_a_number_of_days_sets_no_day(case: Case, lead_worker: Staff, yusuf: Person) -> None:
    assert begun_by(lead_worker, case, small_form("About me", None), [yusuf]).due_on is None


def test_one_on_the_same_form_is_finished_first(
    assessment: Assessment, case: Case, version: FormVersion, lead_worker: Staff, yusuf: Person
) -> None:
    with pytest.raises(ValidationError, match="is not finished yet"):
        begun_by(lead_worker, case, version, [yusuf])
    with pytest.raises(IntegrityError, match="assessment_one_unfinished_a_form"), transaction.atomic():
        Assessment.objects.create(
            family=case.family, case=case, form=version.form, version=version, reason="Again", started_by=lead_worker
        )


def test_a_teammate_who_is_not_allocated_begins_none(
    case: Case, version: FormVersion, teammate: Staff, yusuf: Person
) -> None:
    with pytest.raises(PermissionDenied, match="allocated to this family"):
        begun_by(teammate, case, version, [yusuf])


# ---- Submitting ----


def test_it_is_not_submitted_while_something_needed_is_blank(assessment: Assessment, lead_worker: Staff) -> None:
    write(assessment, "life", lead_worker, {"story": "Busy."})
    with pytest.raises(ValidationError) as refusal:
        assessments.submit(assessment=assessment, by=lead_worker)
    assert set(refusal.value.message_dict) == {"strong", "analysis"}
    assessment.refresh_from_db()
    assert assessment.state == STATE.DRAFT


def test_a_question_that_is_not_asked_is_not_needed_and_one_that_is_asked_is(
    assessment: Assessment, lead_worker: Staff
) -> None:
    write_all(assessment, lead_worker, strong=["x"])
    write(assessment, "life", lead_worker, {"story": "Busy.", "baby": "yes"})
    with pytest.raises(ValidationError) as refusal:
        assessments.submit(assessment=assessment, by=lead_worker)
    assert set(refusal.value.message_dict) == {"when_due"}


def test_what_was_typed_as_new_is_written_down_with_the_family(
    assessment: Assessment, lead_worker: Staff, yusuf: Person
) -> None:
    done = submitted(assessment, lead_worker, **{"said-new": "I like mornings.", "said-new-about": str(yusuf.pk)})
    strength = Strength.objects.get(text="Nana collects them")
    assert strength.family_id == done.family_id
    quote = Quote.objects.get(text="I like mornings.")
    assert quote.person == yusuf
    assert stands(assessment, "balance").answers == {"strong": [str(strength.pk)], "said": [str(quote.pk)]}


def test_new_words_without_whose_they_are_stop_it(assessment: Assessment, lead_worker: Staff) -> None:
    write_all(assessment, lead_worker, **{"said-new": "I like mornings."})
    with pytest.raises(ValidationError) as refusal:
        assessments.submit(assessment=assessment, by=lead_worker)
    assert set(refusal.value.message_dict) == {"said"}
    assert not Strength.objects.exists()


def test_a_scale_becomes_the_familys_and_is_rated_by_every_voice(
    assessment: Assessment, lead_worker: Staff, yusuf: Person, dana: Person
) -> None:
    submitted(assessment, lead_worker, safe={str(yusuf.pk): 4, str(dana.pk): 8, "worker": 5})
    scale = Goal.objects.get(kind=Goal.Kind.SCALE)
    assert (scale.text, scale.zero_means, scale.ten_means) == (
        "How safe is it at home?",
        "nobody is safe",
        "everybody is",
    )
    told = set(scale.ratings.values_list("voice", "person__first_name", "score"))
    assert told == {("child", "Yusuf", 4), ("parent", "Dana", 8), ("worker", None, 5)}


def test_submitted_again_only_a_new_number_is_rated_again(
    assessment: Assessment, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    submitted(assessment, lead_worker, safe={str(yusuf.pk): 4, "worker": 5})
    assessments.send_back(assessment=assessment, by=supervisor, why="Say more about Leila")
    balance = stands(assessment, "balance").answers
    write(assessment, "balance", lead_worker, balance | {"safe": {str(yusuf.pk): 6, "worker": 5}})
    assessments.submit(assessment=assessment, by=lead_worker)
    assert sorted(Rating.objects.values_list("voice", "score")) == [("child", 4), ("child", 6), ("worker", 5)]
    assert Goal.objects.count() == 1
    assert Strength.objects.count() == 1


def test_what_is_written_down_later_is_of_the_day_it_was_submitted(
    assessment: Assessment, lead_worker: Staff, yusuf: Person
) -> None:
    write_all(assessment, lead_worker, safe={str(yusuf.pk): 4})
    then = timezone.now() - timedelta(days=9)
    assessments.submit(assessment=assessment, by=lead_worker, at=then)
    day = timezone.localdate(then)
    assert (Goal.objects.get().started_on, Rating.objects.get().rated_on) == (day, day)
    assert Strength.objects.get().noticed_on == day


# ---- Returning, authorising, withdrawing ----


def test_it_goes_back_with_comments_and_comes_again(
    assessment: Assessment, lead_worker: Staff, supervisor: Staff
) -> None:
    submitted(assessment, lead_worker)
    comment = comments.write(assessment=assessment, by=supervisor, key="life", text="Where is Leila in this?")
    assessments.send_back(assessment=assessment, by=supervisor, why="Say more about Leila")
    write(assessment, "life", lead_worker, {"story": "Busy. Leila draws under the table.", "baby": "no"})
    comments.answer(comment=comment, by=lead_worker, text="Added what she draws.")
    again = assessments.submit(assessment=assessment, by=lead_worker)
    assert again.state == STATE.SUBMITTED
    told = list(Move.objects.order_by("moved_at", "id").values_list("name", "from_state", "to_state"))
    assert told == [
        ("start", "", "draft"),
        ("submit", "draft", "submitted"),
        ("return", "submitted", "returned"),
        ("submit", "returned", "submitted"),
    ]


def test_what_was_submitted_is_kept_when_it_is_changed_after_its_return(
    assessment: Assessment, lead_worker: Staff, supervisor: Staff
) -> None:
    submitted(assessment, lead_worker)
    assessments.send_back(assessment=assessment, by=supervisor, why="Say more")
    write(assessment, "life", lead_worker, {"story": "Quieter now."})
    write(assessment, "life", lead_worker, {"story": "Quieter now, mostly."})
    kept = stands(assessment, "life").revisions.get()
    assert kept.answers["story"] == "Busy, and loud, and loving."


def test_nothing_is_written_while_it_waits(assessment: Assessment, lead_worker: Staff) -> None:
    submitted(assessment, lead_worker)
    with pytest.raises(PermissionDenied, match="waits to be authorised"):
        write(assessment, "life", lead_worker, {"story": "Late"})


def test_somebody_else_authorises_it_and_its_factors_are_kept_for_the_return(
    assessment: Assessment, lead_worker: Staff, supervisor: Staff
) -> None:
    done = assessments.authorise(assessment=submitted(assessment, lead_worker), by=supervisor)
    assert (done.state, done.authorised_by) == (STATE.AUTHORISED, supervisor)
    kept = StatutoryAssessment.objects.all()
    assert {row.involvement.child.first_name for row in kept} == {"Yusuf", "Leila"}
    assert {(row.starts_on, row.authorised_on, tuple(row.factors)) for row in kept} == {
        (timezone.localdate(), timezone.localdate(), ("4B",))
    }
    assert AuditEvent.objects.filter(verb="assessment.authorised", subject_id=str(done.pk)).exists()
    assert ChronologyEntry.objects.filter(text="Small assessment authorised, about Yusuf and Leila").exists()


def test_nobody_authorises_what_they_submitted(
    case: Case, version: FormVersion, supervisor: Staff, yusuf: Person
) -> None:
    own = begun_by(supervisor, case, version, [yusuf])
    submitted(own, supervisor)
    with pytest.raises(PermissionDenied, match="You submitted this assessment"):
        assessments.authorise(assessment=own, by=supervisor)
    with pytest.raises(IntegrityError, match="assessment_authorised_by_another"), transaction.atomic():
        Assessment.objects.filter(pk=own.pk).update(
            state=STATE.AUTHORISED, authorised_by=supervisor, authorised_at=timezone.now()
        )


def test_nobody_authorises_what_they_wrote_part_of(
    assessment: Assessment, lead_worker: Staff, supervisor: Staff, manager: Staff
) -> None:
    write(assessment, "life", supervisor, {"story": "From me."})
    write_all(assessment, lead_worker)
    assessments.submit(assessment=assessment, by=lead_worker)
    with pytest.raises(PermissionDenied, match="You wrote part"):
        assessments.authorise(assessment=assessment, by=supervisor)
    assert assessments.authorise(assessment=assessment, by=manager).state == STATE.AUTHORISED


def test_a_worker_authorises_nothing(assessment: Assessment, lead_worker: Staff, co_worker: Staff) -> None:
    submitted(assessment, lead_worker)
    with pytest.raises(PermissionDenied, match="Only a supervisor or manager"):
        assessments.authorise(assessment=assessment, by=co_worker)


def test_words_that_were_authorised_never_change_whatever_code_comes_later(
    assessment: Assessment, lead_worker: Staff, supervisor: Staff
) -> None:
    assessments.authorise(assessment=submitted(assessment, lead_worker), by=supervisor)
    with pytest.raises(PermissionDenied, match="does not change any more"):
        write(assessment, "life", lead_worker, {"story": "Otherwise"})
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        SectionAnswers.objects.filter(assessment=assessment).update(answers={})
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        SectionAnswers.objects.filter(assessment=assessment)._raw_delete("default")


def test_it_is_withdrawn_with_a_reason_and_stays_to_be_read(
    assessment: Assessment, lead_worker: Staff, co_worker: Staff
) -> None:
    with pytest.raises(PermissionDenied, match="whoever began"):
        assessments.withdraw(assessment=assessment, by=co_worker, why="Not ours")
    with pytest.raises(ValidationError, match="Say why"):
        assessments.withdraw(assessment=assessment, by=lead_worker, why=" ")
    done = assessments.withdraw(assessment=assessment, by=lead_worker, why="Begun for the wrong family")
    assert (done.state, done.withdrawn_reason) == (STATE.WITHDRAWN, "Begun for the wrong family")
    assert ChronologyEntry.objects.get(kind="assessment").withdrawn_at is not None


def test_nothing_is_written_once_the_case_is_closed(
    assessment: Assessment, case: Case, lead_worker: Staff, supervisor: Staff
) -> None:
    cases.close(case=case, reason="RC8", by=supervisor)
    with pytest.raises(PermissionDenied, match="No case is open"):
        write(assessment, "life", lead_worker, {"story": "Late"})


def test_it_says_how_long_is_left_and_how_late_it_is(assessment: Assessment) -> None:
    today = timezone.localdate()
    assessment.due_on = add_working_days(today, 3)
    assert assessment.due_in_words.endswith("3 working days left")
    assessment.due_on = today - timedelta(days=14)
    assert "working days late, was due" in assessment.due_in_words
    assessment.due_on = date(2020, 1, 1)
    assert assessment.is_late


# ---- The table ----


def test_the_drawing_in_the_documents_is_the_table() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "assessments.md").read_text()
    assert WORKFLOW.diagram() in page


def test_what_the_table_does_not_allow_is_refused_with_the_state_it_is_in(
    assessment: Assessment, supervisor: Staff
) -> None:
    decision = WORKFLOW.decide("authorise", supervisor, assessment)
    assert not decision
    assert decision.reason.startswith("It is being written.")
