"""Small numbers: what may be shown of a figure, and what else must go so that it cannot be worked out.

The rule is the Department for Education's for children in need (2020 data guidance): a count from 1 to 5 is replaced
by "c", a true zero is shown, and secondary suppression follows where a hidden number could be worked out from the
numbers around it. This product adds: a percentage goes too when it, or its complement, rests on 1 to 5, and no
percentage or mean is shown of fewer than 10.

Two steps. `count`, `percentage`, `mean` and `difference` judge one figure on its own. Figures printed together with
their totals go through `counts_together`, `percentages_together` and `means_together`, which also hide what would
give a hidden one away.

Plain Python on purpose: pages call it.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from itertools import count as counter

SMALL = range(1, 6)
FEWEST = 10
RELIABLE = 30


class Marker(StrEnum):
    """What stands beside or instead of a figure. The letters are the ones the DfE prints."""

    PLAIN = ""
    CONFIDENTIAL = "c"
    LOW_RELIABILITY = "u"
    NOTHING = ":"


WORDS = {
    Marker.PLAIN: "",
    Marker.CONFIDENTIAL: "Not shown, to protect the children and families behind a small number",
    Marker.LOW_RELIABILITY: f"From fewer than {RELIABLE}: read with care",
    Marker.NOTHING: "Nothing to count yet",
}


@dataclass(frozen=True)
class Shown[Value: (int, float)]:
    """A figure as it may be shown. `value` is None when it may not be; then its interval may not be shown either.

    The same marker stands for a number hidden as small and for one hidden to protect another: telling them apart
    would give the range of the small one.
    """

    value: Value | None
    marker: Marker = Marker.PLAIN

    @property
    def hidden(self) -> bool:
        return self.value is None

    @property
    def words(self) -> str:
        return WORDS[self.marker]


@dataclass(frozen=True)
class Sum[Key: Hashable]:
    """`total` is the sum of `parts`, and readers know it: the line of a table with its total."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class Share:
    """A percentage as it may be shown, `value` from 0 to 1, with the counts it was made of."""

    value: Shown[float]
    x: Shown[int]
    n: Shown[int]


@dataclass(frozen=True)
class Average:
    """A mean as it may be shown, with its n."""

    value: Shown[float]
    n: Shown[int]


# One figure on its own


def count(x: int) -> Shown[int]:
    """A count: hidden from 1 to 5; zero is shown."""
    return Shown(None, Marker.CONFIDENTIAL) if x in SMALL else Shown(x)


def percentage(x: int, n: int) -> Shown[float]:
    """x/n from 0 to 1: hidden when x or n - x is 1 to 5, or n is under 10; marked under 30."""
    if n and (x in SMALL or n - x in SMALL):
        return Shown(None, Marker.CONFIDENTIAL)
    return mean(x / n if n else None, n)


def mean(value: float | None, n: int) -> Shown[float]:
    """A mean of n, or its interval: hidden under 10, marked under 30. `value` may be None only when n is 0."""
    if n == 0 or value is None:
        return Shown(None, Marker.NOTHING)
    if n < FEWEST:
        return Shown(None, Marker.CONFIDENTIAL)
    return Shown(value, Marker.LOW_RELIABILITY if n < RELIABLE else Marker.PLAIN)


def difference(value: float | None, n1: int, n2: int) -> Shown[float]:
    """A difference between two groups: shown only when each has 30 or more."""
    smaller = min(n1, n2)
    if smaller == 0 or value is None:
        return Shown(None, Marker.NOTHING)
    if smaller < FEWEST:
        return Shown(None, Marker.CONFIDENTIAL)
    return Shown(None, Marker.LOW_RELIABILITY) if smaller < RELIABLE else Shown(value)


# Figures shown together with their totals


def breakdown[Key: Hashable](parts: Iterable[Key], total: Key) -> list[Sum[Key]]:
    """The sums of a simple list with its total: the teams of an area."""
    return [Sum(total, tuple(parts))]


def table[Key: Hashable, Row: Hashable, Column: Hashable](
    rows: Mapping[Row, Mapping[Column, Key]], total_row: Row, total_column: Column
) -> list[Sum[Key]]:
    """The sums of a table with a row and a column of totals. `rows[row][column]` is the key of that cell."""
    columns = list(rows[total_row])
    across = [Sum(line[total_column], tuple(line[c] for c in columns if c != total_column)) for line in rows.values()]
    body = [line for row, line in rows.items() if row != total_row]
    return across + [Sum(rows[total_row][c], tuple(line[c] for line in body)) for c in columns]


