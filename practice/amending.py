"""What an amendment or a withdrawal does to the rows a visit brought: changed ones are withdrawn and written anew."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from practice import recording
from practice.facts import VisitFacts
from practice.known import Known
from practice.models import NextStep, Quote, Rating, Sighting, Visit, VisitPerson, WorryUpdate
from practice.recording import Recorder


def rewrite(write: Recorder, facts: VisitFacts, known: Known) -> None:
    """Make the visit's rows say what the facts say. The visit's own columns have been written by now."""
    _people(write, facts, known)
    _replace(write, write.visit.quotes.standing(), write.quotes(facts.quotes), _quote_key)
    recording.save(new_strengths := write.strengths(facts.strengths))
    seen = write.sightings([*facts.resighted, *(strength.pk for strength in new_strengths)])
    _replace(write, write.visit.sightings.standing(), seen, lambda row: row.strength_id)
    recording.save(new_worries := write.worries(facts.worries))
    states = dict(facts.worry_states) | {worry.pk: worry.state for worry in new_worries}
    updates = write.worry_updates(states)
    _replace(write, write.visit.worry_updates.standing(), updates, lambda row: (row.worry_id, row.state))
    recording.save(new_goals := write.goals(facts.goals))
    ratings = write.ratings([*facts.ratings, *recording.first_ratings(facts.goals, new_goals)])
    _replace(write, write.visit.ratings.standing(), ratings, _rating_key)
    recording.save(write.next_steps(facts.next_steps))
    _steps(write, facts)
    _move_days(write)


def _quote_key(row: Quote) -> Hashable:
    return row.person_id, row.whose, row.text, row.may_be_shared


def _rating_key(row: Rating) -> Hashable:
    return row.goal_id, row.voice, row.person_id, row.score


def _replace(write: Recorder, before: QuerySet[Any], now: Iterable[Any], key: Callable[[Any], Hashable]) -> None:
    """Withdraw the rows that are said no more, and save those that are new; what is the same is left alone."""
    kept = {key(row): row for row in before}
    wanted = {key(row): row for row in now}
    if gone := [row.pk for same, row in kept.items() if same not in wanted]:
        before.model._base_manager.filter(pk__in=gone).update(withdrawn_at=write.at)
    recording.save([row for same, row in wanted.items() if same not in kept])


def _people(write: Recorder, facts: VisitFacts, known: Known) -> None:
    """Everybody's part as told now. Somebody no longer named was not seen; the revision says the rest."""
    rows = write.people(facts.people, known)
    named = [row.person_id for row in rows]
    write.visit.people.exclude(person__in=named).update(
        seen=False, seen_alone=False, bedroom_seen=False, why_not_seen="", account=""
    )
    told = ["seen", "seen_alone", "bedroom_seen", "why_not_seen", "account"]
    VisitPerson.objects.bulk_create(rows, update_conflicts=True, unique_fields=["visit", "person"], update_fields=told)


def _steps(write: Recorder, facts: VisitFacts) -> None:
    undone = NextStep.objects.filter(done_in_visit=write.visit).exclude(pk__in=facts.steps_done)
    undone.update(done_at=None, done_in_visit=None)
    write.tick(facts.steps_done)


def _move_days(write: Recorder) -> None:
    """Where the visit's day was set right, what was said and seen at it moves along."""
    visit, day = write.visit, write.day
    visit.quotes.standing().exclude(said_on=day).update(said_on=day)
    visit.sightings.standing().exclude(seen_on=day).update(seen_on=day)
    visit.worry_updates.standing().exclude(found_on=day).update(found_on=day)
    visit.ratings.standing().exclude(rated_on=day).update(rated_on=day)
    visit.goals_set.exclude(started_on=day).filter(ended_on=None).update(started_on=day)


def withdraw(visit: Visit) -> None:
    """What was told at this visit counts no more. Steps it ticked are open again; those agreed at it fall."""
    now = timezone.now()
    for model in (Quote, Rating, Sighting, WorryUpdate):
        model._base_manager.filter(visit=visit, withdrawn_at=None).update(withdrawn_at=now)
    NextStep.objects.to_do().filter(visit=visit).update(withdrawn_at=now)
    NextStep.objects.filter(done_in_visit=visit).update(done_at=None, done_in_visit=None)
