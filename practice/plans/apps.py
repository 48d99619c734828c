from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "practice.plans"
    label = "plans"
    verbose_name = "Plans"
