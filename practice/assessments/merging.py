"""Two people's words for one section, question by question: what differs, what is likely meant, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from practice.assessments.actions.sections import Answers
from practice.assessments.definition import PICKING, Kind, Question, Section
from practice.assessments.drawing import in_words
from practice.assessments.keys import new_of, parts_of, same
from practice.assessments.models import SectionRevision
from practice.assessments.pulling import Recorded
from practice.forms.typed import storable

THEIRS, YOURS, BOTH = "theirs", "yours", "both"
TOGETHER = (Kind.TEXT, Kind.CHOICES, Kind.SCALE, Kind.FACTORS, *PICKING)


@dataclass(frozen=True, slots=True)
class Difference:
    """A question to which the two say different things. `chosen` is blank where nothing is likelier than the rest."""

    question: Question
    theirs: list[str]
    yours: list[str]
    chosen: str
    both: str = ""
    error: str = ""

    @property
    def name(self) -> str:
        return f"take-{self.question.key}"

    @property
    def both_name(self) -> str:
        return f"both-{self.question.key}"

    @property
    def can_be_both(self) -> bool:
        return self.question.kind in TOGETHER

    @property
    def is_text(self) -> bool:
        return self.question.kind == Kind.TEXT


class Merge:
    """What stands in a section now, beside what somebody wrote at the same time.

    Where it is known what both began from, whoever changed nothing gives way; so people who wrote under different
    questions find all of it chosen already, and only have to say yes.
    """

    def __init__(
        self, section: Section, theirs: Answers, yours: Answers, base: Answers | None, sent: QueryDict | None = None
    ) -> None:
        self.section, self.theirs, self.yours, self.base, self.sent = section, theirs, yours, base, sent

    @property
    def differing(self) -> list[Question]:
        return [one for one in self.section.questions if not same(self.theirs, self.yours, one.key)]

    def differences(self, recorded: Recorded, errors: Mapping[str, str]) -> list[Difference]:
        return [
            Difference(
                question,
                _told(question, self.theirs, recorded),
                _told(question, self.yours, recorded),
                self._taken(question) or self._likely(question),
                self._both_text(question),
                errors.get(question.key, ""),
            )
            for question in self.differing
        ]

    def _taken(self, question: Question) -> str:
        taken = self.sent.get(f"take-{question.key}", "") if self.sent else ""
        allowed = {THEIRS, YOURS, BOTH} if question.kind in TOGETHER else {THEIRS, YOURS}
        return taken if taken in allowed else ""

    def _likely(self, question: Question) -> str:
        key = question.key
        if self.base is not None and same(self.base, self.yours, key):
            return THEIRS
        if self.base is not None and same(self.base, self.theirs, key):
            return YOURS
        if not _has(self.theirs, key):
            return YOURS
        if not _has(self.yours, key):
            return THEIRS
        return BOTH if question.kind in TOGETHER else ""

    def _both_text(self, question: Question) -> str:
        if question.kind != Kind.TEXT:
            return ""
        typed = self.sent.get(f"both-{question.key}") if self.sent else None
        return storable(typed) if typed is not None else _joined(self.theirs, self.yours, question.key)

    def unchosen(self) -> dict[str, str]:
        """What still has to be chosen, by question key: nothing is thrown away without being asked about."""
        return {one.key: f"{one.label}: choose what stands" for one in self.differing if not self._taken(one)}

    def result(self) -> Answers:
        """The section's answers by what was chosen."""
        made = dict(self.theirs)
        for question in self.differing:
            match self._taken(question):
                case "yours":
                    _take(made, self.yours, question.key)
                case "both":
                    _take(made, self._together(question), question.key)
        return made

    def _together(self, question: Question) -> Answers:
        key, new, about = parts_of(question.key)
        both: Answers = {about: self.theirs.get(about) or self.yours.get(about)}
        if question.kind == Kind.TEXT:
            both[key] = self._both_text(question)
        elif question.kind == Kind.SCALE:
            both[key] = {**self.yours.get(key, {}), **self.theirs.get(key, {})}
        else:
            both[key] = list(dict.fromkeys([*self.theirs.get(key, []), *self.yours.get(key, [])]))
        typed = [text for text in (self.theirs.get(new), self.yours.get(new)) if text]
        both[new] = "; ".join(dict.fromkeys(typed))
        return both


def base_of(aside: SectionRevision) -> Answers | None:
    """What the writer of these words began from, if it was kept; None where later typing took its place."""
    if aside.version == 0:
        return {}
    kept = SectionRevision.objects.filter(
        section=aside.section_id, kind=SectionRevision.Kind.REPLACED, version=aside.version
    ).first()
    return kept.answers if kept else None


def _has(answers: Answers, key: str) -> bool:
    return bool(answers.get(key) or answers.get(new_of(key)))


def _take(made: Answers, answers: Answers, key: str) -> None:
    for part in parts_of(key):
        made.pop(part, None)
        if answers.get(part):
            made[part] = answers[part]


def _joined(theirs: Answers, yours: Answers, key: str) -> str:
    """Both texts, one after the other; the longer alone where it holds the other."""
    one, other = str(theirs.get(key, "")), str(yours.get(key, ""))
    if other.strip() in one:
        return one
    if one.strip() in other:
        return other
    return f"{one.rstrip()}\n\n{other.lstrip()}"


def _told(question: Question, answers: Answers, recorded: Recorded) -> list[str]:
    """An answer in words, with what was typed as new beside it."""
    voices = recorded.voices(question) if question.kind == Kind.SCALE else ()
    lines: list[str] = in_words(question, answers.get(question.key), recorded.told(question), voices)
    typed: Any = answers.get(new_of(question.key))
    return [*lines, f"New: {typed}"] if typed else lines
