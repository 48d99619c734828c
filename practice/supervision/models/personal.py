"""Personal supervision: how somebody is and what they need. It is of the staff file, and of no family's record."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hampshire.ids import Identified
from practice.supervision.models.supervision import Supervision


class PersonalNote(Identified):
    """What was said under one heading. Open to the two of them and the supervisor's own senior, to nobody else."""

    class Theme(models.TextChoices):
        WELL = "well", "How you are"
        PROUD = "proud", "What you are proud of"
        LOAD = "load", "How much you carry"
        TEAM = "team", "The team and us"
        LEARNING = "learning", "Learning, and where you want to get to"
        NEXT = "next", "What each of us will do"

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="personal_notes")
    theme = models.CharField(max_length=10, choices=Theme)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supervision", "theme"], name="personal_note_once_a_heading"),
            models.CheckConstraint(name="personal_note_is_written", condition=Q(version__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.theme} of {self.supervision_id}"
