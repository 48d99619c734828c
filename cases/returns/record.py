"""One record of a return as it was sent: its values by name, with the line of each, taken one at a time.

A value is taken in one of three ways, and that is the rule for what a mistake costs:
`required` must be there and good, or the record is refused; `given` may be blank, but a bad value refuses the record;
`optional` is information the record can do without: a bad value is left out, and the report says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cases.returns.report import VALUE_SHOWN, Refusal, Refused, Report, Unit
from cases.returns.values import BadValue, Parse


class Sent(NamedTuple):
    """A value as it was sent."""

    text: str
    line: int
    again: bool = False  # the same field stood twice


@dataclass(slots=True)
class Record:
    unit: Unit
    file: str
    line: int
    values: Mapping[str, Sent]
    report: Report
    child: str = ""
    _taken: set[str] = field(default_factory=set)

    def required[T](self, name: str, parse: Parse[T]) -> T:
        value = self.given(name, parse)
        if value is None:
            raise self.refused(name, "Nothing was sent, and the record cannot do without it.")
        return value

    def given[T](self, name: str, parse: Parse[T]) -> T | None:
        try:
            return self._parse(name, parse)
        except BadValue as bad:
            raise self.refused(name, bad.reason) from bad

    def optional[T](self, name: str, parse: Parse[T]) -> T | None:
        try:
            return self._parse(name, parse)
        except BadValue as bad:
            self.left_out(name, bad.reason)
            return None

    def optionals[T](self, name: str, sent: Sequence[Sent], parse: Parse[T]) -> tuple[T, ...]:
        """A list of values, each of which the record can do without. The same one twice is one."""
        good: dict[T, None] = {}
        for each in sent:
            try:
                good[parse(each.text)] = None
            except BadValue as bad:
                self.report.add(self._refusal(name, bad.reason, each, refused=False))
        return tuple(good)

    def refused(self, name: str, reason: str) -> Refused:
        """To be raised: this record cannot be kept."""
        return Refused(self._refusal(name, reason, self.values.get(name), refused=True))

    def left_out(self, name: str, reason: str) -> None:
        """The record is kept without this value."""
        self.report.add(self._refusal(name, reason, self.values.get(name), refused=False))

    def no_place_for(self, *names: str, under: str) -> None:
        """Count values that were read and found good, and that nothing keeps yet."""
        for name in names:
            if self.text(name):
                self.report.no_place[f"{under}.{name}"] += 1

    def text(self, name: str) -> str:
        """As it was sent, without the spaces round it; empty where nothing was."""
        self._taken.add(name)
        sent = self.values.get(name)
        return sent.text if sent else ""

    def not_taken(self) -> list[str]:
        """Names with a value that nobody asked for."""
        return [name for name, sent in self.values.items() if sent.text and name not in self._taken]

    def _parse[T](self, name: str, parse: Parse[T]) -> T | None:
        text = self.text(name)
        if not text:
            return None
        if self.values[name].again:
            raise BadValue("Sent twice in one record.")
        return parse(text)

    def _refusal(self, name: str, reason: str, sent: Sent | None, *, refused: bool) -> Refusal:
        line, value = (sent.line, sent.text) if sent else (self.line, "")
        return Refusal(self.file, line, self.unit, self.child, name, value[:VALUE_SHOWN], reason, refused)
