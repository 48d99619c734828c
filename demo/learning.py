"""How the made-up authority learns: people seen at work, courses, what colleagues noticed, and the leaders' mirror.

The first team, where a newcomer signs in, has something to do on every page. Elsewhere it is as it is: some were seen,
some not.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction

from demo.authority import DemoTeam
from demo.supervision import SHOWN, Known, carried
from hampshire.accounts.models import Role, Staff, TeamLineage
from hampshire.working_days import is_working_day
from practice.learning import quarters
from practice.learning.actions import affirmations, mirror, observations, tools, training
from practice.learning.actions.observations import Scored
from practice.learning.models import Course, Observation
from practice.learning.models.mirror import STATEMENTS
from practice.learning.skills import Skill

_said: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "learning.toml").read_text(encoding="utf8"))


@dataclass
class Learning:
    """One team's learning: who works there, who leads them, and the families that the sentences speak of."""

    rng: Random
    home: DemoTeam
    area_manager: Staff
    today: date

    def known(self, worker: Staff) -> Known | None:
        families = carried(worker)
        return self.rng.choice(families) if families else None

    def ago(self, days: int) -> date:
        """A working day about so many days ago; a negative number lies ahead."""
        return _working(self.today - timedelta(days=days))

    def scores(self, side: str, known: Known | None, lean: float) -> dict[str, Scored]:
        """Mostly twos and threes; `lean` moves them up or down."""
        told = {}
        for skill in Skill.values:
            score = min(4, max(0, round(self.rng.gauss(2.3 + lean, 0.9))))
            why = _say(known, self.rng.choice(_said["why"][side][skill])) if self.rng.random() < 0.7 else ""
            told[skill] = Scored(score, why)
        return told


