from django.apps import AppConfig


class HampshireConfig(AppConfig):
    name = "hampshire"
    verbose_name = "Ground floor"
