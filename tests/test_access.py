"""Every URL and API route, against the whole cast. A route without a row fails the last test.

A row says, for one route, what happens to each of the cast: YES (they get on with it), NO (403: they may know of it
but not do it), UNKNOWN (404: as if it were not there) or SIGN_IN. Whoever a row does not name gets its `rest`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import World


YES, NO, UNKNOWN, SIGN_IN, WRONG_METHOD = "yes", "no", "unknown", "sign in", "wrong method"
CAST = [
    "lead_worker",
    "co_worker",
    "teammate",
    "supervisor",
    "manager",
    "other_worker",
    "administrator",
    "auditor",
    "nobody",
]


@dataclass(frozen=True)
class Row:
    """What each of the cast meets on one route, by GET and by an empty POST alike; `rest` is for those not named."""

    may: dict[str, str] = field(default_factory=dict)
    rest: str = UNKNOWN
    stranger: str = SIGN_IN

    def expects(self, name: str) -> str:
        return self.stranger if name == "stranger" else self.may.get(name, self.rest)


TEAM = ("lead_worker", "co_worker", "teammate", "supervisor", "manager")
WORKERS = ("lead_worker", "co_worker", "teammate")
PRACTICE = (*TEAM, "other_worker")

EVERYBODY = Row(rest=YES)
OPEN_TO_ALL = Row(rest=YES, stranger=YES)
# Open to those who may know of the family; to everybody else it is not there.
FAMILY_PAGE = Row(dict.fromkeys(TEAM, YES))
# For those who oversee the family's team; its workers may know of the family but not do this.
OVERSEEN = Row({"supervisor": YES, "manager": YES, **dict.fromkeys(WORKERS, NO)})
ADMINISTRATION = Row({"administrator": YES}, rest=NO)
AUDIT = Row({"auditor": YES}, rest=NO)
WORKS_WITH_FAMILIES = Row(dict.fromkeys(PRACTICE, YES), rest=NO)
OVERSEERS = Row({"supervisor": YES, "manager": YES}, rest=NO)

TABLE: dict[str, Row] = {
    "home": Row({"nobody": NO}, rest=YES),
    "health": OPEN_TO_ALL,
    "components": EVERYBODY,
}


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every route with a name, as reverse() knows it, and its pattern."""

    def walk(patterns: list[URLPattern | URLResolver], namespaces: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
                yield from walk(pattern.url_patterns, inner)
            else:
                yield ":".join((*namespaces, pattern.name or str(pattern.pattern))), pattern

    return walk(get_resolver().url_patterns, ())


ROUTES = dict(routes())


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(ROUTES) == set(TABLE)


def meets(status: int, location: str) -> str:
    if status == 302 and location.startswith("/accounts/login/"):
        return SIGN_IN
    return {401: SIGN_IN, 403: NO, 404: UNKNOWN, 405: WRONG_METHOD}.get(status, YES if status < 500 else "a fault")


def address_of(name: str, world: World) -> str:
    wanted = ROUTES[name].pattern.converters or ROUTES[name].pattern.regex.groupindex
    ids = world.ids_for(name)
    return reverse(name, kwargs={key: ids[key] for key in wanted})


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_of_the_cast_meets_what_the_table_says(name: str, world: World) -> None:
    row, url = TABLE[name], address_of(name, world)
    for who in [*CAST, "stranger"]:
        client = Client(raise_request_exception=False)
        if who != "stranger":
            client.force_login(world.cast[who])
        met = set()
        for method in ("get", "post"):
            with transaction.atomic():
                response = getattr(client, method)(url)
                met.add(meets(response.status_code, response.headers.get("Location", "")))
                transaction.set_rollback(True)
        assert met - {WRONG_METHOD} == {row.expects(who)}, f"{who} at {url}"
