"""What the letters' pages fetch."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import Http404

from cases.models import Family
from practice.letters.drafting import page_of
from practice.letters.models import Letter, LetterKind, LetterQuote, LetterReply, LetterTranslation
from practice.models import Draft, NextStep, Quote, Strength, Visit
from practice.quote_uses import Went
from practice.register.models import Entry

QUOTES_OFFERED, STRENGTHS_OFFERED, STEPS_OFFERED = 40, 30, 20


def letter_or_404(family: Family, letter_id: UUID) -> Letter:
    """A letter of a family that came through the gate."""
    letters = family.letters.select_related("to", "author", "given_by", "taken_back_by", "visit", "anew_from")
    letter = letters.filter(pk=letter_id).first()
    if letter is None:
        raise Http404("No letter by that id is this family's.")
    letter.family = family
    return letter


def letters_of(family: Family) -> QuerySet[Letter]:
    """All letters of the family, the latest first, each with whether somebody has answered it."""
    answered = LetterReply.objects.standing().filter(letter=OuterRef("pk"))
    return family.letters.with_people().annotate(is_answered=Exists(answered)).latest_first()


def reply_or_404(letter: Letter, reply_id: UUID) -> LetterReply:
    reply = letter.replies.standing().filter(pk=reply_id).select_related("person").first()
    if reply is None:
        raise Http404("No reply by that id stands on this letter.")
    reply.letter = letter
    return reply


def visit_of(family: Family, visit_id: str) -> Visit | None:
    """The family's visit that a letter is begun from; None for blank or for anybody else's."""
    try:
        return family.visits.standing().filter(pk=UUID(visit_id)).first()
    except ValueError:
        return None


def taken_back_of(family: Family, letter_id: str) -> Letter | None:
    """The family's letter that another is written anew from; None for blank, and for one that stands."""
    try:
        found = family.letters.with_people().filter(pk=UUID(letter_id)).exclude(taken_back_at=None).first()
    except ValueError:
        return None
    return found


def translations_of(letter: Letter) -> list[LetterTranslation]:
    return list(letter.translations.order_by("language"))


def translation_of(letter: Letter, language: str) -> LetterTranslation | None:
    return LetterTranslation.objects.filter(letter=letter, language=language).first()


def labels_before(language: str, english: Mapping[str, str]) -> dict[str, str]:
    """The paper's own words in that language, as somebody wrote them last, for any letter; nothing of anybody's.

    `english` is what they say here: another kind of letter has another title under the same key.
    """
    latest = LetterTranslation.objects.filter(language=language).order_by("-written_at").first()
    lines = latest.lines if latest else {}
    return {key: told["is"] for key, told in lines.items() if english.get(key) == told["of"]}


# ---- Writing one ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Material:
    """What may be brought into a letter, as it is on record: nothing of it is typed again."""

    quotes: Sequence[Quote]
    strengths: Sequence[Strength]
    steps: Sequence[NextStep]


def material_of(family: Family) -> Material:
    """Words that may be shared, strengths that hold, next steps to do. Three queries."""
    return Material(
        list(shareable(family)[:QUOTES_OFFERED]),
        list(family.strengths.holding().with_sightings()[:STRENGTHS_OFFERED]),
        list(family.next_steps.to_do().soonest_first()[:STEPS_OFFERED]),
    )


def shareable(family: Family) -> QuerySet[Quote]:
    return family.quotes.standing().filter(may_be_shared=True).latest_first().select_related("person")


# ---- What is half written, and where words went ----------------------------------------------------------------------


def draft_behind(letter: Letter) -> Draft | None:
    """What its author has typed since the letter was written as it stands; None when nothing is."""
    drafts = Draft.objects.for_page(page_of(letter), letter.author)
    return drafts.filter(saved_at__gt=letter.written_at).first() if letter.written_at else None


def went_into(quote_ids: Collection[UUID]) -> Iterable[Went]:
    """The letters in somebody's hands that these words stand in. One query."""
    given = LetterQuote.objects.filter(quote__in=quote_ids, letter__in=Letter.objects.given())
    given = given.filter(letter__family=F("quote__family"))  # not of a family it was joined to, and is set apart from
    for one in given.select_related("letter").order_by("letter__given_on", "id"):
        letter = one.letter
        yield Went(one.quote_id, f"letter to {letter.dear}", letter.given_on or date.min, letter.get_absolute_url())


def letters_after(visit: Visit) -> list[Letter]:
    """The letters begun from a visit. One query."""
    return list(visit.letters.filter(taken_back_at=None).select_related("author").latest_first())


def entry_of(kind: str) -> Entry | None:
    """The kind's entry in the towards-or-against register."""
    found = LetterKind.objects.filter(kind=kind).select_related("register_entry").first()
    return found.register_entry if found else None
