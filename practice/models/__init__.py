from practice.models.decision import Decision, DecisionReport
from practice.models.domain import Domain
from practice.models.draft import Draft, DraftAside
from practice.models.goal import Goal, GoalStrength, Rating
from practice.models.quote import Quote
from practice.models.rewording import Rewording
from practice.models.rupture import Rupture
from practice.models.step import NextStep
from practice.models.strength import Sighting, Strength
from practice.models.tool import Tool, VisitTool
from practice.models.visit import Visit, VisitPerson, VisitRevision
from practice.models.worry import Worry, WorryException, WorryUpdate

__all__ = [
    "Decision",
    "DecisionReport",
    "Domain",
    "Draft",
    "DraftAside",
    "Goal",
    "GoalStrength",
    "NextStep",
    "Quote",
    "Rating",
    "Rewording",
    "Rupture",
    "Sighting",
    "Strength",
    "Tool",
    "Visit",
    "VisitPerson",
    "VisitRevision",
    "VisitTool",
    "Worry",
    "WorryException",
    "WorryUpdate",
]
