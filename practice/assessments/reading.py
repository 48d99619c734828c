"""An assessment as a page shows it: its sections with what was answered, what stood there before, and how far it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone

from cases.models import Family, Person
from hampshire import words
from hampshire.accounts.models import Staff
from practice.assessments.definition import Question, Section
from practice.assessments.drawing import Drawn, condition_in_words, in_words
from practice.assessments.keys import carried, parts_of, still_needed
from practice.assessments.models import Assessment, Comment, Move, SectionAnswers, SectionRevision
from practice.assessments.models.assessment import section_url
from practice.assessments.pulling import Recorded, in_order, picked_in


def assessment_or_404(family: Family, assessment_id: UUID) -> Assessment:
    """One of the family's, whole: its form, its sections and the children it is about."""
    sections = SectionAnswers.objects.select_related("saved_by")
    whole = Assessment.objects.filter(family=family, pk=assessment_id).with_form().select_related("form", "case")
    found = whole.prefetch_related(
        Prefetch("sections", sections), Prefetch("children", Person.objects.by_age())
    ).first()
    if found is None:
        raise Http404("No assessment by that id is this family's.")
    found.family = family  # with its standing, which permissions ask for
    return found


def section_or_404(assessment: Assessment, key: str) -> Section:
    section = assessment.definition.section(key)
    if section is None:
        raise Http404("No section by that name is in this assessment.")
    return section


def aside_or_404(assessment: Assessment, key: str, aside_id: UUID) -> SectionRevision:
    """Words kept beside a section, or that stood in it before."""
    rows = SectionRevision.objects.filter(section__assessment=assessment, section__key=key, pk=aside_id)
    found = rows.select_related("section__saved_by", "written_by").first()
    if found is None:
        raise Http404("No earlier words by that id are in this section.")
    return found


def comment_or_404(assessment: Assessment, comment_id: UUID) -> Comment:
    found = Comment.objects.filter(assessment=assessment, pk=comment_id).first()
    if found is None:
        raise Http404("No comment by that id is on this assessment.")
    return found


def asides_waiting(assessment: Assessment, user: Staff) -> list[SectionRevision]:
    """What this person wrote at the same time as somebody else, and has not put together yet."""
    rows = SectionRevision.objects.waiting().filter(section__assessment=assessment, written_by=user)
    return list(rows.select_related("section").order_by("written_at"))


@dataclass(frozen=True, slots=True)
class Step:
    """A section in the row of steps: where it is, and how far. `state` is "done", "begun" or "blank"."""

    number: int
    section: Section
    url: str
    state: str
    is_here: bool = False
    comments: int = 0

    @property
    def state_in_words(self) -> str:
        return {"done": "done", "begun": "begun", "blank": "not begun"}[self.state]


def steps_of(assessment: Assessment, here: str = "", comments: Iterable[Comment] = ()) -> list[Step]:
    """A section is done when everything needed in it is answered; one that needs nothing, when anything is."""
    answers = assessment.answers
    missing = {section.key for section, _ in still_needed(assessment.definition, answers)}
    open_here = [comment.key for comment in comments if comment.answered_at is None]
    found = []
    for number, section in enumerate(assessment.definition.sections, 1):
        said = any(answers.get(name) for question in section.questions for name in parts_of(question.key))
        state = "done" if said and section.key not in missing else "begun" if said else "blank"
        url = section_url(assessment.family_id, assessment.pk, section.key)
        found.append(Step(number, section, url, state, section.key == here, open_here.count(section.key)))
    return found


# ---- Writing --------------------------------------------------------------------------------------------------------


