"""Assessment forms as data, and the assessments written on them."""

from practice.assessments.models.form import Form, FormVersion

__all__ = ["Form", "FormVersion"]
