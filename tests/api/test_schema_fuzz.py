"""The API against its own schema: whatever the schema allows to be sent, nothing is a fault and every answer fits."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from practice.actions import visits
from practice.facts import Seen, VisitFacts

CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]
OPERATIONS = [
    "family_list", "family_detail", "family_people", "visit_list", "visit_log", "visit_detail", "metric_snapshot_list",
]  # fmt: skip
CSRF = "a" * 32
few = settings(max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def client(signed_in, supervisor):
    """Of somebody who may do everything here."""
    return signed_in(supervisor)


@contextmanager
def one_connection():
    """A WSGI request would close the connection that the test's transaction is in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def schema(client):
    found = schemathesis.openapi.from_dict(client.get(reverse("api:schema")).json())
    found.app = get_wsgi_application()
    return found


@pytest.fixture
def ids(case, family, yusuf, lead_worker):
    """Of things that are there, so that more than 404 is answered."""
    facts = VisitFacts(
        happened_at=timezone.now() - timedelta(days=1), account="We talked.", people=[Seen(yusuf.pk, seen_alone=True)]
    )
    visit = visits.log(family=family, by=lead_worker, facts=facts)
    return {"family_id": str(family.pk), "visit_id": str(visit.pk)}


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_whatever_the_schema_allows_is_answered_as_it_says(operation_id, schema, client, ids):
    operation = schema.find_operation_by_id(operation_id)
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": CSRF}
    met: set[int] = set()

    @few
    @given(sent=operation.as_strategy())
    def send(sent):
        sent.path_parameters = {name: ids[name] for name in sent.path_parameters or {}}
        response = sent.call_and_validate(headers={"X-CSRFToken": CSRF}, cookies=cookies, checks=CHECKS)
        met.add(response.status_code)

    with one_connection():
        send()
    assert met & {200, 201, 422}
    assert not met & {401, 403}
