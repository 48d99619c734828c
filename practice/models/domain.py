"""The parts of life that a strength, a worry or a goal is about: one list for all three."""

from django.db import models


class Domain(models.TextChoices):
    SAFETY = "safety", "Being safe"
    RELATIONSHIPS = "relationships", "Getting on together"
    HEALTH = "health", "Feeling well"
    EDUCATION = "education", "School and learning"
    HOME = "home", "Home and money"
    OTHER = "other", "Something else"
