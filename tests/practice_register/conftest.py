"""Core group minutes: a form that Mary put into the register and Ben answers for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from hampshire.accounts.models import Staff
from practice.register.actions import entries, votes
from practice.register.models import Entry, Vote

Say = Callable[..., None]


@pytest.fixture
def minutes(manager: Staff, co_worker: Staff) -> Entry:
    return entries.enter(
        kind="form", name="Core group minutes", about="Who does what by when.", owner=co_worker, by=manager
    )


@pytest.fixture
def by_staff(make_staff: Callable[..., Staff], east: object) -> Say:
    """Votes of so many who work here: by_staff(minutes, towards=3, against=2, days_ago=9)."""
    made: list[Staff] = []

    def say(entry: Entry, *, reason: str = "", days_ago: int = 0, **ways: int) -> None:
        for way, number in ways.items():
            for _ in range(number):
                made.append(make_staff(f"Voter {len(made)}", east))
                vote = votes.cast(entry=entry, direction=way, reason=reason, by=made[-1])
                Vote.objects.filter(pk=vote.pk).update(voted_at=timezone.now() - timedelta(days=days_ago))

    return say


@pytest.fixture
def by_families(lead_worker: Staff) -> Say:
    """Votes of so many families, each by a link of its own."""

    def say(entry: Entry, *, reason: str = "", **ways: int) -> None:
        for way, number in ways.items():
            for _ in range(number):
                _, token = votes.ask_family(entry=entry, by=lead_worker)
                votes.cast_by_link(token=token, direction=way, reason=reason)

    return say
