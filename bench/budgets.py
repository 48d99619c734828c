"""What each page may cost, as data: time as a ratio to the floor's p95 in the same run, queries, and weight.

The budgets are for 1,000,000 people on two cores with 8 clients; a smaller database has to keep within them too.
"""

from dataclasses import dataclass

PAGE_KB, FRAGMENT_KB = 30.0, 10.0  # compressed
WORKER_MB = 200.0


@dataclass(frozen=True, slots=True)
class Budget:
    """`within` times the floor's p95, at most so many queries, at most so many compressed kilobytes."""

    page: str
    within: float
    sql: int
    kb: float = PAGE_KB


BUDGETS = (
    Budget("my week", 2, 12),
    Budget("caseload review, 25 rows", 2, 12),
    Budget("caseload review, 100 rows", 2, 12),
    Budget("caseload review, printed (500 rows at most)", 2, 12),
    Budget("family page", 2.5, 20),
    Budget("visit log: open", 1.5, 10),
    Budget("visit log: autosave", 0.7, 4, FRAGMENT_KB),
    Budget("visit log: submit", 2, 20),
    Budget("search: a surname begun", 2, 4, FRAGMENT_KB),
    Budget("search: first name and surname", 2, 4, FRAGMENT_KB),
    Budget("search: with a slip", 2, 4, FRAGMENT_KB),
    Budget("search: surname and birth date", 2, 4, FRAGMENT_KB),
    Budget("dashboard", 2, 8),
    Budget("dashboard, narrowed", 2, 8),
    Budget("API: families, 25", 1, 4),
    Budget("API: a family's visits, 25", 1, 4),
    Budget("API: log a visit", 1.5, 20),
)
