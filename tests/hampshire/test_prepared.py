"""A query that is compiled once answers as the queryset it was made of does."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hampshire.accounts.models import Membership, Staff
from hampshire.prepared import Prepared


def _held(staff: UUID, today: date) -> QuerySet[Membership]:
    return Membership.objects.current(today).filter(staff=staff).with_teams()


def test_each_answer_is_the_querysets_for_those_values(lead_worker: Staff, supervisor: Staff, manager: Staff) -> None:
    held = Prepared(_held, staff=UUID, today=date)
    today = timezone.localdate()
    for person in (lead_worker, supervisor, manager):
        found = held.all(staff=person.pk, today=today)
        assert found
        assert found == list(_held(person.pk, today))
        assert [one.team.name for one in found] == [one.team.name for one in _held(person.pk, today)]
    assert held.all(staff=lead_worker.pk, today=today - timedelta(days=36_500)) == []


def test_what_is_selected_beside_comes_in_the_same_query(lead_worker: Staff) -> None:
    held = Prepared(_held, staff=UUID, today=date)
    values = {"staff": lead_worker.pk, "today": timezone.localdate()}
    held.all(**values)
    with CaptureQueriesContext(connection) as asked:
        first = held.first(**values)
        assert first is not None
        assert first.team.name
    assert len(asked) == 1


def test_a_day_that_is_not_a_slot_is_refused(lead_worker: Staff) -> None:
    stale = Prepared(lambda staff: _held(staff, timezone.localdate()), staff=UUID)
    with pytest.raises(ValueError, match="moment"):
        stale.all(staff=lead_worker.pk)


def test_a_slot_that_the_query_does_not_ask_for_is_refused(lead_worker: Staff) -> None:
    deaf = Prepared(lambda staff: Staff.objects.by_name(), staff=UUID)
    with pytest.raises(ValueError, match="staff"):
        deaf.all(staff=lead_worker.pk)


def test_a_query_with_prefetches_is_refused(lead_worker: Staff) -> None:
    with_more = Prepared(lambda staff: Staff.objects.filter(pk=staff).with_roles(), staff=UUID)
    with pytest.raises(ValueError, match="plain rows"):
        with_more.all(staff=lead_worker.pk)


def test_every_slot_has_to_be_filled() -> None:
    with pytest.raises(TypeError, match="staff, today"):
        Prepared(_held, staff=UUID, today=date).all(today=timezone.localdate())
