"""The plan as the family keeps it: put into their language, and what they say to it."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases import chronology
from cases.models import ChronologyEntry, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.languages import LANGUAGES
from hampshire.moments import noon
from hampshire.permissions import require
from practice.plans.actions.plans import full_and_locked, locked
from practice.plans.languages import LABELS
from practice.plans.lines import written
from practice.plans.models import Plan, PlanReply, PlanTranslation
from practice.plans.permissions import can_change_plan, can_withdraw_reply, can_write_plan
from practice.plans.reading import around
from practice.rules import NOT_THIS_FAMILY, WHOSE_WORDS


@transaction.atomic
def translate(
    *,
    plan: Plan,
    by: Staff,
    language: str,
    lines: Mapping[str, str],
    translated_by: str,
    checked_on: date | None = None,
) -> PlanTranslation:
    """Keep the plan in another language, by the keys of its lines; a blank line is read in English.

    `translated_by` is who put it into the language; `checked_on` the day somebody read it back to the family.
    """
    full = full_and_locked(plan)
    require(can_change_plan(by, full.plan))
    english = {line.key: line.text for line in written(full, around(full.plan))} | dict(LABELS)
    if language not in LANGUAGES or not lines.keys() <= english.keys():
        raise ValidationError(NOT_THIS_FAMILY)
    kept = {key: {"of": english[key], "is": text.strip()} for key, text in lines.items() if text.strip()}
    told = {"lines": kept, "translated_by": translated_by.strip(), "checked_on": checked_on, "written_by": by}
    translation, _ = PlanTranslation.objects.update_or_create(
        plan=full.plan, language=language, defaults={**told, "written_at": timezone.now()}
    )
    AuditEvent.record(
        "plan.translated", by=by, family=full.plan.family, subject=translation, language=language, lines=len(kept)
    )
    return translation


@transaction.atomic
def reply(
    *, plan: Plan, by: Staff, text: str, person: Person | None = None, whose: str = "", received_on: date | None = None
) -> PlanReply:
    """Keep what somebody says to the plan: it stands on it, and is printed with it."""
    plan = locked(plan)
    require(can_write_plan(by, plan.family))
    if person is None and not whose.strip():
        raise ValidationError({"whose": WHOSE_WORDS})
    day = received_on or timezone.localdate()
    kept = PlanReply.objects.create(
        plan=plan,
        person=person,
        whose="" if person else whose.strip(),
        text=text.strip(),
        received_on=day,
        written_by=by,
    )
    said = f"{kept.speaker} answered the plan: “{kept.text}”"
    chronology.record(
        plan.family, ChronologyEntry.Kind.REVIEW, noon(day), said, by=by, subject=kept, url=plan.get_absolute_url()
    )
    AuditEvent.record("plan.replied-to", by=by, family=plan.family, subject=kept)
    return kept


@transaction.atomic
def withdraw_reply(*, reply: PlanReply, by: Staff) -> PlanReply:
    """Take back a reply that was written down in error."""
    reply = PlanReply.objects.select_for_update(of=("self",)).select_related("plan__family").get(pk=reply.pk)
    require(can_withdraw_reply(by, reply))
    reply.withdrawn_at = timezone.now()
    reply.save(update_fields=["withdrawn_at"])
    chronology.withdraw(reply)
    AuditEvent.record("plan.reply-withdrawn", by=by, family=reply.plan.family, subject=reply)
    return reply
