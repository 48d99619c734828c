"""Quotes between visits: write down somebody's own words, say whether they may be shared, take them back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.models import Quote
from practice.permissions import can_note
from practice.rules import TRANSLATED_FROM, WHOSE_WORDS


@transaction.atomic
def note(
    *,
    family: Family,
    by: Staff,
    text: str,
    person: Person | None = None,
    whose: str = "",
    may_be_shared: bool = False,
    language: str = "",
    translation: str = "",
    on: date | None = None,
) -> Quote:
    """Write down what somebody said: a person on record, or somebody else in words; in which language if not English,
    and what it says in English.
    """
    require(can_note(by, family))
    if person is None and not whose.strip():
        raise ValidationError({"whose": WHOSE_WORDS})
    if translation.strip() and not language.strip():
        raise ValidationError({"language": TRANSLATED_FROM})
    quote = Quote.objects.create(
        family=family,
        person=person,
        whose="" if person else whose.strip(),
        text=text.strip(),
        said_on=on or timezone.localdate(),
        may_be_shared=may_be_shared,
        language=language.strip(),
        translation=translation.strip(),
        written_by=by,
    )
    AuditEvent.record("quote.noted", by=by, family=family, subject=quote)
    return quote


@transaction.atomic
def let_share(*, quote: Quote, by: Staff, may_be_shared: bool) -> Quote:
    """Say whether somebody's words may be shared. Whoever asked them answers for it: who said so is in the audit."""
    quote = Quote.objects.select_for_update(of=("self",)).select_related("family").get(pk=quote.pk)
    require(can_note(by, quote.family))
    if quote.may_be_shared != may_be_shared:
        quote.may_be_shared = may_be_shared
        quote.save(update_fields=["may_be_shared"])
        verb = "quote.shared" if may_be_shared else "quote.kept-back"
        AuditEvent.record(verb, by=by, family=quote.family, subject=quote)
    return quote


@transaction.atomic
def withdraw(*, quote: Quote, by: Staff) -> Quote:
    """Take back a quote written in error. It stays to be read where it was written."""
    quote = Quote.objects.select_for_update(of=("self",)).select_related("family").get(pk=quote.pk)
    require(can_note(by, quote.family))
    quote.withdrawn_at = timezone.now()
    quote.save(update_fields=["withdrawn_at"])
    AuditEvent.record("quote.withdrawn", by=by, family=quote.family, subject=quote)
    return quote
