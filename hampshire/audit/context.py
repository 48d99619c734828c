"""Where a deed came from. Actions never see a request, so the middleware and the workers say it here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """The address and channel of whatever is running now."""

    address: str | None = None
    channel: str = "command"
    request_id: str = ""


_NOWHERE = Place()  # a management command: no address, no request
_here: ContextVar[Place] = ContextVar("where_from", default=_NOWHERE)


def where_from() -> Place:
    return _here.get()


@contextmanager
def coming_from(place: Place) -> Iterator[None]:
    """Everything recorded inside comes from `place`."""
    token = _here.set(place)
    try:
        yield
    finally:
        _here.reset(token)
