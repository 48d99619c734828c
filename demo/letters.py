"""Letters to made-up families, through the actions people use: most by the worker a newcomer signs in as."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.models import Allocation, Family, FamilyMember, Person
from demo.authority import SIGN_INS, DemoTeam
from hampshire.accounts.models import Role, Staff
from hampshire.ids import new_id
from hampshire.moments import noon
from hampshire.words import short_date
from practice.actions import drafts
from practice.drafting import DraftTicket
from practice.letters.actions import kinds, letters, papers
from practice.letters.drafting import page_of
from practice.letters.facts import LetterTold
from practice.letters.languages import SHIPPED
from practice.letters.models import Kind, Letter
from practice.letters.queries import shareable
from practice.letters.shipped import STEPS, texts
from practice.models import Visit
from practice.register.actions import entries
from practice.register.models import Entry

_said: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "letters.toml").read_text(encoding="utf8"))
# The share of families that are written to: by the worker a newcomer signs in as, in their team, elsewhere.
SHOWN, NEAR, FAR = 0.85, 0.35, 0.08
ANSWERED = 0.4
HOW = {"read": 55, "handed": 35, "posted": 10}


@dataclass
class Desk:
    """One worker's writing: a dice of its own, and what was said already."""

    rng: Random
    worker: Staff
    said: set[str] = field(default_factory=set)

    def pick(self, told: Any) -> str:
        """One of these not used lately, with its slots filled."""
        if isinstance(told, str):
            return told.format(worker=self.worker.name.split()[0])
        fresh = [text for text in told if text not in self.said] or list(told)
        text: str = self.rng.choice(fresh)
        self.said.add(text)
        return text.format(worker=self.worker.name.split()[0])


@transaction.atomic
def tell(*, seed: int, teams: list[DemoTeam], today: date) -> None:
    """Write to the families of open cases. The same seed tells the same of the same families."""
    _register()
    for number, home in enumerate(teams):
        for place, worker in enumerate(home.workers):
            shown_here = worker.name == SIGN_INS[Role.PRACTITIONER]
            share = FAR if number else SHOWN if shown_here else NEAR
            desk = Desk(Random(f"{seed}/letters/{number}/{place}"), worker)
            written_to = [family for family in _carried(worker) if desk.rng.random() < share]
            for nth, family in enumerate(written_to):
                _correspond(desk, family, today, nth if shown_here else None)
    _age()


def _register() -> None:
    """Somebody answers for each kind of letter."""
    kinds.load(by=None)
    keeper = Staff.objects.get(name=SIGN_INS[Role.ADMINISTRATOR])
    owner = Staff.objects.get(name=SIGN_INS[Role.MANAGER])
    for entry in Entry.objects.current().filter(letter_kind__isnull=False, owner=None):
        entries.amend(entry=entry, kind=entry.kind, name=entry.name, about=entry.about, owner=owner, by=keeper)


def _carried(worker: Staff) -> Iterator[Family]:
    held = Allocation.objects.current().leads().filter(worker=worker).select_related("case__family")
    return (one.case.family for one in held.order_by("case__family__name", "id"))


def _correspond(desk: Desk, family: Family, today: date, nth: int | None) -> None:
    """Hello after the first visit, what was said after a later one; the first few families show all there is."""
    visits = list(family.visits.standing().filter(logged_by=desk.worker).order_by("happened_at", "id"))
    people = [one.person for one in FamilyMember.objects.current().filter(family=family).with_people()]
    if not visits or not people:
        return
    child, adult = people[0], people[-1]
    if family.plans.filter(translations__language="pl").exists():
        _in_polish(desk, family, adult, visits[0])
    elif desk.rng.random() < 0.5 or nth == 0:
        hello = _give(desk, family, "hello", adult, visits[0], visits[0].happened_on)
        if nth == 0:
            _begun_anew(desk, hello, visits[-1])
    if len(visits) > 1 or nth is not None:
        _give(desk, family, "after_visit", child, visits[-1], visits[-1].happened_on + timedelta(days=1), today)
    if nth == 1:
        _wait(desk, family, child, visits[-1])
    elif nth == 2:
        _write(desk, letters.begin(family=family, by=desk.worker, kind="before_meeting", to=child))
    elif nth == 3:
        _give(desk, family, "before_meeting", child, visits[-1], visits[-1].happened_on, today)


