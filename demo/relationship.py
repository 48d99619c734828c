"""What the made-up families say of visits, and what strained and mended their trust, by the actions people use.

The team where a newcomer signs in has most of it: all three ways of asking, a rating that fell, a link that waits.
"""

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from cases.models import Allocation, Family, FamilyMember, Person
from demo.authority import SIGN_INS, DemoTeam
from hampshire.accounts.models import Role, Staff
from hampshire.links.models import LASTS, OneTimeLink
from practice.models import Visit
from practice.relationship.actions import askings, ratings, ruptures, wordings
from practice.relationship.actions.askings import DEVICE_LASTS
from practice.relationship.facts import Answers, Whose
from practice.relationship.models import Asking
from practice.relationship.models.asking import PURPOSE
from practice.relationship.models.rating import TAPS

_said = tomllib.loads((Path(__file__).parent / "data" / "relationship.toml").read_text(encoding="utf8"))
# The share of visits that somebody was asked about: by the worker a newcomer signs in as, in their team, elsewhere.
SHOWN, NEAR, FAR = 0.6, 0.35, 0.12
WAYS = {"device": 45, "link": 30, "paper": 25}
NOT_SAID, UNANSWERED, MORE_WORDS = 0.07, 0.2, 0.3
FELL = ((3, 3, 3, 3), (4, 3, 3, 4), (4, 4, 3, 4), (1, 1, 2, 1))
FELL_LESS = ((4, 3, 3, 3), (3, 3, 3, 3), (3, 2, 1, 1))
RARELY_BEFORE = timedelta(days=400)  # families rate visits since then


@dataclass
class Known:
    """A family that a worker carries, whom to ask, and how warm it is between them (0 to 4)."""

    rng: Random
    family: Family
    worker: Staff
    people: list[Person]
    warmth: float
    visits: list[Visit] = field(default_factory=list)

    def say(self, text: str) -> str:
        return text.format(worker=self.worker.name.split()[0])

    def answers(self) -> Answers:
        """As warm as it is, a little more or less; sometimes in words, sometimes not at all."""
        if self.rng.random() < NOT_SAID:
            return Answers()
        taps = [max(0, min(4, round(self.rng.gauss(self.warmth, 0.6)))) for _ in TAPS]
        tone = "good" if sum(taps) >= 12 else "middling" if sum(taps) >= 7 else "low"
        words = self.say(self.rng.choice(_said[tone])) if self.rng.random() < MORE_WORDS else ""
        return Answers(**dict(zip(TAPS, taps, strict=True)), words=words)


@transaction.atomic
def tell(*, seed: int, teams: list[DemoTeam], today: date) -> None:
    """Ask the families of open cases. The same seed tells the same of the same families."""
    _put_into_languages()
    for number, home in enumerate(teams):
        for place, worker in enumerate(home.workers):
            rng = Random(f"{seed}/relationship/{number}/{place}")
            shown_here = worker.name == SIGN_INS[Role.PRACTITIONER]
            share = FAR if number else SHOWN if shown_here else NEAR
            carried = _carried(rng, worker, today)
            shown = _shown(carried, today) if shown_here else _fell_too(carried) if (number, place) == (0, 1) else set()
            for known in carried:
                if known.family.pk not in shown:
                    _ask_over_time(known, share)
    _age()


def _put_into_languages() -> None:
    by = Staff.objects.filter(memberships__role=Role.ADMINISTRATOR).order_by("email").distinct()[0]
    for language, sentences in _said["wordings"].items():
        wordings.write(language=language, by=by, sentences=sentences)


def _carried(rng: Random, worker: Staff, today: date) -> list[Known]:
    """The worker's families by name, each with its visits of the open case, the oldest first."""
    held = Allocation.objects.current().leads().filter(worker=worker).select_related("case__family__team")
    held = held.order_by("case__family__name", "id")
    visits: dict[UUID, list[Visit]] = defaultdict(list)
    since = timezone.now() - RARELY_BEFORE
    told = Visit.objects.standing().filter(case__in=held.values("case"), happened_at__gte=since)
    for visit in told.select_related("logged_by").order_by("happened_at", "id"):
        visits[visit.family_id].append(visit)
    people: dict[UUID, list[Person]] = defaultdict(list)
    for member in FamilyMember.objects.current().filter(family__in=list(visits)).with_people():
        people[member.family_id].append(member.person)
    return [
        Known(rng, one.case.family, worker, people[pk], rng.uniform(2.0, 3.4), visits[pk])
        for one in held
        if (pk := one.case.family_id) in visits
    ]


