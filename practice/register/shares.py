"""How votes fall, and how sure a share of few votes can be. Pure: nothing here touches the database.

The interval is worked out here, in its closed form, and not taken from outcomes/statistics.py: that stands above this
floor and imports statsmodels, which no page may wait for. A test holds the two to the same answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

LEVEL = 0.95
ENOUGH = 5  # votes from which an entry is compared with others
APART = 3  # families' votes from which they are told apart: of one or two, somebody could guess whose they are


def wilson(x: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """The Wilson score interval of the share x/n, without continuity correction, as two shares from 0 to 1.

    Wilson 1927, Journal of the American Statistical Association 22:209-212. Raises ValueError where x is not among n.
    """
    if not 0 <= x <= n or n == 0:
        raise ValueError(f"{x} of {n} is no share.")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, spread = x / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    # At 0 and at n the limit is exactly the edge; rounding would leave it a hair inside or out.
    return (0.0 if x == 0 else middle - half), (1.0 if x == n else middle + half)


def percent(share: float) -> str:
    """0.634 as 63%."""
    return f"{share:.0%}"


@dataclass(frozen=True, slots=True)
class Split:
    """How many votes fell which way."""

    towards: int = 0
    neutral: int = 0
    against: int = 0

    @classmethod
    def of(cls, directions: Iterable[str]) -> "Split":
        """From the values of Vote.Direction, one a vote."""
        found = list(directions)
        return cls(found.count("towards"), found.count("neutral"), found.count("against"))

    def __add__(self, other: "Split") -> "Split":
        return Split(self.towards + other.towards, self.neutral + other.neutral, self.against + other.against)

    @property
    def n(self) -> int:
        return self.towards + self.neutral + self.against

    @property
    def share(self) -> float | None:
        """The share towards, from 0 to 1; None where nobody voted."""
        return self.towards / self.n if self.n else None

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH

    @property
    def said_share(self) -> str:
        return "–" if self.share is None else percent(self.share)

    @property
    def said_interval(self) -> str:
        """55 to 70%; blank where nobody voted."""
        if not self.n:
            return ""
        low, high = wilson(self.towards, self.n)
        return f"{100 * low:.0f} to {100 * high:.0f}%"

    @property
    def in_words(self) -> str:
        """8 towards, 2 neither, 3 against."""
        return f"{self.towards:,} towards, {self.neutral:,} neither, {self.against:,} against"