def _working(day: date) -> date:
    """The day, or the last working day before a weekend or Christmas: nobody is seen at work then, nor on a course."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _shown_first(home: DemoTeam) -> DemoTeam:
    """The team with whom a newcomer signs in as standing first."""
    return replace(home, workers=sorted(home.workers, key=lambda worker: worker.email != SHOWN))


def _say(known: Known | None, text: str) -> str:
    """The sentence with its names in it: of nobody in particular where no family is known."""
    return known.say(text) if known else text.format(child="their eldest", adult="Mum")


@transaction.atomic
def load_toolkit() -> None:
    """The tools and courses, before the first visit can use one."""
    tools.load_toolkit(by=None)


@transaction.atomic
def tell(*, seed: int, teams: Sequence[DemoTeam], today: date) -> None:
    """The same seed tells the same."""
    service = Staff.objects.get(email="manager@hampshire.example")
    teams = [_shown_first(home) for home in teams]
    for number, home in enumerate(teams):
        one = Learning(Random(f"{seed}/learning/{number}"), home, _area_manager(home), today)
        if number == 0:
            _shown(one, service)
        else:
            _elsewhere(one)
    rng = Random(f"{seed}/learning")
    _courses(rng, teams, today)
    _notice(rng, teams, today, service)
    _mirror(rng, teams, today)


def _area_manager(home: DemoTeam) -> Staff:
    above = TeamLineage.objects.filter(team=home.team, depth=1).values("ancestor")
    return Staff.objects.filter(memberships__team__in=above, memberships__role=Role.MANAGER).by_name()[0]


# ---- Observations ----


def _plan(one: Learning, worker: Staff, observer: Staff, day: date, *, known: Known | None, **told: Any) -> Observation:
    consent: dict[str, Any] = {"family": known.family, "consent": "given"} if known else {}
    return observations.plan(by=worker, worker=worker, observer=observer, planned_for=day, **consent, **told)


def _scored(one: Learning, worker: Staff, observer: Staff, day: date, known: Known | None) -> Observation:
    planned = _plan(one, worker, observer, day, known=known)
    scores = one.scores("worker", known, -0.3)
    return observations.score(observation=planned, by=worker, scores=scores, observed_on=day)


def _both(one: Learning, worker: Staff, observer: Staff, day: date, known: Known | None) -> Observation:
    scored = _scored(one, worker, observer, day, known)
    return observations.watch(observation=scored, by=observer, scores=one.scores("observer", known, 0.4))


def _compared(one: Learning, worker: Staff, observer: Staff, day: date, known: Known | None) -> Observation:
    both = _both(one, worker, observer, day, known)
    if known and one.rng.random() < 0.6:
        observations.hear_family(observation=both, by=worker, words=known.say(one.rng.choice(_said["family_words"])))
    return observations.compare(observation=both, by=worker, **_lesson(one, known))


def _alongside(one: Learning, worker: Staff, observer: Staff, day: date) -> None:
    known = one.known(worker)
    planned = _plan(one, worker, observer, day, known=known, kind=Observation.Kind.ALONGSIDE)
    observations.work_alongside(observation=planned, by=observer, observed_on=day, **_lesson(one, known))


def _lesson(one: Learning, known: Known | None) -> dict[str, str]:
    return {
        "learnt": _say(known, one.rng.choice(_said["learnt"])),
        "next_step": _say(known, one.rng.choice(_said["next"])),
    }


def _shown(one: Learning, service: Staff) -> None:
    """What waits for the people a newcomer signs in as: to score, to compare, to prepare."""
    grace, area, (amara, second, third, fourth, *_) = one.home.supervisor, one.area_manager, one.home.workers
    _compared(one, amara, grace, one.ago(151), one.known(amara))
    _plan(one, amara, grace, one.ago(2), known=one.known(amara))
    _both(one, amara, second, one.ago(9), one.known(amara))
    _scored(one, third, grace, one.ago(3), one.known(third))
    _compared(one, fourth, amara, one.ago(66), one.known(fourth))
    off = _plan(one, second, grace, one.ago(24), known=one.known(second))
    observations.cancel(observation=off, by=second, because=_said["cancelled"])
    observations.plan(by=second, worker=second, observer=grace, planned_for=one.ago(-9))
    _compared(one, grace, area, one.ago(72), None)
    _alongside(one, fourth, grace, one.ago(20))
    _alongside(one, amara, service, one.ago(34))
    _compared(one, service, area, one.ago(118), None)
    _scored(one, area, service, one.ago(4), None)
    observations.plan(by=service, worker=service, observer=area, planned_for=one.ago(-6))


def _elsewhere(one: Learning) -> None:
    for worker in one.home.workers:
        if one.rng.random() < 0.55:
            _compared(one, worker, one.home.supervisor, one.ago(one.rng.randint(10, 300)), one.known(worker))
        if one.rng.random() < 0.25:
            observations.plan(
                by=worker, worker=worker, observer=one.home.supervisor, planned_for=one.ago(-one.rng.randint(2, 25))
            )
    if one.rng.random() < 0.6:
        _compared(one, one.home.supervisor, one.area_manager, one.ago(one.rng.randint(20, 160)), None)
    if one.rng.random() < 0.5:
        _alongside(one, one.rng.choice(one.home.workers), one.home.supervisor, one.ago(one.rng.randint(5, 120)))


# ---- Courses ----


def _courses(rng: Random, teams: Sequence[DemoTeam], today: date) -> None:
    """Each course ran in spring and autumn, and runs again soon; some came, some could not."""
    by = Staff.objects.filter(memberships__role=Role.ADMINISTRATOR).by_name()[0]
    people = [person for home in teams for person in (home.supervisor, *home.workers)]
    for number, course in enumerate(Course.objects.current().by_name()):
        for days in (-212 - 7 * number, -58 + 5 * number, 16 + 9 * number):
            held_on = _working(today + timedelta(days=days))
            session = training.add_session(
                course=course, by=by, held_on=held_on, where=rng.choice(teams).town, places=14
            )
            for person in rng.sample(people, rng.randint(6, 12)):
                training.book(session=session, by=person, on=min(today, held_on - timedelta(days=20)))
            if days < 0:
                came = [one.pk for one in session.attendances.order_by("staff__email") if rng.random() < 0.85]
                training.mark(session=session, by=by, came=came)
    _competences(rng, teams[0], today)


def _competences(rng: Random, home: DemoTeam, today: date) -> None:
    amara, *others = home.workers
    courses = list(Course.objects.current().by_name())
    on = _working(today - timedelta(days=50))
    training.agree(staff=amara, by=home.supervisor, level="practising", skill=Skill.CHILD, on=on)
    training.agree(staff=amara, by=home.supervisor, level="learning", skill=Skill.STRAIGHT, on=on)
    training.agree(staff=amara, by=home.supervisor, level="teaching", course=courses[0], on=on)
    for person in others:
        level = rng.choice(["learning", "practising", "practising", "teaching"])
        training.agree(staff=person, by=home.supervisor, level=level, skill=rng.choice(Skill.values), on=on)


# ---- I noticed... ----


def _notice(rng: Random, teams: Sequence[DemoTeam], today: date, service: Staff) -> None:
    """A few in each team; the people a newcomer signs in as have some from this week, and have said some."""
    first = teams[0]
    amara, second, *_ = first.workers
    pairs = [(amara, first.supervisor, 2), (first.supervisor, second, 4), (service, first.supervisor, 5)]
    pairs += [(amara, second, 19), (second, amara, 11), (amara, service, 33)]
    for home in teams[1:]:
        to, by = rng.sample(home.workers, 2)
        pairs.append((to, by, rng.randint(1, 60)))
    for number, (to, by, days) in enumerate(pairs):
        line = _said["noticed"][number % len(_said["noticed"])]
        known = next(iter(carried(to)), None)
        affirmations.affirm(
            to=to,
            by=by,
            moment=line["moment"],
            text=_say(known, line["text"]),
            family=known.family if known else None,
            on=_working(today - timedelta(days=days)),
        )


# ---- The leaders' mirror ----


def _mirror(rng: Random, teams: Sequence[DemoTeam], today: date) -> None:
    """Three quarters that are over, a little better each time; the one that runs is begun, and not by those shown."""
    quarter = quarters.quarter_of(today)
    for back in range(3):
        quarter = quarters.before(quarter)
        for home in teams:
            for person in (*home.workers, home.supervisor):
                if rng.random() < 0.8:
                    mirror.answer(by=person, scores=_answers(rng, 2.7 - 0.2 * back), on=quarter)
    for home in teams[1:]:
        for person in home.workers[:2]:
            mirror.answer(by=person, scores=_answers(rng, 2.8), on=today)


def _answers(rng: Random, middle: float) -> dict[str, int]:
    return {name: min(4, max(0, round(rng.gauss(middle, 0.9)))) for name in STATEMENTS}
