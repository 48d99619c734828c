"""The rows a visit is made of, built from its facts and saved a table at a time: the same few queries for any visit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, Value, When

from hampshire.accounts.models import Staff
from practice.facts import (
    Carried,
    Mended,
    NewGoal,
    NewStep,
    NewStrength,
    NewWorry,
    Rated,
    Said,
    Seen,
    VisitFacts,
    WithoutIt,
)
from practice.known import Known
from practice.models import (
    Decision,
    DecisionReport,
    Goal,
    GoalStrength,
    NextStep,
    Quote,
    Rating,
    Rupture,
    Sighting,
    Strength,
    Visit,
    VisitPerson,
    VisitTool,
    Worry,
    WorryException,
    WorryUpdate,
)


def save(rows: Sequence[models.Model]) -> None:
    """One INSERT for rows of one table, and none for no rows."""
    if rows:
        type(rows[0])._base_manager.bulk_create(rows)


def children_seen(facts: VisitFacts, known: Known) -> list[Seen]:
    return [one for one in facts.people if one.seen and known.is_child(one.person_id)]


@dataclass(frozen=True, slots=True)
class Recorder:
    """Builds rows of one visit, not yet saved. `at` is when they are written: at logging, or at an amendment."""

    visit: Visit
    by: Staff
    at: datetime

    @property
    def day(self) -> date:
        return self.visit.happened_on

    @property
    def _ours(self) -> dict[str, Any]:
        return {"family_id": self.visit.family_id, "visit": self.visit, "written_by": self.by, "written_at": self.at}

    def people(self, seen: Iterable[Seen], known: Known) -> list[VisitPerson]:
        return [
            VisitPerson(
                visit=self.visit,
                person_id=one.person_id,
                is_child=known.is_child(one.person_id),
                seen=one.seen,
                seen_alone=one.seen_alone,
                bedroom_seen=one.bedroom_seen,
                why_not_seen="" if one.seen else one.why_not_seen.strip(),
                account=one.account.strip(),
            )
            for one in seen
        ]

    def quotes(self, said: Iterable[Said]) -> list[Quote]:
        return [
            Quote(
                person_id=one.person_id,
                whose="" if one.person_id else one.whose.strip(),
                text=one.text.strip(),
                may_be_shared=one.may_be_shared,
                language=one.language.strip(),
                translation=one.translation.strip(),
                said_on=self.day,
                **self._ours,
            )
            for one in said
        ]

    def strengths(self, noticed: Iterable[NewStrength]) -> list[Strength]:
        return [
            Strength(
                family_id=self.visit.family_id,
                person_id=new.person_id,
                domain=new.domain,
                text=new.text.strip(),
                noticed_on=self.day,
                noticed_by=self.by,
                written_at=self.at,
            )
            for new in noticed
        ]

    def sightings(self, strength_ids: Iterable[UUID]) -> list[Sighting]:
        return [
            Sighting(strength_id=strength_id, visit=self.visit, seen_on=self.day, seen_by=self.by)
            for strength_id in dict.fromkeys(strength_ids)
        ]

    def worries(self, noted: Iterable[NewWorry]) -> list[Worry]:
        return [
            Worry(
                family_id=self.visit.family_id,
                person_id=new.person_id,
                domain=new.domain,
                text=new.text.strip(),
                state=new.state,
                state_since=self.day,
                noted_on=self.day,
                noted_by=self.by,
                written_at=self.at,
            )
            for new in noted
        ]

    def worry_updates(self, states: Mapping[UUID, str]) -> list[WorryUpdate]:
        return [
            WorryUpdate(worry_id=worry_id, visit=self.visit, state=state, found_on=self.day, found_by=self.by)
            for worry_id, state in states.items()
        ]

    def goals(self, agreed: Iterable[NewGoal]) -> list[Goal]:
        return [
            Goal(
                family_id=self.visit.family_id,
                text=new.text.strip(),
                whose_id=new.whose_id,
                domain=new.domain,
                higher_is_better=new.higher_is_better,
                started_on=self.day,
                set_by=self.by,
                visit=self.visit,
                written_at=self.at,
            )
            for new in agreed
        ]

    def leans(
        self, agreed: Sequence[NewGoal], goals: Sequence[Goal], noticed: Sequence[Strength]
    ) -> list[GoalStrength]:
        """What the visit's new goals lean on: strengths on record, and those noticed here, in the order told."""
        return [
            GoalStrength(goal=goal, strength_id=strength_id, linked_by=self.by, linked_at=self.at)
            for new, goal in zip(agreed, goals, strict=True)
            for strength_id in dict.fromkeys([*new.leans_on, *(noticed[place].pk for place in new.leans_on_new)])
        ]

    def ratings(self, told: Iterable[Rated]) -> list[Rating]:
        return [
            Rating(
                goal_id=rated.goal_id,
                voice=rated.voice,
                person_id=rated.person_id,
                score=rated.score,
                rated_on=self.day,
                visit=self.visit,
                written_by=self.by,
                written_at=self.at,
            )
            for rated in told
        ]

    def next_steps(self, agreed: Iterable[NewStep]) -> list[NextStep]:
        return [
            NextStep(
                case_id=self.visit.case_id,
                text=new.text.strip(),
                owner=new.owner,
                who=new.who.strip(),
                goal_id=new.goal_id,
                how_we_will_know=new.how_we_will_know.strip(),
                due_on=new.due_on,
                **self._ours,
            )
            for new in agreed
        ]

    def exceptions(self, told: Iterable[WithoutIt]) -> list[WorryException]:
        return [
            WorryException(
                worry_id=one.worry_id,
                visit=self.visit,
                text=one.text.strip(),
                happened_on=self.day,
                told_by_id=one.person_id,
                written_by=self.by,
                written_at=self.at,
            )
            for one in told
        ]

    def reports(self, carried: Iterable[Carried]) -> list[DecisionReport]:
        return [
            DecisionReport(
                decision_id=one.decision_id,
                visit=self.visit,
                closes=one.closes,
                how_it_went=one.how_it_went.strip(),
                reported_on=self.day,
                reported_by=self.by,
                written_at=self.at,
            )
            for one in carried
        ]

    def ruptures(self, strained: Iterable[str]) -> list[Rupture]:
        return [Rupture(text=text.strip(), happened_on=self.day, **self._ours) for text in strained]

    def tools(self, used: Iterable[UUID]) -> list[VisitTool]:
        return [VisitTool(visit=self.visit, tool_id=tool_id) for tool_id in dict.fromkeys(used)]

    def change_worries(self, states: Mapping[UUID, str]) -> None:
        """Set the worries' states to what was found: one UPDATE, and not over what was found on a later day."""
        if states:
            whens = [When(pk=worry_id, then=Value(state)) for worry_id, state in states.items()]
            found = Worry.objects.filter(pk__in=states, state_since__lte=self.day)
            found.update(state=Case(*whens, output_field=models.CharField()), state_since=self.day)

    def tick(self, step_ids: Sequence[UUID]) -> None:
        """Mark steps as done at this visit; one that was ticked meanwhile stays as it was."""
        if step_ids:
            steps = NextStep.objects.to_do().filter(pk__in=step_ids)
            steps.update(done_at=self.visit.happened_at, done_in_visit=self.visit)

    def close(self, carried: Iterable[Carried]) -> None:
        """Close the decisions that were carried out; one that was closed meanwhile stays as it was."""
        if closing := [one.decision_id for one in carried if one.closes]:
            Decision.objects.still_open().filter(pk__in=closing).update(closed_at=self.at)

    def mend(self, repairs: Sequence[Mended]) -> None:
        """Say of each strain that it was mended by this visit, and how; one that was mended meanwhile stays so."""
        if repairs:
            whens = [When(pk=one.rupture_id, then=Value(one.how.strip())) for one in repairs]
            strained = Rupture.objects.unrepaired().filter(pk__in=[one.rupture_id for one in repairs])
            how = Case(*whens, output_field=models.CharField())
            strained.update(repaired_on=self.day, repaired_in_visit=self.visit, how_repaired=how)

    def revive(self, resighted: Iterable[UUID], known: Known) -> None:
        """A strength that had been said to hold no longer was seen again: it holds."""
        if faded := [one for one in resighted if known.strengths[one].has_faded]:
            Strength.objects.filter(pk__in=faded, faded_on__lt=self.day).update(faded_on=None, faded_by=None)


def first_ratings(agreed: Sequence[NewGoal], goals: Sequence[Goal]) -> list[Rated]:
    """The ratings told with new goals, now that the goals have ids."""
    return [
        Rated(goal.pk, voiced.voice, voiced.score, voiced.person_id)
        for new, goal in zip(agreed, goals, strict=True)
        for voiced in new.ratings
    ]
