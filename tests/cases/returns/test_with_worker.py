"""The import in a real Celery worker, which is killed half-way."""

import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.actions import returns
from cases.models import Family, Person, Referral
from hampshire.audit.models import AuditEvent
from hampshire.jobs.models import Job
from hampshire.jobs.tasks import give_out_lost_jobs
from tests.cases.returns.files import census

CHILDREN = 3000
PATIENCE = 180  # seconds: a machine may be busy with other things


def large_census() -> bytes:
    """One child of the small census, again and again under other ids."""
    text = census().decode()
    head, rest = text.split("<Children>")
    child = rest[rest.index("<Child>") : rest.index("</Child>") + len("</Child>")]
    many = (child.replace("A1001", f"W{n}").replace("<UPN>P850123456789</UPN>", "") for n in range(CHILDREN))
    return f"{head}<Children>{''.join(many)}</Children></Message>".encode()


def wait_for(job: Job, reached) -> Job:
    until = time.monotonic() + PATIENCE
    while not reached(job):
        assert time.monotonic() < until, f"{job.state}, {job.done} of {job.total}: {job.error}"
        time.sleep(0.02)
        job.refresh_from_db()
    return job


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_half_way_loses_nothing_and_the_next_one_ends_it(celery_worker_process, administrator, service):
    upload = SimpleUploadedFile("census.xml", large_census())
    job = returns.start(kind="cin", uploads=[upload], team=service, by=administrator)
    wait_for(job, lambda job: job.done > 0)
    celery_worker_process.kill()

    job.refresh_from_db()
    assert job.state == "running"
    kept = Person.objects.count()
    assert 0 < kept < CHILDREN
    assert kept % returns.CHILDREN_AT_A_TIME == 0  # whole batches only

    celery_worker_process.start()
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - timedelta(hours=1))
    give_out_lost_jobs()
    wait_for(job, lambda job: job.is_over)

    assert (job.state, job.error) == ("done", "")
    assert Person.objects.count() == Family.objects.count() == Referral.objects.count() == CHILDREN
    assert AuditEvent.objects.filter(verb="family.created").count() == CHILDREN
    tally = job.report["tallies"]["child"]
    assert (tally["created"], tally["unchanged"]) == (CHILDREN - kept, kept)
