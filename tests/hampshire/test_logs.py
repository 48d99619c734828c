"""Logs name nobody: no search words, no row that the database refused."""

import json
import logging
import secrets

import pytest
import structlog
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from hampshire import logs
from hampshire.accounts.models import Staff
from hampshire.ids import new_id
from hampshire.request_log import RequestLogMiddleware


def line(record: logging.LogRecord) -> dict[str, object]:
    """A record as the console gets it."""
    formatter = logs.configure("INFO")["formatters"]["json"]
    made = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
    )
    return json.loads(made.format(record))


def test_a_request_s_line_leaves_out_what_was_searched_for() -> None:
    request = RequestFactory().get("/search/", {"q": "Okonkwo"})
    assert RequestLogMiddleware.format_request(request) == "GET /search/"


@pytest.mark.django_db
def test_a_row_that_the_database_refused_is_not_in_the_log() -> None:
    try:
        with transaction.atomic():
            Staff.objects.create(name="", email="okonkwo@hampshire.example")
    except IntegrityError as error:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, f"failed: {error}", None, (type(error), error, None))
    said = json.dumps(line(record))
    assert "staff_name_is_not_blank" in said
    assert "okonkwo" not in said


def test_lines_of_libraries_have_time_and_level() -> None:
    said = line(logging.LogRecord("celery.worker", logging.WARNING, "x.py", 1, "a %s", ("word",), None))
    assert said["event"] == "a word"
    assert said["level"] == "warning"
    assert said["logger"] == "celery.worker"
    assert said["timestamp"]


def test_what_follows_a_refused_row_is_kept() -> None:
    text = 'refused\nDETAIL:  Failing row contains (Okonkwo,\nhome).\n\nThe above exception was the direct cause: "x"'
    kept = logs.without_row_values(None, "error", {"event": "e", "exception": text})["exception"]
    assert "Okonkwo" not in kept
    assert "home" not in kept
    assert 'The above exception was the direct cause: "x"' in kept


@pytest.mark.parametrize(
    "secret",
    [
        secrets.token_urlsafe(32),  # of a one-time link
        "7s1xgzw3ej84kk0g0cs4w4gks-d2k1zf-6f1d2f7f0f6a4f0f9d0c8f7a6b5c4d3e",  # of a password e-mail
    ],
    ids=["of a one-time link", "of a password e-mail"],
)
def test_the_secret_of_a_link_is_not_in_the_log(secret: str) -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "x.py", 1, "%s: %s", ("Gone", f"/said/{secret}/"), None
    )
    said = json.dumps(line(record))
    assert secret not in said
    assert "/said/(secret not logged)/" in said
    asked = logs.without_secrets(None, "info", {"event": "request_started", "request": f"POST /said/{secret}/"})
    assert secret not in asked["request"]


def test_an_id_in_an_address_is_logged() -> None:
    url = f"/families/{new_id()}/visits/"
    assert logs.without_secrets(None, "info", {"request": f"GET {url}"})["request"] == f"GET {url}"
