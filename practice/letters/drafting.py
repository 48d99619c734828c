"""How a half-written letter is kept: as a draft (practice.models.Draft) of its author's, until the letter is given."""

from collections.abc import Mapping

from django.urls import reverse

from cases.models import Family
from hampshire.words import listed
from practice.letters.models import Letter
from practice.letters.shipped import texts
from practice.models import Draft
from practice.models.draft import Drafted, Page

LETTER_WRITE = "letter-write"
BROUGHT = (("quotes", "Their words"), ("strengths", "What is strong"), ("steps", "What next"))
CALLED = "called"  # the page sends along what the letter is called, so that lists of drafts need not ask


def page_of(letter: Letter) -> Page:
    return Page(letter.family_id, LETTER_WRITE, str(letter.pk))


def _address(draft: Draft) -> str:
    return reverse("letters:letter-write", args=[draft.family_id, draft.about])


def _title(draft: Draft) -> str:
    return f"{draft.data.get(CALLED, ['Letter'])[0]}, {draft.family.title}"


def _lines(family: Family, typed: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """What was typed, to be read where a version was set aside."""
    kind = texts().get(typed.get("kind", [""])[0])
    written = [part for part in kind.parts if part.is_text] if kind else []
    parts = [(part.title, typed.get(f"part-{part.key}", [""])[0]) for part in written]
    offered = {"quotes": family.quotes, "strengths": family.strengths, "steps": family.next_steps}
    brought = [
        (label, [one for one in offered[what].all() if str(one.pk) in typed.get(what, [])]) for what, label in BROUGHT
    ]
    told = [("Dear", typed.get("dear", [""])[0]), *parts]
    return [*told, *((label, listed([str(one) for one in rows])) for label, rows in brought)]


DRAFTED = Drafted(address=_address, title=_title, lines=_lines)
