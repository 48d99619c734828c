"""A list as somebody likes to see it: filters and order, under a name of their own."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hampshire.ids import Identified


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of_page(self, page: str) -> "SavedViewQuerySet":
        return self.filter(page=page).order_by("name", "id")


class SavedView(Identified):
    """What stands behind the question mark of a list's address. It is its owner's alone; an address can be shared."""

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    page = models.CharField(max_length=60, help_text="Which list: practice:caseload-review")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True, help_text="late=on&sort=family")

    objects: ClassVar[SavedViewQuerySet] = SavedViewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "page", "name"], name="saved_view_once_a_name"),
            models.CheckConstraint(name="saved_view_name_is_not_blank", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
