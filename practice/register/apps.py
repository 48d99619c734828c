from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "practice.register"
    label = "register"
    verbose_name = "Towards or against"