def counts_together[Key: Hashable](counts: Mapping[Key, int], sums: Iterable[Sum[Key]]) -> dict[Key, Shown[int]]:
    """Every count as it may be shown beside its totals.

    No hidden count can be worked out exactly from those shown, by someone who knows that counts are whole numbers
    and that a zero is never hidden. A total is hidden only when it is small itself, or nothing else would do.
    Raises ValueError when the sums do not add up, or are not those of a list, a tree or a table (see `_Network`).
    """
    small = [key for key, x in counts.items() if x in SMALL]
    hidden = _Network(counts, sums).hide(small)
    return {key: Shown(None, Marker.CONFIDENTIAL) if key in hidden else Shown(x) for key, x in counts.items()}


def percentages_together[Key: Hashable](
    shares: Mapping[Key, tuple[int, int]], sums: Iterable[Sum[Key]]
) -> dict[Key, Share]:
    """Every percentage, given as (x, n), as it may be shown beside the percentage of its total.

    For lists and trees: the teams of an area, the areas of a service. What belongs to an area but to none of its teams
    must be a part of its own, printed or not, for a reader can take it for the rest of the sum. The counts x,
    n - x and n are protected together, since any two give the third.
    """
    sums = list(sums)
    totals = {line.total for line in sums}
    counts = {(key, part): x for key, (x, n) in shares.items() for part, x in (("x", x), ("rest", n - x), ("n", n))}
    # The line x + rest = n of a total follows from those of its parts, so only the lowest level needs saying.
    lines = [Sum((key, "n"), ((key, "x"), (key, "rest"))) for key in shares if key not in totals]
    for part in ("x", "rest", "n"):
        lines += [Sum((line.total, part), tuple((key, part) for key in line.parts)) for line in sums]
    shown = counts_together(counts, lines)

    def share(key: Key, x: int, n: int) -> Share:
        given_away = any(shown[key, part].hidden for part in ("x", "rest", "n"))
        value = Shown[float](None, Marker.CONFIDENTIAL) if given_away else percentage(x, n)
        return Share(value, shown[key, "x"], shown[key, "n"])

    return {key: share(key, x, n) for key, (x, n) in shares.items()}


def means_together[Key: Hashable](
    means: Mapping[Key, tuple[float | None, int]], sums: Iterable[Sum[Key]]
) -> dict[Key, Average]:
    """Every mean, given as (value, n), as it may be shown beside the mean of its total.

    From a total's mean and n, and those of all parts but one, the mean of that one follows: so never just one is
    hidden. A mean whose n is hidden is hidden as well. The sums of changes behind the means add up as their n do, so
    the same network serves; that it allows for whole numbers from 1 only makes it more careful than means need.
    """
    sums = list(sums)
    sizes = {key: n for key, (_, n) in means.items()}
    counts = counts_together(sizes, sums)
    small = [key for key, n in sizes.items() if 0 < n < FEWEST or counts[key].hidden]
    hidden = _Network(sizes, sums).hide(small)

    def average(key: Key, value: float | None, n: int) -> Average:
        alone = Shown[float](None, Marker.CONFIDENTIAL) if key in hidden else mean(value, n)
        return Average(alone, counts[key])

    return {key: average(key, value, n) for key, (value, n) in means.items()}


