"""Asking somebody of a family how a visit was for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.links.actions import links
from hampshire.links.models import LASTS
from hampshire.permissions import require
from practice.models import Visit
from practice.relationship.facts import Whose
from practice.relationship.models import Asking, VisitRating
from practice.relationship.models.asking import PURPOSE
from practice.relationship.permissions import can_ask, can_ask_several, can_withdraw_asking

# A device is handed over now: if nobody answers, it should not stand open for whoever finds the page in its history.
DEVICE_LASTS = timedelta(hours=1)
TOLD_ALREADY = "They have said how this visit was already."


@transaction.atomic
def ask(*, visit: Visit, by: Staff, whose: Whose, how: str, at: datetime | None = None) -> tuple[Asking, str]:
    """Ask one person about one visit, now unless told when. Returns the asking, and its link's secret, told once.

    Whoever is asked again answers by the newer link; the older one is taken back. Raises PermissionDenied, and
    ValidationError where they have answered already.
    """
    visit = lock_visit(visit.pk)
    require(can_ask(by, visit, at))
    refuse_twice(visit, whose)
    take_back_open(visit=visit, by=by, whose=whose)
    asking = Asking(visit=visit, person=whose.person, voice=whose.voice.strip(), how=how, asked_by=by)
    lasts = DEVICE_LASTS if how == Asking.How.DEVICE else LASTS
    asking.link, token = links.make(purpose=PURPOSE, subject=asking, by=by, family_id=visit.family_id, lasts=lasts)
    asking.asked_at = at or asking.link.made_at
    asking.save(force_insert=True)
    AuditEvent.record("rating.asked", by=by, family=visit.family_id, subject=visit, how=how)
    return asking, token


@transaction.atomic
def ask_several(*, picked: Sequence[tuple[Visit, Whose]], by: Staff) -> list[tuple[Asking, str]]:
    """Ask each by a link of their own, as `ask` does: all of them, or where one may not be asked, none.

    Raises PermissionDenied, and ValidationError where somebody has answered already.
    """
    require(can_ask_several(by))
    in_order = sorted(picked, key=lambda one: one[0].pk)  # so that two sheets drawn at once wait for each other
    asked = [ask(visit=visit, by=by, whose=whose, how=Asking.How.LINK) for visit, whose in in_order]
    AuditEvent.record("rating.slips-drawn", by=by, slips=len(asked))
    return asked


@transaction.atomic
def withdraw(*, asking: Asking, by: Staff) -> Asking:
    """Take a link back that nobody has answered by. Raises PermissionDenied."""
    asking = Asking.objects.select_related("link", "visit__family").get(pk=asking.pk)
    require(can_withdraw_asking(by, asking))
    lock_visit(asking.visit_id)
    links.withdraw(link=asking.link, by=by)
    AuditEvent.record("rating.asking-withdrawn", by=by, family=asking.visit.family_id, subject=asking.visit)
    return asking


def lock_visit(visit_id: UUID) -> Visit:
    """Part of asking and answering: one at a time for a visit."""
    return Visit.objects.select_for_update(of=("self",)).select_related("family").get(pk=visit_id)


def refuse_twice(visit: Visit, whose: Whose) -> None:
    """Part of asking and answering. Raises ValidationError where this person has said how the visit was."""
    if whose.person and VisitRating.objects.counting().filter(visit=visit, person=whose.person).exists():
        raise ValidationError({"who": TOLD_ALREADY})


def take_back_open(*, visit: Visit, by: Staff, whose: Whose) -> None:
    """Part of asking again and of copying from paper: what they were asked by before opens nothing any more."""
    voice = whose.voice.strip()
    for asking in Asking.objects.open().filter(visit=visit, person=whose.person, voice=voice).select_related("link"):
        links.withdraw(link=asking.link, by=by)
