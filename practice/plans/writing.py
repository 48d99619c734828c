"""Writes what was told of a plan: goals, what they lean on, who does what. Part of an action, under its lock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.actions import goals, steps
from practice.models import Goal, GoalStrength, NextStep, Strength
from practice.plans.facts import ActionTold, GoalTold, PlanTold
from practice.plans.models import Plan, PlanGoal
from practice.plans.quoting import bring_into_plan
from practice.rules import NOT_THIS_FAMILY

CHANGEABLE = ("text", "owner", "who", "how_we_will_know", "due_on")


@dataclass
class Writer:
    """One write of one plan. Raises ValidationError where something named is not this family's."""

    plan: Plan
    by: Staff
    day: date

    def write(self, told: PlanTold) -> None:
        self.goals: Mapping[UUID, Goal] = {goal.pk: goal for goal in self.plan.family.goals.current().goals()}
        self.places = {place.goal_id: place for place in self.plan.plan_goals.standing()}
        for told_goal in told.goals:
            self._goal(told_goal)
        for step_id, goal_id in told.adopted:
            self._adopt(step_id, goal_id)
        if bring_into_plan(self.plan, self.by, self.day, told.quotes):
            self._tell("plan.quotes-chosen", self.plan, quotes=len(told.quotes))

    # ---- Goals ----

    def _goal(self, told: GoalTold) -> None:
        if told.goal_id is None and not told.in_plan:
            return
        goal = self._found(told.goal_id) if told.goal_id else self._agreed(told)
        if not told.in_plan:
            self._take_out(goal)
            return
        self._place(goal, told.order)
        self._lean(goal, set(told.leans), told.because.strip())
        for action in told.actions:
            self._action(goal, action)

    def _found(self, goal_id: UUID) -> Goal:
        if goal_id not in self.goals:
            raise ValidationError(NOT_THIS_FAMILY)
        return self.goals[goal_id]

    def _agreed(self, told: GoalTold) -> Goal:
        whose = None
        if told.whose_id is not None:
            whose = Person.objects.of_family(self.plan.family).filter(pk=told.whose_id).first()
            if whose is None:
                raise ValidationError(NOT_THIS_FAMILY)
        goal = goals.agree(
            family=self.plan.family, by=self.by, text=told.text, domain=told.domain, whose=whose, on=self.day
        )
        self.goals = {**self.goals, goal.pk: goal}
        return goal

    def _place(self, goal: Goal, order: int) -> None:
        place = self.places.get(goal.pk)
        if place is None:
            place = PlanGoal.objects.create(plan=self.plan, goal=goal, order=order, added_on=self.day, added_by=self.by)
            self.places[goal.pk] = place
            self._tell("plan.goal-added", goal)
        elif place.order != order:
            place.order = order
            place.save(update_fields=["order"])

    def _take_out(self, goal: Goal) -> None:
        place = self.places.pop(goal.pk, None)
        if place is None:
            return
        place.removed_on, place.removed_by = max(self.day, place.added_on), self.by
        place.save(update_fields=["removed_on", "removed_by"])
        self._tell("plan.goal-taken-out", goal)

    # ---- Strengths ----

    def _lean(self, goal: Goal, wanted: set[UUID], because: str) -> None:
        """`because` is kept only while there is nothing to lean on."""
        standing = {lean.strength_id: lean for lean in GoalStrength.objects.filter(goal=goal, unlinked_at=None)}
        known = Strength.objects.filter(family=self.plan.family, pk__in=wanted - standing.keys()).standing()
        fresh = set(known.values_list("pk", flat=True))
        if wanted - standing.keys() - fresh:
            raise ValidationError(NOT_THIS_FAMILY)
        gone = [lean.pk for strength_id, lean in standing.items() if strength_id not in wanted]
        GoalStrength.objects.bulk_create(
            GoalStrength(goal=goal, strength_id=strength_id, linked_by=self.by) for strength_id in sorted(fresh)
        )
        GoalStrength.objects.filter(pk__in=gone).update(unlinked_at=timezone.now())
        because = "" if wanted else because
        if because != goal.no_strength_because:
            goal.no_strength_because = because
            goal.save(update_fields=["no_strength_because"])
        elif not fresh and not gone:
            return
        self._tell("plan.leaning-changed", goal, leans=len(wanted))

    # ---- Actions ----

    def _action(self, goal: Goal, told: ActionTold) -> None:
        if told.step_id is not None:
            self._change(goal, told.step_id, told)
        elif told.text.strip() and not told.dropped:
            steps.agree(
                family=self.plan.family,
                by=self.by,
                text=told.text,
                owner=told.owner,
                who=told.who,
                how_we_will_know=told.how_we_will_know,
                goal=goal,
                due_on=told.due_on,
            )

    def _change(self, goal: Goal, step_id: UUID, told: ActionTold) -> None:
        """One that was done meanwhile, at a visit, stays as it was done."""
        step = NextStep.objects.select_for_update(of=("self",)).filter(pk=step_id, goal=goal).first()
        if step is None:
            raise ValidationError(NOT_THIS_FAMILY)
        if step.done_at is not None or step.withdrawn_at is not None:
            return
        if told.dropped or not told.text.strip():
            step.withdrawn_at = timezone.now()
            step.save(update_fields=["withdrawn_at"])
            self._tell("step.withdrawn", step)
            return
        changed = [name for name in CHANGEABLE if getattr(step, name) != getattr(told, name)]
        for name in changed:
            setattr(step, name, getattr(told, name))
        if changed:
            step.save(update_fields=changed)
            self._tell("step.changed", step, fields=changed)

    def _adopt(self, step_id: UUID, goal_id: UUID) -> None:
        """A step agreed at a visit becomes an action towards a goal of the plan."""
        step = NextStep.objects.to_do().select_for_update(of=("self",))
        found = step.filter(pk=step_id, family=self.plan.family, goal=None).first()
        if found is None or goal_id not in self.places:
            raise ValidationError(NOT_THIS_FAMILY)
        found.goal = self.goals[goal_id]
        found.save(update_fields=["goal"])
        self._tell("step.brought-in", found)

    def _tell(self, verb: str, subject: Goal | NextStep | Plan, **details: object) -> None:
        AuditEvent.record(verb, by=self.by, family=self.plan.family, subject=subject, **details)
