"""Two at the same moment: a draft, or a key, becomes one visit however it is raced."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.actions import visits
from practice.facts import Seen, VisitFacts
from practice.models import Draft, NextStep, Visit
from tests.practice.pages import draft_url, log_url, page_of, said, save

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


def race(work: Callable[[int], Any]) -> list[Any]:
    """Do the same from several threads, each with a connection of its own, let go at one moment."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> Any:
        try:
            start.wait(timeout=30)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


@pytest.fixture
def signed_in_many(case: Case, lead_worker: Staff) -> list[Client]:
    clients = [Client() for _ in range(AT_ONCE)]
    for client in clients:
        client.force_login(lead_worker)
    return clients


@pytest.mark.parametrize("saved", [True, False], ids=["a kept draft", "never kept before"])
def test_a_draft_submitted_at_the_same_moment_is_one_visit(
    signed_in_many: list[Client], family: Family, lead_worker: Staff, yusuf: Person, saved: bool
) -> None:
    page = page_of(lead_worker, yusuf) | {"steps-0-text": "Ring the school"}
    if saved:
        save(signed_in_many[0], family, page)
        page["version"] = "1"
    answers = race(lambda number: signed_in_many[number].post(log_url(family), page))
    assert {(answer.status_code, answer.headers.get("Location", said(answer)[:900])) for answer in answers} == {
        (302, family.get_absolute_url())
    }
    assert Visit.objects.count() == 1
    assert NextStep.objects.count() == 1
    assert AuditEvent.objects.filter(verb="visit.logged").count() == 1
    assert Draft.objects.get().visit == Visit.objects.get()


def test_a_key_used_at_the_same_moment_is_one_visit(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    facts = VisitFacts(happened_at=timezone.now(), account="A walk.", people=[Seen(yusuf.pk)])
    made = race(
        lambda _: (
            visits.log(
                family=Family.objects.get(pk=family.pk),
                by=Staff.objects.get(pk=lead_worker.pk),
                facts=facts,
                idempotency_key="a key",
            ).pk
        )
    )
    assert set(made) == {Visit.objects.get().pk}


def test_windows_that_save_at_the_same_moment_never_write_over_one_another(
    signed_in_many: list[Client], family: Family, lead_worker: Staff
) -> None:
    page = page_of(lead_worker)
    save(signed_in_many[0], family, page, tab="the first")

    def write(number: int) -> int:
        typed = page | {"do": "save", "version": "1", "tab": f"window {number}", "account": f"by {number}"}
        answer = signed_in_many[number].post(draft_url(family), typed, headers={"Accept": "application/json"})
        return answer.status_code

    answers = race(write)
    assert sorted(answers) == [200] + [409] * (AT_ONCE - 1)
    draft = Draft.objects.get()
    assert (draft.version, draft.data["account"]) == (2, [f"by {answers.index(200)}"])


def test_pages_begun_at_the_same_moment_are_one_draft(
    signed_in_many: list[Client], family: Family, lead_worker: Staff
) -> None:
    pages = [page_of(lead_worker) | {"tab": f"window {number}"} for number in range(AT_ONCE)]
    answers = race(lambda number: save(signed_in_many[number], family, pages[number]).status_code)
    assert sorted(answers) == [200] + [409] * (AT_ONCE - 1)
    assert Draft.objects.count() == 1
