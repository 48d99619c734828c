"""What the plan's pages fetch, where a page spans several models; and what the header and the agenda ask."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.urls import reverse

from cases.models import Allocation, Family, Pathway, Person
from hampshire.accounts.models import Staff
from practice.models import Goal, GoalStrength, NextStep, Quote, Strength
from practice.plans.models import (
    MeetingPerson,
    NetworkMeeting,
    Plan,
    PlanPart,
    PlanReply,
    PlanReview,
    PlanTranslation,
    ReviewPerson,
    ReviewQuote,
)
from practice.plans.movement import Movement, of_plans
from practice.plans.quoting import for_plan
from practice.plans.reading import Around, PlanInFull, in_full, replies_to

MEETINGS_SHOWN = 20
REVIEWS_SHOWN = 40  # a child's plan reviewed every six weeks for more than four years


def plan_or_404(family: Family, plan_id: UUID) -> Plan:
    """A plan of a family that came through the gate."""
    plan = Plan.objects.filter(family=family, pk=plan_id).select_related("made_by", "ended_by").first()
    if plan is None:
        raise Http404("No plan by that id is this family's.")
    plan.family = family
    return plan


def plans_of(family: Family) -> list[Plan]:
    """All plans of the family, open ones first."""
    return list(family.plans.open_first())


def review_or_404(plan: Plan, review_id: UUID) -> PlanReview:
    found = plan.reviews.filter(pk=review_id).select_related("held_by", "withdrawn_by")
    words = Prefetch("quotes", ReviewQuote.objects.select_related("quote__person").order_by("said_on", "id"))
    review = found.prefetch_related(_came(ReviewPerson), words).first()
    if review is None:
        raise Http404("No review by that id is of this plan.")
    review.plan = plan
    return review


def reviews_of(plan: Plan) -> list[PlanReview]:
    """Those that count, the latest first."""
    return list(plan.reviews.standing().latest_first())


def review_before(review: PlanReview) -> PlanReview | None:
    return review.plan.reviews.standing().filter(number__lt=review.number).latest_first().first()


def meeting_or_404(family: Family, meeting_id: UUID) -> NetworkMeeting:
    found = family.network_meetings.filter(pk=meeting_id).prefetch_related(_came(MeetingPerson)).first()
    if found is None:
        raise Http404("No network meeting by that id is this family's.")
    return found


def reply_or_404(plan: Plan, reply_id: UUID) -> PlanReply:
    reply = plan.replies.standing().filter(pk=reply_id).select_related("person").first()
    if reply is None:
        raise Http404("No reply by that id stands on this plan.")
    return reply


def translation_of(plan: Plan, language: str) -> PlanTranslation | None:
    return PlanTranslation.objects.filter(plan=plan, language=language).first()


def labels_before(language: str) -> dict[str, str]:
    """The paper's own words in that language, as somebody wrote them last, for any plan; nothing of anybody's."""
    latest = PlanTranslation.objects.filter(language=language).order_by("-written_at").first()
    lines = latest.lines if latest else {}
    return {key: told["is"] for key, told in lines.items() if key.startswith("label-")}


def people_by_id(family: Family, ids: Iterable[str]) -> list[Person]:
    """Those of the family and around it who have these ids; anybody else is left out."""
    wanted = [UUID(one) for one in ids]
    return list(Person.objects.of_family(family).filter(pk__in=wanted).distinct()) if wanted else []


def _came(model: type[MeetingPerson] | type[ReviewPerson]) -> Prefetch:
    return Prefetch("people", model._default_manager.select_related("person").order_by("id"))


# ---- The plan's page ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan with all that was written around it."""

    full: PlanInFull
    reviews: Sequence[PlanReview]
    replies: Sequence[PlanReply]
    translations: Sequence[PlanTranslation]
    meetings: Sequence[NetworkMeeting]
    movement: Movement

    @property
    def last_review(self) -> PlanReview | None:
        return next((review for review in self.reviews if review.withdrawn_at is None), None)

    @property
    def around(self) -> Around:
        return Around(self.replies, next((meeting for meeting in self.meetings if meeting.their_plan), None))


