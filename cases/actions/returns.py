"""Returns made by others: bring their children, and what is said of them, onto the record.

The readers are in `cases/returns`, what is kept and how in `cases/returns/keep`. Here are the transactions, one for
each batch, and the audit: one event for each family written, one for each batch, one for the whole.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import batched
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone

from cases.models import ReturnLine
from cases.permissions import can_import_returns
from cases.returns import cin, ssda903
from cases.returns.keep import care, census, said
from cases.returns.keep.batch import Batch
from cases.returns.kinds import CIN, JOB_KINDS, SSDA903, TITLES
from cases.returns.report import Refusal, Report, UnreadableReturn
from cases.returns.sources import Source, file_source, unpacked
from cases.returns.ssda903 import Recognised
from cases.returns.tables import TABLES
from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from hampshire.ids import new_id
from hampshire.jobs import work
from hampshire.jobs.models import Job
from hampshire.permissions import require

CHILDREN_AT_A_TIME = 100
ROWS_AT_A_TIME = 1000
# Two imports at once would make the same child twice: one waits for the other's batch.
_ONE_IMPORT_AT_A_TIME = 903_2026

type OnLines = Callable[[list[Refusal]], None]


def import_cin(
    *, source: Source, team: Team, by: Staff | None, job: Job | None = None, on_lines: OnLines | None = None
) -> Report:
    """Bring a children in need census onto the record; families new to us are answerable to `team`.

    The file is read through once before anything is kept. Then every hundred children are one transaction. With `job`,
    its progress is told, and its report and every line are kept; without, every line goes to `on_lines` in bundles.
    `by` is None only for a command run by hand.
    Raises UnreadableReturn, with nothing kept; PermissionDenied; JobCancelled between two batches.
    """
    _may(by)
    run = _Run(CIN, team, by, job, on_lines)
    with run.reported():
        head = cin.check_source(source)
        reading = cin.read_source(source, report=run.report, today=run.today)
        for done, children in _counted(batched(reading, CHILDREN_AT_A_TIME)):
            batch = run.batch(source.name)
            with transaction.atomic():
                _wait_for_others()
                census.keep(batch, [child for child in children if child is not None])
                _write(batch, run)
            run.take(batch)
            run.tell(done, head.children, f"{done:,} of {head.children:,} children")
    return _over(run, files=1)


def import_ssda903(
    *, sources: Sequence[Source], team: Team, by: Staff | None, job: Job | None = None, on_lines: OnLines | None = None
) -> Report:
    """Bring the files of an SSDA903 return onto the record, children first; families new to us answer to `team`.

    A file that cannot be read is a line of the report, and the others are kept. As for the rest like `import_cin`;
    UnreadableReturn where not one of the files could be read.
    """
    _may(by)
    run = _Run(SSDA903, team, by, job, on_lines)
    with run.reported():
        files = _recognised(sources, run.report)
        run.total = sum(file.rows for file in files)
        for file in files:
            lines: care.Lines = {}
            so_far: said.SaidSoFar = {}
            reading = ssda903.read(file, report=run.report, today=run.today)
            for done, rows in _counted(batched(reading, ROWS_AT_A_TIME)):
                batch = run.batch(file.source.name)
                with transaction.atomic():
                    _wait_for_others()
                    _keep_rows(run, batch, file, [row for row in rows if row is not None], lines, so_far)
                    _write(batch, run)
                run.take(batch)
                run.tell(run.before + done, run.total, f"{file.table.name}: {done:,} of {file.rows:,} rows")
            run.before += file.rows
            if file.table.name == "Episodes":
                _keep_standing(run, file, lines)
    return _over(run, files=len(files))


def _keep_standing(run: "_Run", file: Recognised, lines: care.Lines) -> None:
    """Who is looked after now is known only when all episodes are in."""
    child_ids = sorted({child_id for child_id, _ in lines})
    for ids in batched(child_ids, CHILDREN_AT_A_TIME):
        batch = run.batch(file.source.name)
        with transaction.atomic():
            _wait_for_others()
            care.keep_standing(batch, ids, lines)
            _write(batch, run)
        run.take(batch)
        run.tell(run.before, run.total, "Finding out who is looked after now")


@transaction.atomic
def start(*, kind: str, uploads: Iterable[UploadedFile], team: Team, by: Staff) -> Job:
    """Put an upload aside and begin its import in the background. `kind` is CIN or SSDA903."""
    require(can_import_returns(by))
    for old in Job.objects.filter(kind__in=JOB_KINDS.values(), state=Job.State.CANCELLED).latest_first()[:20]:
        forget_upload(job=old)  # stopped before it began: nothing else has come by since
    folder = f"returns/{new_id()}"
    names = [default_storage.save(f"{folder}/{file.name}", file) for file in uploads]
    params = {"files": names, "team": str(team.pk)}
    job = work.start(kind=JOB_KINDS[kind], title=TITLES[kind], by=by, params=params)
    AuditEvent.record("return.uploaded", by=by, subject=job, kind=kind, files=len(names))
    return job


def carry_out(*, job: Job) -> Report:
    """Import an upload. Part of the job that `start` began: call it only from there.

    Raises JobRefused, with the reason in words, where it cannot be read.
    """
    team = Team.objects.get(pk=job.params["team"])
    try:
        with _fetched(job) as paths:
            if job.kind == JOB_KINDS[CIN]:
                report = import_cin(source=file_source(paths[0]), team=team, by=job.by, job=job)
            else:
                with unpacked(paths) as sources:
                    report = import_ssda903(sources=sources, team=team, by=job.by, job=job)
    except UnreadableReturn as unreadable:
        forget_upload(job=job)
        raise work.JobRefused(str(unreadable)) from unreadable
    except work.JobLost:
        raise  # the worker that has it now needs the files
    except BaseException:
        forget_upload(job=job)
        raise
    forget_upload(job=job)
    return report


@contextmanager
def _fetched(job: Job) -> Iterator[list[Path]]:
    """The files of an upload, as long as they are read, on this machine."""
    with TemporaryDirectory(prefix="return-") as folder:
        paths = []
        for name in job.params["files"]:
            paths.append(Path(folder) / Path(name).name)
            try:
                with default_storage.open(name) as kept, paths[-1].open("wb") as copy:
                    shutil.copyfileobj(kept, copy)
            except FileNotFoundError as gone:
                raise UnreadableReturn("The upload is not here any more: upload it again.") from gone
        yield paths


def forget_upload(*, job: Job) -> None:
    """Delete an upload: what it said is on the record. Part of the import's job, and of `cancel` and `start`."""
    for name in job.params.get("files", []):
        default_storage.delete(name)


