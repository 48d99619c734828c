"""Reading, commenting, returning and authorising; and the lists that say what waits."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Person
from hampshire import words
from hampshire.accounts.models import Staff
from practice.agenda import raised_about
from practice.assessments.actions import assessments, comments
from practice.assessments.models import Assessment, Comment, FormVersion
from practice.caseload.rows import Told, rows
from tests.practice_assessments.small import address, begun_by, submitted, write

SignedIn = Callable[[Staff], Client]
STATE = Assessment.State


def html(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_a_supervisor_comments_beside_a_section_and_returns_it(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, supervisor: Staff
) -> None:
    submitted(assessment, lead_worker)
    client, review = signed_in(supervisor), address("assessment-review", assessment)
    response = client.post(
        address("comment-write", assessment), {"key": "life", "from": "review", "text": "Where is Leila?"}
    )
    assert response["Location"] == f"{review}#part-life"
    assert "Where is Leila?" in html(client.get(review))
    assert client.post(address("assessment-return", assessment), {"why": " "}).status_code == 422
    client.post(address("assessment-return", assessment), {"why": "One more page about Leila"})
    assessment.refresh_from_db()
    assert assessment.state == STATE.RETURNED

    writer = signed_in(lead_worker)
    week = html(writer.get(reverse("practice:my-week")))
    assert "returned" in week
    assert "Read what to change" in week
    assert "One more page about Leila" in html(writer.get(assessment.get_absolute_url()))
    assert writer.get(address("assessment-write", assessment))["Location"] == address(
        "section-write", assessment, "life"
    )
    shown = html(writer.get(address("section-write", assessment, "life")))
    assert "Where is Leila?" in shown
    assert "1 comment" in shown


def test_a_comment_is_answered_where_it_is_read(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, supervisor: Staff
) -> None:
    comment = comments.write(assessment=assessment, by=supervisor, key="life", text="Where is Leila?")
    url = address("comment-answer", assessment, comment.pk)
    response = signed_in(lead_worker).post(url, {"from": "write", "text": "Under the table, drawing."})
    assert response["Location"] == address("section-write", assessment, "life")
    answered = Comment.objects.get()
    assert (answered.answer, answered.answered_by) == ("Under the table, drawing.", lead_worker)
    signed_in(supervisor).post(url, {"text": "Otherwise"})
    assert Comment.objects.get().answer == "Under the table, drawing."  # answered once, it stays as it is


def test_an_empty_comment_is_asked_for_again(signed_in: SignedIn, assessment: Assessment, supervisor: Staff) -> None:
    response = signed_in(supervisor).post(address("comment-write", assessment), {"text": " "}, follow=True)
    assert "Write the comment first." in html(response)
    assert not Comment.objects.exists()


def test_a_comment_on_a_section_it_has_not_is_none(
    signed_in: SignedIn, assessment: Assessment, supervisor: Staff
) -> None:
    for key in ("no-such-section", "²", "\0"):
        sent = {"key": key, "text": "Where is Leila?"}
        assert signed_in(supervisor).post(address("comment-write", assessment), sent).status_code == 404
    assert not Comment.objects.exists()


def test_it_is_authorised_on_the_page(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, supervisor: Staff
) -> None:
    submitted(assessment, lead_worker)
    client = signed_in(supervisor)
    assert "From then on its words never change" in html(client.get(address("assessment-authorise", assessment)))
    client.post(address("assessment-authorise", assessment))
    shown = html(client.get(assessment.get_absolute_url()))
    assert "authorised by Grace Lund" in shown
    assert "Go on writing" not in shown
    assert client.get(address("assessment-review", assessment))["Location"] == assessment.get_absolute_url()


def test_whoever_wrote_part_of_it_is_told_that_somebody_else_authorises(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, supervisor: Staff
) -> None:
    write(assessment, "life", supervisor, {"story": "From me."})
    submitted(assessment, lead_worker)
    client = signed_in(supervisor)
    assert "You wrote part of this assessment." in html(client.get(address("assessment-review", assessment)))
    assert client.post(address("assessment-authorise", assessment)).status_code == 403
    queue = html(client.get(reverse("assessments:assessment-queue")))
    assert "Your own words are in these" in queue
    assert address("assessment-review", assessment) not in queue


def test_the_queue_holds_only_ones_own_teams(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, other_supervisor: Staff
) -> None:
    submitted(assessment, lead_worker)
    assert "Nothing waits for you" in html(signed_in(other_supervisor).get(reverse("assessments:assessment-queue")))


def test_it_is_withdrawn_on_the_page_and_another_can_be_begun(
    signed_in: SignedIn, assessment: Assessment, case: Case, version: FormVersion, lead_worker: Staff, yusuf: Person
) -> None:
    client = signed_in(lead_worker)
    client.post(address("assessment-withdraw", assessment), {"why": "Begun twice"})
    shown = html(client.get(assessment.get_absolute_url()))
    assert "This assessment was withdrawn" in shown
    assert "Begun twice" in shown
    assert begun_by(lead_worker, case, version, [yusuf]).state == STATE.DRAFT


def test_a_late_one_is_for_supervision_and_one_in_time_is_not(
    assessment: Assessment, lead_worker: Staff, supervisor: Staff
) -> None:
    family = [assessment.family_id]
    assert not [one for one in raised_about(family) if "assessment" in one.text]
    today = timezone.localdate()
    due = today - timedelta(days=7)
    Assessment.objects.update(due_on=due)
    [raised] = [one for one in raised_about(family) if "assessment" in one.text]
    assert raised.text == f"Small assessment was due {words.short_date(due)}, being written"
    assessments.authorise(assessment=submitted(assessment, lead_worker), by=supervisor)
    assert not [one for one in raised_about(family) if "assessment" in one.text]


def test_the_day_it_is_due_stands_with_the_family_on_my_week_and_in_the_caseload(
    assessment: Assessment, case: Case, lead_worker: Staff, supervisor: Staff
) -> None:
    def due(user: Staff, told: Told) -> list[tuple[str, bool]]:
        [row] = rows(user, [case.pk], told)
        return [(one.label, one.is_late) for one in row.nexts if one.on == assessment.due_on]

    everywhere = [(lead_worker, Told.MINE), (supervisor, Told.TEAM), (supervisor, Told.PAPER)]
    for user, told in everywhere:
        assert due(user, told) == [("small assessment", False)]
    assessment.due_on = timezone.localdate() - timedelta(days=7)
    Assessment.objects.update(due_on=assessment.due_on)
    submitted(assessment, lead_worker)
    assert due(supervisor, Told.TEAM) == [("small assessment", True)]
    assessments.authorise(assessment=assessment, by=supervisor)
    for user, told in everywhere:
        assert due(user, told) == []