def _told(desk: Desk, letter: Letter) -> LetterTold:
    """Its parts from data/letters.toml, else as its kind begins; with words, strengths and steps of the family's."""
    told = _said[letter.kind]
    day = f" on {short_date(letter.visit.happened_on)}" if letter.visit else ""
    begins = {"worker": desk.worker.name.split()[0], "day": day}
    kind = texts()[letter.kind]
    parts = {
        part.key: desk.pick(told[part.key]) if part.key in told else part.begun(**begins)
        for part in kind.parts
        if part.is_text
    }
    family = letter.family
    theirs = shareable(family).filter(person=letter.to).values_list("pk", flat=True)
    strengths = family.strengths.holding().with_sightings().values_list("pk", flat=True)
    steps = family.next_steps.to_do().soonest_first().values_list("pk", flat=True)
    next_steps = list(steps[:2]) if kind.holds(STEPS) else []
    return LetterTold(letter.dear, parts, list(theirs[:2]), list(strengths[:2]), next_steps)


def _write(desk: Desk, letter: Letter) -> Letter:
    return letters.write(letter=letter, by=desk.worker, told=_told(desk, letter))


def _give(
    desk: Desk, family: Family, kind: str, to: Person, visit: Visit, on: date, today: date | None = None
) -> Letter:
    """Written after a visit and given that day or the next; answered now and then."""
    on = min(on, timezone.localdate())
    about = visit if kind == Kind.AFTER_VISIT else None
    begun = letters.begin(family=family, by=desk.worker, kind=kind, to=to, visit=about, at=noon(visit.happened_on))
    how = desk.rng.choices(list(HOW), list(HOW.values()))[0]
    letter = letters.give(letter=_write(desk, begun), by=desk.worker, how=how, on=on)
    if today and desk.rng.random() < ANSWERED:
        answer = desk.pick(_said["said"]["answers"])
        received_on = min(today, on + timedelta(days=6))
        papers.reply(letter=letter, by=desk.worker, text=answer, person=to, received_on=received_on)
    return letter


def _begun_anew(desk: Desk, letter: Letter, visit: Visit) -> None:
    """Given in error: taken back, written anew and given again."""
    letter = letters.take_back(letter=letter, by=desk.worker, reason=_said["said"]["taken_back"])
    again = letters.begin(family=letter.family, by=desk.worker, kind=letter.kind, to=letter.to, anew_from=letter)
    letters.give(letter=_write(desk, again), by=desk.worker, how="handed", on=visit.happened_on)


def _wait(desk: Desk, family: Family, to: Person, visit: Visit) -> None:
    """Half written, and found again among the drafts."""
    letter = letters.begin(family=family, by=desk.worker, kind="goodbye", to=to)
    typed = {"dear": [letter.dear], "called": [letter.called], "kind": [letter.kind]}
    half = {"part-opening": [desk.pick(_said["goodbye"]["opening"])], "part-together": ["We went from"]}
    ticket = DraftTicket(page_of(letter), new_id(), 0, {**typed, **half}, tab="demo")
    drafts.save(ticket=ticket, family=family, by=desk.worker)


def _in_polish(desk: Desk, family: Family, to: Person, visit: Visit) -> None:
    """The family that is given its plan in Polish is written to in Polish."""
    day = visit.happened_on
    begun = letters.begin(family=family, by=desk.worker, kind="hello", to=to, at=noon(day))
    letter = _write(desk, begun)
    told = _said["hello"]
    polish = {f"part-{key}": told[f"{key}_pl"].format(worker=desk.worker.name) for key in letter.parts}
    papers.translate(
        letter=letter,
        by=desk.worker,
        language="pl",
        lines={**{key: text for key, text in SHIPPED["pl"].items() if key.startswith("label-")}, **polish},
        translated_by="Language service, interpreter 2291",
        checked_on=day,
    )
    letters.give(letter=letter, by=desk.worker, how="read", on=day)


def _age() -> None:
    """What was given was written then, and not all in this minute."""
    Letter.objects.exclude(given_on=None).update(written_at=F("begun_at"))
