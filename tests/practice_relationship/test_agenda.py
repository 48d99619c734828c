"""What the relationship brings to supervision: falls in a voice's rating, and strains not mended."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import visits
from practice.agenda import Raised, raised_about
from practice.relationship import falling
from practice.relationship.actions import ratings, ruptures
from practice.relationship.facts import Answers, Whose
from practice.relationship.models import VisitRating
from tests.practice.life import visit as log
from tests.practice_relationship.said import NOT_SAID, on_paper, taps


def raised(family: Family, why: str) -> list[Raised]:
    return [one for one in raised_about([family.pk]) if one.why == why]


def told(family: Family, by: Staff, person: Person, *said: Answers) -> None:
    """One visit after another, ten days between, the last ten days ago."""
    for back, answers in enumerate(reversed(said)):
        days = 10 * (back + 1)
        on_paper(log(family, by, days=days), by, person, answers, days=days)


def test_a_fall_of_three_or_more_is_raised_with_its_day(
    case: Case, family: Family, lead_worker: Staff, dana: Person
) -> None:
    told(family, lead_worker, dana, taps(4), taps(2))
    [fall] = raised(family, "fall")
    assert fall.text.startswith("Dana’s rating of visits fell from 10 to 5 on ")
    assert fall.on == timezone.localdate() - timedelta(days=10)
    assert fall.url == f"/families/{family.pk}/relationship/"


@pytest.mark.parametrize(
    ("points", "is_raised"),
    [(11, True), (12, False)],  # of 16, after 16: 10 to 6.9 is a fall of 3.1, 10 to 7.5 one of 2.5
)
def test_less_than_three_is_no_fall(
    points: int, is_raised: bool, case: Case, family: Family, lead_worker: Staff, dana: Person
) -> None:
    less = Answers(listened=4, mattered=4, suited=points - 8, trust=0)
    told(family, lead_worker, dana, taps(4), less)
    assert bool(raised(family, "fall")) is is_raised


def test_only_a_voices_latest_against_its_own_one_before(
    case: Case, family: Family, lead_worker: Staff, dana: Person, yusuf: Person
) -> None:
    told(family, lead_worker, dana, taps(4), taps(1), taps(1))  # fell once, and has stayed there
    assert raised(family, "fall") == []
    on_paper(log(family, lead_worker, days=2), lead_worker, yusuf, taps(0), days=2)  # his first
    assert raised(family, "fall") == []


def test_rather_not_say_is_no_number_and_hides_no_fall(
    case: Case, family: Family, lead_worker: Staff, dana: Person
) -> None:
    told(family, lead_worker, dana, taps(4), taps(1), NOT_SAID)
    assert len(raised(family, "fall")) == 1


def test_what_was_taken_back_or_told_of_a_withdrawn_visit_makes_no_fall(
    case: Case, family: Family, lead_worker: Staff, dana: Person
) -> None:
    told(family, lead_worker, dana, taps(4), taps(4))
    wrong = on_paper(log(family, lead_worker, days=5), lead_worker, dana, taps(0), days=5)
    assert len(raised(family, "fall")) == 1
    ratings.withdraw(rating=wrong, by=lead_worker)
    assert raised(family, "fall") == []
    elsewhere = log(family, lead_worker, days=3)
    on_paper(elsewhere, lead_worker, dana, taps(0), days=3)
    visits.withdraw(visit=elsewhere, by=lead_worker, reason="Another family's")
    assert raised(family, "fall") == []


def test_somebody_in_words_is_a_voice_of_their_own(case: Case, family: Family, lead_worker: Staff) -> None:
    for days, each, voice in ((20, 4, "Nana"), (10, 4, "nana"), (2, 1, "the neighbour")):
        on = timezone.localdate() - timedelta(days=days)
        whose = Whose(voice=voice)
        ratings.enter(
            visit=log(family, lead_worker, days=days), by=lead_worker, whose=whose, answers=taps(each), said_on=on
        )
    assert raised(family, "fall") == []
    ratings.enter(visit=log(family, lead_worker, days=1), by=lead_worker, whose=Whose(voice="Nana"), answers=taps(2))
    assert len(raised(family, "fall")) == 1


def test_a_fall_of_last_winter_is_no_news(case: Case, family: Family, lead_worker: Staff, dana: Person) -> None:
    told(family, lead_worker, dana, taps(4), taps(1))
    VisitRating.objects.update(said_on=timezone.localdate() - timedelta(days=91))
    assert raised(family, "fall") == []


def test_a_strain_is_raised_until_it_is_mended(case: Case, family: Family, lead_worker: Staff) -> None:
    rupture = ruptures.note(family=family, by=lead_worker, text="We came an hour late")
    [strain] = raised(family, "rupture")
    assert "We came an hour late" in strain.text
    ruptures.repair(rupture=rupture, by=lead_worker, how="We said sorry")
    assert raised(family, "rupture") == []


def test_one_query_each_however_many_families(
    case: Case, family: Family, other_family: Family, lead_worker: Staff, other_worker: Staff, dana: Person
) -> None:
    told(family, lead_worker, dana, taps(4), taps(1))
    mia = other_family.members.get().person
    told(other_family, other_worker, mia, taps(4), taps(0))
    for provider in (falling.falls, falling.ruptures):
        with CaptureQueriesContext(connection) as queries:
            found = list(provider([family.pk, other_family.pk]))
        assert len(queries) == 1
        assert len(found) == (2 if provider is falling.falls else 0)
