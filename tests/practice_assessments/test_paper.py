"""The paper a family keeps: what is asked and answered, whose words they are, and that a draft says so."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.pdf import UnprintableError, typeset
from practice.actions import quotes
from practice.assessments.actions import assessments
from practice.assessments.models import Assessment
from practice.assessments.printing import paper
from practice.assessments.reading import Document, assessment_or_404
from tests.practice_assessments.small import address, submitted, write

SignedIn = Callable[[Staff], Client]


def paper_of(assessment: Assessment) -> dict[str, object]:
    return paper(Document(assessment_or_404(assessment.family, assessment.pk)))


def asked_in(assessment: Assessment) -> dict[str, dict[str, object]]:
    """What is printed under each question."""
    return {q["label"]: q for section in paper_of(assessment)["sections"] for q in section["questions"]}  # type: ignore[attr-defined]


def test_it_says_draft_until_it_is_authorised(assessment: Assessment, lead_worker: Staff, supervisor: Staff) -> None:
    assert paper_of(assessment)["mark"] == "DRAFT"
    done = assessments.authorise(assessment=submitted(assessment, lead_worker), by=supervisor)
    told = paper_of(done)
    assert told["mark"] == ""
    assert any(line.startswith("Read and agreed by Grace Lund") for line in told["standing"])  # type: ignore[attr-defined]


def test_what_was_not_asked_or_not_answered_is_not_printed(assessment: Assessment, lead_worker: Staff) -> None:
    write(assessment, "life", lead_worker, {"story": "Busy", "baby": "no", "when_due": "2027-03-01"})
    assert set(asked_in(assessment)) == {"What is life like at home?", "Is a baby expected?"}


def test_only_words_that_may_be_shared_are_printed(
    signed_in: SignedIn, assessment: Assessment, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    told = {"family": family, "by": lead_worker, "person": yusuf}
    shared = quotes.note(**told, text="I slept all week.", may_be_shared=True)
    private = quotes.note(**told, text="Only for you.")
    write(assessment, "balance", lead_worker, {"said": [str(shared.pk), str(private.pk)]})
    printed = asked_in(assessment)["What do the children say?"]["quotes"]
    assert [quote["text"] for quote in printed] == ["I slept all week."]  # type: ignore[attr-defined]
    shown = signed_in(lead_worker).get(assessment.get_absolute_url()).content.decode()
    assert "1 quote is left out of the print" in shown
    assert "Only for you." in shown


def test_a_quote_says_which_authorised_assessment_it_went_into(
    signed_in: SignedIn, assessment: Assessment, family: Family, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    quote = quotes.note(family=family, by=lead_worker, person=yusuf, text="I slept all week.")
    write(assessment, "balance", lead_worker, {"said": [str(quote.pk)]})
    listed = reverse("practice:quote-list", args=[family.pk])
    assert "Went into" not in signed_in(lead_worker).get(listed).content.decode()
    whole = submitted(assessment, lead_worker, said=[str(quote.pk)])
    assessments.authorise(assessment=whole, by=supervisor)
    shown = signed_in(lead_worker).get(listed).content.decode()
    assert f'Went into <a href="{assessment.get_absolute_url()}">small assessment</a>' in shown


def test_a_scale_is_told_by_voice_with_what_its_ends_mean(
    assessment: Assessment, lead_worker: Staff, yusuf: Person
) -> None:
    write(assessment, "balance", lead_worker, {"safe": {"worker": 5, str(yusuf.pk): 4}})
    safe = asked_in(assessment)["How safe is it at home?"]
    assert safe["lines"] == ["Yusuf: 4", "Worker: 5"]
    assert safe["ends"] == ["nobody is safe", "everybody is"]


@pytest.mark.parametrize("words", ["A # heading, *bold* and $x$ and #eval", "Two\n\nparagraphs"])
def test_the_file_is_a_tagged_pdf_and_what_people_wrote_is_never_markup(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, words: str
) -> None:
    write(assessment, "life", lead_worker, {"story": words})
    response = signed_in(lead_worker).get(address("assessment-print", assessment))
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in response.content
    assert AuditEvent.objects.filter(verb="family.assessment-print-opened").exists()


@pytest.mark.parametrize("mark", ["DRAFT", "WITHDRAWN", "ENTERED IN ERROR"])
def test_a_list_goes_over_the_page_under_the_mark(assessment: Assessment, mark: str) -> None:
    told = paper_of(assessment) | {"mark": mark}
    question = {"label": "What works?", "kind": "strengths", "lines": ["long " * 60] * 9, "quotes": [], "ends": []}
    assert typeset("assessment", told | {"sections": [{"title": "Now", "questions": [question]}]}).startswith(b"%PDF")


def test_a_letter_without_a_font_stops_the_print_in_words(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_letters(template: str, data: object) -> bytes:
        raise UnprintableError("no letters")

    monkeypatch.setattr("practice.assessments.printing.typeset", no_letters)
    response = signed_in(lead_worker).get(address("assessment-print", assessment), follow=True)
    assert "There are no letters here" in response.content.decode()
    assert not AuditEvent.objects.filter(verb="family.assessment-print-opened").exists()
