"""Logs name nobody: no search words, no row that the database refused."""

import json
import logging

import pytest
import structlog
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from hampshire import logs
from hampshire.accounts.models import Staff
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
