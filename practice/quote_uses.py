"""Where somebody's words went: the parts of the practice that bring quotes into what they make say so here.

    from practice import quote_uses
    quote_uses.register(went_into)      # from AppConfig.ready()

A provider is asked once a page, for all the quotes on it, and costs one query however many there are.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from practice.models import Quote


@dataclass(frozen=True, slots=True)
class Went:
    """One quote's way into something: "letter to Dana", the day of it, and where it is read."""

    quote_id: UUID
    what: str
    on: date
    url: str


type Provider = Callable[[Collection[UUID]], Iterable[Went]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def mark(quotes: Iterable[Quote]) -> None:
    """Give each of them `went`: where it went, the earliest first."""
    found: dict[UUID, list[Went]] = {quote.pk: [] for quote in quotes}
    for provider in _providers if found else []:
        for went in provider(found.keys()):
            found[went.quote_id].append(went)
    for quote in quotes:
        quote.went = sorted(found[quote.pk], key=lambda one: one.on)  # type: ignore[attr-defined]
