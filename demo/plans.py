"""Plans of made-up families: made after some visits, reviewed as their kind asks, answered, changed, ended.

Told beside the visits of a story, through the same actions people use. It draws from a dice of its own, so that a story
is the same with a plan and without.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cases.models import Allocation, Pathway, Person
from hampshire.moments import noon
from practice.models import Goal, NextStep, Strength
from practice.plans.actions import meetings, papers, parts, plans, reviews
from practice.plans.facts import ActionTold, GoalTold, PlanTold
from practice.plans.languages import SHIPPED
from practice.plans.lines import written
from practice.plans.models import NetworkMeeting, Plan, PlanReview, PlanReviewRevision
from practice.plans.queries import reviews_of
from practice.plans.quoting import for_review
from practice.plans.reading import GoalInPlan, around, in_full

if TYPE_CHECKING:
    from demo.story import Story

_said: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "plans.toml").read_text(encoding="utf8"))
KINDS = {
    Pathway.Status.EARLY_HELP: Plan.Kind.EARLY_HELP,
    Pathway.Status.CHILD_IN_NEED: Plan.Kind.CHILD_IN_NEED,
    Pathway.Status.CHILD_PROTECTION: Plan.Kind.CHILD_PROTECTION,
    Pathway.Status.LOOKED_AFTER: Plan.Kind.CARE,
    Pathway.Status.CARE_LEAVER: Plan.Kind.PATHWAY,
}
SHOWN_TEAM = "East"  # where a newcomer signs in: nearly every family has a plan there
MADE_AFTER, OFFERED_AFTER, MET_AFTER = 2, 3, 5  # visits
# Which families of that team are stuck: a band of the dice. With the demo's own seed it falls on two of today's.
STUCK = (0.55, 0.6)
STILL_FOR = timedelta(days=100)  # four visits and more
SET_RIGHT = 2  # which review of a plan somebody was left out of


@dataclass
class Tale:
    """What is known of a family's plan so far. `stuck`: lately nothing in it moves, and `is_still` is then."""

    rng: Random
    has_plan: bool
    stuck: bool
    plan: Plan | None = None
    meeting: NetworkMeeting | None = None
    is_still: bool = False

    @classmethod
    def begin(cls, seed: int, number: int, team: str) -> "Tale":
        rng = Random(f"{seed}/{number}/plan")
        shown = team.startswith(SHOWN_TEAM)
        return cls(rng, shown or rng.random() < 0.2, shown and STUCK[0] <= rng.random() < STUCK[1])


def before_visit(story: "Story", day: date) -> None:
    """Whether this is one of the visits at which nothing in the plan moves."""
    tale = story.tale
    tale.is_still = tale.stuck and tale.plan is not None and day >= story.today - STILL_FOR


def after_visit(story: "Story", day: date) -> None:
    """What a worker does about the plan that day, after the visit."""
    tale = story.tale
    if not tale.has_plan:
        return
    if story.visits == OFFERED_AFTER and tale.rng.random() < 0.7:
        _offer(story, day)
    elif story.visits == MET_AFTER and tale.meeting and tale.meeting.answer == NetworkMeeting.Answer.YES:
        _meet(story, day)
    kind = KINDS[Pathway.Status(story.status)]
    if tale.plan is not None and tale.plan.kind != kind:
        plans.end(plan=tale.plan, by=story.lead, reason=Plan.EndReason.ANOTHER, on=day)
        tale.plan = None
    if tale.plan is None:
        if story.visits >= MADE_AFTER:
            _make(story, kind, day)
    elif day >= tale.plan.next_review_on - timedelta(days=9):
        _review(story, tale.plan, day)
    elif tale.plan.next_core_group_on and day >= tale.plan.next_core_group_on - timedelta(days=6):
        _hold(story, tale.plan, day, PlanReview.Kind.CORE_GROUP)


def close(story: "Story", day: date) -> None:
    """The work ends, and the plan with it."""
    if story.tale.plan is not None:
        words = story.household.say(_said["end_words"])
        plans.end(plan=story.tale.plan, by=story.lead, reason=Plan.EndReason.REACHED, words=words, on=day)
    story.tale.plan = story.tale.meeting = None


