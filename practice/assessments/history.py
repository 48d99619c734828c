"""Earlier words of a section, in words: what changed hands, and what was written at the same time."""

from collections.abc import Sequence
from dataclasses import dataclass

from practice.assessments.definition import Section
from practice.assessments.drawing import Drawn
from practice.assessments.keys import new_of
from practice.assessments.models import Assessment, SectionRevision
from practice.assessments.pulling import Recorded, picked_in


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier version: whose it was and when, with each question it answered."""

    revision: SectionRevision
    questions: Sequence[Drawn]
    typed: Sequence[str]

    @property
    def what(self) -> str:
        if self.revision.kind == SectionRevision.Kind.REPLACED:
            return "Stood here before"
        return "Written at the same time" if self.revision.settled_at else "Waits to be put together"


def earlier_of(assessment: Assessment, section: Section) -> list[Earlier]:
    """The newest first."""
    rows = SectionRevision.objects.filter(section__assessment=assessment, section__key=section.key)
    found = list(rows.select_related("written_by").latest_first())
    recorded = Recorded(assessment.family, picked_in(section.questions, *(one.answers for one in found)))
    return [_read(one, section, recorded) for one in found]


def _read(revision: SectionRevision, section: Section, recorded: Recorded) -> Earlier:
    answered = [question for question in section.questions if revision.answers.get(question.key)]
    drawn = [
        Drawn(
            question,
            revision.answers[question.key],
            readonly=True,
            pulled=recorded.told(question),
            voices=recorded.voices(question) if question.kind == "scale" else (),
        )
        for question in answered
    ]
    typed = [str(revision.answers[new_of(q.key)]) for q in section.questions if revision.answers.get(new_of(q.key))]
    return Earlier(revision, drawn, typed)
