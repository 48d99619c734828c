"""What the pages about forms read, in a constant number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from hampshire.accounts.models import Staff
from practice.assessments.definition import Definition, Question, Section, problems
from practice.assessments.drawing import Drawn, condition_in_words, previewed
from practice.assessments.models import Form, FormVersion
from practice.assessments.permissions import can_build_forms


def form_or_404(form_id: UUID) -> Form:
    """The form with its versions and its entry in the register."""
    return get_object_or_404(Form.objects.with_versions().select_related("register_entry", "made_by"), pk=form_id)


def draft_or_404(form_id: UUID) -> FormVersion:
    """The draft of a form, for somebody who builds it.

    A form without one is a 404: its pages are for building.
    """
    drafts = FormVersion.objects.drafts().select_related("form__register_entry")
    return get_object_or_404(drafts, form_id=form_id)


def version_or_404(form_id: UUID, number: int) -> FormVersion:
    versions = FormVersion.objects.with_people().select_related("form")
    return get_object_or_404(versions, form_id=form_id, number=number)


def section_or_404(draft: FormVersion, key: str) -> Section:
    section = draft.questions.section(key)
    if section is None:
        raise Http404
    return section


def versions_for(user: Staff, form: Form) -> list[FormVersion]:
    """Newest first; the draft only for those who build."""
    builds = bool(can_build_forms(user))
    return [version for version in form.versions.all() if version.is_published or builds]


@dataclass(frozen=True, slots=True)
class FormList:
    """All forms by name, told apart by where they stand. Those who do not build see only what is published."""

    in_use: list[Form]
    not_published: list[Form]
    retired: list[Form]

    @classmethod
    def read(cls, user: Staff) -> "FormList":
        forms = list(Form.objects.with_versions().by_name())
        if not can_build_forms(user):
            forms = [form for form in forms if form.latest_published]
        current = [form for form in forms if not form.retired_on]
        return cls(
            in_use=[form for form in current if form.latest_published],
            not_published=[form for form in current if not form.latest_published],
            retired=[form for form in forms if form.retired_on],
        )

    @property
    def is_empty(self) -> bool:
        return not (self.in_use or self.not_published or self.retired)


@dataclass(frozen=True, slots=True)
class Line:
    """One question on the builder's page. `condition` says when it is asked, blank for always."""

    question: Question
    condition: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One section on the builder's page."""

    section: Section
    lines: list[Line]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class BuilderPage:
    """A draft as its builder sees it: every section and question in brief, and what stands in the way of publishing."""

    draft: FormVersion
    parts: list[Part]
    problems: list[str]

    @classmethod
    def of(cls, draft: FormVersion) -> "BuilderPage":
        return cls(draft, list(_parts(draft.questions)), problems(draft.definition))


def _parts(definition: Definition) -> Iterator[Part]:
    last = len(definition.sections) - 1
    asked = list(definition.questions())
    for number, section in enumerate(definition.sections):
        lines = [
            Line(
                question,
                condition_in_words(question.shown_if, definition),
                # A question moves on into the next section, so only the very first and the very last stay put.
                is_first=number == 0 and question is section.questions[0],
                is_last=number == last and question is asked[-1],
            )
            for question in section.questions
        ]
        yield Part(section, lines, is_first=number == 0, is_last=number == last)


@dataclass(frozen=True, slots=True)
class Preview:
    """A version as whoever writes on it will see it, with no answers."""

    version: FormVersion
    sections: list[tuple[Section, list[Drawn]]]

    @classmethod
    def of(cls, version: FormVersion) -> "Preview":
        definition = version.questions
        return cls(version, [(section, previewed(section, definition)) for section in definition.sections])
