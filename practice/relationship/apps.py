from django.apps import AppConfig


class RelationshipConfig(AppConfig):
    name = "practice.relationship"
    label = "relationship"
    verbose_name = "Our relationship"
