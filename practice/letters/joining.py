"""Letters' part when two families that became one are taken apart again.

What points at a family moves with it by itself (cases/belongings.py). A letter begun since, about a visit that goes
back, goes back with the visit; and what is told and half written of a letter stands where the letter does.
"""

from typing import Any

from cases import belongings
from cases.hooks import Joining
from cases.models import ChronologyEntry, Family
from practice.letters.drafting import LETTER_WRITE
from practice.letters.models import Letter, LetterReply
from practice.models import Draft


def before(gone: Family, kept: Family) -> dict[str, Any]:
    return {}


def after(gone: Family, kept: Family) -> None:
    """Nothing more: letters move with all else that points at the family."""


def undone(moved: dict[str, Any], gone: Family, kept: Family) -> None:
    Letter.objects.filter(family=kept, visit__case__family=gone).update(family=gone)
    letters = [str(pk) for pk in gone.letters.values_list("pk", flat=True)]
    Draft.objects.filter(family=kept, form=LETTER_WRITE, about__in=letters).update(family=gone)
    replies = LetterReply.objects.filter(letter__family=gone).values_list("pk", flat=True)
    entries = ChronologyEntry.objects.filter(family=kept, subject_id__in=[*letters, *map(str, replies)])
    belongings.point_back(entries, gone, kept)
    entries.update(family=gone)


JOINING = Joining("letters", before, after, undone)
