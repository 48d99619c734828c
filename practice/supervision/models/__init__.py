from practice.supervision.models.agenda import DecisionTaken, Hypothesis, Item, Reflection
from practice.supervision.models.personal import PersonalNote
from practice.supervision.models.policy import Policy
from practice.supervision.models.supervision import Attendee, Supervision

__all__ = [
    "Attendee",
    "DecisionTaken",
    "Hypothesis",
    "Item",
    "PersonalNote",
    "Policy",
    "Reflection",
    "Supervision",
]
