"""What a family said of visits goes with them when two families become one, and comes back when they are parted."""

import pytest

from cases.actions import families, joins
from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff, Team
from practice.relationship.actions import askings, ratings
from practice.relationship.facts import Whose
from practice.relationship.models import VisitRating
from tests.practice.life import visit as log
from tests.practice_relationship.said import on_paper, taps


@pytest.fixture
def kept(east: Team, lead_worker: Staff) -> Family:
    return families.create(name="Hale", team=east, by=lead_worker)


def families_of_ratings() -> set[object]:
    return set(VisitRating.objects.values_list("family", flat=True))


def test_ratings_go_along_and_what_was_said_since_comes_back_with_its_visit(
    case: Case, family: Family, kept: Family, lead_worker: Staff, dana: Person
) -> None:
    on_paper(log(family, lead_worker, days=3), lead_worker, dana, taps(3))
    join = joins.join(gone=family, kept=kept, by=lead_worker)
    assert families_of_ratings() == {kept.pk}

    since = log(Family.objects.get(pk=kept.pk), lead_worker, days=1, seen=[dana])
    on_paper(since, lead_worker, dana, taps(2))
    joins.undo(join=join, by=lead_worker)

    assert VisitRating.objects.count() == 2
    assert families_of_ratings() == {family.pk}


def test_a_link_given_before_they_were_joined_still_answers_for_the_family_that_is_kept(
    case: Case, family: Family, kept: Family, lead_worker: Staff, dana: Person
) -> None:
    visit = log(family, lead_worker, days=3)
    _, token = askings.ask(visit=visit, by=lead_worker, whose=Whose(person=dana), how="link")
    joins.join(gone=family, kept=kept, by=lead_worker)

    ratings.give(by=None, token=token, answers=taps(4))

    assert families_of_ratings() == {kept.pk}
