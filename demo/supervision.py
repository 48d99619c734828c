"""A year of supervision in the made-up authority, held through the same actions people use.

The first team, where a newcomer signs in, has all of it: every four weeks for the worker they sign in as, personal and
group supervision, one that was missed, one to agree, and one planned with a rich agenda. Elsewhere, the latest.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Allocation, Family, FamilyMember
from demo.authority import DemoTeam
from hampshire.accounts.models import Membership, Role, Staff, TeamLineage
from practice.actions import decisions
from practice.agenda import raised_about
from practice.models import Decision, Visit
from practice.supervision.actions import items, personal, policies, supervisions
from practice.supervision.models import Item, Supervision

_said = tomllib.loads((Path(__file__).parent / "data" / "supervision.toml").read_text(encoding="utf8"))
EVERY = 28
A_YEAR = 364
SHOWN = "practitioner@hampshire.example"  # whom a newcomer signs in as


@dataclass(frozen=True)
class Known:
    """A family that a worker carries today, with whom the sentences speak of, and since when."""

    family: Family
    since: date
    child: str
    adult: str

    def say(self, text: str) -> str:
        return text.format(child=self.child, adult=self.adult)


@dataclass
class Year:
    """Two people, and what they have talked about so far."""

    rng: Random
    supervisor: Staff
    worker: Staff
    families: list[Known]
    said: set[tuple[str, str]]

    def pick(self, known: Known) -> dict[str, Any] | None:
        """Something not said of this family yet."""
        fresh = [one for one in _said["said"] if (str(known.family.pk), one["text"]) not in self.said]
        if not fresh:
            return None
        chosen: dict[str, Any] = self.rng.choice(fresh)
        self.said.add((str(known.family.pk), chosen["text"]))
        return chosen


@transaction.atomic
def tell(*, seed: int, teams: list[DemoTeam], today: date) -> None:
    """Live the year. The same seed tells the same of the same families."""
    for number, home in enumerate(teams):
        for place, worker in enumerate(home.workers):
            year = Year(Random(f"{seed}/supervision/{number}/{place}"), home.supervisor, worker, carried(worker), set())
            shown = worker.email == SHOWN
            back = A_YEAR if shown else EVERY * 3 if number == 0 else EVERY
            _cases(year, today, back, most=3 if shown else 2)
            if shown:
                _shown(year, home, today)
                _own(home, today)
    _policies(teams, today)


def carried(worker: Staff) -> list[Known]:
    """By the family's name."""
    held = Allocation.objects.current().filter(worker=worker).select_related("case__family").order_by(
        "case__family__name", "id"
    )  # fmt: skip
    families = {one.case.family_id: one for one in held}
    people: dict[Any, dict[str, str]] = {}
    members = FamilyMember.objects.current().filter(family__in=families).with_people()
    for member in members:
        people.setdefault(member.family_id, {}).setdefault(
            "child" if member.is_child else "adult", member.person.short_name
        )
    return [
        Known(one.case.family, one.case.opened_on, named["child"], named["adult"])
        for one in held
        if len(named := people.get(one.case.family_id, {})) == 2
    ]


