from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "practice.supervision"
    label = "supervision"
    verbose_name = "Supervision"
