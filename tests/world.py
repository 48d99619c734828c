"""One of everything that a URL can name, all of the Begum-Hale family's, for tests that walk every route."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.actions import families, people
from cases.models import Allocation, Case, Family, Involvement, Person
from hampshire.accounts.models import Membership, Staff, Team
from hampshire.jobs.models import Job
from practice.actions import goals, steps, strengths, visits, worries
from practice.facts import Rated, Said, Seen, VisitFacts


@dataclass
class World:
    """Ids by the name a route gives them: ids["family_id"]. `special` holds those of one route only."""

    cast: dict[str, Staff]
    ids: dict[str, Any] = field(default_factory=dict)
    special: dict[str, dict[str, Any]] = field(default_factory=dict)

    def ids_for(self, route: str) -> dict[str, Any]:
        return {**self.ids, **self.special.get(route, {})}


@pytest.fixture
def world(
    family: Family,
    case: Case,
    lead_worker: Staff,
    supervisor: Staff,
    administrator: Staff,
    east: Team,
    yusuf: Person,
    request: pytest.FixtureRequest,
) -> World:
    """The family at work: a visit with a quote, a strength, a worry, a rated goal and a step; a draft; a job."""
    names = [
        "lead_worker", "co_worker", "teammate", "supervisor", "manager", "other_worker", "administrator", "auditor",
        "nobody",
    ]  # fmt: skip
    world = World({name: request.getfixturevalue(name) for name in names})
    goal = goals.agree(family=family, by=lead_worker, text="Bedtime without shouting", domain="relationships")
    facts = VisitFacts(
        happened_at=timezone.now() - timedelta(days=2),
        account="We drew the evening as a line from four o'clock to eleven.",
        people=[Seen(person_id=yusuf.pk, seen=True, seen_alone=True)],
        quotes=[Said(text="I slept all week.", person_id=yusuf.pk)],
        ratings=[Rated(goal_id=goal.pk, voice="child", score=4, person_id=yusuf.pk)],
    )
    visit = visits.log(family=family, by=lead_worker, facts=facts)
    aunt = families.meet(
        family=family,
        names={"first_name": "Bea", "last_name": "Hale"},
        phone="07700 900123",
        by=lead_worker,
        who_they_are="Mum's sister",
    )
    event = families.note_event(family=family, happened_on=timezone.localdate(), text="Moved house", by=lead_worker)
    relationship = families.relate(
        family=family, person=Person.objects.get(first_name="Dana"), relative=yusuf, kind="parent", by=lead_worker
    )
    phone = people.add_contact_detail(person=yusuf, family=family, by=lead_worker, kind="phone", value="07700 900456")
    world.ids |= {
        "family_id": family.pk,
        "person_id": yusuf.pk,
        "entry_id": event.pk,
        "detail_id": phone.pk,
        "relationship_id": relationship.pk,
        "member_id": aunt.pk,
        "referral_id": case.referral_id,
        "allocation_id": Allocation.objects.get(case=case, role="co_worker").pk,
        "involvement_id": Involvement.objects.filter(case=case).first().pk,  # type: ignore[union-attr]
        "visit_id": visit.pk,
        "goal_id": goal.pk,
        "quote_id": visit.quotes.get().pk,
        "strength_id": strengths.notice(family=family, by=lead_worker, text="Nana collects them on Tuesdays").pk,
        "worry_id": worries.note(family=family, by=lead_worker, text="Money at month's end").pk,
        "step_id": steps.agree(family=family, by=lead_worker, text="Ring the school").pk,
        "staff_id": lead_worker.pk,
        "membership_id": Membership.objects.get(staff=lead_worker).pk,
        "team_id": east.pk,
        "job_id": Job.objects.create(kind="access-test", title="A job", by=administrator).pk,
    }
    return world
