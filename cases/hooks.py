"""What higher floors want to hear of. They append a function from AppConfig.ready(); cases never imports them.

    from cases import hooks
    hooks.on_cases_written.append(mark_stale)

Each function is called with a team's id, and the earliest day concerned (None: any day), inside the transaction of the
write, so that what it marks is committed with the write or not at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cases.models import Family, ReferralChild

on_cases_written: list[Callable[[UUID, date | None], None]] = []


@dataclass(frozen=True, slots=True)
class Joining:
    """What a floor above does when two families become one, or are taken apart, besides its rows' moving.

    Each is called with the family that goes and the one that is kept. What `before` returns is kept with the join, as
    JSON, and given to `undone`, which is called when all is back.
    """

    name: str
    before: Callable[[Family, Family], dict[str, Any]]
    after: Callable[[Family, Family], None]
    undone: Callable[[dict[str, Any], Family, Family], None]


on_families_joined: list[Joining] = []


def tell(team_ids: Iterable[UUID], since: date | None = None) -> None:
    """Something was written that counts towards these teams: a family went from one to another, two became one."""
    for team_id in sorted(set(team_ids)):
        for listener in on_cases_written:
            listener(team_id, since)


def referrals_written(child_ids: Iterable[UUID], since: date) -> None:
    """Referrals of these children were written or changed, the earliest received that day.

    Told are the teams that received those and later ones: whether a later referral is a re-referral may have changed.
    """
    later = ReferralChild.objects.filter(child__in=list(child_ids), received_on__gte=since)
    tell(later.values_list("referral__team", flat=True).distinct(), since)
