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


type Provider = Callable[[Staff], Sequence[Ask]]

_providers: dict[str, Provider] = {}


def register(title: str, provider: Provider) -> None:
    """Have `provider` asked for my week, under this title. Registering a title again replaces it."""
    _providers[title] = provider


def asked_of(user: Staff) -> list[tuple[str, Sequence[Ask]]]:
    """Title and lines of each that has something to say."""
    told = [(title, provider(user)) for title, provider in _providers.items()]
    return [(title, lines) for title, lines in told if lines]
