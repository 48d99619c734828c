"""What visits of made-up families tell beside their account: exceptions, scales, tools, words in their own language.

It draws from a dice of its own, so that a story is the same with it and without.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from practice.actions import goals
from practice.facts import Rated, Said, WithoutIt
from practice.models import Domain, Goal, Strength, Tool, Visit

if TYPE_CHECKING:
    from demo.story import Story

_said: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "words.toml").read_text(encoding="utf8"))
ASKED_AFTER = 1  # visits, before a scale is asked
SCALE, RATED, EXCEPTION, TOOL, TRANSLATED, LEANS = 0.45, 0.4, 0.14, 0.3, 0.3, 0.65


@dataclass
class Words:
    """One family's: its dice, its scale and how far along that is, and what has been told."""

    rng: Random
    tools: list[UUID]
    scale: UUID | None = None
    level: float = 0.0
    told: set[str] = field(default_factory=set)

    @classmethod
    def begin(cls, seed: int, number: int) -> "Words":
        tools = list(Tool.objects.current().by_name().values_list("pk", flat=True))
        return cls(Random(f"{seed}/{number}/words"), tools)

    def fresh(self, texts: list[Any]) -> Any:
        """One of these not told yet; None when all are."""
        left = [text for text in texts if str(text) not in self.told]
        if not left:
            return None
        chosen = self.rng.choice(left)
        self.told.add(str(chosen))
        return chosen


def domain_of(text: str) -> str:
    """Which part of life it is about, as somebody would file it."""
    found = text.lower()
    for domain, words in _said["domains"].items():
        if any(word in found for word in words):
            return str(domain)
    return Domain.OTHER


def exceptions(story: "Story") -> list[WithoutIt]:
    words = story.words
    if not story.worries or words.rng.random() >= EXCEPTION:
        return []
    text = words.fresh(_said["exceptions"])
    worry = words.rng.choice(story.worries)
    teller = words.rng.choice([story.household.mum.pk, story.household.children[0].pk])
    return [WithoutIt(worry, story.household.say(text), teller)] if text else []


def tools_used(story: "Story") -> list[UUID]:
    words = story.words
    return [words.rng.choice(words.tools)] if words.tools and words.rng.random() < TOOL else []


def translated(story: "Story") -> list[Said]:
    """The parent's words as they were said, where their first language has some here."""
    words, mum = story.words, story.household.mum
    theirs = [one for one in _said["translated"] if one["language"] == mum.first_language]
    if not theirs or words.rng.random() >= TRANSLATED:
        return []
    one = words.fresh(theirs)
    return [Said(one["text"], mum.pk, "", True, one["language"], one["translation"])] if one else []


def scaled(story: "Story") -> list[Rated]:
    """What each voice says on the family's scale, where one is asked and this visit asks it."""
    words = story.words
    if words.scale is None or words.rng.random() >= RATED:
        return []
    words.level = min(9.5, max(0.5, words.level + words.rng.gauss(0.5, 0.9)))
    voices = [("worker", None), ("parent", story.household.mum.pk), ("child", story.household.children[0].pk)]
    return [Rated(words.scale, voice, _score(words, voice), person) for voice, person in voices]


def _score(words: Words, voice: str) -> int:
    """A child sometimes says something quite different."""
    lean = -3.5 if voice == "child" and words.rng.random() < 0.2 else words.rng.gauss(0, 0.8)
    return max(0, min(10, round(words.level + lean)))


def after(story: "Story", visit: Visit) -> None:
    """A scale is agreed once they know one another a little; a new goal leans on what is strong."""
    words, family = story.words, story.household.family
    if story.visits == ASKED_AFTER + 1 and words.scale is None and words.rng.random() < SCALE:
        text, zero, ten, domain = words.rng.choice(_said["scales"])
        scale = goals.agree(
            family=family, by=story.lead, text=text, domain=domain, kind=Goal.Kind.SCALE, zero_means=zero,
            ten_means=ten, on=visit.happened_on,
        )  # fmt: skip
        words.scale, words.level = scale.pk, words.rng.uniform(2.0, 5.0)
    for goal in visit.goals_set.all():
        strengths = list(Strength.objects.filter(family=family).holding().order_by("id"))
        if strengths and words.rng.random() < LEANS:
            goals.lean(goal=goal, strength=words.rng.choice(strengths), by=story.lead)
