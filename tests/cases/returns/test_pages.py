import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import tasks as _registers_the_work  # noqa: F401
from cases.actions import returns
from cases.models import CareEpisode, Person, ReturnLine
from hampshire.audit.models import AuditEvent
from hampshire.jobs import tasks, work
from hampshire.jobs.models import Job
from tests.cases.returns.files import LOOKED_AFTER, census


@pytest.fixture(autouse=True)
def uploads_of_the_tests_own(tmp_path, monkeypatch):
    monkeypatch.setattr(default_storage, "location", str(tmp_path))
    monkeypatch.setattr(default_storage, "base_location", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def workers_wait(monkeypatch):
    """Nothing goes to the broker: a test takes the job up itself."""
    monkeypatch.setattr(tasks.run_job, "delay", lambda *args: None)


@pytest.fixture
def client(administrator) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def upload(client, service):
    def send(kind, *files, team=service):
        data = {"kind": kind, "team": str(team.pk), "uploads": [SimpleUploadedFile(*file) for file in files]}
        return client.post(reverse("cases:return-new"), data)

    return send


def census_file(*changes):
    return "census.xml", census(*changes)


def csv_files():
    return [(path.name, path.read_bytes()) for path in sorted(LOOKED_AFTER.glob("*.csv"))]


def zip_file():
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in csv_files():
            archive.writestr(f"return/{name}", text)
    return "return.zip", content.getvalue()


def carry_out(job):
    tasks.run_job(job.pk)
    job.refresh_from_db()
    return job


def page_of(client, job):
    return client.get(reverse("cases:return-detail", args=[job.pk]))


# ---- Upload ----


def test_an_upload_becomes_a_job_and_the_page_shows_it_waiting(upload, client, administrator):
    response = upload("cin", census_file())

    job = Job.objects.get()
    assert response.url == reverse("cases:return-detail", args=[job.pk])
    assert (job.kind, job.title, job.by) == ("returns.import-cin", "Children in need census", administrator)
    page = page_of(client, job)
    assert "It begins when a worker is free." in page.text
    assert 'hx-trigger="every 1s"' in page.text
    assert AuditEvent.objects.filter(verb="return.uploaded", by=administrator).count() == 1


def test_the_job_imports_the_upload_and_then_deletes_it(upload, client, uploads_of_the_tests_own):
    upload("cin", census_file())
    job = carry_out(Job.objects.get())

    assert job.state == "done"
    assert Person.objects.count() == 3
    assert not [path for path in uploads_of_the_tests_own.rglob("*") if path.is_file()]
    page = page_of(client, job)
    assert "What became of each row" in page.text
    assert "PreProceedingsandFGDM" in page.text
    assert "FGDMMeetingOffer" in page.text
    assert "every 1s" not in page.text
    assert job.report["tallies"]["referral"]["created"] == 4
    assert job.report["url"] == reverse("cases:return-detail", args=[job.pk])


@pytest.mark.parametrize("files", [csv_files, lambda: [zip_file()]], ids=["several files", "a zip"])
def test_an_ssda903_return_comes_as_several_files_or_a_zip(upload, files):
    upload("ssda903", *files())
    job = carry_out(Job.objects.get())

    assert (job.state, job.error) == ("done", "")
    assert CareEpisode.objects.count() == 4
    assert (job.done, job.total) == (12, 12)


@pytest.mark.parametrize(
    ("kind", "files", "said"),
    [
        ("cin", [("census.csv", b"x")], "census.csv is not an XML file."),
        ("cin", [("a.xml", b"<a/>"), ("b.xml", b"<b/>")], "The census is one file."),
        ("ssda903", [("a.xml", b"<a/>")], "a.xml is not a CSV or zip file."),
        ("ssda903", [], "This field is required."),
        ("cin", [("a.xml", b"")], "The submitted file is empty."),
        ("moon", [("a.xml", b"<a/>")], "Select a valid choice."),
    ],
)
def test_what_cannot_be_a_return_is_said_at_once(upload, kind, files, said):
    response = upload(kind, *files)

    assert response.status_code == 422
    assert said in response.text
    assert not Job.objects.exists()


def test_an_upload_too_large_for_a_return_is_refused(upload, monkeypatch):
    monkeypatch.setattr("cases.forms.returns.MOST_BYTES", 100)

    assert "more than 200 MB" in upload("cin", census_file()).text


# ---- The report ----


def test_each_thing_wrong_is_a_line_of_the_page_and_of_the_csv(upload, client, administrator):
    upload("cin", census_file(("<PrimaryNeedCode>N1", "<PrimaryNeedCode>=N99"), ("MWAS", "ZZZZ")))
    job = carry_out(Job.objects.get())

    page = page_of(client, job).text
    assert "Not one of the codes for this field." in page
    assert "=N99" in page
    lines = b"".join(client.get(reverse("cases:return-lines", args=[job.pk])).streaming_content).decode("utf-8-sig")
    assert lines.splitlines()[0] == "file,line,what,child,field,value,reason,refused"
    told = [line.split(",") for line in lines.splitlines()[1:]]
    assert [(cells[3], cells[4], cells[5], cells[-1]) for cells in told] == [
        ("A1001", "Ethnicity", "ZZZZ", "no"),
        ("A1001", "PrimaryNeedCode", "'=N99", "yes"),  # no formula to a spreadsheet
    ]
    reads = AuditEvent.objects.reads().filter(by=administrator, subject_id=str(job.pk))
    assert sorted(reads.values_list("verb", flat=True)) == ["return.lines-exported", "return.report-opened"]


def test_a_file_that_cannot_be_read_fails_with_the_reason_and_leaves_nothing(upload, client, uploads_of_the_tests_own):
    bomb = b'<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Message>&b;</Message>'
    upload("cin", ("census.xml", bomb))
    job = carry_out(Job.objects.get())

    assert job.state == "failed"
    assert job.error.startswith("census.xml, line 1: The file declares a document type or entities")
    assert "The file declares a document type or entities" in page_of(client, job).text
    assert not Person.objects.exists()
    assert not [path for path in uploads_of_the_tests_own.rglob("*") if path.is_file()]


def test_lines_are_paged(upload, client):
    upload("cin", census_file())
    job = carry_out(Job.objects.get())
    ReturnLine.objects.bulk_create(
        ReturnLine(job=job, file="a.csv", line=n, unit="child", reason="Odd.", refused=False) for n in range(1, 121)
    )

    second = client.get(reverse("cases:return-detail", args=[job.pk]), {"page": 2}).text

    assert "51 to 100" in second


def test_the_list_shows_every_import_the_latest_first(upload, client):
    assert "No return imported yet" in client.get(reverse("cases:return-list")).text
    upload("cin", census_file())
    carry_out(Job.objects.get())
    upload("ssda903", *csv_files())

    page = client.get(reverse("cases:return-list")).text

    assert page.index("SSDA903 return") < page.index("Children in need census")


def test_the_list_asks_the_same_number_of_queries_however_many_there_are(client, administrator):
    def queries_with(more):
        Job.objects.bulk_create(
            Job(kind="returns.import-cin", title="Children in need census", by=administrator) for _ in range(more)
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("cases:return-list"))
        return len(queries)

    queries_with(1)
    assert queries_with(1) == queries_with(15)


# ---- Stopping ----


def test_an_import_that_waits_is_stopped_and_its_upload_deleted(
    upload, client, uploads_of_the_tests_own, django_capture_on_commit_callbacks
):
    upload("cin", census_file())
    job = Job.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("cases:return-stop", args=[job.pk]))

    job.refresh_from_db()
    assert job.state == "cancelled"
    assert not [path for path in uploads_of_the_tests_own.rglob("*") if path.is_file()]
    carry_out(job)
    assert not Person.objects.exists()


