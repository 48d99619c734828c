from practice.relationship.models.asking import Asking
from practice.relationship.models.rating import VisitRating

__all__ = ["Asking", "VisitRating"]
