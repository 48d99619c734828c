from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "practice.assessments"
    label = "assessments"
    verbose_name = "Assessments"
