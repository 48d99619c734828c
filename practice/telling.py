"""What a visit tells the family's story: one sentence for the visit, and one for each thing that changed by it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from cases import chronology
from cases.models import ChronologyEntry, Family
from hampshire import words
from hampshire.accounts.models import Staff
from practice.facts import Seen, VisitFacts
from practice.known import Known
from practice.models import Visit, Worry
from practice.models.quote import words_in_story
from practice.sheet import WORKER

KIND = ChronologyEntry.Kind
STATES = {
    Worry.State.LIVE: "Worry live again",
    Worry.State.EASING: "Worry easing",
    Worry.State.RESOLVED: "Worry resolved",
}


def entries(visit: Visit, family: Family, facts: VisitFacts, known: Known, by: Staff) -> list[ChronologyEntry]:
    """All of them as rows not yet saved, each leading to the visit and withdrawn with it."""
    told = [(KIND.VISIT, visit_sentence(visit, facts, known)), *_changes(facts, known)]
    return [entry(visit, family, kind, text, by=by, at=visit.logged_at) for kind, text in told]


def entry(visit: Visit, family: Family, kind: str, text: str, *, by: Staff, at: datetime) -> ChronologyEntry:
    row = chronology.made(family, kind, visit.happened_at, text, by=by, subject=visit, url=visit.get_absolute_url())
    row.written_at = at
    return row


def visit_sentence(visit: Visit, facts: VisitFacts, known: Known) -> str:
    """Visit at home: Yusuf and Leila seen, Yusuf alone."""
    return f"{visit.heading}: {_who(facts, known)}"


def _who(facts: VisitFacts, known: Known) -> str:
    seen = [one for one in facts.people if one.seen]
    children = _names(seen, known, children=True)
    alone = _names([one for one in seen if one.seen_alone], known, children=True)
    others = _names(seen, known, children=False)
    if not children:
        also = [*others, facts.also_seen.strip()] if facts.also_seen.strip() else others
        return f"no child seen, {words.listed(also)} seen" if also else "nobody seen"
    return f"{words.listed(children)} seen" + (f", {words.listed(alone)} alone" if alone else "")


def _names(seen: Iterable[Seen], known: Known, *, children: bool) -> list[str]:
    return [known.name(one.person_id) for one in seen if known.is_child(one.person_id) == children]


def _changes(facts: VisitFacts, known: Known) -> Iterator[tuple[str, str]]:
    noticed = [known.strengths[strength].text for strength in facts.resighted if known.strengths[strength].is_new]
    for text in (*noticed, *(strength.text.strip() for strength in facts.strengths)):
        yield KIND.STRENGTH, f"New strength: {text}"
    for said in facts.quotes:
        speaker = known.name(said.person_id) or said.whose.strip()
        told = words_in_story(speaker, said.text.strip(), said.language.strip(), said.translation.strip())
        yield KIND.QUOTE, told
    for text in (worry.text.strip() for worry in facts.worries):
        yield KIND.WORRY, f"New worry: {text}"
    for worry_id, state in facts.worry_states.items():
        worry = known.worries[worry_id]
        if worry.before != state:
            name = STATES[Worry.State(state)] if worry.before else "New worry"
            yield KIND.WORRY, f"{name}: {worry.text}"
    agreed = [goal.text for goal in known.goals.values() if goal.is_new]
    for text in (*agreed, *(goal.text.strip() for goal in facts.goals)):
        yield KIND.GOAL, f"New goal: “{text}”"
    for goal_id in dict.fromkeys(rating.goal_id for rating in facts.ratings):
        if moved := rating_changes(goal_id, facts, known):
            yield KIND.GOAL, f"{known.goals[goal_id].in_words}: {moved}"
    yield from _between_us(facts, known)


def _between_us(facts: VisitFacts, known: Known) -> Iterator[tuple[str, str]]:
    for told in facts.exceptions:
        yield KIND.WORRY, f"A time without it, “{known.worries[told.worry_id].text}”: {told.text.strip()}"
    for carried in facts.decisions:
        outcome = "Decision carried out" if carried.closes else "Decision taken further"
        yield KIND.DECISION, f"{outcome}: {known.decisions[carried.decision_id].text}"
    for text in facts.ruptures:
        yield KIND.VISIT, f"Strained between the family and us: {text.strip()}"
    for mended in facts.repairs:
        yield KIND.VISIT, f"Mended between the family and us: {known.ruptures[mended.rupture_id].text}"


def rating_changes(goal_id: UUID, facts: VisitFacts, known: Known) -> str:
    """Yusuf 4 → 6, worker 5 → 6; blank when no voice moved."""
    before = known.goals[goal_id].latest
    moved = []
    for rating in facts.ratings:
        key = str(rating.person_id) if rating.person_id else WORKER
        if rating.goal_id == goal_id and before.get(key, rating.score) != rating.score:
            moved.append(f"{known.name(rating.person_id) or WORKER} {before[key]} → {rating.score}")
    return ", ".join(moved)
