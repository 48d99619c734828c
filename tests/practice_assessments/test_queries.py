"""No page of assessments asks more of many than of few: of assessments, of comments, of earlier words."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import quotes, strengths, worries
from practice.assessments.actions import comments
from practice.assessments.models import Assessment, AssessmentChild, SectionAnswers, SectionRevision
from tests.practice_assessments.small import address, begun_by, small_form, submitted, write

SignedIn = Callable[[Staff], Client]


def asked(client: Client, url: str) -> int:
    """How many queries the page asks when it is opened again."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as heard:
            response = client.get(url)
    assert response.status_code == 200, url
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in heard.captured_queries)


def many_more(assessment: Assessment, child: Person, by: Staff, reader: Staff, n: int) -> None:
    """`n` more of everything: authorised ones before it, submitted ones elsewhere, what was said and kept beside it."""
    family, now = assessment.family, timezone.now()
    for number in range(n):
        version = small_form(f"Form {number} of {n}")
        told = {"family": family, "case": assessment.case, "form": version.form, "version": version, "reason": "Why"}
        told |= {"started_by": by, "submitted_by": by, "submitted_at": now}
        done = Assessment.objects.create(**told, state="authorised", authorised_by=reader, authorised_at=now)
        waiting = Assessment.objects.create(**told, state="submitted")
        for one in (done, waiting):
            AssessmentChild.objects.create(assessment=one, child=child)
        comments.write(assessment=assessment, by=reader, key="life", text=f"Comment {number}")
        strength = strengths.notice(family=family, by=by, text=f"Strength {number}")
        worries.note(family=family, by=by, text=f"Worry {number}")
        quotes.note(family=family, by=by, text=f"Words {number}", person=child)
        life = SectionAnswers.objects.get(assessment=assessment, key="life")
        SectionRevision.objects.create(
            section=life, kind="replaced", version=1, answers={"story": "Then"}, written_by=by, written_at=now
        )
        balance = SectionAnswers.objects.get(assessment=assessment, key="balance")
        write(assessment, "balance", by, {"strong": [*balance.answers.get("strong", []), str(strength.pk)]})


@pytest.fixture
def pages(assessment: Assessment, family: Family) -> dict[str, str]:
    return {
        "list": reverse("assessments:assessment-list", args=[family.pk]),
        "panel": reverse("cases:family-panel", args=[family.pk, "assessments"]),
        "detail": assessment.get_absolute_url(),
        "write": address("section-write", assessment, "balance"),
        "earlier": address("section-earlier", assessment, "life"),
        "submit": address("assessment-submit", assessment),
        "paper": address("assessment-print", assessment),
        "queue": reverse("assessments:assessment-queue"),
        "week": reverse("practice:my-week"),
    }


def test_no_page_asks_more_of_many_than_of_few(
    signed_in: SignedIn, assessment: Assessment, pages: dict[str, str], lead_worker: Staff, supervisor: Staff,
    yusuf: Person,
) -> None:  # fmt: skip
    client = signed_in(supervisor)
    many_more(assessment, yusuf, lead_worker, supervisor, 2)
    few = {name: asked(client, url) for name, url in pages.items()}
    many_more(assessment, yusuf, lead_worker, supervisor, 9)
    many = {name: asked(client, url) for name, url in pages.items()}
    assert many == few


def test_the_review_asks_no_more_of_many(
    signed_in: SignedIn, case: Case, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    made = begun_by(lead_worker, case, small_form(), [yusuf])
    client, url = signed_in(supervisor), address("assessment-review", made)
    many_more(made, yusuf, lead_worker, supervisor, 2)
    submitted(made, lead_worker)
    few = asked(client, url)
    for number in range(8):
        comments.write(assessment=made, by=supervisor, key="life", text=f"And {number}")
    assert asked(client, url) == few


def test_a_save_while_typing_asks_little(signed_in: SignedIn, assessment: Assessment, lead_worker: Staff) -> None:
    """Once a second or so, by everybody who writes: the session, the gate, the assessment, and one section's row."""
    client, url = signed_in(lead_worker), address("section-save", assessment, "life")
    for version in range(2):
        sent = {"version": str(version), "window": "one", "worker": str(lead_worker.pk), "q-story": f"Words {version}"}
        with CaptureQueriesContext(connection) as heard:
            assert client.post(url, sent).status_code == 200
    told = [query["sql"] for query in heard.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) <= 10, told
