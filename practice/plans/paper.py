"""The plan the family keeps: one page where it can be, plain words, big type, in their language if it was put so."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from hampshire.languages import direction_of, in_language, is_called
from hampshire.words import short_date
from practice.models import NextStep
from practice.plans.languages import KIND, labels_for
from practice.plans.lines import quote_key
from practice.plans.models import PlanQuote, PlanReply, PlanTranslation
from practice.plans.reading import Around, GoalInPlan, PlanInFull

ENGLISH = "en"
NOTHING_AROUND = Around()
OWNER_LABELS = {"family": "label-family", "network": "label-network", "us": "label-us"}

type Say = Callable[[str, str], str]  # a line's key and its English, as it stands in the language of the paper


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed of a plan. `worker` is who to ask for."""

    full: PlanInFull
    worker: str
    around: Around = NOTHING_AROUND
    translation: PlanTranslation | None = None

    @property
    def language(self) -> str:
        return self.translation.language if self.translation else ENGLISH

    def data(self) -> dict[str, Any]:
        """What templates/typst/plan.typ reads, and templates/plans/paper.html."""
        return fit_for_print(self._data())

    def _data(self) -> dict[str, Any]:
        plan, say = self.full.plan, self._say
        labels = {key.removeprefix("label-"): say(key, text) for key, text in labels_for(plan.kind).items()}
        kind = labels.pop(f"{KIND.removeprefix('label-')}{plan.kind}")
        meeting = self.around.meeting
        return {
            "lang": self.language,
            "dir": direction_of(self.language),
            # A template reads names with underscores.
            "labels": {key.replace("-", "_"): text for key, text in labels.items()},
            "foot": f"{plan.family.title}, {self._today()}",
            "title": say("title", plan.title) or kind,
            "kind": kind if plan.title else "",
            "why": say("why", plan.why_we_have_it),
            "words": [self._quote(one) for one in self.full.on_paper],
            "goals": [self._goal(one) for one in self.full.current],
            "harder": say("contingency", plan.contingency),
            "ring": say("ring", plan.who_to_ring),
            "worker": self.worker,
            "own_plan": say(f"own-{meeting.pk}", meeting.their_plan) if meeting else "",
            "review": self._day(plan.next_review_on) if plan.is_open else "",
            "replies": [self._reply(reply) for reply in self.around.replies],
        }

    def _say(self, key: str, english: str) -> str:
        return in_language(self.translation.lines, key, english) if self.translation else english

    def _quote(self, one: PlanQuote) -> dict[str, str]:
        """As it was said where that was in the language of the paper; else what it says there, or in English."""
        said_so = is_called(self.language, one.language)
        return {"text": one.text if said_so else self._say(quote_key(one), one.in_english), "whose": one.speaker}

    def _goal(self, one: GoalInPlan) -> dict[str, Any]:
        return {
            "text": self._say(f"goal-{one.goal.pk}", one.goal.text),
            "strong": [self._say(f"strength-{strength.pk}", strength.text) for strength in one.leans],
            "actions": [self._action(action) for action in one.to_do],
        }

    def _action(self, action: NextStep) -> dict[str, str]:
        label = OWNER_LABELS[action.owner]
        owner = self._say(label, labels_for(self.full.plan.kind)[label])
        return {
            "text": self._say(f"action-{action.pk}", action.text),
            "known": self._say(f"known-{action.pk}", action.how_we_will_know),
            "who": action.who or (self.worker if action.owner == NextStep.Owner.US and self.worker else owner),
            "when": self._day(action.due_on) if action.due_on else "",
        }

    def _reply(self, reply: PlanReply) -> dict[str, str]:
        text = self._say(f"reply-{reply.pk}", reply.text)
        return {"whose": reply.speaker, "text": text, "on": self._day(reply.received_on)}

    def _today(self) -> str:
        """So that of two papers on a fridge the newer is known."""
        today = timezone.localdate()
        return f"{today.day} {today:%B %Y}" if self.language == ENGLISH else self._day(today)

    def _day(self, day: date) -> str:
        """Tue 24 Nov; in figures where the paper is not in English."""
        return short_date(day) if self.language == ENGLISH else f"{day:%d.%m.%Y}"


def fit_for_print[T](told: T) -> T:
    """The same with a telephone number in one piece, neither broken over two lines nor turned round between Arabic; and
    with a word too long for its column (an address of a website) able to break.
    """
    if isinstance(told, str):
        whole = _GAP_IN_A_NUMBER.sub("\N{NO-BREAK SPACE}", told)
        return _TOO_LONG.sub(_breakable, whole)  # type: ignore[return-value]
    if isinstance(told, dict):
        return {key: fit_for_print(value) for key, value in told.items()}  # type: ignore[return-value]
    if isinstance(told, list):
        return [fit_for_print(value) for value in told]  # type: ignore[return-value]
    return told


_GAP_IN_A_NUMBER = re.compile(r"(?<=\d) (?=\d)")
_TOO_LONG = re.compile(r"\S{29,}")


def _breakable(found: re.Match[str]) -> str:
    word = found[0]
    return "\N{ZERO WIDTH SPACE}".join(word[start : start + 14] for start in range(0, len(word), 14))