@transaction.atomic
def cancel(*, job: Job, by: Staff) -> Job:
    """Ask an import to stop. What was kept so far stays; starting it again carries on from there."""
    require(can_import_returns(by))
    job = work.cancel(job=job, by=by)
    AuditEvent.record("return.import-stopped", by=by, subject=job)
    if job.is_over:
        transaction.on_commit(lambda: forget_upload(job=job))
    return job


# ---- One run --------------------------------------------------------------------------------------------------------


class _Run:
    """What the batches of one import share: the report, the job, how far it is, and who and where."""

    def __init__(self, kind: str, team: Team, by: Staff | None, job: Job | None, on_lines: OnLines | None) -> None:
        self.kind, self.team, self.by, self.job = kind, team, by, job
        self.today = timezone.localdate()
        self.total = self.before = 0
        self.children: set[str] = set()
        self.report = Report(on_lines=self._keep_lines if job else on_lines)
        self.progress = work.Progress(job) if job else None
        if job:
            ReturnLine.objects.of(job).delete()  # of an attempt whose worker died

    @contextmanager
    def reported(self) -> Iterator[None]:
        """However it ends, what there is to say is kept: on the job's row, and its lines beside it."""
        try:
            yield
        except UnreadableReturn as unreadable:
            if unreadable.file:
                self.report.add(unreadable.as_refusal())
            self._keep_report()
            raise
        except work.JobCancelled:
            self._keep_report()
            raise
        self._keep_report()

    def batch(self, file: str) -> Batch:
        return Batch(self.team, self.by, self.kind, file, self.today)

    def take(self, batch: Batch) -> None:
        """The counts and lines of a batch that is safely written."""
        self.report.count(batch.tallies.items())
        for line in batch.lines:
            self.report.add_said(line)

    def tell(self, done: int, total: int, message: str = "") -> None:
        if self.progress:
            self.progress.tell(done, total, message)

    def _keep_report(self) -> None:
        self.report.flush()
        if self.job:
            Job.objects.filter(pk=self.job.pk).update(report=self.report.as_dict())

    def _keep_lines(self, lines: list[Refusal]) -> None:
        ReturnLine.objects.bulk_create(ReturnLine(job=self.job, **line.as_row()) for line in lines)


def _may(by: Staff | None) -> None:
    if by is not None:
        require(can_import_returns(by))


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_IMPORT_AT_A_TIME])


def _write(batch: Batch, run: _Run) -> None:
    """Write a batch with its audit: an event for each family, and one for the batch. Nothing for one without news."""
    if not batch.writes_anything:
        return
    events = batch.write()
    events.append(
        AuditEvent.made("return.batch-imported", by=run.by, subject=run.job, kind=run.kind, families=len(events))
    )
    AuditEvent.objects.bulk_create(events, batch_size=1000)


def _over(run: _Run, *, files: int) -> Report:
    with transaction.atomic():
        refused = sum(tally.refused for tally in run.report.tallies.values())
        AuditEvent.record("return.imported", by=run.by, subject=run.job, kind=run.kind, files=files, refused=refused)
    return run.report


def _counted[R](bundles: Iterable[tuple[R, ...]]) -> Iterator[tuple[int, tuple[R, ...]]]:
    """Each bundle with how many rows there have been by its end."""
    done = 0
    for bundle in bundles:
        done += len(bundle)
        yield done, bundle


def _recognised(sources: Sequence[Source], report: Report) -> list[Recognised]:
    """The files that can be read, in the order to keep them; a line for each other."""
    found: list[Recognised] = []
    for source in sources:
        try:
            found.append(ssda903.recognise(source))
        except UnreadableReturn as unreadable:
            report.add(unreadable.as_refusal())
    if not found:
        report.flush()
        first = report.first_lines[0] if report.first_lines else None
        reason = f"None of the files could be read. {first.file}: {first.reason}" if first else "There are no files."
        raise UnreadableReturn(reason)
    return sorted(found, key=lambda file: TABLES.index(file.table))


def _keep_rows(
    run: _Run, batch: Batch, file: Recognised, rows: list[Any], lines: care.Lines, so_far: said.SaidSoFar
) -> None:
    """Hand rows to where they are kept; where nothing keeps them, count them."""
    match file.table.name:
        case "Header":
            care.keep_children(batch, rows, run.children)
        case "Episodes":
            care.keep_episodes(batch, rows, lines)
        case "Reviews":
            care.keep_reviews(batch, rows, lines)
        case "SWEpisodes":
            for _ in rows:
                batch.count(file.table.unit, "no_place")
        case _:
            said.keep_said(batch, file.table.unit, rows, so_far)
