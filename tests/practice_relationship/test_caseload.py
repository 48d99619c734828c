"""A voice whose rating fell is seen where families stand in rows: my team, and my week."""

import pytest
from django.test import Client

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.relationship.actions import ratings
from practice.relationship.facts import Whose
from tests.practice.life import visit as log
from tests.practice_relationship.said import by_link, on_paper, taps
from tests.practice_relationship.test_asking import SignedIn

FELL = "rating fell from 10 to 2.5"


@pytest.fixture
def supervised(case: Case, supervisor: Staff, signed_in: SignedIn) -> Client:
    return signed_in(supervisor)


def fall(family: Family, by: Staff, person: Person) -> None:
    """Well a fortnight ago, badly the day before yesterday; the second they tapped themselves."""
    on_paper(log(family, by, days=14), by, person, taps(4), days=14)
    by_link(log(family, by, days=2), by, person, taps(1))


def test_my_team_says_whose_rating_fell_until_the_family_is_looked_at(
    supervised: Client, family: Family, lead_worker: Staff, dana: Person
) -> None:
    assert FELL not in supervised.get("/caseload/").text
    fall(family, lead_worker, dana)
    assert f"Dana’s {FELL}" in supervised.get("/caseload/").text
    supervised.get(family.get_absolute_url())
    assert FELL not in supervised.get("/caseload/").text


def test_changed_since_i_looked_finds_a_family_where_nothing_but_a_rating_changed(
    supervised: Client, family: Family, lead_worker: Staff, dana: Person
) -> None:
    on_paper(log(family, lead_worker, days=14), lead_worker, dana, taps(4), days=14)
    second = log(family, lead_worker, days=2)
    supervised.get(family.get_absolute_url())
    found = [supervised.get("/caseload/?changed=on").text]
    by_link(second, lead_worker, dana, taps(1))
    found.append(supervised.get("/caseload/?changed=on").text)
    assert [family.name in text for text in found] == [False, True]


def test_my_week_says_it_to_the_worker_who_did_not_copy_it_themselves(
    case: Case, family: Family, lead_worker: Staff, co_worker: Staff, dana: Person, signed_in: SignedIn
) -> None:
    on_paper(log(family, lead_worker, days=14), lead_worker, dana, taps(4), days=14)
    copied = on_paper(log(family, lead_worker, days=2), lead_worker, dana, taps(1), days=2)
    assert [FELL in signed_in(one).get("/week/").text for one in (lead_worker, co_worker)] == [False, True]
    ratings.withdraw(rating=copied, by=lead_worker)
    assert FELL not in signed_in(co_worker).get("/week/").text


def test_what_somebody_is_called_is_written_as_words(supervised: Client, family: Family, lead_worker: Staff) -> None:
    for days, each in ((14, 4), (2, 1)):
        whose = Whose(voice="<b>{Nana} 100%</b>")
        ratings.enter(visit=log(family, lead_worker, days=days), by=lead_worker, whose=whose, answers=taps(each))
    assert "&lt;b&gt;{Nana} 100%&lt;/b&gt;’s rating fell" in supervised.get("/caseload/").text
