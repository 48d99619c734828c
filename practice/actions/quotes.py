"""Quotes between visits: write down somebody's own words, say whether they may be shared, put right, take back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from cases import chronology
from cases.models import ChronologyEntry, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from practice.models import Quote
from practice.permissions import can_note
from practice.rewording import put_right
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
    _check(person, whose, language, translation)
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
    url = quote.get_absolute_url()
    chronology.record(
        family, ChronologyEntry.Kind.QUOTE, noon(quote.said_on), quote.in_story, by=by, subject=quote, url=url
    )
    AuditEvent.record("quote.noted", by=by, family=family, subject=quote)
    return quote


def _check(person: Person | None, whose: str, language: str, translation: str) -> None:
    if person is None and not whose.strip():
        raise ValidationError({"whose": WHOSE_WORDS})
    if translation.strip() and not language.strip():
        raise ValidationError({"language": TRANSLATED_FROM})


@transaction.atomic
def reword(
    *,
    quote: Quote,
    by: Staff,
    text: str,
    person: Person | None,
    whose: str = "",
    language: str = "",
    translation: str = "",
) -> Quote:
    """Put right how their words were written down, whose they are, or what they say in English. What stood before is
    kept. Whether they may be shared, and on which day they were said, stay as they are.
    """
    quote = _locked(quote)
    require(can_note(by, quote.family))
    _check(person, whose, language, translation)
    if not text.strip():
        raise ValidationError({"text": "Write what they said"})
    before = quote.in_story
    said: dict[str, Any] = {"text": text.strip(), "person": person, "whose": "" if person else whose.strip()}
    changed = put_right(quote, by, said | {"language": language.strip(), "translation": translation.strip()})
    if changed:
        chronology.retell(_told_in(quote), before, quote.in_story)
        AuditEvent.record("quote.reworded", by=by, family=quote.family, subject=quote, fields=changed)
    return quote


def _told_in(quote: Quote) -> list[Model]:
    """Where the story says it: by itself, or in its visit."""
    return [quote, quote.visit] if quote.visit else [quote]


def _locked(quote: Quote) -> Quote:
    return Quote.objects.select_for_update(of=("self",)).select_related("family", "person", "visit").get(pk=quote.pk)


@transaction.atomic
def let_share(*, quote: Quote, by: Staff, may_be_shared: bool) -> Quote:
    """Say whether somebody's words may be shared. Whoever asked them answers for it: who said so is in the audit."""
    quote = _locked(quote)
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
    quote = _locked(quote)
    require(can_note(by, quote.family))
    quote.withdrawn_at = timezone.now()
    quote.save(update_fields=["withdrawn_at"])
    chronology.retell(_told_in(quote), quote.in_story, "")
    AuditEvent.record("quote.withdrawn", by=by, family=quote.family, subject=quote)
    return quote
