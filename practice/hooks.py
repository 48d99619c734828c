"""What higher floors want to hear of. They append a function from AppConfig.ready(); practice never imports them.

    from practice import hooks
    hooks.on_practice_written.append(mark_stale)

Each function is called with a team's id, and the earliest day that the write speaks of (None: any), inside the
transaction of the write, once for every team concerned, so that what it marks is committed with the write or not at
all.
"""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

on_practice_written: list[Callable[[UUID, date | None], None]] = []


def tell(team_ids: Iterable[UUID], since: date | None = None) -> None:
    """A visit, a goal or a rating was written that counts towards these teams."""
    for team_id in sorted(set(team_ids)):  # in one order, so that two writes never wait for one another in a circle
        for listener in on_practice_written:
            listener(team_id, since)
