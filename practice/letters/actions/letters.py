"""Letters: begin one, write it, give it, take it back."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from cases import chronology
from cases.models import ChronologyEntry, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from practice.actions import drafts
from practice.drafting import DraftTicket
from practice.letters.actions import kinds
from practice.letters.drafting import page_of
from practice.letters.facts import LetterTold
from practice.letters.lines import LetterInFull
from practice.letters.models import Kind, Letter, LetterKind, LetterQuote, LetterStep, LetterStrength
from practice.letters.paper import papers
from practice.letters.permissions import (
    can_change_letter,
    can_give,
    can_take_back,
    can_write_anew,
    can_write_letters,
)
from practice.letters.queries import draft_behind, shareable, translations_of
from practice.letters.shipped import OPENING, texts
from practice.models import Draft, Visit
from practice.rules import NOT_THIS_FAMILY

NOT_WRITTEN = "Say how it begins"
NOT_CALLED = "Say what they are called"
MORE_TYPED = "More was typed since this letter was written. Finish writing it first."
NOT_YET = "That day has not come yet"


@transaction.atomic
def begin(
    *,
    family: Family,
    by: Staff,
    kind: str,
    to: Person,
    visit: Visit | None = None,
    anew_from: Letter | None = None,
    at: datetime | None = None,
) -> Letter:
    """Begin a letter to somebody of the family or around it: after a visit, or anew from one that was taken back.

    The same begun twice and not yet written is one letter.
    """
    family = Family.objects.select_for_update().get(pk=family.pk)
    require(can_write_letters(by, family))
    _check_begun(family, kind, to, visit, anew_from)
    if anew_from is not None:
        require(can_write_anew(by, anew_from))
    told = {"family": family, "author": by, "kind": kind, "to": to, "visit": visit, "anew_from": anew_from}
    begun = Letter.objects.drafts().filter(written_at=None, **told).first()
    if begun is not None:
        return begun
    if not LetterKind.objects.filter(kind=kind).exists():
        kinds.load(by=None)
    letter = Letter.objects.create(dear=to.short_name[:80], begun_at=at or timezone.now(), **told)
    AuditEvent.record("letter.begun", by=by, family=family, subject=letter, kind=kind)
    return letter


def _check_begun(family: Family, kind: str, to: Person, visit: Visit | None, anew_from: Letter | None) -> None:
    theirs = Person.objects.of_family(family).filter(pk=to.pk).exists()
    ours = all(one is None or one.family_id == family.pk for one in (visit, anew_from))
    if kind not in Kind or not theirs or not ours:
        raise ValidationError(NOT_THIS_FAMILY)


def locked(letter: Letter) -> Letter:
    """The letter with its family, author and reader, locked. Part of any action that changes it."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related("family", "author", "to")
    return rows.get(pk=letter.pk)


@transaction.atomic
def write(*, letter: Letter, by: Staff, told: LetterTold, draft: DraftTicket | None = None) -> Letter:
    """Keep the letter as it is to be given. May be done again until it is.

    `draft` is the page it was written on, kept with it. Raises DraftIsBehind when another window wrote since, and
    ValidationError for what may not be brought in: words that may not be shared, what is another family's.
    """
    letter = locked(letter)
    require(can_change_letter(by, letter))
    if draft is not None:
        drafts.save(ticket=draft, family=letter.family, by=by)
    parts = _parts(letter, told)
    letter.dear, letter.parts, letter.written_at = told.dear.strip()[:80], parts, timezone.now()
    letter.save(update_fields=["dear", "parts", "written_at"])
    counts = _bring_in(letter, told)
    AuditEvent.record("letter.written", by=by, family=letter.family, subject=letter, **counts)
    return letter


