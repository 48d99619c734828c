"""What else asks something of somebody's week: each part of the practice says so, and my week shows it.

    from practice.caseload import asking
    asking.register("Assessments to finish", to_write)      # from AppConfig.ready()

A provider is asked once a page, and costs the same few queries however much it has to say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hampshire.accounts.models import Staff


@dataclass(frozen=True, slots=True)
class Ask:
    """One line: its state as a tag (`kind` is one of the tags of hampshire.templatetags.ui), what it is, where to."""

    kind: str
    state: str
    text: str
    url: str
    link: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know that asks for nothing, in a sentence at the foot of the page, and where to read more."""

    text: str
    url: str
    link: str


type Provider = Callable[[Staff], Sequence[Ask | Remark]]

_providers: dict[str, tuple[int, Provider]] = {}


def register(title: str, provider: Provider, order: int = 100) -> None:
    """Have `provider` asked for my week, under this title; lower `order` stands first. The same title replaces."""
    _providers[title] = (order, provider)


def asked_of(user: Staff) -> tuple[list[tuple[str, list[Ask]]], list[Remark]]:
    """Title and lines of each that asks for something, and what is remarked at the foot of the page."""
    by_order = sorted(_providers.items(), key=lambda item: item[1][0])
    told = [(title, provider(user)) for title, (_, provider) in by_order]
    asked = [(title, [line for line in lines if isinstance(line, Ask)]) for title, lines in told]
    remarks = [line for _, lines in told for line in lines if isinstance(line, Remark)]
    return [(title, lines) for title, lines in asked if lines], remarks
