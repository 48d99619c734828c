"""Bring a statutory return made by another system onto the record, and print what became of each row.

    manage.py import_return cin census.xml
    manage.py import_return ssda903 folder-of-csv-files --team "East team" --by administrator@hampshire.example

Running it again changes nothing. The exit code is 1 only where nothing could be read at all.
"""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from cases.actions import returns
from cases.queries.returns import team_to_import_into
from cases.returns.kinds import CIN, SSDA903
from cases.returns.report import Refusal, Report, UnreadableReturn
from cases.returns.sources import file_source, folder_sources
from cases.returns.wording import as_text
from hampshire.accounts.models import Staff, Team


class Command(BaseCommand):
    help = "Import a children in need census (XML) or an SSDA903 return (a folder of CSV files)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[CIN, SSDA903])
        parser.add_argument("path", type=Path, help="the XML file, or the folder of CSV files")
        parser.add_argument("--team", default="", help="the team new families answer to; the whole service unless told")
        parser.add_argument("--by", default="", help="the e-mail of the administrator on whose behalf this is run")
        parser.add_argument("--lines", type=Path, help="write every line of the report to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        team, by = self._team(options["team"]), self._staff(options["by"])
        try:
            with _written_to(options["lines"]) as on_lines:
                report = self._import(options["kind"], options["path"], team, by, on_lines)
        except UnreadableReturn as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        except PermissionDenied as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(as_text(report))

    def _import(self, kind: str, path: Path, team: Team, by: Staff | None, on_lines: returns.OnLines | None) -> Report:
        if kind == SSDA903:
            return returns.import_ssda903(sources=folder_sources(path), team=team, by=by, on_lines=on_lines)
        if not path.is_file():
            raise UnreadableReturn("There is no such file.", file=str(path))
        return returns.import_cin(source=file_source(path), team=team, by=by, on_lines=on_lines)

    def _team(self, name: str) -> Team:
        team = team_to_import_into(name)
        if team is None:
            raise CommandError(f"There is no team named {name!r}." if name else "There is no team yet: add one first.")
        return team

    def _staff(self, email: str) -> Staff | None:
        if not email:
            return None
        try:
            return Staff.objects.get_by_natural_key(email)
        except Staff.DoesNotExist as error:
            raise CommandError(f"Nobody signs in as {email}.") from error


@contextmanager
def _written_to(path: Path | None) -> Iterator[returns.OnLines | None]:
    if path is None:
        yield None
        return
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(Refusal.__dataclass_fields__))
        writer.writeheader()
        yield lambda lines: writer.writerows(line.as_dict() for line in lines)
