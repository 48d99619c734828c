"""Imports of returns: the jobs, what they had to say, and where new families go."""

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from cases.models import ReturnLine
from cases.returns.kinds import JOB_KINDS
from cases.returns.report import Unit
from hampshire.accounts.models import Team
from hampshire.jobs.models import Job

LINE_COLUMNS = ["file", "line", "what", "child", "field", "value", "reason", "refused"]


def imports() -> QuerySet[Job]:
    """Every import of a return, the latest first."""
    return Job.objects.filter(kind__in=JOB_KINDS.values()).with_starter().latest_first()


def import_or_404(job_id: UUID) -> Job:
    return get_object_or_404(imports(), pk=job_id)


def lines_of(job: Job) -> QuerySet[ReturnLine]:
    """What was refused first, then what was kept without a value."""
    return ReturnLine.objects.of(job).refused_first()


def team_to_import_into(name: str = "") -> Team | None:
    """The team by that name; without a name the whole service, at the top of the tree."""
    if name:
        return Team.objects.filter(name__iexact=name).first()
    return Team.objects.working().filter(parent=None).by_name().first()


def tallies_of(report: dict[str, Any]) -> list[tuple[str, dict[str, int]]]:
    """A report's counts in the order of its units."""
    tallies: dict[str, dict[str, int]] = report.get("tallies", {})
    return [(unit.value, tallies[unit.value]) for unit in Unit if unit.value in tallies]


def no_place_of(report: dict[str, Any]) -> list[tuple[str, list[tuple[str, int]]]]:
    """What nothing keeps yet: the fields of each table or group with how many values there were."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, values in sorted(report.get("no_place", {}).items()):
        table, _, field = name.partition(".")
        found.setdefault(table, []).append((field, values))
    return list(found.items())


def lines_as_csv(job: Job) -> Iterator[str]:
    """Every line of an import's report as CSV, streamed."""
    writer: Any = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(LINE_COLUMNS)  # the mark by which a spreadsheet knows it for UTF-8
    for line in ReturnLine.objects.of(job).iterator(chunk_size=2000):
        values = [line.file, line.line, line.unit, line.child, line.field, line.value, line.reason]
        yield writer.writerow([_harmless(str(value)) for value in values] + ["yes" if line.refused else "no"])


class _Line:
    """What csv writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def _harmless(value: str) -> str:
    """A cell that a spreadsheet will not take for a formula (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
