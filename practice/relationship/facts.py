"""What somebody said a visit was like, as the actions take it."""

from dataclasses import dataclass

from cases.models import Person


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose voice: a person on record, or somebody in words ("mum's sister"). One of the two."""

    person: Person | None = None
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """Four taps of 0 to 4 each, or none of them where they would rather not say."""

    listened: int | None = None
    mattered: int | None = None
    suited: int | None = None
    trust: int | None = None
    words: str = ""

    @property
    def rather_not_say(self) -> bool:
        return self.listened is None
