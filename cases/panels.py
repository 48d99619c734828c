"""What apps put on the family's pages: panels, tabs, the header's one button and what is due next.

The family page stands on this floor, and knows nothing of the floors above: they register here from AppConfig.ready().
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from cases.models import Family
from hampshire.accounts.models import Staff
from hampshire.addresses import address
from hampshire.permissions import Decision

Place = Literal["top", "main", "side"]
PLACES: tuple[Place, ...] = ("top", "main", "side")


@dataclass(frozen=True, slots=True)
class Panel:
    """A card on the family's overview.

    `template` is what stands inside the card; it gets `family`, `header` and what `context` returns. `place` is "top"
    (three beside one another), "main" or "side". `url_name` is reversed with the family's id: the link at the card's
    head, which says `link`. A `late` panel is fetched after the page, and is a link where there is no script.
    """

    key: str
    title: str
    template: str
    context: Callable[[Staff, Family], dict[str, Any]]
    order: int = 100
    place: Place = "main"
    kind: str = ""
    link: str = ""
    url_name: str = ""
    late: bool = False

    def url(self, family: Family) -> str:
        """Where the link at the card's head goes; blank where there is none."""
        return address(self.url_name, family.pk) if self.url_name else ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the family, in the row under its header. `url_name` is reversed with the family's id."""

    key: str
    label: str
    url_name: str
    order: int = 100
    shown_to: Callable[[Staff, Family], bool] | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """The one primary button of the header, or, where `decide` refuses, its reason."""

    key: str
    label: str
    url_name: str
    decide: Callable[[Staff, Family], Decision]


@dataclass(frozen=True, slots=True)
class Due:
    """Something to come for a family, in a few words: a core group, a review, a step that was agreed. What is theirs to
    do is never late: once its day is past, somebody asks how it goes."""

    label: str
    on: date
    url: str = ""
    is_theirs: bool = False


_panels: dict[str, Panel] = {}
_tabs: dict[str, Tab] = {}
_actions: dict[str, Action] = {}
_dues: list[Callable[[Family], Iterable[Due]]] = []


def register(panel: Panel) -> None:
    """Put a panel on the overview. Registering the same key again replaces it."""
    _panels[panel.key] = panel


def register_tab(tab: Tab) -> None:
    _tabs[tab.key] = tab


def register_action(action: Action) -> None:
    """Give the header its button.

    Raises ValueError for a second one: a page has one primary button.
    """
    if _actions.keys() - {action.key}:
        raise ValueError(f"The family's header has its button already: {', '.join(_actions)}.")
    _actions[action.key] = action


def register_due(provider: Callable[[Family], Iterable[Due]]) -> None:
    """Tell the header what is to come. Asked on every page of a family, so one query at most."""
    if provider not in _dues:
        _dues.append(provider)


def panels(place: Place) -> list[Panel]:
    return sorted((panel for panel in _panels.values() if panel.place == place), key=lambda panel: panel.order)


def panel_by_key(key: str) -> Panel | None:
    return _panels.get(key)


def tabs_for(user: Staff, family: Family, path: str) -> list[tuple[str, str, bool]]:
    """Each tab's word, URL and whether it is where `path` is: that page, or one below it."""
    chosen = sorted((tab for tab in _tabs.values() if not tab.shown_to or tab.shown_to(user, family)), key=_order)
    links = [(tab.label, address(tab.url_name, family.pk)) for tab in chosen]
    home = family.get_absolute_url()
    here = [url for _, url in links if path == url or (url != home and path.startswith(url))]
    current = max(here, key=len, default="")
    return [(label, url, url == current) for label, url in links]


def action() -> Action | None:
    return next(iter(_actions.values()), None)


def dues_of(family: Family) -> list[Due]:
    """What the other floors say is to come, or late."""
    return [due for provider in _dues for due in provider(family)]


def panel_url(family_id: UUID, key: str) -> str:
    return address("cases:family-panel", family_id, key)


def _order(tab: Tab) -> int:
    return tab.order
