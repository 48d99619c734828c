"""GET /health/: what is up, what is down, and that it answers whatever else is broken."""

import json
from copy import deepcopy
from typing import Any

import pytest
from celery import Celery
from django.db import connection
from django.db.utils import ConnectionHandler
from django.test import Client

from hampshire.accounts.models import Staff
from hampshire.probe import can_serve
from hampshire.views import health
from tests.workers import CeleryWorker

ALL_UP = {"database": "up", "cache": "up", "broker": "up", "worker": "up"}


@pytest.fixture
def worker_answers(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A worker that answers each ping; the list grows by one a ping."""
    asked: list[float] = []

    def broadcast(command: str, **options: Any) -> list[dict[str, Any]]:
        asked.append(options["timeout"])
        return [{"celery@here": {"ok": "pong"}}]

    monkeypatch.setattr(health.app.control, "broadcast", broadcast)
    return asked


@pytest.fixture
def broken_database(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = deepcopy(connection.settings_dict)
    nowhere["OPTIONS"] = {"host": "/nowhere"}
    monkeypatch.setattr(health, "connection", ConnectionHandler({"default": nowhere})["default"])


@pytest.fixture
def broken_cache(settings: Any) -> None:
    cache = {**settings.CACHES["default"], "LOCATION": "unix:///nowhere.sock"}
    settings.CACHES = {"default": cache}


@pytest.fixture
def broken_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "app", Celery(broker="redis+socket:///nowhere.sock", set_as_current=False))


def test_all_is_up_with_a_real_worker(client: Client, celery_worker_process: CeleryWorker) -> None:
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json() == {"status": "up", "checks": ALL_UP}
    assert response["Cache-Control"] == "no-store"


def test_a_worker_that_died_is_named(client: Client, celery_worker_process: CeleryWorker) -> None:
    celery_worker_process.kill()
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json() == {"status": "down", "checks": {**ALL_UP, "worker": "down"}}


@pytest.mark.django_db
@pytest.mark.usefixtures("broken_database", "worker_answers")
def test_a_database_that_is_away_is_named(client: Client) -> None:
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["checks"] == {**ALL_UP, "database": "down"}


@pytest.mark.django_db
@pytest.mark.usefixtures("broken_cache", "worker_answers")
def test_a_cache_that_is_away_is_named(client: Client) -> None:
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["checks"] == {**ALL_UP, "cache": "down"}


@pytest.mark.django_db
@pytest.mark.usefixtures("broken_broker")
def test_without_the_broker_no_worker_can_be_asked(client: Client) -> None:
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["checks"] == {**ALL_UP, "broker": "down", "worker": "down"}


@pytest.mark.django_db
def test_the_worker_is_not_asked_each_time(client: Client, worker_answers: list[float]) -> None:
    for _ in range(5):
        assert client.get("/health/").status_code == 200
    assert worker_answers == [health.WORKER_SECONDS]


@pytest.mark.django_db
def test_nobody_needs_to_sign_in_or_to_know_the_site_s_name(client: Client, worker_answers: list[float]) -> None:
    response = client.get("/health/", headers={"host": "10.0.0.7"})
    assert response.status_code == 200
    assert not response.cookies


def test_it_answers_somebody_signed_in_while_sessions_cannot_be_read(
    client: Client, lead_worker: Staff, worker_answers: list[float], request: pytest.FixtureRequest
) -> None:
    client.force_login(lead_worker)
    request.getfixturevalue("broken_cache")
    assert client.get("/health/").json()["checks"]["cache"] == "down"


@pytest.mark.django_db
@pytest.mark.usefixtures("broken_database", "worker_answers")
def test_the_answer_tells_strangers_no_more_than_which_part(client: Client) -> None:
    assert "nowhere" not in client.get("/health/").text


def test_the_web_container_counts_as_well_when_only_a_worker_is_away(
    live_server: Any, celery_worker_process: CeleryWorker
) -> None:
    celery_worker_process.kill()
    assert json.loads(Client().get("/health/").content)["checks"]["worker"] == "down"
    assert can_serve(f"{live_server.url.replace('localhost', '127.0.0.1')}/health/")
    assert not can_serve("http://127.0.0.1:9/health/")
