from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "hampshire.links"
    label = "links"
    verbose_name = "One-time links"
