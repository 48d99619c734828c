"""A letter and what happens to it, for tests of letters."""

from typing import Any

from django.urls import reverse

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from hampshire.ids import new_id
from practice.actions import quotes, steps, strengths
from practice.letters.actions import letters
from practice.letters.facts import LetterTold
from practice.letters.models import Letter
from practice.models import NextStep, Quote, Strength

OPENING = "Thank you for seeing me on Tuesday."


def at(name: str, *args: object) -> str:
    return reverse(f"letters:{name}", args=args)


def quoted(family: Family, by: Staff, person: Person, text: str = "I slept all week.", **told: Any) -> Quote:
    return quotes.note(family=family, by=by, text=text, person=person, **{"may_be_shared": True, **told})


def strong(family: Family, by: Staff, text: str = "Nana collects them on Tuesdays") -> Strength:
    return strengths.notice(family=family, by=by, text=text)


def agreed(family: Family, by: Staff, text: str = "Ask school about breakfast club", **told: Any) -> NextStep:
    return steps.agree(family=family, by=by, text=text, **told)


def begin(family: Family, by: Staff, to: Person, kind: str = "after_visit", **told: Any) -> Letter:
    return letters.begin(family=family, by=by, kind=kind, to=to, **told)


def write(letter: Letter, by: Staff, **told: Any) -> Letter:
    said = {"dear": letter.dear, "parts": {"opening": OPENING, "talked": "Bedtimes."}, **told}
    return letters.write(letter=letter, by=by, told=LetterTold(**said))


def give(letter: Letter, by: Staff, how: str = "read") -> Letter:
    return letters.give(letter=letter, by=by, how=how)


def page_of(letter: Letter, worker: Staff, **typed: Any) -> dict[str, Any]:
    """What a browser sends for the page a letter is written on."""
    page = {
        "draft": str(new_id()),
        "version": "0",
        "tab": "a-window",
        "worker": str(worker.pk),
        "form": "letter-write",
        "about": str(letter.pk),
        "called": letter.called,
        "kind": letter.kind,
        "do": "finish",
        "dear": letter.dear,
        "part-opening": OPENING,
    }
    return page | {name.replace("__", "-"): value for name, value in typed.items()}
