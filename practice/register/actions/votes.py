"""Votes: a worker's, who may change their mind, and a family's, by a link that works once."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.context import Place, coming_from
from hampshire.audit.models import AuditEvent
from hampshire.links.actions import links
from hampshire.links.actions.links import LinkIsSpent
from hampshire.links.models import OneTimeLink
from hampshire.permissions import require
from hampshire.words import day_of
from practice.register.models import Entry, Vote
from practice.register.permissions import can_ask_family, can_take_back, can_vote

PURPOSE = "register.vote"


@transaction.atomic
def cast(*, entry: Entry, direction: str, by: Staff, reason: str | None = None) -> Vote:
    """`by` votes, or votes anew: the vote before is kept, as replaced.

    On the day of a vote, the same again changes nothing but its reason. On a later day the same again is a vote anew:
    it says that what was done since then changed nothing. A `reason` of None keeps the one before, unless the vote
    falls another way: it was not given for that. The audit says that somebody voted, not which way.
    """
    # Two taps at once on two devices wait for each other here.
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    require(can_vote(by, entry))
    before = Vote.objects.standing().filter(entry=entry, by=by).first()
    now = timezone.now()
    if reason is None:
        reason = before.reason if before and before.direction == direction else ""
    if before and before.direction == direction and day_of(before.voted_at) == day_of(now):
        return _with_reason(before, reason)
    if before:
        before.replaced_at = now
        before.save(update_fields=["replaced_at"])
    vote = Vote.objects.create(entry=entry, direction=direction, reason=reason, by=by, voted_at=now)
    AuditEvent.record("register.voted", by=by, subject=entry)
    return vote


def _with_reason(vote: Vote, reason: str) -> Vote:
    if vote.reason != reason:
        vote.reason = reason
        vote.save(update_fields=["reason"])
        AuditEvent.record("register.voted", by=vote.by, subject=vote.entry)
    return vote


@transaction.atomic
def ask_family(*, entry: Entry, by: Staff) -> tuple[OneTimeLink, str]:
    """A link for one family to vote by, and its secret, told here once. Which family is written down nowhere."""
    require(can_ask_family(by, entry))
    link, token = links.make(purpose=PURPOSE, subject=entry, by=by)
    AuditEvent.record("register.asked", by=by, subject=entry)
    return link, token


@transaction.atomic
def take_back(*, entry: Entry, link: OneTimeLink, by: Staff) -> None:
    """Have a link open nothing from now on. If a family has used it, their vote stands, and nobody learns that."""
    require(can_take_back(by, link))
    links.withdraw(link=link, by=by)
    AuditEvent.record("register.link-taken-back", by=by, subject=entry)


@transaction.atomic
def cast_by_link(*, token: str, direction: str, reason: str, by: Staff | None = None) -> Vote:
    """Take in the vote of whoever holds the link. Nobody is kept with it, nor the hour: only the day. Its id is drawn
    by chance, for ours tell when they were made; and the audit does not say from which address it came.

    `by` says that it was nobody who signs in, and is None. Raises LinkIsSpent, also where the entry is retired by now.
    """
    link = links.use(purpose=PURPOSE, token=token)
    entry = Entry.objects.current().filter(pk=link.subject_id).first()
    if entry is None:
        raise LinkIsSpent("What this link asks about is not asked any more.")
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    vote = Vote.objects.create(id=uuid4(), entry=entry, direction=direction, reason=reason, voted_at=today)
    with coming_from(Place(channel="page")):
        AuditEvent.record("register.voted-by-link", by=by, subject=entry)
    return vote
