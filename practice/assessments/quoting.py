"""Where somebody's words went: the authorised assessments in which they were picked."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils import timezone

from practice.assessments.models import Assessment, SectionAnswers
from practice.models import Quote
from practice.quote_uses import Went


def went_into(quote_ids: Collection[UUID]) -> Iterable[Went]:
    """Each assessment once, however many of its questions these words answer. One query."""
    wanted = {str(quote_id): quote_id for quote_id in quote_ids}
    families = Quote.objects.filter(pk__in=quote_ids).values("family_id")
    authorised = Assessment.objects.authorised().filter(family__in=families)
    found: dict[tuple[UUID, UUID], Went] = {}
    for section in SectionAnswers.objects.filter(assessment__in=authorised).select_related("assessment__form"):
        for key in wanted.keys() & _picked(section.answers):
            found[section.assessment_id, wanted[key]] = _went(section.assessment, wanted[key])
    return found.values()


def _picked(answers: dict[str, object]) -> set[str]:
    """What was picked in the record, in any question, by its id. A choice's values stand among them, and match none."""
    return {one for answer in answers.values() if isinstance(answer, list) for one in answer if isinstance(one, str)}


def _went(assessment: Assessment, quote_id: UUID) -> Went:
    name = assessment.form.name
    on = timezone.localdate(assessment.authorised_at)
    return Went(quote_id, f"{name[:1].lower()}{name[1:]}", on, assessment.get_absolute_url())
