"""The family's page about a visit in another language: its sentences are data, so that no release is needed for one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hampshire.ids import Identified
from hampshire.languages import LANGUAGES, direction_of, name_of


class WordingQuerySet(models.QuerySet["Wording"]):
    def offered(self) -> "WordingQuerySet":
        return self.filter(is_offered=True)

    def in_order(self) -> "WordingQuerySet":
        return self.order_by("language")


class Wording(Identified):
    """`sentences` by the keys of relationship/wording.py, every one of them there when it was written."""

    language = models.CharField(max_length=8, unique=True, help_text="Its code (BCP 47), of hampshire/languages.py")
    sentences = models.JSONField()
    checked_by = models.CharField(
        "who checked it", max_length=120, blank=True, help_text="Somebody who speaks it; blank: nobody yet"
    )
    is_offered = models.BooleanField("offered to families", default=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[WordingQuerySet] = WordingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.CheckConstraint(name="wording_is_of_a_language", condition=~Q(language=""))]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Polish (polski)."""
        return name_of(self.language)

    @property
    def own_name(self) -> str:
        """polski: what those who speak it look for."""
        return LANGUAGES[self.language][0]

    @property
    def direction(self) -> str:
        return direction_of(self.language)
