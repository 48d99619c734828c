"""A form as a file: how one is written out, and how somebody else's is read. Both meet FORM_SCHEMA."""

import json
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from practice.assessments.definition import DEFINITION_SCHEMA, MOST_DAYS, in_plain_words, problems
from practice.assessments.models import FormVersion

FILE_VERSION = 1
LARGEST_FILE = 1_000_000  # bytes; the largest form that comes with Hampshire is a fiftieth of it

FORM_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "An assessment form of Hampshire",
    "type": "object",
    "properties": {
        "hampshire_form": {"const": FILE_VERSION},
        "name": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "\\S"},
        "slug": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 60},
        "purpose": {"type": "string", "minLength": 1, "maxLength": 300, "pattern": "\\S"},
        "working_days": {"type": "integer", "minimum": 1, "maximum": MOST_DAYS},
        "definition": {key: value for key, value in DEFINITION_SCHEMA.items() if key != "$schema"},
    },
    "required": ["hampshire_form", "name", "slug", "purpose", "definition"],
    "additionalProperties": False,
}


class NotAFormError(Exception):
    """A file that cannot be brought in, with `problems`, a line each in plain words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form as it was read from a file, found to be whole."""

    name: str
    slug: str
    purpose: str
    working_days: int | None
    definition: dict[str, Any]


def written(version: FormVersion) -> str:
    """One version of a form as the text of a file."""
    form = version.form
    said = {"hampshire_form": FILE_VERSION, "name": form.name, "slug": form.slug, "purpose": form.purpose}
    if form.working_days:
        said["working_days"] = form.working_days
    return json.dumps(said | {"definition": version.definition}, indent=2, ensure_ascii=False) + "\n"


def read(text: str) -> FormFile:
    """The form that a file holds.

    Raises NotAFormError with every problem found, where it is not JSON, not a form, or a form that cannot be used.
    """
    try:
        said = json.loads(text)
    except json.JSONDecodeError as wrong:
        raise NotAFormError([f"This file is not JSON: line {wrong.lineno}, column {wrong.colno}."]) from wrong
    except RecursionError as wrong:
        raise NotAFormError(["This file goes too deep to be a form."]) from wrong
    if not _can_be_kept(said):
        raise NotAFormError(["This file holds characters that are not text."])
    if not isinstance(said, dict) or "hampshire_form" not in said:
        raise NotAFormError(["This file is JSON, but not a form of Hampshire: it has no “hampshire_form”."])
    if found := in_plain_words(Draft202012Validator(FORM_SCHEMA), said) or problems(said["definition"]):
        raise NotAFormError(found)
    return FormFile(
        said["name"].strip(), said["slug"], said["purpose"].strip(), said.get("working_days"), said["definition"]
    )


def _can_be_kept(said: Any) -> bool:
    """JSON may name characters that no text has and PostgreSQL refuses: U+0000, and half of a pair."""
    written_out = json.dumps(said, ensure_ascii=False)
    return "\\u0000" not in written_out and _is_utf8(written_out)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