class _Network[Key: Hashable]:
    """The sums as a network, in which a hidden figure is safe exactly when a cycle of hidden figures runs through it.

    Each sum is a node and each figure an arc between the two sums it belongs to (or between its one sum and a
    common outside). Sums carry a sign, so that every figure leaves one node and enters the other. Raising a figure by
    one pushes one unit along its arc and lowering it pulls one back; the sums stay true if and only if what enters
    a node leaves it. So another set of numbers fits everything shown exactly when a directed cycle of figures that
    can move runs through the figure. A whole number can always rise, and can fall while it stays above 1, for a
    zero would have been shown. Where there is no such cycle yet, the one that costs least is hidden: smallest figures
    first, totals last. The idea of a cheapest cycle is Kelly, Golden & Assad 1992, Networks 22:397-417.

    Lists, trees and two-way tables are such networks, and so is a tree whose every figure is split the same way. A
    table with three sets of totals is not: ValueError, as for sums that do not add up.
    """

    def __init__(self, sizes: Mapping[Key, int], sums: Iterable[Sum[Key]]) -> None:
        self.sizes = sizes
        self.sums = list(sums)
        self._check_sums()
        self.ends = self._find_ends()
        self.cost = self._find_costs()
        self.arcs: dict[int, list[tuple[int, Key]]] = defaultdict(list)
        for key, (tail, head) in self.ends.items():
            if sizes[key] > 0:
                self.arcs[tail].append((head, key))
                if self._can_fall(key):
                    self.arcs[head].append((tail, key))

    def hide(self, primary: Iterable[Key]) -> set[Key]:
        """The primary figures and what else must be hidden, so that none of them is left without a cycle."""
        primary = list(primary)
        hidden = set(primary)
        for key in primary:
            hidden |= self._cheapest_cycle(key, hidden)
        return hidden

    def _cheapest_cycle(self, key: Key, hidden: set[Key]) -> set[Key]:
        tail, head = self.ends[key]
        if self._is_reached(head, tail, key, hidden) or (
            self._can_fall(key) and self._is_reached(tail, head, key, hidden)
        ):
            return set()
        rising = self._cheapest_path(head, tail, key, hidden)
        falling = self._cheapest_path(tail, head, key, hidden) if self._can_fall(key) else None
        found = [path for path in (rising, falling) if path is not None]
        if not found:
            raise ValueError(f"No way to protect {key!r} within these sums.")
        return min(found, key=lambda path: path[0])[1]

    def _is_reached(self, start: int, goal: int, without: Key, hidden: set[Key]) -> bool:
        """Whether hidden figures lead from start to goal already: they mostly do, and this is far quicker to ask."""
        reached = {start}
        waiting = [start]
        while waiting and goal not in reached:
            for onward, key in self.arcs[waiting.pop()]:
                if key in hidden and key != without and onward not in reached:
                    reached.add(onward)
                    waiting.append(onward)
        return goal in reached

    def _cheapest_path(self, start: int, goal: int, without: Key, hidden: set[Key]) -> tuple[int, set[Key]] | None:
        """Dijkstra's shortest path; a figure hidden already costs nothing. Returns its cost and its figures."""
        order = counter()  # ties go to the path found first, never to a comparison of keys
        heap: list[tuple[int, int, int, tuple[Key, ...]]] = [(0, next(order), start, ())]
        done: set[int] = set()
        while heap:
            cost, _, node, path = heappop(heap)
            if node == goal:
                return cost, set(path)
            if node in done:
                continue
            done.add(node)
            for onward, key in self.arcs[node]:
                if onward not in done and key != without:
                    step = 0 if key in hidden else self.cost[key]
                    heappush(heap, (cost + step, next(order), onward, (*path, key)))
        return None

    def _can_fall(self, key: Key) -> bool:
        return self.sizes[key] > 1

    def _check_sums(self) -> None:
        for line in self.sums:
            if sum(self.sizes[key] for key in line.parts) != self.sizes[line.total]:
                raise ValueError(f"The parts of {line.total!r} do not add up to it.")

    def _find_ends(self) -> dict[Key, tuple[int, int]]:
        """For every figure the node it leaves and the node it enters; the outside has the number after the last sum."""
        roles: dict[Key, list[tuple[int, int]]] = {key: [] for key in self.sizes}
        for node, line in enumerate(self.sums):
            roles[line.total].append((node, -1))
            for key in line.parts:
                roles[key].append((node, 1))
        signs = self._find_signs(roles)
        outside = len(self.sums)
        ends = {}
        for key, places in roles.items():
            leaves = [node for node, role in places if signs[node] * role < 0]
            enters = [node for node, role in places if signs[node] * role > 0]
            if len(leaves) > 1 or len(enters) > 1:
                raise ValueError(f"{key!r} stands in sums that are neither a list, a tree nor a two-way table.")
            ends[key] = (leaves[0] if leaves else outside, enters[0] if enters else outside)
        return ends

    def _find_signs(self, roles: Mapping[Key, list[tuple[int, int]]]) -> list[int]:
        """A sign for every sum, chosen outward from each first one; `_find_ends` refuses where none can fit."""
        touching: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for places in roles.values():
            for node, role in places:
                touching[node] += [(other, -role * other_role) for other, other_role in places if other != node]
        signs = [0] * len(self.sums)
        for first in range(len(signs)):
            if signs[first]:
                continue
            signs[first] = 1
            reached = [first]
            while reached:
                node = reached.pop()
                for other, flip in touching[node]:
                    if not signs[other]:
                        signs[other] = signs[node] * flip
                        reached.append(other)
        return signs

    def _find_costs(self) -> dict[Key, int]:
        """What hiding a figure costs: its size; a total more than everything under it, and the more the higher."""
        totals = {line.total: line.parts for line in reversed(self.sums)}
        heights: dict[Key, int] = {}

        def height(key: Key) -> int:
            if key not in heights:
                heights[key] = 1 + max((height(part) for part in totals[key]), default=0) if key in totals else 0
            return heights[key]

        scale = 1 + sum(self.sizes.values())
        return {key: size + scale ** height(key) for key, size in self.sizes.items()}
