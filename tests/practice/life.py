"""What happens to a family, for tests of lists: visits, steps and looks on days ago, through the actions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cases.actions import families as family_actions
from cases.models import Allocation, Case, Family, FamilyLook, FamilyMember, Involvement, Pathway, Person
from hampshire.accounts.models import Staff, Team
from hampshire.ids import new_id
from practice.actions import visits
from practice.facts import NewStep, NewStrength, NewWorry, Seen, VisitFacts
from practice.models import Visit


def days_ago(days: int, at: time = time(9, 30)) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=days), at))


def visit(
    family: Family,
    by: Staff,
    *,
    days: int,
    seen: Iterable[Person] | None = None,
    alone: bool = False,
    strengths: Sequence[str] = (),
    worries: Sequence[str] = (),
    steps: Sequence[NewStep] = (),
) -> Visit:
    """A visit that many days ago, written down that day; every child of the family is seen unless told."""
    if seen is None:
        seen = [member.person for member in FamilyMember.objects.filter(family=family).children().with_people()]
    facts = VisitFacts(
        happened_at=days_ago(days),
        account="We talked.",
        people=[Seen(person.pk, seen_alone=alone) for person in seen],
        strengths=[NewStrength(text) for text in strengths],
        worries=[NewWorry(text) for text in worries],
        next_steps=steps,
    )
    return visits.log(family=family, by=by, facts=facts, logged_at=days_ago(days, time(10)))


def step(text: str, *, in_days: int, owner: str = "us") -> NewStep:
    return NewStep(text, owner=owner, due_on=timezone.localdate() + timedelta(days=in_days))


def look(family: Family, by: Staff, *, days: int = 0) -> None:
    """`by` opened the family's page, that many days ago."""
    family_actions.look(family=family, by=by)
    if days:
        FamilyLook.objects.filter(family=family, staff=by).update(looked_at=days_ago(days))


def many_families(count: int, *, team: Team, lead: Staff, start: int = 0) -> list[Case]:
    """Open cases with a child in need and a lead worker each, by the hundred: past the actions, since they are many."""
    opened = timezone.localdate() - timedelta(days=90)
    numbers = range(start, start + count)
    families = [Family(id=new_id(), name=f"Family {n:04}", team=team) for n in numbers]
    people = [Person(id=new_id(), first_name=f"Child{n}", last_name=f"Family {n:04}") for n in numbers]
    cases = [
        Case(
            id=new_id(), family=family, team=team, opened_on=opened, last_seen_on=_day(n), last_seen_by_lead_on=_day(n),
            visit_due_on=_day(n) + timedelta(days=28), lead_visit_due_on=_day(n) + timedelta(days=28),
        )
        for n, family in zip(numbers, families, strict=True)
    ]  # fmt: skip
    involved = [Involvement(id=new_id(), case=case, child=child) for case, child in zip(cases, people, strict=True)]
    Family.objects.bulk_create(families)
    Person.objects.bulk_create(people)
    Case.objects.bulk_create(cases)
    FamilyMember.objects.bulk_create(
        FamilyMember(family=family, person=child, role="child") for family, child in zip(families, people, strict=True)
    )
    Involvement.objects.bulk_create(involved)
    Pathway.objects.bulk_create(Pathway(involvement=one, status="child_in_need") for one in involved)
    Allocation.objects.bulk_create(Allocation(case=case, worker=lead, starts_on=opened) for case in cases)
    return cases


def _day(n: int) -> date:
    return timezone.localdate() - timedelta(days=n % 40)