def load_parts() -> None:
    """What planning asks of people, in the register."""
    parts.load(by=None)


# ---- Making it ------------------------------------------------------------------------------------------------------


def _make(story: "Story", kind: str, day: date) -> None:
    family, tale = story.household.family, story.tale
    goals = list(family.goals.current().goals().oldest_first())
    if not goals and story.visits <= MADE_AFTER:
        return  # the next visit may bring one
    strengths = list(Strength.objects.filter(family=family, faded_on=None).standing().order_by("id"))
    told = [_goal(story, goal, number, strengths, day) for number, goal in enumerate(goals or [None])]
    tale.plan = plans.start(family=family, by=story.lead, kind=kind, told=_told(story, told), on=day)
    if tale.rng.random() < 0.7:
        _mark(story, tale.plan)
    if tale.rng.random() < 0.6:
        _answer(story, tale.plan, day)


def _mark(story: "Story", plan: Plan) -> None:
    """Those who do an action said it; the family's name for the plan is the eldest child's."""
    whose: dict[str, tuple[str, Person | None]] = {
        "family": ("family", story.household.mum),
        "network": ("network", None),
    }
    marks = {f"action-{step.pk}": whose[step.owner] for step in in_full(plan).actions if step.owner in whose}
    child = story.household.children[0]
    plans.mark_words(plan=plan, by=story.lead, marks={**marks, "title": ("family", child)})


def _told(story: "Story", goals: list[GoalTold]) -> PlanTold:
    ours, say = _said["themes"][story.theme_name], story.household.say
    return PlanTold(
        quotes=_quotes(story),
        title=ours["title"],
        why=say(ours["why"]),
        contingency=say(_said["contingency"]),
        who_to_ring=_said["ring"].format(worker=story.lead.name, **story.household.words),
        goals=goals,
    )


def _quotes(story: "Story") -> list[UUID]:
    """The last that a child and a grown-up said, of what may be shared; what is in their own language before all."""
    said = story.household.family.quotes.standing().filter(may_be_shared=True)
    said = said.order_by("-language", "-said_on", "-id")
    children = {child.pk for child in story.household.children}
    found: dict[bool, UUID] = {}
    for pk, person in said.values_list("pk", "person"):
        found.setdefault(person in children, pk)
    return list(found.values())


def _goal(story: "Story", goal: Goal | None, number: int, strengths: list[Strength], day: date) -> GoalTold:
    """The first goal carries the plan's own actions but the last, which goes to the second where there is one.

    Where no visit brought a goal, the plan does.
    """
    actions = _said["themes"][story.theme_name]["actions"]
    chosen = actions[2:] if number else actions[:2]
    before = (
        set(NextStep.objects.filter(goal=goal, withdrawn_at=None).values_list("text", flat=True)) if goal else set()
    )
    fresh = [action for action in chosen if story.household.say(action[2]) not in before]
    leans = strengths[number : number + 2] or strengths[:1]
    because = story.household.say(story.tale.rng.choice(_said["because"]))
    return GoalTold(
        goal_id=goal.pk if goal else None,
        text="" if goal else _first_goal(story),
        order=number + 1,
        leans=[strength.pk for strength in leans],
        because="" if leans else because,
        actions=[_action(story, day, *action[:4]) for action in fresh or [_said["keeps_going"]]],
    )


def _first_goal(story: "Story") -> str:
    """What the story would have had them say at a later visit; so that it is not said twice."""
    text = story.theme.goals[0][0]
    story.said.add(text)
    return story.household.say(text)


def _action(story: "Story", day: date, owner: str, who: str, text: str, known: str) -> ActionTold:
    say = story.household.say
    due = day + timedelta(days=story.tale.rng.choice([42, 49, 56]))
    return ActionTold(text=say(text), owner=owner, who=say(who), how_we_will_know=say(known), due_on=due)


