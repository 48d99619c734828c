"""What a visit must be to be kept, in sentences a worker can act on. Pure: nothing here touches the database."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from hampshire.words import full_date
from practice.facts import VOICES, VisitFacts
from practice.known import Known
from practice.models import Domain, NextStep, Rating, Visit, Worry
from practice.sheet import Someone

LONGEST_LINE = 300  # as the columns of strengths, worries, goals and steps
LONGEST_VISIT = 24 * 60

NO_ACCOUNT = "Say what happened"
NOT_THIS_FAMILY = "Something here belongs to another family, or was withdrawn. Open the page again."
WHOSE_WORDS = "Say whose words these are"
TRANSLATED_FROM = "Say which language it was said in"
LONGEST_LANGUAGE = 40
LONGEST_WHO = 120
LONGEST_HOW_WE_KNOW = 200
SCORE = "A rating is a whole number from 0 to 10"
UNBORN = "Somebody was not born on that day"
DECIDED_LATER = "That was decided after this visit"
STRAINED_LATER = "That happened after this visit"
MINUTES = "Minutes with the family are a whole number from 1 to 1440"


def not_born_problem(someone: Someone | None, day: date) -> str:
    """Why somebody cannot have been seen on that day; blank when they can."""
    if someone is None or someone.born is None or someone.born <= day:
        return ""
    return f"{someone.name} was not born then: {full_date(someone.born)} is on record"


def when_problem(happened_at: datetime, opened_on: date, now: datetime) -> str:
    """Why a visit cannot have been then; blank when it can."""
    if happened_at > now:
        return "The day and time of the visit are in the future. A visit is logged after it has happened."
    if timezone.localdate(happened_at) < opened_on:
        return f"The day of the visit is before we began to work with the family, on {full_date(opened_on)}"
    return ""


def problems(facts: VisitFacts, known: Known) -> dict[str, str]:
    """What is wrong with the facts, by the name of the fact."""
    found = {
        "happened_at": when_problem(facts.happened_at, known.case.opened_on, timezone.now()),
        "account": "" if facts.account.strip() else NO_ACCOUNT,
        "minutes": "" if facts.minutes is None or 1 <= facts.minutes <= LONGEST_VISIT else MINUTES,
        "place": _choice(facts.place, Visit.Place),
        "purpose": _choice(facts.purpose, Visit.Purpose),
        "people": _people_problem(facts, known),
        "quotes": _quotes_problem(facts),
        "strengths": _strengths_problem(facts),
        "worries": _worries_problem(facts),
        "goals": _goals_problem(facts),
        "ratings": _ratings_problem(facts),
        "next_steps": _steps_problem(facts),
        "exceptions": _exceptions_problem(facts),
        "decisions": _decisions_problem(facts, known),
        "ruptures": _lines(facts.ruptures),
        "repairs": _repairs_problem(facts, known),
        "family": "" if _belongs(facts, known) else NOT_THIS_FAMILY,
    }
    return {name: problem for name, problem in found.items() if problem}


def _choice(value: str, choices: type[Visit.Place] | type[Visit.Purpose]) -> str:
    return "" if value in choices.values else "Choose one of those offered"


def _lines(texts: Iterable[str]) -> str:
    for text in texts:
        if not text.strip():
            return "This is blank"
        if len(text) > LONGEST_LINE:
            return f"Say it in {LONGEST_LINE} letters or fewer: this has {len(text)}"
    return ""


def _people_problem(facts: VisitFacts, known: Known) -> str:
    if len({seen.person_id for seen in facts.people}) < len(facts.people):
        return "Somebody is named twice"
    if any(seen.seen_alone and not seen.seen for seen in facts.people):
        return "A child seen alone has been seen"
    day = timezone.localdate(facts.happened_at)
    if any(one.seen and not_born_problem(known.people.get(one.person_id), day) for one in facts.people):
        return UNBORN
    adults = (seen for seen in facts.people if seen.person_id in known.people and not known.is_child(seen.person_id))
    if any(seen.seen_alone or seen.bedroom_seen for seen in adults):
        return "Seen alone and bedroom seen are of children"
    return ""


def _quotes_problem(facts: VisitFacts) -> str:
    if any(not said.text.strip() for said in facts.quotes):
        return "A quote is blank"
    if any(said.person_id is None and not said.whose.strip() for said in facts.quotes):
        return WHOSE_WORDS
    if any(said.translation.strip() and not said.language.strip() for said in facts.quotes):
        return TRANSLATED_FROM
    return _too_long((said.language for said in facts.quotes), LONGEST_LANGUAGE)


def _strengths_problem(facts: VisitFacts) -> str:
    return _domains(one.domain for one in facts.strengths) or _lines(one.text for one in facts.strengths)


def _domains(domains: Iterable[str]) -> str:
    return "" if set(domains) <= set(Domain.values) else "Choose one of those offered"


def _worries_problem(facts: VisitFacts) -> str:
    states = [*facts.worry_states.values(), *(worry.state for worry in facts.worries)]
    if not set(states) <= set(Worry.State.values):
        return "A worry is live, easing or resolved"
    return _domains(worry.domain for worry in facts.worries) or _lines(worry.text for worry in facts.worries)


def _goals_problem(facts: VisitFacts) -> str:
    named = range(len(facts.strengths))
    if any(place not in named for goal in facts.goals for place in goal.leans_on_new):
        return "A goal leans on a new strength that is not told here"
    return _domains(goal.domain for goal in facts.goals) or _lines(goal.text for goal in facts.goals)


def _ratings_problem(facts: VisitFacts) -> str:
    for voice, score, person_id in facts.scores():
        if voice not in VOICES or not 0 <= score <= 10:
            return SCORE
        if (voice == Rating.Voice.WORKER) == bool(person_id):
            return "Say whose rating this is"
    voiced = [(rating.goal_id, rating.person_id) for rating in facts.ratings]
    return "A voice rates a goal once a visit" if len(set(voiced)) < len(voiced) else ""


def _steps_problem(facts: VisitFacts) -> str:
    if any(step.owner not in NextStep.Owner.values for step in facts.next_steps):
        return "Choose one of those offered"
    long = _too_long((step.who for step in facts.next_steps), LONGEST_WHO)
    long = long or _too_long((step.how_we_will_know for step in facts.next_steps), LONGEST_HOW_WE_KNOW)
    return long or _lines(step.text for step in facts.next_steps)


def _exceptions_problem(facts: VisitFacts) -> str:
    if len({one.worry_id for one in facts.exceptions}) < len(facts.exceptions):
        return "Say once of each worry when it did not happen"
    return _lines(one.text for one in facts.exceptions)


def _decisions_problem(facts: VisitFacts, known: Known) -> str:
    day = timezone.localdate(facts.happened_at)
    for one in facts.decisions:
        if one.decision_id in known.decisions and known.decisions[one.decision_id].on > day:
            return DECIDED_LATER
    if len({one.decision_id for one in facts.decisions}) < len(facts.decisions):
        return "Say once of each decision what became of it"
    return _too_long((one.how_it_went for one in facts.decisions), LONGEST_LINE)


def _repairs_problem(facts: VisitFacts, known: Known) -> str:
    day = timezone.localdate(facts.happened_at)
    for one in facts.repairs:
        if one.rupture_id in known.ruptures and known.ruptures[one.rupture_id].on > day:
            return STRAINED_LATER
    if len({one.rupture_id for one in facts.repairs}) < len(facts.repairs):
        return "Say once of each strain how it was mended"
    return _too_long((one.how for one in facts.repairs), LONGEST_LINE)


def _too_long(texts: Iterable[str], most: int) -> str:
    return f"Say it in {most} letters or fewer" if any(len(text.strip()) > most for text in texts) else ""


def _belongs(facts: VisitFacts, known: Known) -> bool:
    spoken_of: list[tuple[Iterable[UUID], Mapping[UUID, object] | frozenset[UUID]]] = [
        (facts.people_named(), known.people),
        (facts.resighted, known.strengths),
        (facts.worry_states, known.worries),
        ((rating.goal_id for rating in facts.ratings), known.goals),
        ((strength for goal in facts.goals for strength in goal.leans_on), known.strengths),
        (facts.steps_done, known.steps),
        ((step.goal_id for step in facts.next_steps if step.goal_id), known.goals),
        ((one.worry_id for one in facts.exceptions), known.worries),
        ((one.decision_id for one in facts.decisions), known.decisions),
        ((one.rupture_id for one in facts.repairs), known.ruptures),
        (facts.tools, known.tools),
    ]
    return all(one in theirs for ids, theirs in spoken_of for one in ids)
