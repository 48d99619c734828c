"""Figures are computed by real workers; one killed in the middle of it loses nothing."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from celery.schedules import crontab
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff, Team
from hampshire.celery import app
from hampshire.jobs.models import Job
from outcomes import computing, tasks
from outcomes.actions import figures
from outcomes.models import MetricCell, MetricSnapshot, StaleMark
from practice.actions import visits
from practice.facts import Seen, VisitFacts
from tests.workers import CeleryWorker

LONGEST = 60  # seconds that a test waits for a worker


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + LONGEST
    while not is_so():
        assert time.monotonic() < until, f"waited in vain until {what}"
        time.sleep(0.05)


@contextmanager
def in_the_way(table: str) -> Iterator[None]:
    """Another connection holds this table, so that a computation stops before it and stays there."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def somebody_waits_for(table: str) -> bool:
    """Whether a connection to this database stands before a lock on the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE relation = %s::regclass AND NOT granted)", [table])
        return cursor.fetchone()[0]


def seen_alone(team: Team) -> tuple[int, int | None] | None:
    return (
        MetricSnapshot.objects.published()
        .filter(team=team, metric="seen_alone", period="month")
        .values_list("n", "numerator")
        .first()
    )


def log(family: Family, by: Staff, child: Person) -> None:
    facts = VisitFacts(happened_at=timezone.now(), account="We talked.", people=[Seen(child.pk, seen_alone=True)])
    visits.log(family=family, by=by, facts=facts)


SNAPSHOTS = "outcomes_metricsnapshot"


def test_a_worker_killed_in_the_middle_of_a_computation_loses_nothing(
    celery_worker_process: CeleryWorker,
    case: Case,
    family: Family,
    lead_worker: Staff,
    yusuf: Person,
    east: Team,
    north: Team,
    service: Team,
) -> None:
    computing.rebuild_all()
    log(family, lead_worker, yusuf)
    with in_the_way(SNAPSHOTS):
        tasks.recompute_stale_teams.delay(settled_for=0)
        wait_until(lambda: somebody_waits_for(SNAPSHOTS), "the computation has counted and is about to publish")
        celery_worker_process.kill()
    wait_until(lambda: not somebody_waits_for(SNAPSHOTS), "the database has noticed")
    assert seen_alone(east) is None
    assert not MetricCell.objects.filter(metric="seen_alone").exists(), "what was counted went with the transaction"
    assert StaleMark.objects.filter(team=east).exists()

    celery_worker_process.start()
    wait_until(lambda: seen_alone(service) is not None, "the next worker has caught up, unasked")
    assert [seen_alone(team) for team in (east, north, service)] == [(1, 1)] * 3
    assert not StaleMark.objects.exists()


def test_a_worker_computes_what_a_manager_asks_for_now(
    celery_worker_process: CeleryWorker, case: Case, family: Family, lead_worker: Staff, yusuf: Person,
    manager: Staff, east: Team, north: Team,
) -> None:  # fmt: skip
    log(family, lead_worker, yusuf)
    job = figures.compute_now(by=manager)

    def is_over() -> bool:
        job.refresh_from_db()
        return job.is_over

    wait_until(is_over, "the job is over")
    assert (job.state, job.done, job.total) == (Job.State.DONE, 2, 2), job.error
    assert job.report["changed"] > 0
    assert [seen_alone(team) for team in (east, north)] == [(1, 1)] * 2


def test_beat_asks_each_minute_for_what_is_stale_and_each_night_for_everything() -> None:
    asked = settings.CELERY_BEAT_SCHEDULE
    assert asked["figures-of-stale-teams"]["schedule"] == 60.0
    night = asked["all-figures"]["schedule"]
    assert isinstance(night, crontab)
    assert (night.hour, night.minute) == ({2}, {30})
    for name in ("figures-of-stale-teams", "all-figures"):
        assert asked[name]["task"] in app.tasks