def file_of(plan: Plan) -> PlanFile:
    return PlanFile(
        full=in_full(plan),
        reviews=list(plan.reviews.latest_first().prefetch_related(_came(ReviewPerson))[:REVIEWS_SHOWN]),
        replies=replies_to(plan),
        translations=list(plan.translations.order_by("language")),
        meetings=meetings_of(plan.family),
        movement=of_plans([plan])[0],
    )


def meetings_of(family: Family) -> list[NetworkMeeting]:
    rows = family.network_meetings.latest_first().prefetch_related(_came(MeetingPerson))
    return list(rows[:MEETINGS_SHOWN])


def register_entries() -> dict[str, UUID]:
    """Where each part of planning is voted on, by its kind; nothing of one that was never entered."""
    return dict(PlanPart.objects.values_list("kind", "register_entry_id"))


# ---- Writing a plan -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Material:
    """What a plan of the family can be made of, as it is on record: nothing of it is typed again."""

    goals: Sequence[Goal]
    leans: dict[UUID, set[str]]
    actions: dict[UUID, list[NextStep]]
    loose: Sequence[NextStep]
    strengths: Sequence[Strength]
    quotes: Sequence[Quote]


def material_of(family: Family, quoted: Collection[UUID] = ()) -> Material:
    """Goals being worked on with what they lean on, steps to do (`loose`: towards none of the goals), strengths; and
    words to choose from, with those `quoted` in the plan already.
    """
    goals = list(family.goals.current().goals().oldest_first().select_related("whose").prefetch_related(_LEANS))
    steps = list(family.next_steps.to_do().soonest_first())
    ids = {goal.pk for goal in goals}
    actions: dict[UUID, list[NextStep]] = {goal.pk: [] for goal in goals}
    for step in steps:
        if step.goal_id in ids:
            actions[step.goal_id].append(step)
    return Material(
        goals=goals,
        leans={goal.pk: {str(lean.strength_id) for lean in goal.leaning} for goal in goals},
        actions=actions,
        loose=[step for step in steps if step.goal_id is None],
        strengths=list(family.strengths.standing().filter(faded_on=None).with_sightings()),
        quotes=for_plan(family, quoted),
    )


_LEANS = Prefetch("leans", GoalStrength.objects.filter(unlinked_at=None), to_attr="leaning")


# ---- The header and the overview ------------------------------------------------------------------------------------


def next_meeting_of(family: Any) -> Subquery:
    """Of the open plan that is looked at soonest, where we work with the family: {"id", "kind", "review", "core"}."""
    soonest = Plan.objects.of_open_cases().filter(family=family).soonest_first()
    told = JSONObject(id="id", kind="kind", review="next_review_on", core="next_core_group_on")
    return Subquery(soonest.values(told=told)[:1])


def newest_open(family: Family) -> Plan | None:
    return family.plans.open().latest_first().first()


def plan_page_of(family: Family, meeting: NetworkMeeting | None = None) -> str:
    """Where a network meeting is read: on its plan's page, else on the family's."""
    args = [family.pk, meeting.plan_id] if meeting and meeting.plan_id else [family.pk]
    return reverse("plans:plan-detail" if len(args) > 1 else "plans:plan-current", args=args)


def lead_of(family: Family) -> Staff | None:
    """Who leads the work with the family today."""
    held = Allocation.objects.current().leads().filter(case__family=family).select_related("worker").first()
    return held.worker if held else None


# Where a child stands calls for a plan of a kind.
_KINDS = {
    Pathway.Status.EARLY_HELP: Plan.Kind.EARLY_HELP,
    Pathway.Status.CHILD_IN_NEED: Plan.Kind.CHILD_IN_NEED,
    Pathway.Status.CHILD_PROTECTION: Plan.Kind.CHILD_PROTECTION,
    Pathway.Status.LOOKED_AFTER: Plan.Kind.CARE,
    Pathway.Status.CARE_LEAVER: Plan.Kind.PATHWAY,
}


def kind_for(family: Family) -> str:
    """The kind of plan to begin with: by where the children stand, the furthest along of them."""
    here = Pathway.objects.current().filter(involvement__case__family=family, involvement__case__closed_on=None)
    statuses = set(here.values_list("status", flat=True))
    found = [kind for status, kind in _KINDS.items() if status in statuses]
    return found[-1] if found else Plan.Kind.CHILD_IN_NEED
