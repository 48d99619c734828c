"""What higher floors want to hear of. They append a function from AppConfig.ready(); practice never imports them.

    from practice import hooks
    hooks.on_practice_written.append(mark_stale)

Each function is called with a team's id inside the transaction of the write, once for every team concerned, so that
what it marks is committed with the write or not at all.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

on_practice_written: list[Callable[[UUID], None]] = []


def tell(team_ids: Iterable[UUID]) -> None:
    """A visit, a goal or a rating was written that counts towards these teams."""
    for team_id in sorted(set(team_ids)):  # in one order, so that two writes never wait for one another in a circle
        for listener in on_practice_written:
            listener(team_id)
