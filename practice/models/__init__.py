from practice.models.draft import Draft, DraftAside
from practice.models.goal import Goal, Rating
from practice.models.quote import Quote
from practice.models.step import NextStep
from practice.models.strength import Sighting, Strength
from practice.models.visit import Visit, VisitPerson, VisitRevision
from practice.models.worry import Worry, WorryUpdate

__all__ = [
    "Draft",
    "DraftAside",
    "Goal",
    "NextStep",
    "Quote",
    "Rating",
    "Sighting",
    "Strength",
    "Visit",
    "VisitPerson",
    "VisitRevision",
    "Worry",
    "WorryUpdate",
]
