"""A form as a file: how one is written out, and how somebody else's is read. Both meet FORM_SCHEMA."""

import json
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from practice.assessments.definition import (
    AT_ITS_END,
    DEFINITION_SCHEMA,
    MOST_CHOICES,
    MOST_DAYS,
    MOST_QUESTIONS,
    MOST_SECTIONS,
    in_plain_words,
    problems,
)
from practice.assessments.models import FormVersion

FILE_VERSION = 1
LARGEST_FILE = 1_000_000  # bytes; the largest form that comes with Hampshire is a fiftieth of it
LONGEST_LIST = max(MOST_SECTIONS, MOST_QUESTIONS, MOST_CHOICES)
MOST_NAMES = 20  # in one set of named values; a question has nine

FORM_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "An assessment form of Hampshire",
    "type": "object",
    "properties": {
        "hampshire_form": {"const": FILE_VERSION},
        "name": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "\\S"},
        "slug": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*" + AT_ITS_END, "maxLength": 60},
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
    if len(text.encode(errors="replace")) > LARGEST_FILE:
        raise NotAFormError(["This is larger than a form can be (1 MB)."])
    try:
        said = json.loads(text, object_pairs_hook=_named_once, parse_constant=_no_constant)
    except json.JSONDecodeError as wrong:
        raise NotAFormError([f"This file is not JSON: line {wrong.lineno}, column {wrong.colno}."]) from wrong
    except RecursionError as wrong:
        raise NotAFormError(["This file goes too deep to be a form."]) from wrong
    except ValueError as wrong:  # Python reads no number of thousands of digits
        raise NotAFormError(["This file holds a number that no form has."]) from wrong
    if not _can_be_kept(said):
        raise NotAFormError(["This file holds characters that are not text."])
    if not isinstance(said, dict) or "hampshire_form" not in said:
        raise NotAFormError(["This file is JSON, but not a form of Hampshire: it has no “hampshire_form”."])
    if found := in_plain_words(Draft202012Validator(FORM_SCHEMA), said) or problems(said["definition"]):
        raise NotAFormError(found)
    return FormFile(
        name=said["name"].strip(),
        slug=said["slug"],
        purpose=said["purpose"].strip(),
        working_days=int(said["working_days"]) if "working_days" in said else None,
        definition=said["definition"],
    )


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets a name stand twice, and readers differ in which of the two they take: a form is told without that.
    Here too what is too much to be a form is refused, before anything is compared with anything."""
    names = [name for name, _ in pairs]
    if len(names) > MOST_NAMES:
        raise NotAFormError([f"Something in this file has {len(names):,} named values; nothing in a form has so many."])
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise NotAFormError([f"“{name}” is said twice of the same thing. Say it once." for name in twice])
    for value in dict(pairs).values():
        if isinstance(value, list) and len(value) > LONGEST_LIST:
            raise NotAFormError([f"A list in this file holds {len(value):,} things. {LONGEST_LIST} are the most."])
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise NotAFormError([f"“{name}” is not a number that a form can hold."])


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
