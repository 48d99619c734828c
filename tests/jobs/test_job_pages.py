"""Watching long work, and stopping it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import DjangoAssertNumQueries

from hampshire.accounts.models import Staff
from hampshire.jobs import report, tasks, work
from hampshire.jobs.models import Job

SignedIn = Callable[[Staff], Client]
State = Job.State
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.run_job, "delay", lambda job_id: None)


@pytest.fixture
def job(lead_worker: Staff) -> Job:
    return work.start(kind="test", title="Import the census", by=lead_worker, params={})


def become(job: Job, state: str, **fields: Any) -> Job:
    if state in (State.DONE, State.FAILED, State.CANCELLED):
        fields["finished_at"] = timezone.now()
    Job.objects.filter(pk=job.pk).update(state=state, **fields)
    return job


def page_of(job: Job, client: Client, **headers: str) -> str:
    return client.get(f"/jobs/{job.pk}/", headers=headers).text


def test_a_waiting_job_says_so(job: Job, lead_worker: Staff, signed_in: SignedIn) -> None:
    page = page_of(job, signed_in(lead_worker))
    assert "waiting" in page
    assert "It begins when a worker is free" in page


def test_a_running_job_says_how_far_it_is_and_asks_again_each_second(
    job: Job, lead_worker: Staff, signed_in: SignedIn
) -> None:
    become(job, State.RUNNING, done=130, total=332, message="Reading referrals")
    fragment = page_of(job, signed_in(lead_worker), **HTMX)
    assert "130 of 332, 39 %" in fragment
    assert "Reading referrals" in fragment
    assert 'hx-trigger="every 1s"' in fragment
    assert "<html" not in fragment


def test_it_asks_no_more_once_it_is_over(job: Job, lead_worker: Staff, signed_in: SignedIn) -> None:
    become(job, State.DONE, report={"rows_read": 332})
    page = page_of(job, signed_in(lead_worker))
    assert 'hx-trigger="every' not in page
    assert "Stop it" not in page
    assert "Rows read" in page


def test_without_script_a_page_of_unfinished_work_has_a_link_to_look_again(
    job: Job, lead_worker: Staff, signed_in: SignedIn
) -> None:
    link = f'<noscript><p><a href="{job.get_absolute_url()}">Look again</a></p></noscript>'
    assert link in page_of(job, signed_in(lead_worker))
    become(job, State.DONE)
    assert "Look again" not in page_of(job, signed_in(lead_worker))


def test_what_went_wrong_can_be_read(job: Job, lead_worker: Staff, signed_in: SignedIn) -> None:
    become(job, State.FAILED, error="Line 7: this is not a census file.")
    assert "Line 7: this is not a census file." in page_of(job, signed_in(lead_worker))


def test_stopping_it_comes_back_to_its_page(job: Job, lead_worker: Staff, signed_in: SignedIn) -> None:
    answer = signed_in(lead_worker).post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert answer.redirect_chain == [(f"/jobs/{job.pk}/", 302)]
    assert "Stopped before it began" in answer.text


def test_stopping_what_has_ended_meanwhile_is_no_fault(job: Job, lead_worker: Staff, signed_in: SignedIn) -> None:
    become(job, State.DONE)
    assert signed_in(lead_worker).post(f"/jobs/{job.pk}/cancel/").status_code == 302
    assert Job.objects.get(pk=job.pk).state == State.DONE


def test_nothing_is_stopped_by_opening_an_address(job: Job, lead_worker: Staff, signed_in: SignedIn) -> None:
    assert signed_in(lead_worker).get(f"/jobs/{job.pk}/cancel/").status_code == 405


def test_a_job_is_its_starters_and_the_administrators(
    job: Job, lead_worker: Staff, administrator: Staff, teammate: Staff, manager: Staff, signed_in: SignedIn
) -> None:
    for person in (lead_worker, administrator):
        assert "Import the census" in signed_in(person).get("/jobs/").text
        assert signed_in(person).get(f"/jobs/{job.pk}/").status_code == 200
    for person in (teammate, manager):
        assert "Import the census" not in signed_in(person).get("/jobs/").text
        assert signed_in(person).get(f"/jobs/{job.pk}/").status_code == 404
        assert signed_in(person).post(f"/jobs/{job.pk}/cancel/").status_code == 404


def test_the_list_teaches_when_there_is_none(teammate: Staff, signed_in: SignedIn) -> None:
    assert "No long work yet" in signed_in(teammate).get("/jobs/").text


def test_the_list_costs_the_same_for_one_as_for_thirty(
    job: Job, lead_worker: Staff, signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(lead_worker)
    with django_assert_num_queries(3):
        client.get("/jobs/")
    for n in range(30):
        work.start(kind="test", title=f"Work {n}", by=lead_worker, params={})
    with django_assert_num_queries(3):
        client.get("/jobs/")
    with django_assert_num_queries(3):
        client.get(f"/jobs/{job.pk}/")


def test_a_report_is_told_as_facts_tables_and_a_link() -> None:
    told = report.read(
        {
            "rows_read": 12,
            "url": "/returns/7/",
            "units": {"child": {"created": 3, "updated": 1}, "referral": {"created": 5}},
            "refused": [{"line": 7, "reason": "unknown code"}] * 250,
            "nothing": [],
        }
    )
    assert told.facts == [("Rows read", 12)]
    assert told.url == "/returns/7/"
    units, refused = told.tables
    assert (units.columns, units.rows) == (["", "Created", "Updated"], [["Child", 3, 1], ["Referral", 5, ""]])
    assert (refused.columns, len(refused.rows), refused.left_out) == (["Line", "Reason"], 200, 50)


@pytest.mark.django_db(transaction=True)
def test_a_browser_sees_it_move_and_end_without_a_reload(
    job: Job, lead_worker: Staff, desktop: Callable[[Staff], Page]
) -> None:
    page = desktop(lead_worker)
    page.goto(f"/jobs/{job.pk}/")
    expect(page.get_by_text("It begins when a worker is free")).to_be_visible()
    become(job, State.RUNNING, done=1, total=4)
    expect(page.get_by_text("1 of 4, 25 %")).to_be_visible()
    page.get_by_role("button", name="Stop it").focus()
    become(job, State.RUNNING, done=2, total=4)
    expect(page.get_by_text("2 of 4, 50 %")).to_be_visible()
    expect(page.get_by_role("button", name="Stop it")).to_be_focused()
    become(job, State.DONE, report={"rows_read": 4})
    expect(page.get_by_text("What came of it")).to_be_visible()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.wait_for_timeout(1500)
    assert requests == []
