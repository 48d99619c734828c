"""Assessments of the made-up families, begun, written, returned and authorised by the actions people use."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Case, FamilyMember, Person
from demo import forms
from demo.authority import DemoTeam
from demo.names import SCHOOLS
from hampshire.accounts.models import Staff
from hampshire.working_days import add_working_days
from practice.assessments.actions import assessments, comments, sections
from practice.assessments.actions.sections import SectionTicket
from practice.assessments.definition import Kind, Question
from practice.assessments.models import Assessment, FormVersion
from practice.models import Quote, Strength, Worry

SAID: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "assessments.toml").read_text())
WHOLE, ABOUT_ME, PARENTING = "child-and-family", "about-me", "parenting-and-network"
SIGNS_IN = "practitioner@hampshire.example"  # whom a newcomer signs in as
OWN = 6
# How far each case's assessment has come, by its place among a team's open cases: the latest cases first. The first
# are those somebody who signs in as the practitioner or their supervisor meets.
SHOWN = (
    *("draft", "submitted", "returned", "authorised", "authorised"),
    *("draft", "submitted", "authorised", "withdrawn", "wrong"),
)
ELSEWHERE = ("authorised", "submitted", "draft")


@dataclass
class Telling:
    """One family's assessment while it is told."""

    rng: Random
    home: DemoTeam
    case: Case
    lead: Staff
    children: list[Person]
    adult: str

    def say(self, text: str) -> str:
        soon = timezone.localdate() + timedelta(days=42)
        words = {"child": self.children[0].short_name, "mum": self.adult, "school": self.rng.choice(SCHOOLS)}
        return text.format(**words, in_six_weeks=soon.isoformat())


def tell(*, seed: int, teams: Sequence[DemoTeam], today: date) -> None:
    """The forms, then about twenty assessments: most of them in the first team."""
    forms.tell(today=today)
    versions = {version.form.slug: version for version in FormVersion.objects.in_use()}
    for number, home in enumerate(teams):
        with transaction.atomic():
            ways = SHOWN if number == 0 else ELSEWHERE
            for place, (case, lead) in enumerate(_cases(home, len(ways))):
                telling = _telling(Random(f"{seed}/assessments/{number}/{place}"), home, case, lead)
                if telling is not None:
                    _tell(telling, versions, ways[place], today)


def _cases(home: DemoTeam, count: int) -> list[tuple[Case, Staff]]:
    """Open cases of the team with their lead worker: some of the worker a newcomer signs in as come first."""
    met = timezone.localdate() - timedelta(days=12)
    held = Case.objects.open().filter(
        team=home.team, opened_on__lte=met, allocations__ends_on=None, allocations__role="lead"
    )
    rows = held.select_related("family", "referral").order_by("-opened_on", "id")
    leads = {worker.pk: worker for worker in home.workers}
    found = [(case, leads.get(case.allocations.get(ends_on=None, role="lead").worker_id)) for case in rows]
    known = [(case, lead) for case, lead in found if lead is not None]
    own = [row for row in known if row[1].email == SIGNS_IN][:OWN]
    return [*own, *(row for row in known if row[1].email != SIGNS_IN)][:count]


def _telling(rng: Random, home: DemoTeam, case: Case, lead: Staff) -> Telling | None:
    members = list(FamilyMember.objects.filter(family=case.family).current().with_people())
    children = [member.person for member in members if member.is_child]
    grown = sorted((m for m in members if not m.is_child), key=lambda member: member.role_in_words != "mum")
    adults = [member.person.short_name for member in grown]
    return Telling(rng, home, case, lead, children, adults[0]) if children and adults else None


