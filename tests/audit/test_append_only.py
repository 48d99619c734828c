"""The audit is append-only in the database, and knows where a deed came from."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from pytest_django import Settings

from hampshire.accounts.models import Staff
from hampshire.audit.context import Place, coming_from, where_from
from hampshire.audit.models import AuditEvent


@pytest.fixture
def event(lead_worker: Staff) -> AuditEvent:
    return AuditEvent.record("test.done", by=lead_worker)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditevent SET verb = 'something.else'",
        "UPDATE audit_auditevent SET by_id = NULL",
        "DELETE FROM audit_auditevent",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(sql: str, event: AuditEvent) -> None:
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        connection.cursor().execute(sql)
    assert AuditEvent.objects.get(pk=event.pk).verb == "test.done"


def test_the_models_own_ways_are_refused_as_well(event: AuditEvent) -> None:
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        event.delete()
    event.verb = "something.else"
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        event.save()


def test_an_event_goes_when_its_deed_is_undone(lead_worker: Staff) -> None:
    def undone() -> None:
        with transaction.atomic():
            AuditEvent.record("test.undone", by=lead_worker)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert not AuditEvent.objects.filter(verb="test.undone").exists()


def test_it_knows_the_address_the_channel_and_the_request(auditor: Staff) -> None:
    client = Client(REMOTE_ADDR="10.1.2.3", headers={"X-Request-ID": "abc-1"})
    client.force_login(auditor)
    client.get("/audit/")
    event = AuditEvent.objects.get(verb="audit.opened")
    assert (event.address, event.channel, event.request_id) == ("10.1.2.3", "page", "abc-1")


def test_a_proxys_word_on_the_address_is_believed_only_where_there_is_one(auditor: Staff, settings: Settings) -> None:
    client = Client(REMOTE_ADDR="10.1.2.3", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    client.force_login(auditor)
    settings.TRUST_PROXY = False
    client.get("/audit/")
    settings.TRUST_PROXY = True
    client.get("/audit/")
    # With a proxy: the last entry, which is what our own proxy saw; the others are the caller's to invent.
    assert [event.address for event in AuditEvent.objects.filter(verb="audit.opened").order_by("at")] == [
        "10.1.2.3",
        "198.51.100.7",
    ]


def test_outside_of_a_request_there_is_no_address(lead_worker: Staff) -> None:
    event = AuditEvent.record("test.done", by=None)
    assert (event.address, event.channel) == (None, "command")


def test_places_are_nested() -> None:
    with coming_from(Place(channel="task")):
        with coming_from(Place("10.0.0.1", "page")):
            assert where_from().address == "10.0.0.1"
        assert where_from().channel == "task"
    assert where_from().channel == "command"
