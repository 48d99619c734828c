from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "practice.learning"
    label = "learning"
    verbose_name = "Learning"
