"""The audit, as an auditor reads it."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from cases.models import Case, Family
from hampshire.accounts.models import Staff
from hampshire.audit import export, queries
from hampshire.audit.models import AuditEvent
from hampshire.ids import new_id

SignedIn = Callable[[Staff], Client]


@pytest.fixture
def audit(auditor: Staff, signed_in: SignedIn) -> Client:
    return signed_in(auditor)


def shown(client: Client, query: str = "") -> list[tuple[str, str]]:
    """Who and which verb, as the page lists them, without the auditor's own reading."""
    events = client.get(f"/audit/{query}").context["stretch"].events
    told = [(event.by.name if event.by else "", event.verb) for event in events]
    return [row for row in told if not row[1].startswith("audit.")]


def record(verb: str, by: Staff | None, at: datetime | None = None, **details: Any) -> AuditEvent:
    with time_machine.travel(at or datetime.now(UTC), tick=False):
        return AuditEvent.record(verb, by=by, **details)


# ---- Reading it -----------------------------------------------------------------------------------------------------


def test_each_row_says_who_did_what_in_words_the_latest_first(
    audit: Client, lead_worker: Staff, teammate: Staff
) -> None:
    record("test.first", lead_worker)
    record("staff.signed-in", teammate)
    assert shown(audit)[:2] == [("Tom Reed", "staff.signed-in"), ("Amara Obi", "test.first")]
    page = audit.get("/audit/").text
    assert "signed in" in page
    assert "test: first" in page


def test_reading_the_audit_is_in_the_audit(audit: Client, auditor: Staff) -> None:
    audit.get("/audit/?kind=reads&person=amara")
    event = AuditEvent.objects.get(verb="audit.opened")
    assert (event.by, event.is_read, event.details) == (auditor, True, {"filters": ["kind", "person"]})


def test_reading_about_a_family_is_on_that_familys_audit(audit: Client, auditor: Staff, family: Family) -> None:
    audit.get(f"/audit/?family={family.pk}")
    assert AuditEvent.objects.about_family(family.pk).filter(verb="audit.opened", by=auditor).exists()


def test_details_are_told_in_words(audit: Client, lead_worker: Staff) -> None:
    record("staff.amended", lead_worker, fields=["name", "phone"], next_steps=2, nothing=[])
    assert "fields: name, phone; next steps: 2" in audit.get("/audit/").text


@pytest.mark.parametrize("who", ["lead_worker", "supervisor", "manager", "administrator", "nobody"])
def test_only_auditors_read_it(who: str, request: pytest.FixtureRequest, signed_in: SignedIn) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert client.get("/audit/").status_code == 403
    assert client.get("/audit/export/").status_code == 403
    assert not AuditEvent.objects.filter(verb__startswith="audit.").exists()


# ---- Narrowing it ---------------------------------------------------------------------------------------------------


def test_everything_one_person_read_or_wrote(audit: Client, lead_worker: Staff, teammate: Staff) -> None:
    record("test.mine", lead_worker)
    record("test.theirs", teammate)
    assert shown(audit, f"?person={lead_worker.email}") == [("Amara Obi", "test.mine")]
    assert shown(audit, "?person=obi") == [("Amara Obi", "test.mine")]
    assert shown(audit, "?person=nobody-of-that-name") == []
    assert f"?person={lead_worker.email.replace('@', '%40')}" in audit.get("/audit/").text


def test_an_address_that_is_part_of_anothers_names_one_person_only(
    audit: Client, make_staff: Callable[..., Staff]
) -> None:
    ann, joann = make_staff("Ann Ray"), make_staff("Joann Ray")
    record("test.ann", ann)
    record("test.joann", joann)
    assert ann.email in joann.email
    assert shown(audit, f"?person={ann.email}&verb=test") == [("Ann Ray", "test.ann")]


def test_what_the_system_did_by_itself(audit: Client, lead_worker: Staff) -> None:
    record("test.mine", lead_worker)
    record("test.alone", None)
    assert ("", "test.alone") in shown(audit, "?person=system")
    assert ("Amara Obi", "test.mine") not in shown(audit, "?person=system")


def test_everything_about_one_family(audit: Client, case: Case, other_family: Family) -> None:
    audit.get(f"/audit/?family={case.family_id}")
    events = audit.get(f"/audit/?family={case.family_id}").context["stretch"].events
    assert "case.opened" in {event.verb for event in events}
    assert {event.family_id for event in events} == {case.family_id}


def test_one_verb_or_all_of_a_noun(audit: Client, lead_worker: Staff) -> None:
    for verb in ("test.begun", "test.ended", "testing.begun"):
        record(verb, lead_worker)
    assert shown(audit, "?verb=test.begun") == [("Amara Obi", "test.begun")]
    assert {verb for _, verb in shown(audit, "?verb=test")} == {"test.begun", "test.ended"}


def test_reads_and_writes(audit: Client, lead_worker: Staff, family: Family) -> None:
    AuditEvent.record_read("family.opened", by=lead_worker, family=family)
    assert {verb for _, verb in shown(audit, "?kind=reads")} == {"family.opened"}
    assert "family.opened" not in {verb for _, verb in shown(audit, "?kind=writes")}


