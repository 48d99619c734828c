"""What a list draws by hand is what its declared fields say: the schema is made from those."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import Serializer

from cases.actions import families
from cases.api import FamilyOut
from cases.models import Case, Family, Person
from cases.queries.api import families_with_case
from hampshire.accounts.models import Staff, Team
from outcomes import exporting
from outcomes.api import FigureOut
from outcomes.choices import Choice
from outcomes.computing import rebuild_all
from practice.actions import visits
from practice.api_queries import visits_with_parts
from practice.api_shapes import VisitOut
from practice.facts import Seen, VisitFacts

pytestmark = pytest.mark.django_db


def by_its_fields(shape: Serializer[Any], instance: object) -> Any:
    """As REST framework says it, a field at a time, as JSON."""
    return sent(Serializer.to_representation(shape, instance))


def sent(data: object) -> Any:
    return json.loads(JSONRenderer().render(data))


def by_hand(shape: Serializer[Any], instance: object) -> Any:
    return sent(shape.to_representation(instance))


def test_a_family_with_a_case_and_one_without(
    case: Case, lead_worker: Staff, east: Team, service_manager: Staff
) -> None:
    families.create(name="Without a case", team=east, by=lead_worker)
    found = list(families_with_case(service_manager))
    assert {bool(one.open_cases) for one in found} == {True, False}
    for one in found:
        assert by_hand(FamilyOut(), one) == by_its_fields(FamilyOut(), one)


@pytest.mark.parametrize("month", [1, 7])  # in winter and in summer time
def test_a_visit_with_everybodys_part(
    case: Case, family: Family, yusuf: Person, lead_worker: Staff, month: int
) -> None:
    facts = VisitFacts(happened_at=timezone.now(), account="We talked.", people=[Seen(yusuf.pk)])
    visits.log(family=family, by=lead_worker, facts=facts)
    [found] = visits_with_parts(family)
    found.happened_at = datetime(2026, month, 5, 16, 10, tzinfo=UTC)
    assert by_hand(VisitOut(), found) == by_its_fields(VisitOut(), found)
    assert by_hand(VisitOut(), found)["people"]


def test_a_figure(case: Case, family: Family, yusuf: Person, lead_worker: Staff, supervisor: Staff) -> None:
    rebuild_all()
    found = exporting.figures(Choice.read(supervisor, {}))
    assert found
    for one in found:
        assert by_hand(FigureOut(), one) == by_its_fields(FigureOut(), one)
