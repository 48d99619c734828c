"""What may become of a thing, as one table: the state it is in, who may move it on, and what that is called.

An app writes its table once. The action asks it before it writes, the page draws its buttons and "what happens next"
from it, and docs/ print it, so that none of them can say something else than the others.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model

from hampshire.accounts.models import Staff
from hampshire.permissions import Decision, no, require


@dataclass(frozen=True, slots=True)
class Transition[T: Model]:
    """One row: from any of `sources` to `target`, if `decide` says yes of this person.

    `word` is what the button says, `next_words` follows "Next:" on the page of a thing that waits for it, and `verb`
    is the audit's. `asks_why` is for a move that must say its reason.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    decide: Callable[[Staff, T], Decision]
    verb: str
    word: str
    next_words: str
    asks_why: bool = False


@dataclass(frozen=True, slots=True)
class Offered[T: Model]:
    """A move that the thing's state allows, and whether this person may make it."""

    transition: Transition[T]
    decision: Decision

    @property
    def name(self) -> str:
        return self.transition.name

    @property
    def word(self) -> str:
        return self.transition.word

    @property
    def next_words(self) -> str:
        return self.transition.next_words


class Workflow[T: Model]:
    """The table. `states` gives each state its words, the first being where a thing begins."""

    def __init__(self, states: Mapping[str, str], transitions: Sequence[Transition[T]]) -> None:
        self.states = dict(states)
        self.transitions = tuple(transitions)
        self._by_name = {transition.name: transition for transition in transitions}
        unknown = {s for t in transitions for s in (*t.sources, t.target)} - self.states.keys()
        if unknown or len(self._by_name) != len(self.transitions):
            raise ValueError(f"The table is not sound: {sorted(unknown) or 'a name stands in it twice'}.")

    def __iter__(self) -> Iterator[Transition[T]]:
        return iter(self.transitions)

    def __getitem__(self, name: str) -> Transition[T]:
        """The move by that name. Raises KeyError for one that is not in the table."""
        return self._by_name[name]

    def from_state(self, state: str) -> list[Transition[T]]:
        return [transition for transition in self.transitions if state in transition.sources]

    def decide(self, name: str, user: Staff, thing: T) -> Decision:
        """Whether this person may make this move now."""
        transition = self[name]
        if (state := _state_of(thing)) not in transition.sources:
            return no(f"It is {self.states[state].lower()}. Open the page again to see what can be done now.")
        return transition.decide(user, thing)

    def require(self, name: str, user: Staff, thing: T) -> Transition[T]:
        """The move, for the action that makes it. Raises PermissionDenied with the reason why not."""
        require(self.decide(name, user, thing))
        return self[name]

    def offered(self, user: Staff, thing: T) -> list[Offered[T]]:
        """What can happen next to the thing, each with whether this person may do it."""
        return [Offered(one, one.decide(user, thing)) for one in self.from_state(_state_of(thing))]

    def diagram(self) -> str:
        """The table as a state diagram in Mermaid's words, for docs/."""
        first, *_ = self.states
        lines = [f"    [*] --> {first}"]
        lines += [f"    {source} --> {t.target}: {t.word}" for t in self.transitions for source in t.sources]
        left = {source for t in self.transitions for source in t.sources}
        lines += [f"    {state} --> [*]" for state in self.states if state not in left]
        return "\n".join(["stateDiagram-v2", *lines])


def _state_of(thing: Model) -> str:
    """The value of its field `state`, which every model with a workflow has."""
    return str(thing.state)  # type: ignore[attr-defined]
