"""A practice tool: something to do with a family at the table, with guidance, and the visits where it was used."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from hampshire.ids import Identified
from practice.models.visit import Visit
from practice.register.models import Entry


class ToolQuerySet(models.QuerySet["Tool"]):
    def current(self) -> "ToolQuerySet":
        return self.filter(retired_on=None)

    def by_name(self) -> "ToolQuerySet":
        return self.order_by("name")


class Tool(Identified):
    """A tool of the authority's own toolkit. `guidance` is plain text, a paragraph a line."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    summary = models.CharField(max_length=200)
    guidance = models.TextField()
    good_for = models.CharField("when it helps", max_length=200, blank=True)
    register_entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="tool")
    retired_on = models.DateField(null=True, blank=True)

    objects: ClassVar[ToolQuerySet] = ToolQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.CheckConstraint(name="tool_has_a_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page of guidance, which stands with learning."""
        return reverse("learning:tool-detail", args=[self.slug])


class VisitTool(Identified):
    """A tool used at a visit. Amending a visit replaces what it said, as with all that a visit tells."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="tools_used")
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="uses")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "tool"], condition=Q(withdrawn_at=None), name="visit_tool_once_a_visit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tool_id} at {self.visit_id}"
