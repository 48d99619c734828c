"""Grace is to see Amara at work with the family, who said yes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Family
from hampshire.accounts.models import Staff
from practice.learning.actions import observations
from practice.learning.actions.observations import Scored
from practice.learning.models import Observation
from practice.learning.skills import Skill


def all_seven(score: int, why: str = "", **others: int) -> dict[str, Scored]:
    """Every skill scored alike, but for those named: all_seven(2, child=4)."""
    return {skill: Scored(others.get(skill, score), why) for skill in Skill.values}


def sent(score: int, why: str = "", **others: int) -> dict[str, str]:
    """The same, as a browser sends it."""
    told = {f"score-{skill}": str(others.get(skill, score)) for skill in Skill.values}
    return told | {f"why-{skill}": why for skill in Skill.values}


@pytest.fixture
def observation(case: Case, family: Family, supervisor: Staff, lead_worker: Staff) -> Observation:
    """Planned for yesterday."""
    return observations.plan(
        by=lead_worker,
        worker=lead_worker,
        observer=supervisor,
        planned_for=timezone.localdate() - timedelta(days=1),
        family=family,
        consent="given",
    )


@pytest.fixture
def scored(observation: Observation, lead_worker: Staff) -> Observation:
    """Amara has scored: 1 throughout, and says why."""
    return observations.score(
        observation=observation,
        by=lead_worker,
        scores=all_seven(1, "I talked too much."),
        observed_on=observation.planned_for,
    )


@pytest.fixture
def both_scored(scored: Observation, supervisor: Staff) -> Observation:
    """Grace saw more in it, most of all in how Amara was with the children."""
    return observations.watch(observation=scored, by=supervisor, scores=all_seven(2, "You waited for Leila.", child=4))


@pytest.fixture
def many_staff(make_staff: Callable[..., Staff]) -> Callable[..., list[Staff]]:
    """many_staff(12, east): so many practitioners of a team."""

    def make(count: int, team: object, role: str = "practitioner") -> list[Staff]:
        return [make_staff(f"Pat {role} {team} {number}", team, role) for number in range(count)]

    return make
