"""What a run finds out about a page, and whether that is within its budget."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.budgets import Budget


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (over 0, at most 1) of them do not exceed: one of the values, none in between.

    Raises ValueError where there are none, or the share is no share.
    """
    if not values or not 0 < share <= 1:
        raise ValueError("A percentile is of at least one value, for a share over 0 and at most 1.")
    return sorted(values)[math.ceil(share * len(values)) - 1]


def ratio(page: Sequence[float], floor: Sequence[float], share: float = 0.95) -> float:
    """How many times as long the page takes at this percentile as the floor does."""
    return percentile(page, share) / percentile(floor, share)


@dataclass(slots=True)
class Found:
    """One page: milliseconds of its requests and of the floor's beside them; queries; bytes; answers that failed."""

    page: str
    times: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    cpu: float = 0.0  # seconds of the web workers, for all of `times`
    floor_cpu: float = 0.0  # for all of `floor`
    sql: int = 0
    bytes: int = 0
    compressed: int = 0

    @property
    def kb(self) -> float:
        return self.compressed / 1024

    @property
    def cpu_ms(self) -> float:
        """Of one request of the page."""
        return self.cpu * 1000 / len(self.times)

    @property
    def floor_cpu_ms(self) -> float:
        """Of one request of the floor."""
        return self.floor_cpu * 1000 / len(self.floor)

    @property
    def is_measured(self) -> bool:
        return bool(self.times and self.floor and not self.failures)


def misses(found: Found, budget: Budget) -> list[str]:
    """Each part of the budget that is not held, in words; empty when all is held."""
    if not found.is_measured:
        return [f"not measured: {found.failures[0] if found.failures else 'no request was answered in time'}"]
    said = []
    if (times := ratio(found.times, found.floor)) > budget.within:
        said.append(f"p95 is {times:.2f} × the floor's where {budget.within:g} × is allowed")
    if found.sql > budget.sql:
        said.append(f"{found.sql} queries where {budget.sql} are allowed")
    if found.kb > budget.kb:
        said.append(f"{found.kb:.1f} KB compressed where {budget.kb:g} are allowed")
    return said


def holds_by_luck(found: Found, budget: Budget) -> bool:
    """Whether the p95 keeps within the budget though the median does not: the floor's p95 was disturbed."""
    return found.is_measured and not misses(found, budget) and ratio(found.times, found.floor, 0.5) > budget.within
