"""Who may write a plan with a family, a line a condition. Whoever may know of the family may read it."""

from typing import Any

from django.utils import timezone

from cases.models import Family
from cases.permissions import can_work_with_family
from hampshire.accounts.models import Staff
from hampshire.permissions import YES, Decision, no
from practice.models.visit import AMENDABLE_FOR
from practice.plans.models import Plan, PlanReply, PlanReview
from practice.plans.reading import PlanInFull
from practice.queries import standing_of


def _standing(user: Staff, family: Family) -> dict[str, Any]:
    """How the user stands to the family: as the gate fetched it, else asked of the database."""
    found = getattr(family, "visit_standing", None)
    return found if found and found["user"] == str(user.pk) else standing_of(user, family)


def can_write_plan(user: Staff, family: Family) -> Decision:
    """Make a plan, change it, review it, offer a network meeting."""
    standing = _standing(user, family)
    if not standing["opened_on"]:
        return no("No case is open for this family. A new referral opens one.")
    if not standing["works"] and not standing["oversees"]:
        return no("Only a worker allocated to this family, or their supervisor, can write their plan.")
    return YES


def can_change_plan(user: Staff, plan: Plan) -> Decision:
    if not plan.is_open:
        return no("This plan has ended. It stays to be read as it was.")
    return can_write_plan(user, plan.family)


def can_end_plan(user: Staff, plan: Plan) -> Decision:
    """As changing it; once the case is closed, the family's own team and whoever oversees it."""
    if not plan.is_open:
        return no("This plan has ended already.")
    if not _standing(user, plan.family)["opened_on"]:
        return can_work_with_family(user, plan.family)
    return can_write_plan(user, plan.family)


def can_reopen_plan(user: Staff, plan: Plan) -> Decision:
    """What was ended by mistake goes on, while no other plan of its kind is there."""
    if plan.is_open:
        return no("This plan has not ended.")
    if plan.end_reason == Plan.EndReason.JOINED:
        return no("This plan waits until the two records are apart again.")
    if plan.family.plans.open().filter(kind=plan.kind).exists():
        return no("They have another plan of this kind now. Change that one.")
    return can_write_plan(user, plan.family)


def can_review_plan(user: Staff, full: PlanInFull) -> Decision:
    """What is looked at together has to be whole."""
    return can_change_plan(user, full.plan) and is_whole(full, "reviewed")


def is_whole(full: PlanInFull, what: str = "given to the family") -> Decision:
    if full.missing:
        return no(f"This plan is not ready to be {what}. {' '.join(full.missing)}")
    return YES


def can_amend_review(user: Staff, review: PlanReview) -> Decision:
    if review.withdrawn_at:
        return no("This review has been withdrawn.")
    if review.held_by_id != user.pk and not _standing(user, review.plan.family)["oversees"]:
        return no("Only the person who wrote this review down, or their supervisor, can change it.")
    if timezone.now() - review.written_at > AMENDABLE_FOR:
        return no(f"A review can be changed for {AMENDABLE_FOR.days} days after it is written down.")
    return YES


def can_withdraw_review(user: Staff, review: PlanReview) -> Decision:
    """As amending, and a supervisor may at any time: a review of the wrong plan must not stand."""
    if review.withdrawn_at:
        return no("This review has been withdrawn already.")
    if _standing(user, review.plan.family)["oversees"]:
        return YES
    if review.held_by_id != user.pk:
        return no("Only the person who wrote this review down, or their supervisor, can withdraw it.")
    if timezone.now() - review.written_at > AMENDABLE_FOR:
        return no(f"After {AMENDABLE_FOR.days} days only a supervisor can withdraw a review.")
    return YES


def can_withdraw_reply(user: Staff, reply: PlanReply) -> Decision:
    if reply.withdrawn_at:
        return no("This reply has been taken back already.")
    return can_write_plan(user, reply.plan.family)
