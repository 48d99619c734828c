"""Assessment forms as data, and the assessments written on them."""

from practice.assessments.models.assessment import (
    Assessment,
    AssessmentChild,
    AssessmentRating,
    Comment,
    Move,
    SectionAnswers,
    SectionRevision,
)
from practice.assessments.models.form import Form, FormVersion

__all__ = [
    "Assessment",
    "AssessmentChild",
    "AssessmentRating",
    "Comment",
    "Form",
    "FormVersion",
    "Move",
    "SectionAnswers",
    "SectionRevision",
]