# ---- Looking at it together -----------------------------------------------------------------------------------------


def _review(story: "Story", plan: Plan, day: date) -> None:
    if not story.tale.is_still:
        _change(story, plan, day)
    _hold(story, plan, day, PlanReview.Kind.REVIEW)


def _hold(story: "Story", plan: Plan, day: date, kind: str) -> None:
    if in_full(plan).missing:
        return
    rng, household = story.tale.rng, story.household
    said = _said["stuck_said"] if story.tale.is_still else rng.choice(_said["said"])
    people = [household.mum, *(household.children[:1] if rng.random() < 0.5 else [])]
    also = rng.choice(["", "{nana}; Ms Hale from {school}", "{nana}", "The health visitor", "Ms Hale from {school}"])
    review = reviews.hold(
        plan=plan,
        by=story.home.supervisor if rng.random() < 0.3 else story.lead,
        kind=kind,
        what_people_said=household.say(said),
        people=people,
        also_came=household.say(also),
        held_on=day,
        quotes=[one.pk for one in for_review(plan, next(iter(reviews_of(plan)), None)) if one.said_on <= day][:2],
    )
    if review.number == SET_RIGHT and not also:
        _set_right(story, review, people)
    plan.refresh_from_db()


def _set_right(story: "Story", review: PlanReview, people: list[Person]) -> None:
    """Somebody was left out of what was written down; the day after, it is put in."""
    reviews.amend(
        review=review,
        by=review.held_by,
        version=review.version,
        reason=story.household.say("{nana} was there too, and I had left her out"),
        what_people_said=review.what_people_said,
        quotes=list(review.quotes.values_list("quote", flat=True)),
        kind=review.kind,
        people=people,
        also_came=story.household.say("{nana}"),
        held_on=review.held_on,
        next_on=review.next_review_on,
    )
    PlanReviewRevision.objects.filter(review=review).update(amended_at=noon(review.held_on + timedelta(days=1)))


def _change(story: "Story", plan: Plan, day: date) -> None:
    """An action goes over to the family or their network, and what was agreed at visits is brought in."""
    full = in_full(plan)
    if not full.current:
        return
    known = list(Strength.objects.filter(family=plan.family, faded_on=None).standing().order_by("id")[:1])
    goals = [_as_it_stands(one, known, day) for one in full.current]
    ours = [(n, m) for n, goal in enumerate(goals) for m, step in enumerate(goal.actions) if step.owner == "us"]
    if ours and story.tale.rng.random() < 0.5:
        n, m = ours[0]
        goals[n] = _handed_over(story, goals[n], m)
    there = {step.text for step in full.actions}
    loose = NextStep.objects.to_do().filter(family=plan.family, goal=None).exclude(text__in=there).order_by("id")[:1]
    adopted = [(step.pk, full.current[0].goal.pk) for step in loose]
    told = _told(story, goals)
    told = PlanTold(**{name: getattr(told, name) for name in told.__slots__} | {"adopted": adopted})
    plans.amend(plan=plan, by=story.lead, version=plan.version, told=told, on=day)
    plan.refresh_from_db()


def _as_it_stands(one: GoalInPlan, known: list[Strength], day: date) -> GoalTold:
    """As on record; what is not done yet is given until the next review. What leaned on nothing leans on what is known
    by now.
    """
    later = day + timedelta(days=42)
    return GoalTold(
        goal_id=one.goal.pk,
        order=one.place.order,
        leans=[strength.pk for strength in one.leans or known],
        because=one.goal.no_strength_because,
        actions=[
            ActionTold(
                text=step.text,
                step_id=step.pk,
                owner=step.owner,
                who=step.who,
                how_we_will_know=step.how_we_will_know,
                due_on=later if step.due_on else None,
            )
            for step in one.to_do
        ],
    )