def test_an_import_that_runs_stops_between_two_batches_and_keeps_what_is_whole(upload, client, monkeypatch):
    monkeypatch.setattr(returns, "CHILDREN_AT_A_TIME", 1)
    upload("cin", census_file(("MWAS", "ZZZZ")))
    job = Job.objects.get()
    real = work.Progress.tell

    def somebody_stops_it(progress, done, total=0, message=""):
        if done == 2:
            Job.objects.filter(pk=job.pk).update(cancel_asked_at=timezone.now())
        real(progress, done, total, message)

    monkeypatch.setattr(work.Progress, "tell", somebody_stops_it)
    carry_out(job)

    assert job.state == "cancelled"
    assert Person.objects.count() == 2
    assert job.report["tallies"]["child"]["created"] == 2
    assert ReturnLine.objects.of(job).count() == 1
    assert "What was kept so far stays" in page_of(client, job).text


def test_a_job_whose_worker_died_is_begun_again_and_ends_right(upload, monkeypatch):
    upload("ssda903", *csv_files())
    job = Job.objects.get()

    def is_killed(*args, **kwargs):
        raise work.JobLost

    with monkeypatch.context() as patched:
        patched.setattr(returns, "_keep_standing", is_killed)
        carry_out(job)
    Job.objects.filter(pk=job.pk).update(state="running", beat_at=timezone.now() - timedelta(hours=1))
    tasks.give_out_lost_jobs()
    carry_out(job)

    assert job.state == "done"
    assert CareEpisode.objects.count() == 4
    assert Person.objects.get(la_child_id="B2001").involvements.get().pathways.get().status == "looked_after"


# ---- Who may ----


@pytest.mark.parametrize("name", ["return-list", "return-new"])
def test_only_administrators_may_import(supervisor, manager, auditor, name):
    for person in (supervisor, manager, auditor):
        other = Client()
        other.force_login(person)
        assert other.get(reverse(f"cases:{name}")).status_code == 403
