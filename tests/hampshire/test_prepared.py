"""A query that is compiled once answers as the queryset it was made of does."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hampshire.accounts.models import Membership, Staff
from hampshire.prepared import Prepared, PreparedValues


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


def test_values_come_as_the_queryset_gives_them(lead_worker: Staff, supervisor: Staff) -> None:
    names = PreparedValues(lambda staff: Staff.objects.filter(pk=staff).values_list("pk", "name"), staff=UUID)
    assert names.all(staff=lead_worker.pk) == [(lead_worker.pk, lead_worker.name)]
    assert names.all(staff=supervisor.pk) == [(supervisor.pk, supervisor.name)]


def test_several_querysets_joined_into_one_are_kept_as_one(lead_worker: Staff, supervisor: Staff) -> None:
    def either(one: UUID, other: UUID) -> QuerySet[Staff, tuple[str]]:
        first, second = (Staff.objects.filter(pk=pk).values_list("name") for pk in (one, other))
        return first.union(second, all=True)

    names = PreparedValues(either, one=UUID, other=UUID)
    assert set(names.all(one=lead_worker.pk, other=supervisor.pk)) == {(lead_worker.name,), (supervisor.name,)}
    assert names.all(one=lead_worker.pk, other=lead_worker.pk) == [(lead_worker.name,)] * 2


def test_a_statement_can_stand_within_another(lead_worker: Staff, supervisor: Staff) -> None:
    chosen = PreparedValues(lambda staff: Staff.objects.filter(pk=staff).values_list("pk"), staff=UUID)
    for person in (lead_worker, supervisor):
        text, params = chosen.sql(staff=person.pk)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT name FROM accounts_staff WHERE id IN ({text})", params)  # noqa: S608  ours
            assert cursor.fetchall() == [(person.name,)]


def test_values_are_not_taken_for_models(lead_worker: Staff) -> None:
    mistaken = Prepared(lambda staff: Staff.objects.filter(pk=staff).values_list("pk"), staff=UUID)  # type: ignore[arg-type,return-value]
    with pytest.raises(ValueError, match="plain rows"):
        mistaken.all(staff=lead_worker.pk)


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
