"""Two people, or two windows, in one section: nothing is overwritten, and each word is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from cases.models import Person
from hampshire.accounts.models import Staff
from practice.actions import strengths
from practice.assessments.actions import assessments, sections
from practice.assessments.models import Assessment, SectionRevision
from tests.practice_assessments.small import address, page, save, stands, write, write_all

SignedIn = Callable[[Staff], Client]
KIND = SectionRevision.Kind


def html(response: Any) -> str:
    return str(response.content.decode())


def test_the_second_to_save_is_led_to_put_the_two_together(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, co_worker: Staff
) -> None:
    save(signed_in(lead_worker), assessment, "life", page(lead_worker, 0, story="From Amara"))
    answer = save(signed_in(co_worker), assessment, "life", page(co_worker, 0, story="From Ben"))
    assert answer.status_code == 409
    aside = SectionRevision.objects.get(kind=KIND.ASIDE)
    assert answer.json()["url"] == address("section-merge", assessment, "life", aside.pk)
    assert answer.json()["words"].startswith("Amara Obi wrote in this section at")
    assert stands(assessment, "life").answers == {"story": "From Amara"}
    assert aside.answers == {"story": "From Ben"}


def test_what_is_typed_on_is_kept_beside_it_too_once(
    assessment: Assessment, lead_worker: Staff, co_worker: Staff
) -> None:
    write(assessment, "life", lead_worker, {"story": "From Amara"})
    for words in ("From B", "From Be", "From Ben"):
        write(assessment, "life", co_worker, {"story": words}, version=0)
    assert SectionRevision.objects.get().answers == {"story": "From Ben"}


def test_two_windows_of_one_person_are_two_writers(assessment: Assessment, lead_worker: Staff) -> None:
    write(assessment, "life", lead_worker, {"story": "First window"}, window="one")
    saved = write(assessment, "life", lead_worker, {"story": "Second window"}, version=0, window="two")
    assert saved.aside is not None
    assert stands(assessment, "life").answers == {"story": "First window"}


def test_a_save_whose_answer_was_lost_is_sent_again_by_the_same_window(
    assessment: Assessment, lead_worker: Staff
) -> None:
    write(assessment, "life", lead_worker, {"story": "Busy"}, window="one")
    saved = write(assessment, "life", lead_worker, {"story": "Busy and loud"}, version=0, window="one")
    assert saved.aside is None
    assert saved.section.answers == {"story": "Busy and loud"}
    assert not SectionRevision.objects.exists()


def test_the_same_words_are_no_conflict(assessment: Assessment, lead_worker: Staff, co_worker: Staff) -> None:
    write(assessment, "life", lead_worker, {"story": "Busy"})
    assert write(assessment, "life", co_worker, {"story": "Busy"}, version=0).aside is None


def test_one_writers_typing_is_one_earlier_version_for_the_next(
    assessment: Assessment, lead_worker: Staff, co_worker: Staff
) -> None:
    for words in ("B", "Bu", "Busy"):
        write(assessment, "life", lead_worker, {"story": words})
    write(assessment, "life", co_worker, {"story": "Busy and loud"})
    kept = SectionRevision.objects.get()
    assert (kept.kind, kept.answers, kept.written_by) == (KIND.REPLACED, {"story": "Busy"}, lead_worker)


# ---- Putting them together ----


@pytest.fixture
def aside(assessment: Assessment, lead_worker: Staff, co_worker: Staff) -> SectionRevision:
    """Ben wrote while Amara did: another story, and helpers that she left blank; both say that a baby is coming."""
    write(assessment, "life", lead_worker, {"story": "From Amara", "baby": "yes"})
    saved = write(assessment, "life", co_worker, {"story": "From Ben", "baby": "yes", "helpers": ["club"]}, version=0)
    assert saved.aside is not None
    return saved.aside


def test_only_what_differs_is_asked_and_what_is_likely_is_chosen(
    signed_in: SignedIn, assessment: Assessment, aside: SectionRevision, co_worker: Staff
) -> None:
    shown = html(signed_in(co_worker).get(address("section-merge", assessment, "life", aside.pk)))
    assert 'name="take-story" id="take-story-both" value="both" checked' in shown
    assert "From Amara\n\nFrom Ben</textarea>" in shown
    assert 'name="take-helpers" id="take-helpers-yours" value="yours" checked' in shown
    assert "take-baby" not in shown


def test_put_together_both_stand_and_both_are_kept(
    signed_in: SignedIn, assessment: Assessment, aside: SectionRevision, lead_worker: Staff, co_worker: Staff
) -> None:
    sent = {"version": "1", "take-story": "both", "both-story": "From Amara,\0 and from Ben", "take-helpers": "yours"}
    response = signed_in(co_worker).post(address("section-merge", assessment, "life", aside.pk), sent)
    assert response["Location"] == address("section-write", assessment, "life")
    now = stands(assessment, "life")
    assert now.answers == {"story": "From Amara, and from Ben", "baby": "yes", "helpers": ["club"]}
    kept = {(one.kind, one.answers["story"]) for one in SectionRevision.objects.all()}
    assert kept == {(KIND.REPLACED, "From Amara"), (KIND.ASIDE, "From Ben")}
    assert not SectionRevision.objects.waiting().exists()
    earlier = html(signed_in(lead_worker).get(address("section-earlier", assessment, "life")))
    assert "From Amara" in earlier
    assert "From Ben" in earlier


def test_nothing_is_thrown_away_without_being_chosen(
    signed_in: SignedIn, assessment: Assessment, aside: SectionRevision, co_worker: Staff
) -> None:
    url = address("section-merge", assessment, "life", aside.pk)
    response = signed_in(co_worker).post(url, {"version": "1", "take-story": "theirs"})
    assert response.status_code == 422
    assert "What helps already?: choose what stands" in html(response)
    assert stands(assessment, "life").answers == {"story": "From Amara", "baby": "yes"}


def test_written_in_again_meanwhile_it_is_shown_once_more(
    signed_in: SignedIn, assessment: Assessment, aside: SectionRevision, lead_worker: Staff, co_worker: Staff
) -> None:
    write(assessment, "life", lead_worker, {"story": "From Amara, later", "baby": "yes"})
    sent = {"version": "1", "take-story": "yours", "take-helpers": "yours"}
    response = signed_in(co_worker).post(address("section-merge", assessment, "life", aside.pk), sent)
    assert response.status_code == 409
    assert "From Amara, later" in html(response)
    assert 'name="version" value="2"' in html(response)


def test_together_saved_on_a_version_gone_by_is_an_aside_of_its_own(
    assessment: Assessment, aside: SectionRevision, lead_worker: Staff, co_worker: Staff
) -> None:
    write(assessment, "life", lead_worker, {"story": "From Amara, later"})
    fresh = SectionRevision.objects.select_related("section").get(pk=aside.pk)
    saved = sections.put_together(
        assessment=assessment, aside=fresh, version=1, answers={"story": "Both of us"}, by=co_worker
    )
    assert saved.aside is not None
    assert saved.aside.answers == {"story": "Both of us"}
    assert stands(assessment, "life").answers == {"story": "From Amara, later"}
    assert {one.answers["story"] for one in SectionRevision.objects.filter(kind=KIND.ASIDE)} == {
        "From Ben",
        "Both of us",
    }


def test_people_who_wrote_under_different_questions_only_say_yes(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, co_worker: Staff
) -> None:
    write(assessment, "life", lead_worker, {"story": "Long ago"})
    write(assessment, "life", co_worker, {"story": "Long ago", "baby": "no"})  # what Amara had is kept: the base
    saved = write(assessment, "life", lead_worker, {"story": "Nowadays"}, version=1, window="another")
    assert saved.aside is not None
    shown = html(signed_in(lead_worker).get(address("section-merge", assessment, "life", saved.aside.pk)))
    assert 'id="take-story-yours" value="yours" checked' in shown
    assert 'id="take-baby-theirs" value="theirs" checked' in shown


def test_picks_and_numbers_are_joined(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, co_worker: Staff, yusuf: Person, dana: Person
) -> None:
    one = str(strengths.notice(family=assessment.family, by=lead_worker, text="Nana collects them").pk)
    two = str(strengths.notice(family=assessment.family, by=lead_worker, text="Dana rings first").pk)
    write(assessment, "balance", lead_worker, {"strong": [one], "safe": {"worker": 4, str(yusuf.pk): 3}})
    saved = write(
        assessment, "balance", co_worker, {"strong": [two], "safe": {"worker": 9, str(dana.pk): 8}}, version=0
    )
    assert saved.aside is not None
    sent = {"version": "1", "take-strong": "both", "take-safe": "both"}
    signed_in(co_worker).post(address("section-merge", assessment, "balance", saved.aside.pk), sent)
    assert stands(assessment, "balance").answers == {
        "strong": [one, two],
        "safe": {"worker": 4, str(yusuf.pk): 3, str(dana.pk): 8},
    }


def test_a_choice_has_no_both(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, co_worker: Staff
) -> None:
    write(assessment, "life", lead_worker, {"baby": "yes"})
    saved = write(assessment, "life", co_worker, {"baby": "no"}, version=0)
    assert saved.aside is not None
    url = address("section-merge", assessment, "life", saved.aside.pk)
    assert "take-baby-both" not in html(signed_in(co_worker).get(url))
    assert signed_in(co_worker).post(url, {"version": "1", "take-baby": "both"}).status_code == 422


def test_only_its_writer_puts_an_aside_together(
    signed_in: SignedIn, assessment: Assessment, aside: SectionRevision, lead_worker: Staff
) -> None:
    url = address("section-merge", assessment, "life", aside.pk)
    assert signed_in(lead_worker).get(url).status_code == 403
    with pytest.raises(PermissionDenied, match="Only whoever wrote"):
        sections.put_together(assessment=assessment, aside=aside, version=1, answers={}, by=lead_worker)


def test_it_is_not_submitted_while_words_wait(
    assessment: Assessment, aside: SectionRevision, lead_worker: Staff
) -> None:
    write_all(assessment, lead_worker)
    with pytest.raises(ValidationError) as refusal:
        assessments.submit(assessment=assessment, by=lead_worker)
    assert "Ben Cole wrote here at the same time" in str(refusal.value)


def test_earlier_words_are_laid_beside_what_stands_now(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, co_worker: Staff
) -> None:
    write(assessment, "life", lead_worker, {"story": "Busy"})
    write(assessment, "life", co_worker, {"story": "Gone"})
    revision = SectionRevision.objects.get()
    response = signed_in(lead_worker).post(address("section-bring-back", assessment, "life", revision.pk))
    aside = SectionRevision.objects.waiting().get()
    assert response["Location"] == address("section-merge", assessment, "life", aside.pk)
    assert (aside.answers, aside.written_by) == ({"story": "Busy"}, lead_worker)
    assert stands(assessment, "life").answers == {"story": "Gone"}


def test_the_page_goes_to_where_two_are_put_together_without_script_too(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, co_worker: Staff
) -> None:
    write(assessment, "life", lead_worker, {"story": "From Amara"})
    url = address("section-write", assessment, "life")
    response = signed_in(co_worker).post(url, page(co_worker, 0, story="From Ben") | {"do": "go-balance"})
    aside = SectionRevision.objects.waiting().get()
    assert response["Location"] == address("section-merge", assessment, "life", aside.pk)
    assert "put the two together" in html(signed_in(co_worker).get(url))
