"""The upload of a return."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cases.queries.returns import team_to_import_into
from cases.returns.kinds import CIN, SSDA903
from hampshire.accounts.forms import TeamChoice

MOST_BYTES = 200 * 1024 * 1024
ENDINGS = {CIN: {".xml"}, SSDA903: {".csv", ".zip"}}
KINDS = [
    (CIN, "Children in need census: one XML file"),
    (SSDA903, "SSDA903, looked-after children: its CSV files, or a zip of them"),
]


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, as a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class ReturnForm(forms.Form):
    kind = forms.ChoiceField(label="Which return", choices=KINDS, widget=forms.RadioSelect)
    uploads = FilesField(label="Files", help_text="They may have any names: each is known by what is in it")
    team = TeamChoice(
        label="Team", help_text="Answers for families new to us; those we know stay where they are", empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        assert isinstance(team, TeamChoice)  # noqa: S101
        team.offer()
        self.fields["team"].initial = team_to_import_into()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, files = cleaned.get("kind"), cleaned.get("uploads")
        if kind and files:
            self._check(kind, files)
        return cleaned

    def _check(self, kind: str, files: list[UploadedFile]) -> None:
        wrong = [str(file.name) for file in files if Path(str(file.name)).suffix.lower() not in ENDINGS[kind]]
        if wrong:
            wanted = "an XML file" if kind == CIN else "a CSV or zip file"
            self.add_error("uploads", f"{wrong[0]} is not {wanted}.")
        elif kind == CIN and len(files) > 1:
            self.add_error("uploads", "The census is one file. Choose one, and upload the next when it is done.")
        elif sum(file.size or 0 for file in files) > MOST_BYTES:
            self.add_error("uploads", "That is more than 200 MB. No return is so large: is it the right file?")
