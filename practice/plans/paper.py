"""The plan the family keeps: one page where it can be, plain words, big type, in their language if it was put so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hampshire.languages import in_language
from hampshire.words import short_date
from practice.models import NextStep
from practice.plans.languages import KIND, labels_for
from practice.plans.models import NetworkMeeting, PlanReply, PlanTranslation
from practice.plans.reading import GoalInPlan, PlanInFull

ENGLISH = "en"
OWNER_LABELS = {"family": "label-family", "network": "label-network", "us": "label-us"}

type Say = Callable[[str, str], str]  # a line's key and its English, as it stands in the language of the paper


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed of a plan. `worker` is who to ask for; `meeting` the last network meeting with a plan of its
    own."""

    full: PlanInFull
    worker: str
    replies: Sequence[PlanReply]
    meeting: NetworkMeeting | None
    translation: PlanTranslation | None = None

    @property
    def language(self) -> str:
        return self.translation.language if self.translation else ENGLISH

    def data(self) -> dict[str, Any]:
        """What templates/typst/plan.typ reads."""
        plan, say = self.full.plan, self._say
        labels = {key.removeprefix("label-"): say(key, text) for key, text in labels_for(plan.kind).items()}
        kind = labels.pop(f"{KIND.removeprefix('label-')}{plan.kind}")
        return {
            "lang": self.language,
            "labels": labels,
            "family": plan.family.title,
            "title": say("title", plan.title) or kind,
            "kind": kind if plan.title else "",
            "why": say("why", plan.why_we_have_it),
            "goals": [self._goal(one) for one in self.full.current],
            "harder": say("contingency", plan.contingency),
            "ring": say("ring", plan.who_to_ring),
            "worker": self.worker,
            "own_plan": self.meeting.their_plan if self.meeting else "",
            "review": self._day(plan.next_review_on),
            "replies": [{"whose": r.speaker, "text": r.text, "on": self._day(r.received_on)} for r in self.replies],
        }

    def _say(self, key: str, english: str) -> str:
        return in_language(self.translation.lines, key, english) if self.translation else english

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

    def _day(self, day: date) -> str:
        """Tue 24 Nov; in figures where the paper is not in English."""
        return short_date(day) if self.language == ENGLISH else f"{day:%d.%m.%Y}"
