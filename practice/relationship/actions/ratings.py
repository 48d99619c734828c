"""How a visit was for them: told by themselves through a link, or copied from paper."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.links import doors
from hampshire.links.actions import links
from hampshire.links.actions.links import LinkIsSpent
from hampshire.permissions import require
from practice.models import Visit
from practice.relationship.actions.askings import lock_visit, refuse_twice, take_back_open
from practice.relationship.facts import Answers, Whose
from practice.relationship.models import Asking, VisitRating
from practice.relationship.models.asking import PURPOSE
from practice.relationship.permissions import can_enter, can_give, can_withdraw_rating

BEFORE_THE_VISIT = "The visit had not been yet on that day"


@transaction.atomic
def give(*, by: Staff | None, token: str, answers: Answers, said_on: date | None = None) -> VisitRating:
    """Somebody of the family answers by the link they hold, once. `by` is nobody: one of us may not answer for them.

    Not in the chronology: what a family says of us is read where the relationship is, by those who work on it.
    Raises PermissionDenied, LinkIsSpent among them.
    """
    require(can_give(by))
    link = doors.find(PURPOSE, token)
    if link is None:
        raise LinkIsSpent("This link has been used already, or is out of date.")
    asking = Asking.objects.select_related("person").get(link=link)
    visit = lock_visit(asking.visit_id)  # before the link, as everywhere, so that no two wait for each other
    links.use(purpose=PURPOSE, token=token)
    if visit.withdrawn_at:
        raise LinkIsSpent("The visit it asks about was withdrawn.")
    rating = VisitRating.objects.create(
        visit=visit,
        family=visit.family,
        asking=asking,
        person=asking.person,
        voice=asking.voice,
        how=asking.how,
        said_on=said_on or timezone.localdate(),
        **_told(answers),
    )
    AuditEvent.record("rating.given", by=None, family=visit.family_id, subject=visit, how=asking.how)
    return rating


@transaction.atomic
def enter(*, visit: Visit, by: Staff, whose: Whose, answers: Answers, said_on: date | None = None) -> VisitRating:
    """Copy what somebody wrote on paper.

    Raises PermissionDenied, and ValidationError where they have said how this visit was already, or before it was.
    """
    visit = lock_visit(visit.pk)
    require(can_enter(by, visit))
    day = said_on or timezone.localdate()
    if day < visit.happened_on:
        raise ValidationError({"said_on": BEFORE_THE_VISIT})
    refuse_twice(visit, whose)
    take_back_open(visit=visit, by=by, whose=whose)
    rating = VisitRating.objects.create(
        visit=visit,
        family=visit.family,
        person=whose.person,
        voice=whose.voice.strip(),
        how=VisitRating.How.PAPER,
        entered_by=by,
        said_on=day,
        **_told(answers),
    )
    AuditEvent.record("rating.entered", by=by, family=visit.family_id, subject=visit)
    return rating


@transaction.atomic
def withdraw(*, rating: VisitRating, by: Staff) -> VisitRating:
    """Take back what was copied wrongly from paper. It counts no longer. Raises PermissionDenied."""
    locked = VisitRating.objects.select_for_update(of=("self",)).select_related("family")
    rating = locked.get(pk=rating.pk)
    require(can_withdraw_rating(by, rating))
    rating.withdrawn_at, rating.withdrawn_by = timezone.now(), by
    rating.save(update_fields=["withdrawn_at", "withdrawn_by"])
    AuditEvent.record("rating.withdrawn", by=by, family=rating.family_id, subject=rating)
    return rating


def _told(answers: Answers) -> dict[str, Any]:
    return {**asdict(answers), "words": answers.words.strip(), "rather_not_say": answers.rather_not_say}