def test_days_are_whole_days_in_england(audit: Client, lead_worker: Staff) -> None:
    record("test.before", lead_worker, datetime(2026, 7, 1, 22, 59, tzinfo=UTC))  # 23:59 in England
    record("test.within", lead_worker, datetime(2026, 7, 1, 23, 0, tzinfo=UTC))  # midnight of the 2nd
    record("test.last", lead_worker, datetime(2026, 7, 2, 22, 59, tzinfo=UTC))
    record("test.after", lead_worker, datetime(2026, 7, 2, 23, 0, tzinfo=UTC))
    found = shown(audit, "?since=2026-07-02&until=2026-07-02")
    assert [verb for _, verb in found] == ["test.last", "test.within"]


@pytest.mark.parametrize("query", ["?since=yesterday", "?family=begum-hale", "?kind=sideways"])
def test_a_filter_that_cannot_be_read_shows_nothing_and_says_so(query: str, audit: Client, lead_worker: Staff) -> None:
    record("test.mine", lead_worker)
    answer = audit.get(f"/audit/{query}")
    assert answer.context["stretch"].events == []
    assert "There is a problem" in answer.text


def test_htmx_gets_only_the_rows(audit: Client) -> None:
    fragment = audit.get("/audit/?kind=writes", headers={"HX-Request": "true"}).text
    assert fragment.strip().startswith('<div id="events"')


# ---- Paging ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(lead_worker: Staff) -> list[str]:
    """A hundred and twenty events of three moments, the latest first; fifty are on a page."""
    made = []
    for n in range(120):
        event = AuditEvent.made("test.counted", by=lead_worker, n=n)
        event.at = datetime(2026, 3, 1 + n // 40, 12, tzinfo=UTC)
        made.append(event)
    AuditEvent.objects.bulk_create(made)
    return [str(event.pk) for event in sorted(made, key=lambda event: (event.at, event.pk), reverse=True)]


def test_pages_follow_one_another_without_a_gap_or_a_repeat(audit: Client, many: list[str]) -> None:
    found: list[str] = []
    query = "?verb=test.counted"
    for _ in range(3):
        stretch = audit.get(f"/audit/{query}").context["stretch"]
        found += [str(event.pk) for event in stretch.events]
        query = f"?verb=test.counted&after={found[-1]}"
    assert found == many
    assert stretch.next is None


def test_the_older_link_keeps_the_filters(audit: Client, many: list[str]) -> None:
    page = audit.get("/audit/?verb=test.counted").text
    link = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(link).query) == {"verb": ["test.counted"], "after": [many[queries.PAGE - 1]]}


def test_nothing_is_counted_and_the_cost_does_not_grow(
    audit: Client, many: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):  # who, their roles, the event paged from, the page, the reading of it
        audit.get(f"/audit/?verb=test.counted&after={many[60]}")
    with CaptureQueriesContext(
        connection,
    ) as made:
        audit.get("/audit/")
    assert not any("COUNT(" in query["sql"] for query in made)


@pytest.mark.parametrize("after", ["", "not-an-id", str(new_id())], ids=["blank", "not an id", "of nothing"])
def test_a_page_after_nothing_known_is_the_first(after: str, audit: Client, many: list[str]) -> None:
    assert audit.get(f"/audit/?verb=test.counted&after={after}").context["stretch"].is_first


# ---- Taking a copy --------------------------------------------------------------------------------------------------


def copy(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/audit/export/{query}")
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_copy_is_what_the_filters_say_the_latest_first(audit: Client, lead_worker: Staff, family: Family) -> None:
    record("test.begun", lead_worker, family=family, n=1)
    record("test.ended", lead_worker)
    rows = copy(audit, "?verb=test")
    assert [row["verb"] for row in rows] == ["test.ended", "test.begun"]
    begun = rows[1]
    assert (begun["who"], begun["email"]) == ("Amara Obi", lead_worker.email)
    assert (begun["family id"], begun["details"], begun["read or done"]) == (str(family.pk), "n: 1", "done")


def test_taking_a_copy_is_in_the_audit(audit: Client, auditor: Staff) -> None:
    copy(audit, "?kind=writes")
    event = AuditEvent.objects.get(verb="audit.exported")
    assert (event.by, event.is_read, event.details) == (auditor, True, {"filters": ["kind"]})


def test_no_cell_of_the_copy_is_taken_for_a_formula(audit: Client, make_staff: Callable[..., Staff]) -> None:
    person = make_staff("Ordinary Name")
    person.name = "=HYPERLINK(1)"
    person.save()
    record("test.begun", person)
    assert copy(audit, "?verb=test")[0]["who"] == "'=HYPERLINK(1)"


def test_a_copy_that_is_cut_short_says_so(audit: Client, many: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 100)
    rows = copy(audit, "?verb=test.counted")
    assert len(rows) == 101
    assert rows[-1]["when"] == "Only the latest 100 are here: narrow the dates for the rest."


def test_no_copy_is_made_of_a_filter_that_cannot_be_read(audit: Client) -> None:
    answer = audit.get("/audit/export/?since=yesterday")
    assert answer.status_code == 400
    assert not AuditEvent.objects.filter(verb="audit.exported").exists()


def test_times_of_the_copy_are_englands(audit: Client, lead_worker: Staff) -> None:
    moment = datetime(2026, 7, 1, 12, tzinfo=UTC)
    record("test.summer", lead_worker, moment)
    record("test.winter", lead_worker, moment - timedelta(days=170))
    rows = {row["verb"]: row["when"] for row in copy(audit, "?verb=test")}
    assert rows["test.summer"] == "2026-07-01T13:00:00+01:00"
    assert rows["test.winter"] == "2026-01-12T12:00:00+00:00"
