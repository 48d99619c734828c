"""A letter put into somebody's language, and what they say to it."""

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
from practice.letters.actions.letters import locked
from practice.letters.lines import LetterInFull, labels_for, written
from practice.letters.models import Letter, LetterReply, LetterTranslation
from practice.letters.permissions import can_reply, can_translate, can_withdraw_reply
from practice.rules import NOT_THIS_FAMILY, WHOSE_WORDS

BEFORE_IT_WAS_GIVEN = "They did not have the letter yet on that day"


@transaction.atomic
def translate(
    *,
    letter: Letter,
    by: Staff,
    language: str,
    lines: Mapping[str, str],
    translated_by: str,
    checked_on: date | None = None,
) -> LetterTranslation:
    """Keep the letter in another language, by the keys of its lines; a blank line is read in English.

    `translated_by` is who put it into the language; `checked_on` the day somebody read it back to them.
    """
    letter = locked(letter)
    require(can_translate(by, letter))
    english = {line.key: line.text for line in written(LetterInFull(letter))} | labels_for(letter.kind)
    if language not in LANGUAGES or not lines.keys() <= english.keys():
        raise ValidationError(NOT_THIS_FAMILY)
    kept = {key: {"of": english[key], "is": text.strip()} for key, text in lines.items() if text.strip()}
    told = {"lines": kept, "translated_by": translated_by.strip(), "checked_on": checked_on, "written_by": by}
    translation, _ = LetterTranslation.objects.update_or_create(
        letter=letter, language=language, defaults={**told, "written_at": timezone.now()}
    )
    AuditEvent.record(
        "letter.translated", by=by, family=letter.family, subject=translation, language=language, lines=len(kept)
    )
    return translation


@transaction.atomic
def reply(
    *,
    letter: Letter,
    by: Staff,
    text: str,
    person: Person | None = None,
    whose: str = "",
    received_on: date | None = None,
) -> LetterReply:
    """Keep what somebody says to the letter: it stands beside it, and is printed with it from now on.

    Raises ValidationError where nobody says it, or on a day before they had the letter.
    """
    letter = locked(letter)
    require(can_reply(by, letter))
    if person is None and not whose.strip():
        raise ValidationError({"whose": WHOSE_WORDS})
    day = received_on or timezone.localdate()
    if letter.given_on and day < letter.given_on:
        raise ValidationError({"received_on": BEFORE_IT_WAS_GIVEN})
    kept = LetterReply.objects.create(
        letter=letter,
        person=person,
        whose="" if person else whose.strip(),
        text=text.strip(),
        received_on=day,
        written_by=by,
    )
    said = f"{kept.speaker} answered a letter: “{kept.text}”"
    chronology.record(
        letter.family, ChronologyEntry.Kind.LETTER, noon(day), said, by=by, subject=kept, url=letter.get_absolute_url()
    )
    AuditEvent.record("letter.replied-to", by=by, family=letter.family, subject=kept)
    return kept


@transaction.atomic
def withdraw_reply(*, reply: LetterReply, by: Staff) -> LetterReply:
    """Take back a reply that was written down in error."""
    reply = LetterReply.objects.select_for_update(of=("self",)).select_related("letter__family").get(pk=reply.pk)
    require(can_withdraw_reply(by, reply))
    reply.withdrawn_at = timezone.now()
    reply.save(update_fields=["withdrawn_at"])
    chronology.withdraw(reply)
    AuditEvent.record("letter.reply-withdrawn", by=by, family=reply.letter.family, subject=reply)
    return reply
