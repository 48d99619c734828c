"""Cards as they were drawn before, for as long as what they are drawn from is the same.

Drawing a card costs a worker several times what asking for its figures costs, and a team's figures change rarely in a
day. What is remembered is found by everything that goes into a card, names and numbers, so it can never be out of date;
what nobody has asked for lately is forgotten.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from outcomes.dashboard import Basis

KEPT = 128  # cards of some 10 KB, in each web worker


@dataclass(frozen=True, slots=True)
class _Asked:
    key: Hashable
    basis: Basis = field(compare=False)


def drawn(bases: Iterable[Basis]) -> SafeString:
    return mark_safe("".join(_card(_Asked(basis.key, basis)) for basis in bases))  # noqa: S308  drawn by a template


@lru_cache(maxsize=KEPT)
def _card(asked: _Asked) -> SafeString:
    return render_to_string("outcomes/card.html", {"card": asked.basis.card()})
