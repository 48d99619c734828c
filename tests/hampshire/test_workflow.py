"""A workflow's table: what it allows, what it offers and how it draws itself."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import models

from hampshire.accounts.models import Staff
from hampshire.permissions import YES, no
from hampshire.workflow import Transition, Workflow


class Kettle:
    """Something with a state; the table asks no more of it."""

    def __init__(self, state: str) -> None:
        self.state = state


def boil(**changed: Any) -> Transition[models.Model]:
    told = Transition[models.Model](
        "boil", ("cold",), "hot", lambda user, kettle: YES, "kettle.boiled", "Boil", "somebody boils it"
    )
    return replace(told, **changed)


POUR = boil(name="pour", sources=("hot", "cold"), target="empty", decide=lambda user, kettle: no("Ask first."))
STATES = {"cold": "Cold", "hot": "Hot", "empty": "Empty"}
ME = Staff(name="Amara Obi")


@pytest.fixture
def table() -> Workflow[Any]:
    return Workflow(STATES, [boil(), POUR])


def test_a_move_that_the_state_does_not_allow_is_refused_with_the_state(table: Workflow[Any]) -> None:
    decision = table.decide("boil", ME, Kettle("hot"))
    assert not decision
    assert decision.reason == "It is hot. Open the page again to see what can be done now."
    with pytest.raises(PermissionDenied, match="It is hot"):
        table.require("boil", ME, Kettle("hot"))


def test_one_that_it_allows_is_the_permissions_to_decide(table: Workflow[Any]) -> None:
    assert table.require("boil", ME, Kettle("cold")).verb == "kettle.boiled"
    with pytest.raises(PermissionDenied, match="Ask first"):
        table.require("pour", ME, Kettle("cold"))


def test_what_can_happen_next_is_offered_with_whether_one_may(table: Workflow[Any]) -> None:
    offered = [(one.name, one.word, bool(one.decision)) for one in table.offered(ME, Kettle("cold"))]
    assert offered == [("boil", "Boil", True), ("pour", "Boil", False)]
    assert table.offered(ME, Kettle("empty")) == []


def test_it_draws_itself(table: Workflow[Any]) -> None:
    assert table.diagram().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> cold",
        "    cold --> hot: Boil",
        "    hot --> empty: Boil",
        "    cold --> empty: Boil",
        "    empty --> [*]",
    ]


@pytest.mark.parametrize("wrong", [boil(target="frozen"), boil(name="pour")])
def test_a_table_with_an_unknown_state_or_a_name_twice_is_not_sound(wrong: Transition[Any]) -> None:
    with pytest.raises(ValueError, match="The table is not sound"):
        Workflow(STATES, [wrong, POUR])
