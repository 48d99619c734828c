"""What the parts of the practice put beside a visit on its own page. They register from AppConfig.ready().

    from practice import visit_cards
    visit_cards.register("how-it-was", "relationship/visit_card.html", how_it_was)

Each template draws one card; it gets `visit`, `family` and what its context returns for whoever reads.
"""

from collections.abc import Callable
from typing import Any

from hampshire.accounts.models import Staff
from practice.models import Visit

type CardContext = Callable[[Staff, Visit], dict[str, Any]]

_cards: dict[str, tuple[str, CardContext]] = {}


def register(key: str, template: str, context: CardContext) -> None:
    """Put a card on every visit's page. Registering the same key again replaces it."""
    _cards[key] = (template, context)


def cards(user: Staff, visit: Visit) -> list[tuple[str, dict[str, Any]]]:
    """Each card's template and what it is drawn with."""
    return [(template, context(user, visit)) for template, context in _cards.values()]
