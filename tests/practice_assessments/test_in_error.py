"""An authorised assessment that should not stand: marked as entered in error, kept, and begun again from its words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import cases
from cases.models import Case, ChronologyEntry, Person, StatutoryAssessment
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.assessments.actions import assessments
from practice.assessments.models import Assessment, FormVersion
from practice.assessments.printing import paper
from practice.assessments.reading import Document, assessment_or_404
from practice.models import Rating, Strength
from tests.practice_assessments.small import address, begun_by, small_form, stands, submitted, write

SignedIn = Callable[[Staff], Client]
STATE = Assessment.State
WHY = "This was about the cousins’ family, not this one."


def html(response: Any) -> str:
    return str(response.content.decode())


def of_family(name: str, assessment: Assessment) -> str:
    return reverse(f"assessments:{name}", args=[assessment.family_id])


@pytest.fixture
def authorised(assessment: Assessment, lead_worker: Staff, supervisor: Staff, yusuf: Person) -> Assessment:
    submitted(assessment, lead_worker, safe={str(yusuf.pk): 4, "worker": 5})
    return assessments.authorise(assessment=assessment, by=supervisor)


@pytest.fixture
def in_error(authorised: Assessment, supervisor: Staff) -> Assessment:
    return assessments.mark_in_error(assessment=authorised, by=supervisor, why=WHY)


# ---- Marking it ----


def test_a_supervisor_marks_it_on_the_page_and_it_stays_to_be_read(
    signed_in: SignedIn, authorised: Assessment, supervisor: Staff
) -> None:
    client, url = signed_in(supervisor), address("assessment-mark-in-error", authorised)
    assert url in html(client.get(authorised.get_absolute_url()))
    assert "Nothing is deleted" in html(client.get(url))
    assert client.post(url, {"why": " "}).status_code == 422
    shown = html(client.post(url, {"why": WHY}, follow=True))
    assert "Entered in error" in shown
    assert "about the cousins’ family" in shown
    assert "Busy, and loud, and loving." in shown
    assert url not in shown
    listed = html(client.get(of_family("assessment-list", authorised)))
    assert "entered in error" in listed


def test_its_author_and_a_worker_are_told_who_can(
    signed_in: SignedIn, authorised: Assessment, lead_worker: Staff, co_worker: Staff
) -> None:
    for worker in (lead_worker, co_worker):
        client = signed_in(worker)
        assert "a supervisor or manager of this family’s team can mark it" in html(
            client.get(authorised.get_absolute_url())
        )
        assert client.post(address("assessment-mark-in-error", authorised), {"why": WHY}).status_code == 403
    authorised.refresh_from_db()
    assert authorised.state == STATE.AUTHORISED


def test_a_supervisor_who_wrote_part_of_it_does_not_mark_it_alone(
    assessment: Assessment, lead_worker: Staff, supervisor: Staff, manager: Staff
) -> None:
    write(assessment, "life", supervisor, {"story": "From me."})
    submitted(assessment, lead_worker)
    authorised = assessments.authorise(assessment=assessment, by=manager)
    with pytest.raises(PermissionDenied, match="Your own words are in it"):
        assessments.mark_in_error(assessment=authorised, by=supervisor, why=WHY)
    assert assessments.mark_in_error(assessment=authorised, by=manager, why=WHY).is_in_error


def test_only_an_authorised_one_is_marked_and_only_once(
    assessment: Assessment, in_error: Assessment, supervisor: Staff
) -> None:
    with pytest.raises(PermissionDenied, match="It is withdrawn"):
        assessments.mark_in_error(assessment=in_error, by=supervisor, why="Again")
    with pytest.raises(PermissionDenied, match="It is withdrawn"):
        assessments.authorise(assessment=in_error, by=supervisor)


def test_it_needs_a_reason(authorised: Assessment, supervisor: Staff) -> None:
    with pytest.raises(ValidationError, match="Say what is wrong"):
        assessments.mark_in_error(assessment=authorised, by=supervisor, why=" ")


def test_it_can_be_marked_after_the_case_was_closed(authorised: Assessment, case: Case, supervisor: Staff) -> None:
    cases.close(case=case, reason="RC8", by=supervisor)
    assert assessments.mark_in_error(assessment=authorised, by=supervisor, why=WHY).is_in_error


# ---- What becomes of what it said ----


def test_its_numbers_and_its_place_in_the_return_count_no_more_and_everything_stays(in_error: Assessment) -> None:
    assert Rating.objects.count() == 2
    assert not Rating.objects.standing().exists()
    assert StatutoryAssessment.objects.count() == 2
    assert not StatutoryAssessment.objects.standing().exists()
    assert Strength.objects.get().withdrawn_at is None
    assert stands(in_error, "life").answers["story"] == "Busy, and loud, and loving."


def test_the_chronology_strikes_what_it_said_and_says_why_no_more_than_that(in_error: Assessment) -> None:
    told = ChronologyEntry.objects.filter(kind="assessment", subject_id=str(in_error.pk)).order_by("id")
    assert [(entry.text.split(", about")[0], entry.withdrawn_at is not None) for entry in told] == [
        ("Small assessment begun", True),
        ("Small assessment submitted", True),
        ("Small assessment authorised", True),
        ("Small assessment marked as entered in error", False),
    ]


def test_it_is_audited_without_its_reason(in_error: Assessment, supervisor: Staff) -> None:
    event = AuditEvent.objects.get(verb="assessment.marked-in-error", subject_id=str(in_error.pk))
    assert event.by == supervisor
    assert "cousins" not in str(event.details)
    assert AuditEvent.objects.filter(verb="assessment.taken-from-return").exists()


def test_it_is_not_the_last_time_of_the_next_one(
    in_error: Assessment, case: Case, version: FormVersion, lead_worker: Staff, yusuf: Person
) -> None:
    again = begun_by(lead_worker, case, version, [yusuf])
    assert not Assessment.objects.before(again).exists()


def test_its_paper_says_so_on_every_page(in_error: Assessment) -> None:
    said = paper(Document(assessment_or_404(in_error.family, in_error.pk)))
    assert said["mark"] == "ENTERED IN ERROR"
    assert said["taken_back"].startswith("Entered in error. Grace Lund, ")
    assert said["taken_back"].endswith(WHY)


def test_no_code_brings_it_back(in_error: Assessment, authorised: Assessment, lead_worker: Staff) -> None:
    for state in (STATE.AUTHORISED, STATE.DRAFT):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Assessment.objects.filter(pk=in_error.pk).update(state=state)


def test_an_authorised_one_goes_no_other_road(authorised: Assessment, lead_worker: Staff) -> None:
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Assessment.objects.filter(pk=authorised.pk).update(state=STATE.RETURNED, authorised_at=None, authorised_by=None)
    with pytest.raises(DatabaseError, match="assessment_in_error_says_another"), transaction.atomic():
        Assessment.objects.filter(pk=authorised.pk).update(
            state=STATE.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_by=lead_worker, withdrawn_reason="Mine"
        )


# ---- Beginning again from its words ----


def test_another_begins_from_its_words_whose_they_were(
    signed_in: SignedIn, in_error: Assessment, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    client = signed_in(supervisor)
    start = of_family("assessment-start", in_error)
    assert f"{start}?again={in_error.pk}" in html(client.get(in_error.get_absolute_url()))
    shown = html(client.get(start, {"again": str(in_error.pk)}))
    assert "It begins from the words" in shown
    sent = {"again": str(in_error.pk), "version": str(in_error.version_id), "children": [str(yusuf.pk)]}
    client.post(start, sent | {"reason": "The same, put right"})
    made = Assessment.objects.unfinished().get()
    life = stands(made, "life")
    assert (life.answers["story"], life.saved_by, life.version) == ("Busy, and loud, and loving.", lead_worker, 1)
    assert stands(made, "balance").answers["safe"] == {str(yusuf.pk): 4, "worker": 5}
    assert Assessment.objects.with_words_of(lead_worker).filter(pk=made.pk).exists()
    assert stands(in_error, "life").answers == life.answers


def test_whose_words_another_wrote_on_authorises_them_no_more_than_before(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    write(assessment, "life", supervisor, {"story": "Grace wrote this.", "baby": "no"})
    write(assessment, "life", lead_worker, {"story": "Grace wrote this. And Amara this."})
    wrong = assessments.withdraw(assessment=assessment, by=lead_worker, why=WHY)
    made = assessments.start(
        family=wrong.family, version=wrong.version, children=[yusuf], reason="Again", by=lead_worker, again=wrong
    )
    assert Assessment.objects.with_words_of(supervisor).filter(pk=made.pk).exists()
    submitted(made, lead_worker)
    with pytest.raises(PermissionDenied, match="You wrote part"):
        assessments.authorise(assessment=made, by=supervisor)
    earlier = html(signed_in(lead_worker).get(address("section-earlier", made, "life")))
    assert "Grace wrote this." in earlier
    assert earlier.count("Stood here before") == 1, "what its last writer wrote is not twice there"


def test_put_right_it_is_due_when_the_first_was(
    in_error: Assessment, case: Case, version: FormVersion, lead_worker: Staff, yusuf: Person
) -> None:
    made = assessments.start(
        family=in_error.family, version=version, children=[yusuf], reason="Put right", by=lead_worker, again=in_error
    )
    assert made.due_on == in_error.due_on
    assert Rating.objects.standing().count() == 0
    assessments.submit(assessment=made, by=lead_worker)
    assert Rating.objects.standing().count() == 2


def test_nothing_is_begun_from_the_words_of_one_that_stands_or_of_another_form(
    authorised: Assessment, version: FormVersion, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    said = {"family": authorised.family, "children": [yusuf], "reason": "Again", "by": lead_worker}
    with pytest.raises(ValidationError, match="that was withdrawn"):
        assessments.start(version=version, again=authorised, **said)
    wrong = assessments.mark_in_error(assessment=authorised, by=supervisor, why=WHY)
    with pytest.raises(ValidationError, match="choose Small assessment"):
        assessments.start(version=small_form("Another form"), again=wrong, **said)


def test_an_address_that_names_no_withdrawn_one_begins_a_blank_one(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff
) -> None:
    client, start = signed_in(lead_worker), of_family("assessment-start", assessment)
    for wanted in ("nonsense", str(assessment.pk), "\0"):
        response = client.get(start, {"again": wanted})
        assert response.status_code == 200
        assert "It begins from the words" not in html(response)