@dataclass
class SectionPage:
    """A section being written: each question with its answer, what is recorded, and what was said the last time."""

    assessment: Assessment
    section: Section
    saved: SectionAnswers
    errors: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def previous(self) -> Assessment | None:
        """The family's last authorised assessment on the same form before this one."""
        return Assessment.objects.before(self.assessment).first()

    @property
    def can_begin_from_last(self) -> bool:
        """Whether something that is blank here was answered then."""
        return bool(self.previous and carried(self.section, self.assessment.answers, self.previous.answers))

    @cached_property
    def questions(self) -> list[Drawn]:
        answers = self.assessment.answers
        previous, earlier = self.previous, self.previous.answers if self.previous else {}
        recorded = Recorded(self.assessment.family, picked_in(self.section.questions, answers, earlier))
        when = f"Last time, {words.short_date(_finished_on(previous))}" if previous else ""
        return [self._drawn(question, answers, recorded, earlier, when) for question in self.section.questions]

    def _drawn(
        self, question: Question, answers: dict[str, Any], recorded: Recorded, earlier: dict[str, Any], when: str
    ) -> Drawn:
        voices = recorded.voices(question) if question.kind == "scale" else ()
        asked = (self.previous.definition.question(question.key) if self.previous else None) or question
        then = recorded.voices(asked) if asked.kind == "scale" else ()
        before = in_words(asked, earlier.get(question.key), recorded.told(asked), then)
        return Drawn(
            question,
            value=answers.get(question.key),
            error=self.errors.get(question.key, ""),
            pulled=recorded.picks(question),
            voices=voices,
            adding=recorded.adding(question, answers),
            before=before,
            before_when=when,
            condition=condition_in_words(question.shown_if, self.assessment.definition),
            met=question.is_shown(answers),
        )


def _finished_on(assessment: Assessment | None) -> date:
    """The day an earlier one was authorised."""
    moment = assessment.authorised_at if assessment else None
    return timezone.localdate(moment) if moment else timezone.localdate()


# ---- Reading --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A section to be read: the questions that were asked, who wrote it last, and what was said about it."""

    section: Section
    saved: SectionAnswers | None
    questions: Sequence[Drawn]
    comments: Sequence[Comment]

    @property
    def is_blank(self) -> bool:
        """Nobody has written in it: its questions need not be read one by one."""
        return not any(drawn.answer for drawn in self.questions)


class Document:
    """A whole assessment to be read, reviewed or printed. What was not asked is kept, and not shown."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment

    @cached_property
    def recorded(self) -> Recorded:
        answers = self.assessment.answers
        return Recorded(self.assessment.family, picked_in(self.assessment.definition.questions(), answers))

    @cached_property
    def comments(self) -> list[Comment]:
        rows = Comment.objects.filter(assessment=self.assessment).oldest_first()
        return list(rows.select_related("written_by", "answered_by"))

    @property
    def comments_on_the_whole(self) -> list[Comment]:
        return [comment for comment in self.comments if not comment.key]

    @cached_property
    def parts(self) -> list[Part]:
        answers = self.assessment.answers
        saved = {section.key: section for section in self.assessment.sections.all()}
        return [
            Part(
                section,
                saved.get(section.key),
                [self._drawn(question, answers) for question in section.shown(answers)],
                [comment for comment in self.comments if comment.key == section.key],
            )
            for section in self.assessment.definition.sections
        ]

    def _drawn(self, question: Question, answers: dict[str, Any]) -> Drawn:
        voices = self.recorded.voices(question) if question.kind == "scale" else ()
        value = in_order(answers.get(question.key), voices) if voices else answers.get(question.key)
        return Drawn(question, value, readonly=True, pulled=self.recorded.told(question), voices=voices)

    @cached_property
    def not_to_be_shared(self) -> int:
        """How many of the quotes in it are left out on paper: whoever said them has not agreed yet."""
        held = {one for question in self._quote_questions for one in self.assessment.answers.get(question.key, [])}
        return sum(not quote.may_be_shared for key, quote in self.recorded.said.items() if key in held)

    @property
    def _quote_questions(self) -> list[Question]:
        answers = self.assessment.answers
        shown = [q for section in self.assessment.definition.sections for q in section.shown(answers)]
        return [question for question in shown if question.kind == "quotes"]


def moves_of(assessment: Assessment) -> QuerySet[Move]:
    """How it came to where it is, the newest first."""
    return Move.objects.filter(assessment=assessment).select_related("moved_by").order_by("-moved_at", "-id")
