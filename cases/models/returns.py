"""What an import of a return has to say, line by line: too many lines for the job's own row."""

from typing import ClassVar

from django.db import models

from cases.returns.report import VALUE_SHOWN
from hampshire.jobs.models import Job


class ReturnLineQuerySet(models.QuerySet["ReturnLine"]):
    def of(self, job: Job) -> "ReturnLineQuerySet":
        """A job's lines in the order they were found."""
        return self.filter(job=job).order_by("pk")

    def refused_first(self) -> "ReturnLineQuerySet":
        return self.order_by("-refused", "pk")


class ReturnLine(models.Model):
    """One thing wrong in a file: where, with what value, why, and whether the record was refused or kept without it."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="return_lines")
    file = models.CharField(max_length=200)
    line = models.PositiveIntegerField(help_text="0: the file as a whole")
    unit = models.CharField(max_length=40, help_text="What the row is about: a child, a referral, a care episode")
    child = models.CharField("local authority child ID", max_length=20, blank=True)
    field = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=VALUE_SHOWN, blank=True, help_text="As it was sent, cut short")
    reason = models.CharField(max_length=300)
    refused = models.BooleanField(help_text="The record was left out; else it was kept without this value")

    objects: ClassVar[ReturnLineQuerySet] = ReturnLineQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.CheckConstraint(name="return_line_has_a_reason", condition=~models.Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"
