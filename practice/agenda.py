"""What supervision should talk about: each part of the practice says what it noticed about families.

    from practice import agenda
    agenda.register(falls_in_rating)        # from AppConfig.ready()

A provider is asked once for all families of a caseload together, so it costs the same number of queries for one family
as for sixty. Supervision stands above every part, so parts never import it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

Why = Literal["fall", "rupture", "gap", "stuck", "late", "good", "quiet", "decision"]


@dataclass(frozen=True, slots=True)
class Raised:
    """Something worth talking about. `text` follows the family's name: "rating fell from 8 to 5 on 11 Nov"."""

    family_id: UUID
    why: Why
    text: str
    on: date
    url: str = ""


type Provider = Callable[[Collection[UUID]], Iterable[Raised]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have `provider` asked, with the ids of families, whenever an agenda is built."""
    if provider not in _providers:
        _providers.append(provider)


def raised_about(family_ids: Collection[UUID]) -> list[Raised]:
    """All that is worth talking about of these families, the latest first. One or two queries a provider."""
    found = [raised for provider in _providers for raised in provider(family_ids)] if family_ids else []
    return sorted(found, key=lambda raised: raised.on, reverse=True)
