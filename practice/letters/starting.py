"""What the page of a letter begins with, before anybody has written on it."""

from hampshire.words import short_date
from practice.drafting import Typed
from practice.letters.forms.letters import typed_of
from practice.letters.lines import LetterInFull
from practice.letters.models import Letter
from practice.letters.queries import Material
from practice.letters.shipped import QUOTES, STEPS, STRENGTHS, texts


def day_of(letter: Letter) -> str:
    """ " on Tue 17 Nov", where the letter is about a visit; blank where it is not."""
    return f" on {short_date(letter.visit.happened_on)}" if letter.visit else ""


def begun(letter: Letter, material: Material) -> Typed:
    """As it was written; written anew, as it was before; else its kind's beginnings and what the visit told."""
    if letter.written_at:
        return typed_of(letter, LetterInFull(letter))
    if letter.anew_from:
        return _still_offered(typed_of(letter.anew_from, LetterInFull(letter.anew_from)), material)
    begins = {"worker": letter.author.name, "day": day_of(letter)}
    beginning = [part for part in texts()[letter.kind].parts if part.is_text and part.begins]
    parts = {f"part-{part.key}": [part.begun(**begins)] for part in beginning}
    return {"dear": [letter.dear], **parts, **_of_visit(letter, material)}


def _of_visit(letter: Letter, material: Material) -> Typed:
    """What the reader said there, was seen and agreed, ticked already. Others' words are for somebody to choose."""
    visit = letter.visit
    if visit is None:
        return {}
    seen = {str(pk) for pk in visit.sightings.filter(withdrawn_at=None).values_list("strength", flat=True)}
    return {
        QUOTES: [str(one.pk) for one in material.quotes if one.visit_id == visit.pk and one.person_id == letter.to_id],
        STRENGTHS: [str(one.pk) for one in material.strengths if str(one.pk) in seen],
        STEPS: [str(one.pk) for one in material.steps if one.visit_id == visit.pk],
    }


def _still_offered(typed: Typed, material: Material) -> Typed:
    """Without what may no longer be brought in."""
    offered = {
        QUOTES: {str(one.pk) for one in material.quotes},
        STRENGTHS: {str(one.pk) for one in material.strengths},
        STEPS: {str(one.pk) for one in material.steps},
    }
    return {
        name: [value for value in values if value in offered[name]] if name in offered else values
        for name, values in typed.items()
    }