def _parts(letter: Letter, told: LetterTold) -> dict[str, str]:
    keys = [part.key for part in texts()[letter.kind].parts if part.is_text]
    parts = {key: text for key in keys if (text := told.parts.get(key, "").strip())}
    wrong = {} if parts.get(OPENING) else {OPENING: NOT_WRITTEN}
    wrong |= {} if told.dear.strip() else {"dear": NOT_CALLED}
    if wrong:
        raise ValidationError(wrong)
    return parts


def _bring_in(letter: Letter, told: LetterTold) -> dict[str, int]:
    """What was chosen, as it is said today, in place of what was chosen before. Returns how many of each."""
    family = letter.family
    quotes = _chosen(shareable(family), told.quotes)
    strengths = _chosen(family.strengths.holding(), told.strengths)
    steps = _chosen(family.next_steps.to_do(), told.steps)
    for rows in (letter.quotes, letter.strengths, letter.steps):
        rows.all().delete()
    LetterQuote.objects.bulk_create(
        LetterQuote(letter=letter, quote=one, text=one.text, language=one.language, translation=one.translation,
                    whose=one.speaker, said_on=one.said_on)
        for one in quotes
    )  # fmt: skip
    LetterStrength.objects.bulk_create(LetterStrength(letter=letter, strength=one, text=one.text) for one in strengths)
    LetterStep.objects.bulk_create(
        LetterStep(letter=letter, step=one, text=one.text, owner=one.owner, who=one.who, due_on=one.due_on)
        for one in steps
    )
    return {"quotes": len(quotes), "strengths": len(strengths), "steps": len(steps)}


def _chosen[M: models.Model](offered: models.QuerySet[M], wanted: Iterable[UUID]) -> list[M]:
    ids = set(wanted)
    found = list(offered.filter(pk__in=ids)) if ids else []
    if len(found) < len(ids):
        raise ValidationError(NOT_THIS_FAMILY)
    return sorted(found, key=lambda one: str(one.pk))


@transaction.atomic
def give(*, letter: Letter, by: Staff, how: str, on: date | None = None) -> Letter:
    """Say that they have it, from which day and how. From then on it stays as it is, in each language it is in."""
    letter = locked(letter)
    full = LetterInFull(letter)
    require(can_give(by, full))
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise ValidationError({"on": NOT_YET})
    if how not in Letter.How:
        raise ValidationError({"how": "Say how it was given"})
    if draft_behind(letter):
        raise ValidationError(MORE_TYPED)
    letter.given_on, letter.given_by, letter.how = day, by, how
    letter.given_as = papers(full, translations_of(letter))
    letter.save(update_fields=["given_on", "given_by", "how", "given_as"])
    _put_drafts_away(letter, "finished_at")
    said = f"Letter to {letter.dear}, {letter.get_how_display().lower()}: {letter.get_kind_display()}"
    chronology.record(
        letter.family, ChronologyEntry.Kind.LETTER, noon(day), said, by=by, subject=letter,
        url=letter.get_absolute_url(),
    )  # fmt: skip
    AuditEvent.record("letter.given", by=by, family=letter.family, subject=letter, how=how, kind=letter.kind)
    return letter


@transaction.atomic
def take_back(*, letter: Letter, by: Staff, reason: str) -> Letter:
    """Given in error, or begun and never to be given. It stays to be read as it was, and can be written anew."""
    letter = locked(letter)
    require(can_take_back(by, letter))
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is taken back"})
    letter.taken_back_at, letter.taken_back_by = timezone.now(), by
    letter.taken_back_because = reason.strip()[:300]
    letter.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_because"])
    _put_drafts_away(letter, "discarded_at")
    chronology.withdraw(letter)
    AuditEvent.record("letter.taken-back", by=by, family=letter.family, subject=letter, given=letter.is_given)
    return letter


def _put_drafts_away(letter: Letter, how: str) -> None:
    """What is given, or never to be, is no longer half written."""
    page = page_of(letter)
    Draft.objects.unfinished().filter(form=page.form, about=page.about).update(**{how: timezone.now()})
