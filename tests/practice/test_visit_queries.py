"""How much each step of logging a visit asks of the database: constant, and within design's budgets."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import goals, steps, strengths, worries
from practice.models import Visit
from tests.practice import between
from tests.practice.pages import log_url, page_of, save

TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")

Asked = Callable[[Callable[[], Any]], list[str]]


@pytest.fixture
def asked() -> Asked:
    """The queries that something asks, without what only begins and ends a transaction."""

    def listen(work: Callable[[], Any]) -> list[str]:
        with CaptureQueriesContext(connection) as heard:
            work()
        return [query["sql"] for query in heard.captured_queries if not query["sql"].startswith(TRANSACTION)]

    return listen


@pytest.fixture
def client(case: Case, lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


def fill(family: Family, lead_worker: Staff, number: int) -> None:
    for one in range(number):
        strengths.notice(family=family, by=lead_worker, text=f"strength {one}")
        worries.note(family=family, by=lead_worker, text=f"worry {one}")
        goals.agree(family=family, by=lead_worker, text=f"goal {one}")
        steps.agree(family=family, by=lead_worker, text=f"step {one}")


def whole_page(family: Family, worker: Staff, yusuf: Person, number: int) -> dict[str, Any]:
    """A page on which everything is used, `number` times."""
    page: dict[str, Any] = page_of(worker) | {f"child-{yusuf.pk}-alone": "1"}
    page["resighted"] = [str(one.pk) for one in family.strengths.all()]
    page["done"] = [str(one.pk) for one in family.next_steps.all()]
    page |= {f"worry-{one.pk}": "easing" for one in family.worries.all()}
    page |= {f"rating-{one.pk}-{yusuf.pk}": "6" for one in family.goals.all()}
    for row in range(number):
        page |= {f"quotes-{row}-text": "I slept.", f"quotes-{row}-who": str(yusuf.pk)}
        page |= {f"strengths-{row}-text": f"new strength {row}", f"worries-{row}-text": f"new worry {row}"}
        page |= {f"goals-{row}-text": f"new goal {row}", f"goals-{row}-rating-worker": "3"}
        page[f"steps-{row}-text"] = f"new step {row}"
    return page


@pytest.mark.parametrize("number", [1, 12])
def test_opening_the_page(asked: Asked, client: Client, family: Family, lead_worker: Staff, number: int) -> None:
    fill(family, lead_worker, number)
    client.get(log_url(family))  # templates read, prepared
    assert len(asked(lambda: client.get(log_url(family)))) <= 5
    save(client, family, page_of(lead_worker))
    assert len(asked(lambda: client.get(log_url(family)))) <= 5


def test_saving_as_it_is_typed(asked: Asked, client: Client, family: Family, lead_worker: Staff) -> None:
    page = page_of(lead_worker)
    assert len(asked(lambda: save(client, family, page))) == 4  # who, which family, the draft, its audit
    assert len(asked(lambda: save(client, family, page, version=1, account="and"))) == 3


@pytest.mark.parametrize("number", [1, 12])
def test_finishing_with_everything_used(
    asked: Asked, client: Client, family: Family, lead_worker: Staff, yusuf: Person, number: int
) -> None:
    fill(family, lead_worker, number)
    page = whole_page(family, lead_worker, yusuf, number)
    assert save(client, family, page).json()["version"] == 1
    finish = asked(lambda: client.post(log_url(family), page | {"version": "1"}))
    assert Visit.objects.count() == 1
    assert family.quotes.count() == number
    assert len(finish) <= 20, "\n".join(query[:90] for query in finish)


def test_finishing_an_ordinary_visit(
    asked: Asked, client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    page = page_of(lead_worker, yusuf) | {"quotes-0-text": "I slept.", "quotes-0-who": str(yusuf.pk)}
    save(client, family, page)
    assert len(asked(lambda: client.post(log_url(family), page | {"version": "1"}))) <= 14


@pytest.mark.parametrize("number", [1, 12])
def test_finishing_with_decisions_strains_exceptions_and_tools_besides(
    asked: Asked, client: Client, family: Family, lead_worker: Staff, yusuf: Person, number: int
) -> None:
    """A query for each kind of row, and one for each kind of thing that changes: however many there are."""
    page: dict[str, Any] = page_of(lead_worker, yusuf)
    for one in range(number):
        decision, worry = (made(family, lead_worker, f"{one}") for made in (between.decided, between.worried))
        rupture = between.strained(family, lead_worker, yusuf, f"{one}")
        page |= {f"decision-{decision.pk}": "done", f"without-{worry.pk}": "On Sunday", f"repair-{rupture.pk}": "1"}
        page.setdefault("tools", []).append(str(between.tool(f"Tool {one}").pk))
    page["rupture"] = "I was late"
    save(client, family, page)
    finish = asked(lambda: client.post(log_url(family), page | {"version": "1"}))
    assert family.decisions.still_open().count() == 0
    assert len(finish) <= 20, "\n".join(query[:90] for query in finish)
