"""Slips of paper to ask several families with: each has its own code, and says nothing of the family."""

import io
import re
from collections.abc import Mapping
from typing import Any

import pytest
import segno
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from hampshire.pdf import FOLDER, UnprintableError
from practice.actions import visits
from practice.models import Visit
from practice.relationship.models import Asking, VisitRating
from practice.relationship.views import slips
from tests.practice.life import many_families
from tests.practice.life import visit as log
from tests.practice_relationship.said import by_link, sent, taps
from tests.practice_relationship.test_asking import SignedIn

PAGE = "/asking/slips/"


@pytest.fixture
def visit(case: Case, family: Family, lead_worker: Staff) -> Visit:
    return log(family, lead_worker, days=1)


@pytest.fixture
def worker(visit: Visit, lead_worker: Staff, signed_in: SignedIn) -> Client:
    return signed_in(lead_worker)


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """What was set, and the addresses behind its codes under "urls"."""
    kept: list[Mapping[str, Any]] = []
    really = slips.typeset

    def typeset(template: str, data: Mapping[str, Any]) -> bytes:
        kept.append(data)
        return really(template, data)

    monkeypatch.setattr(slips, "typeset", typeset)
    monkeypatch.setattr("hampshire.links.doors.qr_svg", lambda url: f"<!-- {url} -->{_picture()}")
    return kept


def _picture() -> str:
    picture = io.BytesIO()
    segno.make("x").save(picture, kind="svg", xmldecl=False)
    return picture.getvalue().decode()


def key(visit: Visit, person: Person) -> str:
    return f"{visit.pk}:{person.pk}"


def paths(paper: Mapping[str, Any]) -> list[str]:
    found = [re.search(r"http://testserver(/how-was-it/[^ ]+)", slip["code"]) for slip in paper["slips"]]
    return [one[1] for one in found if one]


def test_each_slip_has_a_code_of_its_own_which_opens_their_page_once(
    worker: Client, visit: Visit, dana: Person, yusuf: Person, client: Client, papers: list[Mapping[str, Any]]
) -> None:
    answer = worker.post(PAGE, {"ask": [key(visit, dana), key(visit, yusuf)]})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    first, second = paths(papers[0])
    client.post(first, sent(4))
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert VisitRating.objects.count() == 1
    assert AuditEvent.objects.get(verb="rating.slips-drawn").details == {"slips": 2}
    assert AuditEvent.objects.filter(verb="rating.asked").count() == 2


def test_only_the_stub_says_whose_it_is(
    worker: Client, visit: Visit, family: Family, dana: Person, papers: list[Mapping[str, Any]]
) -> None:
    worker.post(PAGE, {"ask": [key(visit, dana)]})
    [slip] = papers[0]["slips"]
    assert (slip["number"], slip["family"], slip["who"]) == (1, family.title, "Dana")
    template = (FOLDER / "slips.typ").read_text().split("#let slip-for(slip)")[1].split("#for (place")[0]
    assert re.findall(r"slip\.(\w+)", template) == ["until", "number", "code"]


def test_a_sheet_sent_twice_closes_no_code_that_is_on_paper(
    worker: Client, visit: Visit, dana: Person, client: Client, papers: list[Mapping[str, Any]]
) -> None:
    ticked = {"ask": [key(visit, dana)]}
    worker.post(PAGE, ticked)
    again = worker.post(PAGE, ticked)
    assert again.status_code == 422
    assert "Some were asked meanwhile" in again.text
    assert client.get(paths(papers[0])[0]).status_code == 200


def test_somebody_who_has_not_answered_can_be_given_a_new_slip(
    worker: Client, visit: Visit, dana: Person, client: Client, papers: list[Mapping[str, Any]]
) -> None:
    worker.post(PAGE, {"ask": [key(visit, dana)]})
    assert "Asked, and not answered yet" in worker.get(PAGE).text
    worker.post(PAGE, {"again": [key(visit, dana)]})
    assert [client.get(paths(paper)[0]).status_code for paper in papers] == [410, 200]


