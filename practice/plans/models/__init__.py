from practice.plans.models.meeting import MeetingPerson, NetworkMeeting
from practice.plans.models.paper import PlanReply, PlanTranslation
from practice.plans.models.part import PlanPart
from practice.plans.models.plan import Plan, PlanGoal, PlanWords, Whose
from practice.plans.models.quote import PlanQuote, ReviewQuote
from practice.plans.models.review import PlanReview, PlanReviewRevision, ReviewPerson

__all__ = [
    "MeetingPerson",
    "NetworkMeeting",
    "Plan",
    "PlanGoal",
    "PlanPart",
    "PlanQuote",
    "PlanReply",
    "PlanReview",
    "PlanReviewRevision",
    "PlanTranslation",
    "PlanWords",
    "ReviewPerson",
    "ReviewQuote",
    "Whose",
]
