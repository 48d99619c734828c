"""Trust was strained, and mended."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, ChronologyEntry, Family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.actions import visits
from practice.facts import VisitFacts
from practice.models import Rupture
from practice.relationship.actions import ruptures
from tests.practice.life import days_ago

SignedIn = Callable[[Staff], Client]
LATE = "We came an hour late and they had waited"


@pytest.fixture
def rupture(case: Case, family: Family, lead_worker: Staff) -> Rupture:
    return ruptures.note(family=family, by=lead_worker, text=LATE, on=timezone.localdate() - timedelta(days=9))


def address(name: str, family: Family, *more: object) -> str:
    return reverse(f"relationship:{name}", args=[family.pk, *more])


def day(days_ago: int) -> str:
    return f"{timezone.localdate() - timedelta(days=days_ago):%Y-%m-%d}"


def test_a_strain_is_noted_in_the_story_and_on_the_page(
    case: Case, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    worker = signed_in(lead_worker)
    answer = worker.post(address("rupture-note", family), {"text": LATE, "on": day(3)}, follow=True)

    assert LATE in answer.text
    assert "not mended yet" in answer.text
    rupture = Rupture.objects.get()
    assert (rupture.written_by, rupture.visit) == (lead_worker, None)
    assert ChronologyEntry.objects.get(subject_id=rupture.pk).text == f"Strained between the family and us: {LATE}"
    assert AuditEvent.objects.get(verb="rupture.noted").details == {}


def test_mending_it_says_how_and_stays_with_it(
    rupture: Rupture, family: Family, supervisor: Staff, signed_in: SignedIn
) -> None:
    how = "I said sorry, and we chose the next day together"
    url = address("rupture-repair", family, rupture.pk)
    answer = signed_in(supervisor).post(url, {"how": how, "on": day(1)}, follow=True)

    assert how in answer.text
    assert "not mended yet" not in answer.text
    told = ChronologyEntry.objects.filter(subject_id=rupture.pk).values_list("text", flat=True)
    assert f"Mended between the family and us: {how}" in told
    assert signed_in(supervisor).get(url).status_code == 403  # mended once


def test_it_is_not_mended_before_it_happened_nor_without_a_word(
    rupture: Rupture, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    url = address("rupture-repair", family, rupture.pk)
    early = signed_in(lead_worker).post(url, {"how": "We talked", "on": day(10)})
    assert early.status_code == 422
    assert "before it happened" in early.text
    assert signed_in(lead_worker).post(url, {"how": " ", "on": day(1)}).status_code == 422
    assert Rupture.objects.unrepaired().count() == 1


def test_what_was_written_in_error_is_taken_back_by_its_writer_or_a_supervisor(
    rupture: Rupture, family: Family, teammate: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    url = address("rupture-withdraw", family, rupture.pk)
    assert signed_in(teammate).post(url).status_code == 403
    signed_in(supervisor).post(url)
    assert not Rupture.objects.standing().exists()
    assert ChronologyEntry.objects.get(subject_id=rupture.pk).withdrawn_at


def test_what_is_mended_stays_to_be_read(
    rupture: Rupture, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    ruptures.repair(rupture=rupture, by=lead_worker, how="We talked")
    assert signed_in(lead_worker).post(address("rupture-withdraw", family, rupture.pk)).status_code == 403


def test_what_was_told_in_a_visit_goes_with_the_visit_and_leads_to_it(
    case: Case, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    told = VisitFacts(happened_at=days_ago(2), account="They had waited.", ruptures=[LATE])
    visit = visits.log(family=family, by=lead_worker, facts=told)
    rupture = Rupture.objects.get()
    assert rupture.visit == visit
    page = signed_in(lead_worker).get(address("relationship-detail", family)).text
    assert f'{visit.get_absolute_url()}">in a visit' in page
    assert address("rupture-withdraw", family, rupture.pk) not in page
    refused = signed_in(lead_worker).post(address("rupture-withdraw", family, rupture.pk))
    assert refused.status_code == 403
    assert "Change the visit" in refused.text


def test_a_strain_of_another_family_is_not_there(
    rupture: Rupture, other_family: Family, other_worker: Staff, signed_in: SignedIn
) -> None:
    url = address("rupture-repair", other_family, rupture.pk)
    assert signed_in(other_worker).get(url).status_code == 404