def _cases(year: Year, today: date, back: int, most: int) -> None:
    """Case supervision every four weeks, up to the latest, a few days more or less each."""
    latest = today - timedelta(days=year.rng.randint(9, 30))
    day = latest - timedelta(days=(back // EVERY - 1) * EVERY)
    while day <= latest:
        _case(year, _working(day), most)
        day += timedelta(days=EVERY)


def _working(day: date) -> date:
    """The Friday before, for a day of the weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _case(year: Year, day: date, most: int) -> None:
    known = [one for one in year.families if one.since + timedelta(days=14) <= day]
    if not known:
        return
    supervision = supervisions.plan(by=year.supervisor, worker=year.worker, planned_for=day)
    supervisions.hold(supervision=supervision, by=year.supervisor, on=day)
    for one in year.rng.sample(known, min(most, len(known))):
        if said := year.pick(one):
            _talk(year, supervision, one, said, decides=year.rng.random() < 0.6)
    for who in (year.worker, year.supervisor):
        _agree(supervision, who)


def _agree(supervision: Supervision, by: Staff) -> None:
    """As it stands, having read it."""
    supervision.refresh_from_db(fields=["version"])
    supervisions.agree(supervision=supervision, by=by, version=supervision.version)


def _talk(year: Year, supervision: Supervision, known: Known, said: dict[str, Any], *, decides: bool) -> None:
    item = items.bring(
        supervision=supervision, by=year.worker, family=known.family, text=known.say(said["text"]), kind=said["kind"]
    )
    items.write(
        item=item,
        by=year.supervisor,
        version=0,
        kind=item.kind,
        talked_about=True,
        notes=known.say(said["note"]),
        reflection=known.say(said["thought"]),
    )
    if decides:
        _decide(year, item, known, said)


def _decide(year: Year, item: Item, known: Known, said: dict[str, Any]) -> None:
    """Most decisions reach a visit; some are overtaken, some wait, and some are late."""
    due = item.supervision.on + timedelta(days=year.rng.choice([7, 14, 14, 21]))
    decision = items.decide(
        item=item, by=year.supervisor, text=known.say(said["decision"]), owner=year.worker, due_on=due
    )
    chance = year.rng.random()
    if chance < 0.72 and (visit := _next_visit(decision)):
        decisions.close(
            decision=decision,
            by=year.worker,
            how_it_went=known.say(said["how"]),
            visit=visit,
            on=visit.happened_at.date(),
        )
    elif chance > 0.9:
        decisions.close(
            decision=decision, by=year.worker, how_it_went="They had done it themselves before we came.", on=due
        )


def _next_visit(decision: Decision) -> Visit | None:
    later = decision.family.visits.standing().filter(happened_at__date__gt=decision.decided_on)
    return later.order_by("happened_at", "id").first()


def _shown(year: Year, home: DemoTeam, today: date) -> None:
    """What the pair that a newcomer signs in as has besides."""
    by, worker = year.supervisor, year.worker
    for days in (93, 37):
        _personal(year, _working(today - timedelta(days=days)))
    missed = supervisions.plan(by=by, worker=worker, planned_for=_working(today - timedelta(days=61)))
    supervisions.miss(supervision=missed, by=year.supervisor, because=_said["missed"][0])
    _group(year, home, _working(today - timedelta(days=44)))
    supervisions.plan(
        by=by, worker=worker, planned_for=_working(today + timedelta(days=14)), kind=Supervision.Kind.PERSONAL
    )
    coming = supervisions.plan(by=by, worker=worker, planned_for=_working(today + timedelta(days=3)))
    noticed = raised_about([one.family.pk for one in year.families])
    first_of_each = {one.why: one for one in reversed(noticed)}
    items.take_up(supervision=coming, by=year.worker, raised=list(first_of_each.values())[:3])
    if year.families:
        text = "I find myself putting off the call. What am I expecting to hear?"
        items.bring(
            supervision=coming,
            by=year.worker,
            family=year.rng.choice(year.families).family,
            text=text,
            kind=Item.Kind.REFLECTIVE,
        )


def _own(home: DemoTeam, today: date) -> None:
    """Whoever supervises is supervised as well: by the manager above them."""
    by, worker = _manager_of(home.supervisor), home.supervisor
    if by is None:
        return
    for days in (100, 51, 23):
        day = _working(today - timedelta(days=days))
        supervision = supervisions.plan(by=by, worker=worker, planned_for=day, kind=Supervision.Kind.PERSONAL)
        if days == 51:
            supervisions.miss(supervision=supervision, by=worker, because=_said["missed"][1])
            continue
        supervisions.hold(supervision=supervision, by=by, on=day)
        for theme, text in _said["own"].items():
            personal.write(supervision=supervision, by=worker, theme=theme, text=text, version=0)
        for who in (by, worker):
            _agree(supervision, who)
    supervisions.plan(by=by, worker=worker, planned_for=_working(today + timedelta(days=9)))


def _manager_of(supervisor: Staff) -> Staff | None:
    above = TeamLineage.objects.filter(team=supervisor.standing[0].team).order_by("depth").values_list("ancestor")
    for (team,) in above:
        held = Membership.objects.current().filter(team=team, role=Role.MANAGER).select_related("staff")
        if found := held.order_by("starts_on", "id").first():
            return found.staff
    return None


def _personal(year: Year, day: date) -> None:
    supervision = supervisions.plan(
        by=year.supervisor, worker=year.worker, planned_for=day, kind=Supervision.Kind.PERSONAL
    )
    supervisions.hold(supervision=supervision, by=year.supervisor, on=day)
    for theme, text in _said["personal"].items():
        personal.write(supervision=supervision, by=year.supervisor, theme=theme, text=text, version=0)
    _agree(supervision, year.supervisor)
    if (timezone.localdate() - day).days > 60:  # the later one waits to be read and agreed
        _agree(supervision, year.worker)


def _group(year: Year, home: DemoTeam, day: date) -> None:
    known = [one for one in year.families if one.since <= day][:2]
    others = [worker for worker in home.workers if worker != year.worker]
    supervision = supervisions.plan(
        by=year.supervisor,
        worker=year.worker,
        planned_for=day,
        kind=Supervision.Kind.GROUP,
        attendees=others,
    )
    supervisions.hold(supervision=supervision, by=year.supervisor, on=day)
    for one in known:
        item = items.bring(
            supervision=supervision,
            by=year.worker,
            family=one.family,
            text="What is it that we are not seeing?",
            kind=Item.Kind.REFLECTIVE,
        )
        for worker, (text, find_out) in zip(others, _said["group"]["hypotheses"], strict=False):
            items.suppose(item=item, by=worker, text=one.say(text), how_we_find_out=one.say(find_out))
        items.write(
            item=item,
            by=year.supervisor,
            version=0,
            kind=item.kind,
            talked_about=True,
            notes=_said["group"]["note"],
            reflection=_said["group"]["thought"],
        )
    for who in (year.supervisor, year.worker):
        _agree(supervision, who)


def _policies(teams: list[DemoTeam], today: date) -> None:
    administrator = Staff.objects.filter(memberships__role=Role.ADMINISTRATOR).first()
    if administrator is None:
        return
    for role in (Role.PRACTITIONER, Role.SUPERVISOR):
        policies.set_for_role(role=role, kind=Supervision.Kind.PERSONAL, every_days=56, by=administrator)
    policies.set_for_worker(
        worker=next(worker for worker in teams[0].workers if worker.email != SHOWN),
        kind=Supervision.Kind.CASE,
        every_days=14,
        by=administrator,
        because="In the first year of practice",
        until=today + timedelta(days=200),
    )
