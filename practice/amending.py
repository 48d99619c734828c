"""What an amendment or a withdrawal does to the rows a visit brought: changed ones are withdrawn and written anew."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from practice import recording
from practice.facts import VisitFacts
from practice.known import Known
from practice.models import (
    DecisionReport,
    NextStep,
    Quote,
    Rating,
    Rupture,
    Sighting,
    Visit,
    VisitPerson,
    VisitTool,
    WorryException,
    WorryUpdate,
)
from practice.recording import Recorder
from practice.settling import settle_decisions


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
    recording.save(write.leans(facts.goals, new_goals, new_strengths))
    ratings = write.ratings([*facts.ratings, *recording.first_ratings(facts.goals, new_goals)])
    _replace(write, write.visit.ratings.standing(), ratings, _rating_key)
    recording.save(write.next_steps(facts.next_steps))
    _steps(write, facts)
    write.revive(facts.resighted, known)
    _replace(write, write.visit.worry_exceptions.standing(), write.exceptions(facts.exceptions), _exception_key)
    _replace(write, write.visit.tools_used.filter(withdrawn_at=None), write.tools(facts.tools), lambda row: row.tool_id)
    _decisions(write, facts)
    _ruptures(write, facts)
    _move_days(write)


def _quote_key(row: Quote) -> Hashable:
    return row.person_id, row.whose, row.text, row.may_be_shared, row.language, row.translation


def _exception_key(row: WorryException) -> Hashable:
    return row.worry_id, row.text


def _report_key(row: DecisionReport) -> Hashable:
    return row.decision_id, row.closes, row.how_it_went


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


def _decisions(write: Recorder, facts: VisitFacts) -> None:
    spoken_of = set(write.visit.decision_reports.values_list("decision_id", flat=True))
    _replace(write, write.visit.decision_reports.standing(), write.reports(facts.decisions), _report_key)
    settle_decisions(spoken_of | {one.decision_id for one in facts.decisions}, write.at)


def _ruptures(write: Recorder, facts: VisitFacts) -> None:
    """A strain told in other words is the same strain: what mended it since stays with it."""
    before = list(write.visit.ruptures.standing().order_by("id"))
    now = [text.strip() for text in facts.ruptures]
    changed = [row for row in before if row.text not in now]
    fresh = [text for text in now if text not in {row.text for row in before}]
    for row, text in zip(changed, fresh, strict=False):
        Rupture.objects.filter(pk=row.pk).update(text=text)
    gone = [row.pk for row in changed[len(fresh) :]]
    Rupture.objects.filter(pk__in=gone).update(withdrawn_at=write.at)
    recording.save(write.ruptures(fresh[len(changed) :]))
    _break(write.visit, keeping=[one.rupture_id for one in facts.repairs])
    told = dict(write.visit.repairs.values_list("pk", "how_repaired"))
    for one in facts.repairs:
        if one.rupture_id in told and told[one.rupture_id] != one.how.strip():
            Rupture.objects.filter(pk=one.rupture_id).update(how_repaired=one.how.strip())
    write.mend(facts.repairs)


def _break(visit: Visit, keeping: Iterable[UUID] = ()) -> None:
    """What this visit was said to have mended was not, but for those kept."""
    mended = Rupture.objects.filter(repaired_in_visit=visit).exclude(pk__in=keeping)
    mended.update(repaired_on=None, repaired_in_visit=None, how_repaired="")


def _move_days(write: Recorder) -> None:
    """Where the visit's day was set right, what was said and seen at it moves along."""
    visit, day = write.visit, write.day
    visit.quotes.standing().exclude(said_on=day).update(said_on=day)
    visit.sightings.standing().exclude(seen_on=day).update(seen_on=day)
    visit.worry_updates.standing().exclude(found_on=day).update(found_on=day)
    visit.ratings.standing().exclude(rated_on=day).update(rated_on=day)
    visit.worry_exceptions.standing().exclude(happened_on=day).update(happened_on=day)
    visit.decision_reports.standing().exclude(reported_on=day).update(reported_on=day)
    visit.repairs.exclude(repaired_on=day).update(repaired_on=day)
    moving = visit.ruptures.standing().exclude(happened_on=day)
    moving.filter(Q(repaired_on=None) | Q(repaired_on__gte=day)).update(happened_on=day)  # never after its mending
    visit.goals_set.exclude(started_on=day).filter(ended_on=None).update(started_on=day)


def withdraw(visit: Visit) -> None:
    """What was told at this visit counts no more. Steps it ticked are open again; those agreed at it fall."""
    now = timezone.now()
    for model in (Quote, Rating, Sighting, WorryUpdate, WorryException, DecisionReport, Rupture, VisitTool):
        model._base_manager.filter(visit=visit, withdrawn_at=None).update(withdrawn_at=now)
    NextStep.objects.to_do().filter(visit=visit).update(withdrawn_at=now)
    NextStep.objects.filter(done_in_visit=visit).update(done_at=None, done_in_visit=None)
    settle_decisions(visit.decision_reports.values_list("decision_id", flat=True), now)
    _break(visit)
