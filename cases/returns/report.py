"""What became of a return: rows read, created, updated, unchanged and refused, and a line for whatever was wrong."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Unit(StrEnum):
    """What a row of a return is about, as the report names it."""

    FILE = "file"
    CHILD = "child"
    REFERRAL = "referral"
    ASSESSMENT = "assessment"
    NEED_PLAN = "child in need plan"
    ENQUIRY = "section 47 enquiry"
    PROTECTION_PLAN = "child protection plan"
    PROTECTION_REVIEW = "child protection review"
    CARE_EPISODE = "care episode"
    CARE_REVIEW = "care review"
    ASYLUM = "unaccompanied child (UASC)"
    HEALTH = "health and convictions (OC2)"
    CARE_LEAVER = "care leaver (OC3)"
    ADOPTION = "adoption (AD1)"
    ADOPTION_PLACEMENT = "placed for adoption"
    PERMANENCE = "previous permanence"
    MISSING = "missing episode"
    WORKER = "social worker episode"
    LIBERTY = "deprivation of liberty (DoLo)"


# A value longer than this is cut in the report: enough to recognise it by.
VALUE_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing wrong in a file. `refused` is whether the record was left out, or kept without this value."""

    file: str
    line: int
    unit: str
    child: str
    field: str
    value: str
    reason: str
    refused: bool = True

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def as_row(self) -> dict[str, Any]:
        """Cut to the sizes of a table's columns; what is cut was nonsense."""
        return self.as_dict() | {"file": self.file[:200], "reason": self.reason[:300]}


class Refused(Exception):  # noqa: N818
    """Raised inside a record whose value makes the whole record unusable."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class UnreadableReturn(Exception):  # noqa: N818
    """A file that cannot be read at all, and of which nothing is kept."""

    def __init__(self, reason: str, *, file: str = "", line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.file, self.line = reason, file, line

    def __str__(self) -> str:
        """census.xml, line 12: The file is cut off."""
        where = ", ".join(filter(None, [self.file, f"line {self.line}" if self.line else ""]))
        return f"{where}: {self.reason}" if where else self.reason

    def as_refusal(self) -> Refusal:
        return Refusal(self.file, self.line, Unit.FILE, "", "", "", self.reason)


@dataclass(slots=True)
class Tally:
    """Rows of one unit. `read` is the sum of the others once an import is over."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    no_place: int = 0

    def add(self, other: "Tally") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Report:
    """Counts as a return is read and written. Lines go to `on_lines` in bundles, so that memory stays flat."""

    on_lines: Callable[[list[Refusal]], None] | None = None
    tallies: dict[Unit, Tally] = field(default_factory=dict)
    kinds_of_line: Counter[tuple[str, str, str, bool]] = field(default_factory=Counter)
    no_place: Counter[str] = field(default_factory=Counter)
    first_lines: list[Refusal] = field(default_factory=list)
    _waiting: list[Refusal] = field(default_factory=list)

    LISTED = 200
    LISTED_ALIKE = 5
    BUNDLE = 500

    def __getitem__(self, unit: Unit) -> Tally:
        return self.tallies.setdefault(unit, Tally())

    def add(self, refusal: Refusal) -> None:
        """Take a line of the reader's; where it leaves out a row, the row is counted as refused."""
        if refusal.refused and refusal.unit != Unit.FILE:
            self[Unit(refusal.unit)].refused += 1
        self.add_said(refusal)

    def add_said(self, refusal: Refusal) -> None:
        """Take a line whose row is counted already."""
        kind = refusal.unit, refusal.field, refusal.reason, refusal.refused
        self.kinds_of_line[kind] += 1
        if self.kinds_of_line[kind] <= self.LISTED_ALIKE and len(self.first_lines) < self.LISTED:
            self.first_lines.append(refusal)
        self._waiting.append(refusal)
        if len(self._waiting) >= self.BUNDLE:
            self.flush()

    def flush(self) -> None:
        """Hand on the lines that wait."""
        if self.on_lines and self._waiting:
            self.on_lines(self._waiting)
        self._waiting = []

    def count(self, tallies: Iterable[tuple[Unit, Tally]]) -> None:
        """Add the counts of a batch, once it is safely written."""
        for unit, tally in tallies:
            self[unit].add(tally)

    @property
    def lines(self) -> int:
        return self.kinds_of_line.total()

    @property
    def refused_lines(self) -> int:
        return sum(n for (_, _, _, refused), n in self.kinds_of_line.items() if refused)

    def as_dict(self) -> dict[str, Any]:
        """For a job's row: counts in full, lines grouped, and the first few of each kind as they are."""
        return {
            "tallies": {unit.value: asdict(self.tallies[unit]) for unit in Unit if unit in self.tallies},
            "lines": self.lines,
            "kinds_of_line": [
                {"unit": unit, "field": name, "reason": reason, "refused": refused, "count": n}
                for (unit, name, reason, refused), n in self.kinds_of_line.most_common()
            ],
            "no_place": dict(sorted(self.no_place.items())),
            "first_lines": [line.as_dict() for line in self.first_lines],
        }
