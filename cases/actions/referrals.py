"""Referrals: take, decide."""

from collections.abc import Iterable
from datetime import datetime

import pghistory
from django.db import transaction
from django.utils import timezone

from cases import chronology, hooks
from cases.actions import cases
from cases.models import Case, ChronologyEntry, Family, Person, Referral, ReferralChild
from cases.permissions import can_decide_referral, can_reconsider_referral, can_take_referral
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require


@transaction.atomic
def take(
    *,
    family: Family,
    children: Iterable[Person],
    source: str,
    reason: str,
    by: Staff,
    referrer: str = "",
    family_knows: bool | None = None,
    received_at: datetime | None = None,
) -> Referral:
    """Record what was said about these children. A decision is due within one working day."""
    require(can_take_referral(by))
    moment = received_at or timezone.now()
    referral = Referral.objects.create(
        family=family,
        team=family.team,
        received_at=moment,
        source=source,
        referrer=referrer,
        reason=reason,
        family_knows=family_knows,
        taken_by=by,
    )
    named = ReferralChild.objects.bulk_create(
        ReferralChild(referral=referral, child=child, received_on=referral.received_on) for child in children
    )
    hooks.referrals_written([row.child_id for row in named], referral.received_on)
    chronology.record(
        family,
        ChronologyEntry.Kind.REFERRAL,
        moment,
        f"Referral: {referral.get_source_display()}",
        by=by,
        subject=referral,
    )
    AuditEvent.record("referral.taken", by=by, family=family, subject=referral, source=source)
    return referral


@transaction.atomic
def decide(
    *,
    referral: Referral,
    decision: str,
    reason: str,
    by: Staff,
    primary_need: str = "",
    decided_at: datetime | None = None,
) -> Case | None:
    """Decide what happens with a referral. A decision to work with the family opens its case, or joins the open one.

    Returns the family's open case, or None where nothing is opened.
    """
    referral = Referral.objects.select_for_update().select_related("family", "team").get(pk=referral.pk)
    require(can_decide_referral(by, referral))
    moment = decided_at or timezone.now()
    referral.decision, referral.decision_reason = decision, reason
    referral.decided_at, referral.decided_by = moment, by
    referral.save(update_fields=["decision", "decision_reason", "decided_at", "decided_by"])
    opens = decision in Referral.OPENING
    referral.children.update(no_further_action=not opens)
    chronology.record(
        referral.family,
        ChronologyEntry.Kind.REFERRAL,
        moment,
        f"Decided: {referral.get_decision_display().lower()}",
        by=by,
        subject=referral,
    )
    AuditEvent.record("referral.decided", by=by, family=referral.family, subject=referral, decision=decision)
    return cases.open_from(referral=referral, primary_need=primary_need, by=by) if opens else None


@transaction.atomic
def reconsider(*, referral: Referral, by: Staff) -> Referral:
    """Take back a decision that opened nothing; the referral waits for another. The database keeps what it was."""
    referral = Referral.objects.select_for_update(of=("self",)).select_related("family").get(pk=referral.pk)
    require(can_reconsider_referral(by, referral))
    referral.decision, referral.decision_reason, referral.decided_at, referral.decided_by = "", "", None, None
    with pghistory.context(by=str(by.pk)):
        referral.save(update_fields=["decision", "decision_reason", "decided_at", "decided_by"])
    referral.children.update(no_further_action=None)
    chronology.record(
        referral.family,
        ChronologyEntry.Kind.REFERRAL,
        timezone.now(),
        "The decision was taken back: it waits for another",
        by=by,
        subject=referral,
    )
    AuditEvent.record("referral.reconsidered", by=by, family=referral.family, subject=referral)
    return referral
