"""Reads the parts of a visit's page that not every visit has: decisions, strains and their mending, exceptions, tools.

The names of the fields, each with the id of the decision, worry or strain that it is about:

    decision-<id>        done, further, or blank for not yet          decision-<id>-how    how it went
    without-<id>         a time when that worry did not happen, and what was different
    rupture              what strained it between the family and us
    repair-<id>          1 where that strain was mended               repair-<id>-how      how that came about
    tools                the id of each tool that was used
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from practice import rules
from practice.facts import Carried, Mended, WithoutIt
from practice.forms.typed import Typed
from practice.sheet import Sheet

DONE, FURTHER = "done", "further"
TOO_LONG = f"Say it in {rules.LONGEST_LINE} letters or fewer"
SAY_WHICH = "Say whether it was done or taken further"
CLOSED_MEANWHILE = "Somebody else closed what these words were about. Add them to what happened, if they matter: “{}”"


@dataclass
class BetweenUs:
    """`wrong` is told the name of a field and what is the matter with it."""

    sheet: Sheet
    typed: Typed
    wrong: Callable[[str, str], None]

    def told(self, day: date | None) -> dict[str, object]:
        """By the names of VisitFacts. `day` is the visit's, where it could be read."""
        self._words_left_over()
        strained = self._line("rupture")
        return {
            "exceptions": list(self._exceptions()),
            "decisions": list(self._decisions(day)),
            "ruptures": [strained] if strained else [],
            "repairs": list(self._repairs(day)),
            "tools": [UUID(tool.id) for tool in self.sheet.tools if tool.id in set(self.typed.all("tools"))],
        }

    def _line(self, name: str) -> str:
        text = self.typed[name].strip()
        if len(text) > rules.LONGEST_LINE:
            self.wrong(name, TOO_LONG)
        return text

    def _exceptions(self) -> Iterator[WithoutIt]:
        for worry in self.sheet.worries:
            if text := self._line(f"without-{worry.id}"):
                yield WithoutIt(UUID(worry.id), text)

    def _decisions(self, day: date | None) -> Iterator[Carried]:
        for decision in self.sheet.decisions:
            name = f"decision-{decision.id}"
            how, outcome = self._line(f"{name}-how"), self.typed[name]
            if outcome not in {DONE, FURTHER}:
                if how:
                    self.wrong(name, SAY_WHICH)
                continue
            if day and decision.taken_on > day:
                self.wrong(name, rules.DECIDED_LATER)
            yield Carried(UUID(decision.id), closes=outcome == DONE, how_it_went=how)

    def _repairs(self, day: date | None) -> Iterator[Mended]:
        for rupture in self.sheet.ruptures:
            name = f"repair-{rupture.id}"
            how = self._line(f"{name}-how")
            if not self.typed[name] and not how:  # saying how it was mended says that it was
                continue
            if day and rupture.happened_on > day:
                self.wrong(name, rules.STRAINED_LATER)
            yield Mended(UUID(rupture.id), how)

    def _words_left_over(self) -> None:
        """Words about what is no longer there to be spoken of: shown once more, so that they are not lost unread."""
        offered = set(self._fields_for_words())
        for name, values in self.typed.raw.items():
            if _is_for_words(name) and name not in offered and values and values[0].strip():
                self.wrong("account", CLOSED_MEANWHILE.format(values[0].strip()))

    def _fields_for_words(self) -> Iterable[str]:
        yield from (f"without-{one.id}" for one in self.sheet.worries)
        yield from (f"decision-{one.id}-how" for one in self.sheet.decisions)
        yield from (f"repair-{one.id}-how" for one in self.sheet.ruptures)


def _is_for_words(name: str) -> bool:
    return name.startswith("without-") or (name.startswith(("decision-", "repair-")) and name.endswith("-how"))
