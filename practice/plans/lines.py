"""The lines of a plan, each by a key: for whose words they are, and for reading them in another language."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hampshire.languages import is_called
from practice.plans.models import PlanQuote, PlanWords, Whose
from practice.plans.reading import Around, GoalInPlan, PlanInFull


@dataclass(frozen=True, slots=True)
class Line:
    """Something the plan says. `what` is what sort of line it is, for people: "goal", "action"."""

    key: str
    what: str
    text: str
    whose: str = Whose.US
    speaker: str = ""
    person_id: str = ""

    @property
    def said_by(self) -> str:
        """Yusuf; the family together; ours."""
        together = {Whose.FAMILY.value: "the family", Whose.NETWORK.value: "their network", Whose.US.value: "ours"}
        return self.speaker or together[self.whose]

    @property
    def chosen(self) -> str:
        """The value of this in a form's list: "us", "family", "family:<a person's id>"."""
        return f"{self.whose}:{self.person_id}" if self.person_id else self.whose


def spoken(full: PlanInFull) -> list[Line]:
    """What somebody can have said: the name, the reason, goals, actions, and what happens if things get harder."""
    return [line for line in _lines(full) if line.text]


def marked(full: PlanInFull) -> list[Line]:
    """The same with whose words each is, as somebody said; else as it is to be thought. One query."""
    told = {mark.line: mark for mark in full.plan.words.select_related("person")}
    return [_with_mark(line, told.get(line.key)) for line in spoken(full)]


def quoted(full: PlanInFull, family: Collection[str]) -> list[Line]:
    """Words brought into the plan: theirs, and nobody says otherwise. `family`: ids of those who are of the family."""
    return [_quote_line(one, family) for one in full.quotes]


def _quote_line(one: PlanQuote, family: Collection[str]) -> Line:
    person = str(one.quote.person_id or "")
    whose = Whose.FAMILY if person in family else Whose.NETWORK
    return Line(quote_key(one), "Their own words", f"“{one.text}”", whose, one.speaker, person)


def quote_key(one: PlanQuote) -> str:
    return f"quote-{one.quote_id}"


def _with_mark(line: Line, mark: PlanWords | None) -> Line:
    if mark is None:
        return line
    speaker = mark.person.short_name if mark.person else ""
    return Line(line.key, line.what, line.text, mark.whose, speaker, str(mark.person_id or ""))


def _lines(full: PlanInFull) -> Iterator[Line]:
    """Until somebody says otherwise a goal is in the words of whoever wants it, and the rest is ours."""
    plan = full.plan
    yield Line("title", "What it is called", plan.title, Whose.FAMILY)
    yield Line("why", "Why we have a plan", plan.why_we_have_it)
    for one in full.current:
        yield _goal_line(one)
        for action in one.actions:
            yield Line(f"action-{action.pk}", "Action", action.text)
    yield Line("contingency", "If things get harder", plan.contingency)


def _goal_line(one: GoalInPlan) -> Line:
    whose = one.goal.whose
    speaker, person = (whose.short_name, str(whose.pk)) if whose else ("", "")
    return Line(f"goal-{one.goal.pk}", "Goal", one.goal.text, Whose.FAMILY, speaker, person)


@dataclass(frozen=True, slots=True)
class Share:
    """How many lines of a plan are in whose words."""

    family: int
    network: int
    us: int

    @classmethod
    def of(cls, lines: list[Line]) -> "Share":
        return cls(*(sum(line.whose == whose for line in lines) for whose in Whose.values))

    @property
    def theirs(self) -> int:
        return self.family + self.network

    @property
    def total(self) -> int:
        return self.theirs + self.us

    @property
    def percent(self) -> int:
        return round(100 * self.theirs / self.total) if self.total else 0


# ---- For the paper the family keeps ---------------------------------------------------------------------------------


def written(full: PlanInFull, around: Around, language: str = "") -> list[Line]:
    """Every line that stands on the family's paper and can be read in another language; what was said in that very
    `language` (its code) is left as it was said.
    """
    return [line for line in (*_on_paper(full, language), *_said(around)) if line.text]


def left_in_english(full: PlanInFull, lines: Mapping[str, Any], language: str) -> int:
    """How many lines a translation has not, or not as they are worded now. What they say to the plan may well be in
    their language already.
    """
    return sum(lines.get(line.key, {}).get("of") != line.text for line in _on_paper(full, language) if line.text)


def _said(around: Around) -> Iterator[Line]:
    """The family's own plan and what they say to ours. Told in their language already, they are left as they are."""
    if around.meeting:
        yield Line(f"own-{around.meeting.pk}", "The family’s own plan", around.meeting.their_plan)
    for reply in around.replies:
        yield Line(f"reply-{reply.pk}", f"What {reply.speaker} says to it", reply.text)


def _on_paper(full: PlanInFull, language: str) -> Iterator[Line]:
    plan = full.plan
    yield Line("title", "What it is called", plan.title)
    yield Line("why", "Why we have a plan", plan.why_we_have_it)
    for quote in full.on_paper:
        if not is_called(language, quote.language):
            yield Line(quote_key(quote), f"Words of {quote.speaker}", quote.in_english)
    seen: set[str] = set()
    for one in full.current:
        yield Line(f"goal-{one.goal.pk}", "Goal", one.goal.text)
        for strength in one.leans:
            key = f"strength-{strength.pk}"
            if key not in seen:
                seen.add(key)
                yield Line(key, "What is strong already", strength.text)
        for action in one.to_do:
            yield Line(f"action-{action.pk}", "Who does what", action.text)
            yield Line(f"known-{action.pk}", "How we will know", action.how_we_will_know)
    yield Line("contingency", "If things get harder", plan.contingency)
    yield Line("ring", "Who to ring", plan.who_to_ring)
