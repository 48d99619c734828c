"""Loads the made-up authority: the staff first, then each family's story by itself, two processes side by side."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import get_context
from random import Random
from uuid import UUID

from django.db import connection, connections, transaction
from django.db.models import F
from django.db.models.functions import Least, Now
from django.utils import timezone

from cases.actions import families as family_actions
from cases.models import Allocation, ChronologyEntry, Family, FamilyLook
from demo import assessments, authority, learning, letters, register, relationship, story, supervision
from demo.authority import DemoTeam
from demo.plans import load_parts
from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent

YEARS = 3
FIRST_MADE = "manager@hampshire.example"
# Families told by one process between two words about progress.
BATCH = 10
# The practitioner a newcomer signs in as has the caseload of a full-time worker.
SHOWN_WORKER_SHARE = 0.6


@dataclass(frozen=True)
class Plan:
    """Which story is told where, by whom, from when: drawn first, so that side by side tells the same as in a row."""

    number: int
    team_id: UUID
    lead_id: UUID
    began: date


LOADED = "demo.loaded"


def is_empty() -> bool:
    return not Staff.objects.exists()


def is_whole() -> bool:
    """Whether a load of made-up families was carried through to its end, or the people here are somebody's own."""
    return AuditEvent.objects.filter(verb=LOADED).exists() or not Staff.objects.filter(email=FIRST_MADE).exists()


def load(*, families: int, seed: int, tell: Callable[[int, int], None]) -> None:
    """Fill the database. `tell` hears how many families are done, of how many."""
    today = timezone.localdate()
    with transaction.atomic():
        teams = authority.build(today)
        learning.load_toolkit()
        load_parts()
    plans = list(_plans(Random(seed), families, teams, today))
    done = 0
    for count in _told(seed, plans, today):
        done += count
        tell(done, families)
    _look_back(seed, today)
    _settle_down()


def _plans(rng: Random, families: int, teams: list[DemoTeam], today: date) -> Iterator[Plan]:
    for number in range(families):
        home = teams[number % len(teams)]
        shown = home.workers[0]
        lead = shown if rng.random() < SHOWN_WORKER_SHARE and home is teams[0] else rng.choice(home.workers)
        # More of them lately, so that most caseloads are full today.
        back = int(YEARS * 365 * rng.random() ** 2)
        if number < 4:
            back = number % 3  # a few referrals that wait for their decision
        yield Plan(number, home.team.pk, lead.pk, today - timedelta(days=back))


def _told(seed: int, plans: list[Plan], today: date) -> Iterator[int]:
    """How many families each finished batch held. Two processes where there are two cores."""
    batches = [plans[start : start + BATCH] for start in range(0, len(plans), BATCH)]
    workers = min(2, os.cpu_count() or 1)
    if workers == 1 or connection.in_atomic_block:  # a test's transaction is seen by no other process
        yield from (_tell_batch(seed, batch, today) for batch in batches)
        return
    connections.close_all()
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        for future in as_completed([pool.submit(_tell_batch, seed, batch, today) for batch in batches]):
            yield future.result()


def _tell_batch(seed: int, batch: list[Plan], today: date) -> int:
    staff = Staff.objects.in_bulk()
    teams = Team.objects.in_bulk()
    homes = {pk: authority.home_of(team, staff) for pk, team in teams.items() if team.kind == Team.Kind.TEAM}
    for plan in batch:
        with transaction.atomic():
            story.tell(seed, plan.number, homes[plan.team_id], staff[plan.lead_id], plan.began, today)
    return len(batch)


def _look_back(seed: int, today: date) -> None:
    """Assessments, what families say of visits, and supervision look back at visits, so they are told after them."""
    staff = Staff.objects.in_bulk()
    teams = Team.objects.filter(kind=Team.Kind.TEAM).order_by("id")  # as they were made: East first
    homes = [authority.home_of(team, staff) for team in teams]
    assessments.tell(seed=seed, teams=homes, today=today)
    relationship.tell(seed=seed, teams=homes, today=today)
    letters.tell(seed=seed, teams=homes, today=today)
    supervision.tell(seed=seed, teams=homes, today=today)
    learning.tell(seed=seed, teams=homes, today=today)
    register.tell(seed=seed, today=today)  # last: it votes on what the others have put into the register


def _settle_down() -> None:
    """Let the loaded past look past: what was written, and looked at, was so at its time and not all in this minute."""
    with transaction.atomic():
        for allocation in Allocation.objects.current().select_related("worker", "case__family"):
            family_actions.look(family=allocation.case.family, by=allocation.worker)
        for team in Team.objects.filter(kind=Team.Kind.TEAM):
            for supervisor in Staff.objects.in_teams([team.pk]).filter(memberships__role="supervisor"):
                for family in Family.objects.filter(team=team, cases__closed_on=None).distinct():
                    family_actions.look(family=family, by=supervisor)
        _age()
        AuditEvent.record(LOADED, by=None)


def _age() -> None:
    hours, days = timedelta(hours=5), timedelta(days=6)
    ChronologyEntry.objects.update(written_at=Least(Now(), F("happened_at") + hours))
    FamilyLook.objects.update(looked_at=Now() - days)