def test_nobody_who_has_died_or_is_not_born_yet_is_asked(
    worker: Client, visit: Visit, dana: Person, yusuf: Person, leila: Person
) -> None:
    Person.objects.filter(pk=yusuf.pk).update(died_on=timezone.localdate())
    Person.objects.filter(pk=leila.pk).update(birth_date_is=Person.BirthDateIs.EXPECTED)
    one = reverse("relationship:rating-ask", args=[visit.family_id, visit.pk])
    for shown in (worker.get(PAGE).text, worker.get(one).text):
        assert f'{dana.pk}"' in shown
        assert f'{yusuf.pk}"' not in shown
        assert f'{leila.pk}"' not in shown


def test_whoever_has_said_it_is_not_offered(
    worker: Client, visit: Visit, lead_worker: Staff, dana: Person, yusuf: Person
) -> None:
    by_link(visit, lead_worker, dana, taps(3))
    shown = worker.get(PAGE).text
    assert key(visit, dana) not in shown
    assert key(visit, yusuf) in shown
    assert worker.post(PAGE, {"ask": [key(visit, dana)]}).status_code == 422


def test_nobody_ticked_is_said(worker: Client) -> None:
    answer = worker.post(PAGE, {"csrfmiddlewaretoken": "as a browser sends it"})
    assert answer.status_code == 422
    assert "Tick at least one person." in answer.text
    assert not Asking.objects.exists()


def test_only_of_ones_own_latest_visit_to_a_family_and_within_four_weeks(
    case: Case, family: Family, lead_worker: Staff, co_worker: Staff, dana: Person, signed_in: SignedIn
) -> None:
    old, earlier, latest = (log(family, lead_worker, days=days) for days in (29, 9, 3))
    theirs = log(family, co_worker, days=2)
    shown = signed_in(lead_worker).get(PAGE).text
    assert [key(one, dana) in shown for one in (old, earlier, latest, theirs)] == [False, False, True, False]


def test_a_withdrawn_visit_and_one_of_another_family_cannot_be_sent_in(
    worker: Client, visit: Visit, lead_worker: Staff, other_worker: Staff, dana: Person, other_family: Family
) -> None:
    mia = other_family.members.get().person
    elsewhere = log(other_family, other_worker, days=1)
    assert worker.post(PAGE, {"ask": [key(elsewhere, mia)]}).status_code == 422
    assert worker.post(PAGE, {"ask": [key(visit, mia)]}).status_code == 422
    visits.withdraw(visit=visit, by=lead_worker, reason="Another family's")
    assert worker.post(PAGE, {"ask": [key(visit, dana)]}).status_code == 422
    assert "Nobody to ask just now" in worker.get(PAGE).text
    assert not Asking.objects.exists()


def test_a_name_that_no_font_has_is_left_off_the_stub_and_the_visit_says_whose_it_is(
    worker: Client, visit: Visit, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_as: list[Mapping[str, Any]] = []

    def no_letters(template: str, data: Mapping[str, Any]) -> bytes:
        set_as.append(data)
        if data["slips"][0]["family"]:
            raise UnprintableError("no letters")
        return b"%PDF"

    monkeypatch.setattr(slips, "typeset", no_letters)
    assert worker.post(PAGE, {"ask": [key(visit, dana)]}).getvalue() == b"%PDF"
    assert set_as[-1]["slips"][0]["when"].startswith("Visit of ")
    assert Asking.objects.count() == 1


def test_it_is_led_to_from_my_week_and_from_asking_one(
    worker: Client, visit: Visit, family: Family, lead_worker: Staff
) -> None:
    assert PAGE not in worker.get("/week/").text  # one family is asked by itself
    log(family, lead_worker, days=2)
    assert PAGE in worker.get("/week/").text
    assert PAGE in worker.get(reverse("relationship:rating-ask", args=[family.pk, visit.pk])).text


def test_it_asks_no_more_of_several_families(worker: Client, east: Team, lead_worker: Staff) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert worker.get(PAGE).status_code == 200
        return len(queries)

    asked()  # what a process keeps once
    before = asked()
    for case in many_families(6, team=east, lead=lead_worker):
        log(case.family, lead_worker, days=2)
    assert asked() == before