def _ask_over_time(known: Known, share: float) -> None:
    for visit in known.visits:
        known.warmth = min(3.8, known.warmth + 0.06)  # most grow warmer
        if known.rng.random() < share:
            _ask(known, visit, known.rng.choice([known.people[0], known.people[-1]]))


def _ask(known: Known, visit: Visit, person: Person) -> None:
    way = known.rng.choices(list(WAYS), list(WAYS.values()))[0]
    whose = Whose(person=person)
    if way == "paper":
        ratings.enter(visit=visit, by=visit.logged_by, whose=whose, answers=known.answers(), said_on=visit.happened_on)
        return
    at = visit.happened_at + timedelta(hours=1 if way == "device" else 3)
    _, token = askings.ask(visit=visit, by=visit.logged_by, whose=whose, how=way, at=min(at, timezone.now()))
    if way == "device" or known.rng.random() > UNANSWERED:
        ratings.give(by=None, token=token, answers=known.answers(), said_on=visit.happened_on)


def _shown(carried: list[Known], today: date) -> set[UUID]:
    """Families that show what a newcomer should see: a fall with a strain, a mended one, a link that waits."""
    often = [known for known in carried if len(known.visits) >= 3]
    if often:
        _fall(often[0])
        _strain(often[0], often[0].visits[-2].happened_on, 0)
    if len(often) > 1:
        _ask_over_time(often[1], 0.8)
        begun = often[1].visits[len(often[1].visits) // 2].happened_on
        _strain(often[1], begun, 1, mended_on=min(today, begun + timedelta(days=6)))
    others = [known for known in carried if known not in often[:2]]
    lately = [known for known in others if today - known.visits[-1].happened_on < LASTS / 2]
    for known in lately[:1]:
        askings.ask(visit=known.visits[-1], by=known.worker, whose=Whose(person=known.people[-1]), how="link")
    return {known.family.pk for known in [*often[:2], *lately[:1]]}


def _fall(known: Known, told: Sequence[tuple[int, ...]] = FELL) -> None:
    """Well for a while, then not: the last visit went wrong for the mother."""
    adult = known.people[-1]
    latest = known.visits[-len(told) :]
    for visit, taps in zip(latest, told[-len(latest) :], strict=True):
        words = known.say(_said["low"][1]) if taps[0] == 1 else ""
        said = Answers(**dict(zip(TAPS, taps, strict=True)), words=words)
        _tapped(known, visit, adult, said)


def _tapped(known: Known, visit: Visit, person: Person, said: Answers) -> None:
    """By a link, in the evening of the visit."""
    at = min(visit.happened_at + timedelta(hours=3), timezone.now())
    _, token = askings.ask(visit=visit, by=visit.logged_by, whose=Whose(person=person), how="link", at=at)
    ratings.give(by=None, token=token, answers=said, said_on=visit.happened_on)


def _fell_too(carried: list[Known]) -> set[UUID]:
    """A family of a colleague, so that whoever looks at the whole team sees more than one."""
    often = [known for known in carried if len(known.visits) >= 3][:1]
    for known in often:
        _fall(known, FELL_LESS)
    return {known.family.pk for known in often}


def _strain(known: Known, on: date, which: int, *, mended_on: date | None = None) -> None:
    told: dict[str, str] = _said["strain"][which]
    rupture = ruptures.note(family=known.family, by=known.worker, text=known.say(told["text"]), on=on)
    if mended_on:
        ruptures.repair(rupture=rupture, by=known.worker, how=known.say(told["how"]), on=mended_on)


def _age() -> None:
    """The links were made when somebody was asked, and not all in this minute."""
    for how, lasts in ((Asking.How.DEVICE, DEVICE_LASTS), (Asking.How.LINK, LASTS)):
        asked = Asking.objects.filter(link=OuterRef("pk")).values("asked_at")
        of_how = OneTimeLink.objects.filter(purpose=PURPOSE, pk__in=Asking.objects.filter(how=how).values("link"))
        of_how.update(made_at=Subquery(asked), expires_at=_later(asked, lasts))
    OneTimeLink.objects.filter(purpose=PURPOSE, used_at__isnull=False).update(used_at=F("made_at"))


def _later(asked: Any, lasts: timedelta) -> models.ExpressionWrapper:
    return models.ExpressionWrapper(Subquery(asked) + lasts, output_field=models.DateTimeField())