def _tell(telling: Telling, versions: dict[str, FormVersion], way: str, today: date) -> None:
    """A case that is new has its first; one of long ago has had it, and what goes on now is another."""
    opened, is_new = telling.case.opened_on, telling.case.opened_on > today - timedelta(days=60)
    began = min(opened + timedelta(days=telling.rng.randint(1, 6)), today)
    if way != "authorised" and not is_new:
        _tell(telling, versions, "authorised", today)
        began = today - timedelta(days=telling.rng.randint(14, 44))
    began = min(add_working_days(began - timedelta(days=1), 1), today)  # not on a Sunday
    made = assessments.start(
        family=telling.case.family,
        version=versions[WHOLE],
        children=telling.children,
        reason=telling.say(SAID["why_now"]),
        by=telling.lead,
        on=began,
    )
    took = min(30, (today - began).days - telling.rng.randint(1, 5))
    whole = made.definition.sections if way != "draft" else made.definition.sections[:4]
    for number, section in enumerate(whole):
        at = _at(began + timedelta(days=took * number // len(whole)), telling.rng)
        _write(telling, made, section.key, at)
    if way == "withdrawn":
        assessments.withdraw(assessment=made, by=telling.lead, why="Begun twice: the other one goes on.")
    elif way != "draft":
        _carry_on(telling, made, way, _at(began + timedelta(days=took), telling.rng))
    if way == "wrong":
        _put_right(telling, made, today)
    if way == "authorised" and telling.lead.email == SIGNS_IN and not _has(versions[PARENTING]):
        _parenting(telling, versions[PARENTING], today)
    if way == "authorised" and telling.rng.random() < 0.5:
        _about_me(telling, versions[ABOUT_ME], today)


def _carry_on(telling: Telling, made: Assessment, way: str, finished: datetime) -> None:
    by, moment = telling.home.supervisor, finished
    assessments.submit(assessment=made, by=telling.lead, at=moment)
    if way == "returned":
        for key, text in zip(("children", "worried"), SAID["comments"], strict=True):
            comments.write(assessment=made, by=by, key=key, text=telling.say(text), at=_later(moment, 2))
        why = telling.say(telling.rng.choice(SAID["returned"]))
        assessments.send_back(assessment=made, by=by, why=why, at=_later(moment, 2))
    elif way in ("authorised", "wrong"):
        said = telling.say(SAID["comments"][1])
        comment = comments.write(assessment=made, by=by, key="worried", text=said, at=_later(moment, 1))
        comments.answer(comment=comment, by=telling.lead, text=SAID["answers"][0], at=_later(moment, 2))
        assessments.authorise(assessment=made, by=by, at=_later(moment, 3))


def _put_right(telling: Telling, made: Assessment, today: date) -> None:
    """Somebody noticed that it was about the wrong children: it stays, marked, and another goes on from its words."""
    noticed = _at(today - timedelta(days=3), telling.rng)
    why = telling.say(SAID["in_error"])
    wrong = assessments.mark_in_error(assessment=made, by=telling.home.supervisor, why=why, at=noticed)
    assessments.start(
        family=made.family,
        version=made.version,
        children=telling.children,
        reason=made.reason,
        by=telling.lead,
        on=today,
        again=wrong,
    )


def _has(version: FormVersion) -> bool:
    return Assessment.objects.filter(form=version.form_id).exists()


def _parenting(telling: Telling, version: FormVersion, today: date) -> None:
    """What came of asking what a parent and their people can carry together; waits to be authorised."""
    began = add_working_days(today - timedelta(days=40), 1)
    made = assessments.start(
        family=telling.case.family,
        version=version,
        children=telling.children,
        reason=telling.say(SAID["why_parenting"]),
        by=telling.lead,
        on=began,
    )
    for number, section in enumerate(made.definition.sections):
        _write(telling, made, section.key, _at(began + timedelta(days=4 * number), telling.rng))
    assessments.submit(assessment=made, by=telling.lead, at=_at(today - timedelta(days=4), telling.rng))


def _later(moment: datetime, days: int) -> datetime:
    """On a working day by which so many days have passed; never one to come."""
    day = add_working_days(timezone.localdate(moment) + timedelta(days=days - 1), 1)
    return min(moment + (day - timezone.localdate(moment)), timezone.now())


def _about_me(telling: Telling, version: FormVersion, today: date) -> None:
    """A young person's own, half written."""
    child = telling.children[0]
    made = assessments.start(
        family=telling.case.family,
        version=version,
        children=[child],
        reason=telling.say("{child} wants to say it without us saying it first."),
        by=telling.lead,
        on=today - timedelta(days=6),
    )
    for section in made.definition.sections[:5]:
        _write(telling, made, section.key, _at(today - timedelta(days=5), telling.rng))


def _write(telling: Telling, made: Assessment, key: str, at: datetime) -> None:
    section = made.definition.section(key)
    assert section is not None  # noqa: S101
    answers: dict[str, Any] = {}
    for question in section.questions:
        answers |= _answer(telling, made, question, timezone.localdate(at))
    ticket = SectionTicket(key, 0, "demo", {name: value for name, value in answers.items() if value})
    sections.save(assessment=made, ticket=ticket, by=telling.lead, at=at)


def _answer(telling: Telling, made: Assessment, question: Question, day: date) -> dict[str, Any]:
    """What stands under a question: what the family's record held that day, or sentences of this file."""
    key, rng = question.key, telling.rng
    match question.kind:
        case Kind.STRENGTHS:
            held = Strength.objects.filter(family=made.family, noticed_on__lte=day).standing()
            new = telling.say("{mum} asks early, and {child} knows it")
            return _picked(key, held, new, "relationships", most=4)
        case Kind.WORRIES:
            held_worries = Worry.objects.filter(family=made.family, noted_on__lte=day).standing()
            return _picked(key, held_worries, "Evenings in the last week of the month", "home", most=3)
        case Kind.QUOTES:
            return _quotes(telling, made, question, day)
        case Kind.PEOPLE:
            return {key: [str(member.person_id) for member in made.family.members.current()]}
        case Kind.SCALE:
            voices = [*(str(child.pk) for child in telling.children[:2]), "worker"]
            return {key: {voice: rng.randint(3, 8) for voice in voices}}
    told = SAID[made.form.slug].get(key)
    if told is None:
        return {}
    value = rng.choice(told)
    return {key: telling.say(value) if isinstance(value, str) else value}


def _picked(key: str, held: Any, new: str, about: str, *, most: int) -> dict[str, Any]:
    ids = [str(pk) for pk in held.order_by("id").values_list("pk", flat=True)[:most]]
    return {key: ids} if ids else {f"{key}-new": new, f"{key}-new-about": about}


def _quotes(telling: Telling, made: Assessment, question: Question, day: date) -> dict[str, Any]:
    own = {child.pk for child in telling.children}
    by_adults = question.key in ("adults_words", "parents_words")
    said = Quote.objects.filter(family=made.family, person__isnull=False, said_on__lte=day).standing().latest_first()
    ids = [str(one.pk) for one in said if (one.person_id in own) != by_adults][:4]
    if ids or by_adults:
        return {question.key: ids}
    child = str(telling.children[0].pk)
    return {f"{question.key}-new": "I sleep better when the light is on.", f"{question.key}-new-about": child}


def _at(day: date, rng: Random) -> datetime:
    """Some time of that day, or of the next on which people work; never one to come."""
    worked = add_working_days(day - timedelta(days=1), 1)
    moment = timezone.make_aware(datetime.combine(worked, time(rng.randint(9, 16), rng.choice([5, 20, 45]))))
    return min(moment, timezone.now())
