"""What stands in the header for whom. Apps register their items from AppConfig.ready()."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest

from hampshire.addresses import address


@dataclass(frozen=True, slots=True)
class Item:
    """One link of the header's navigation.

    `roles` are the values of accounts' Role that see it; empty means everybody signed in. Lower `order` stands first.
    """

    label: str
    url_name: str
    roles: frozenset[str] = field(default_factory=frozenset)
    order: int = 100

    def is_for(self, roles: set[str]) -> bool:
        return not self.roles or not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Link:
    """An item as drawn on one page: `current` is "page" for the page itself, "true" for one below it, or blank."""

    label: str
    url: str
    current: str


_items: dict[str, Item] = {}


def register(item: Item) -> None:
    """Put an item in the header. Registering the same URL name again replaces it."""
    _items[item.url_name] = item


def _current(url: str, path: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""


def links_for(roles: set[str], path: str) -> Sequence[Link]:
    """The links somebody with these roles sees on the page at `path`, in order; at most one is current."""
    chosen = sorted((item for item in _items.values() if item.is_for(roles)), key=lambda item: (item.order, item.label))
    links = [Link(item.label, url := address(item.url_name), _current(url, path)) for item in chosen]
    best = max((link for link in links if link.current), key=lambda link: len(link.url), default=None)
    return [link if link is best else Link(link.label, link.url, "") for link in links]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, the header's links, and `may_search`, whether it has the search box.

    Functions: a fragment without a header pays nothing.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "navigation": cache(lambda: links_for(user.roles, request.path)),
        "may_search": cache(lambda: not user.roles.isdisjoint(_family_roles())),
    }


def _family_roles() -> frozenset[str]:
    """Those who see families, and so may search for them. Apps register their items here before there are models."""
    from hampshire.accounts.models import FAMILY_ROLES

    return frozenset(map(str, FAMILY_ROLES))