def _handed_over(story: "Story", goal: GoalTold, number: int) -> GoalTold:
    to = story.tale.rng.choice(["family", "network"])
    who = story.household.words["mum" if to == "family" else "nana"]
    actions = list(goal.actions)
    was = actions[number]
    actions[number] = ActionTold(
        text=was.text,
        step_id=was.step_id,
        owner=to,
        who=who,
        how_we_will_know=was.how_we_will_know,
        due_on=was.due_on,
    )
    return GoalTold(goal_id=goal.goal_id, order=goal.order, leans=goal.leans, because=goal.because, actions=actions)


def _answer(story: "Story", plan: Plan, day: date) -> None:
    household = story.household
    who, text = story.tale.rng.choice(_said["replies"])
    person: Person | None = {"mum": household.mum, "child": household.children[0]}.get(who)
    papers.reply(
        plan=plan,
        by=story.lead,
        text=text,
        person=person,
        whose="" if person else household.words["nana"],
        received_on=day,
    )


# ---- Network meetings -----------------------------------------------------------------------------------------------


def _offer(story: "Story", day: date) -> None:
    rng = story.tale.rng
    answer = rng.choices(["yes", "not_yet", "no"], [55, 25, 20])[0]
    texts = {"yes": [_said["meeting_yes"]], "not_yet": _said["meeting_not_yet"], "no": _said["meeting_no"]}
    words = story.household.say(rng.choice(texts[answer]))
    story.tale.meeting = meetings.offer(
        family=story.household.family, by=story.lead, answer=answer, why_not=words, on=day
    )


def _meet(story: "Story", day: date) -> None:
    rng, household = story.tale.rng, story.household
    assert story.tale.meeting is not None  # noqa: S101  (asked by the caller)
    meetings.amend(
        meeting=story.tale.meeting,
        by=story.lead,
        answer=NetworkMeeting.Answer.YES,
        why_not=story.tale.meeting.why_not,
        held_on=day,
        people=[household.mum, *household.children[:1]],
        also_came=household.say("{nana}, Frank from next door"),
        their_plan=household.say(rng.choice(_said["own_plan_pl" if _speaks_polish(story) else "own_plan"])),
        where_kept=household.say(rng.choice(_said["kept"])),
    )


# ---- In their language ----------------------------------------------------------------------------------------------


def translate(story: "Story", day: date) -> None:
    """The plan in Polish, for a family that speaks it at home: every line that we have words for."""
    plan = story.tale.plan
    if plan is None or not _speaks_polish(story) or not in_full(plan).current:
        return
    polish = dict(_pairs(story))
    lines = {line.key: polish[line.text] for line in written(in_full(plan), around(plan)) if line.text in polish}
    by = Allocation.objects.current().leads().filter(case__family=plan.family).select_related("worker").get().worker
    papers.translate(
        plan=plan,
        by=by,
        language="pl",
        lines={**_labels(plan), **lines},
        translated_by="Language service, interpreter 2291",
        checked_on=day,
    )


def _speaks_polish(story: "Story") -> bool:
    return story.household.mum.first_language == "Polish"


def _labels(plan: Plan) -> dict[str, str]:
    return {key: text for key, text in SHIPPED["pl"].items() if "kind-" not in key or key.endswith(f"-{plan.kind}")}


def _pairs(story: "Story") -> Iterable[tuple[str, str]]:
    """English and Polish of what the plan of such a story may say."""
    ours, theme, household = _said["themes"][story.theme_name], story.theme, story.household
    words = {**household.words, "worker": story.lead.name}
    pairs = [(ours["why"], ours["why_pl"]), (_said["contingency"], _said["contingency_pl"])]
    pairs += [(_said["ring"], _said["ring_pl"]), (ours["title"], ours["title_pl"])]
    pairs += zip((text for text, _ in theme.goals), ours["goals_pl"], strict=True)
    pairs += zip(theme.strengths, ours["strengths_pl"], strict=True)
    pairs += zip((text for text, _ in theme.steps), ours["steps_pl"], strict=True)
    for _, _, text, known, text_pl, known_pl in [*ours["actions"], _said["keeps_going"]]:
        pairs += [(text, text_pl), (known, known_pl)]
    for english, polish in pairs:
        yield english.format(**words), polish.format(**words)
