"""A form's scales become the family's: each a goal of the kind scale, rated by every voice that was asked."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from cases.models import FamilyMember, Person
from hampshire.accounts.models import Staff
from practice.actions import goals
from practice.assessments.definition import Kind, Question
from practice.assessments.models import Assessment, AssessmentRating
from practice.models import Goal, Rating

WORKER = "worker"  # the key of a voice; all others are a person's id


def rate(assessment: Assessment, by: Staff, moment: datetime) -> None:
    """Rate what the assessment's scales say, within the transaction that submits it.

    Submitted again after it was returned, only numbers that are new make another rating.
    """
    answers, day = assessment.answers, timezone.localdate(moment)
    asked = [
        (question, answers[question.key])
        for section in assessment.definition.sections
        for question in section.shown(answers)
        if question.kind == Kind.SCALE and answers.get(question.key)
    ]
    if not asked:
        return
    people, made = _people(assessment), _made(assessment)
    for question, scores in asked:
        fresh = [
            (key, score)
            for key, score in scores.items()
            if (key == WORKER or key in people) and made.get((question.key, key)) != score
        ]
        goal = _scale_of(assessment, question, by, day) if fresh else None
        for key, score in fresh if goal else ():
            person, voice = people.get(key, (None, Rating.Voice.WORKER))
            rating = goals.rate(goal=goal, by=by, voice=voice, score=score, person=person, on=day)  # type: ignore[arg-type]
            AssessmentRating.objects.create(assessment=assessment, question=question.key, rating=rating)


def take_back(assessment: Assessment, moment: datetime) -> None:
    """The numbers it gave count no more; part of the transaction that marks it as entered in error."""
    made = AssessmentRating.objects.filter(assessment=assessment).values("rating_id")
    Rating.objects.standing().filter(pk__in=made).update(withdrawn_at=moment)


def _people(assessment: Assessment) -> dict[str, tuple[Person | None, str]]:
    """Who of the family may be asked, by id, and as what voice."""
    members = FamilyMember.objects.filter(family=assessment.family).with_people()
    return {
        str(member.person_id): (member.person, Rating.Voice.CHILD if member.is_child else Rating.Voice.PARENT)
        for member in members
    }


def _made(assessment: Assessment) -> dict[tuple[str, str], int]:
    """The last number each voice gave in this assessment, of those that became ratings, by question and voice."""
    rows = AssessmentRating.objects.filter(assessment=assessment, rating__withdrawn_at=None)
    told = rows.order_by("id").values_list("question", "rating__person_id", "rating__score")
    return {(question, _key(person)): score for question, person, score in told}


def _key(person: UUID | None) -> str:
    return str(person) if person else WORKER


def _scale_of(assessment: Assessment, question: Question, by: Staff, day: date) -> Goal:
    """The family's scale that asks this very question, or a new one."""
    found = Goal.objects.filter(family=assessment.family).current().scales().filter(text=question.label)
    return found.oldest_first().first() or goals.agree(
        family=assessment.family,
        by=by,
        text=question.label,
        kind=Goal.Kind.SCALE,
        zero_means=question.low,
        ten_means=question.high,
        on=day,
    )
