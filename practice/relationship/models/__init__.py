from practice.relationship.models.asking import Asking
from practice.relationship.models.rating import VisitRating
from practice.relationship.models.wording import Wording

__all__ = ["Asking", "VisitRating", "Wording"]
