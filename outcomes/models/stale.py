"""Which teams' figures no longer tell the truth, since something relevant was written."""

from django.db import models
from django.utils import timezone

from hampshire.accounts.models import Team


class StaleMark(models.Model):
    """One write that moved a team's figures.

    Made in the transaction of the write, and taken away in that of the new figures, so a killed worker loses nothing.
    A row a write, never updated: writes of one team do not wait for each other, and a mark made while figures are
    being computed is simply not among those taken away.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(null=True, help_text="The earliest day concerned; empty: any day")
    marked_at = models.DateTimeField(default=timezone.now)
    is_counted = models.BooleanField(
        default=False, help_text="Its sums are right already; the figures that follow from them are not"
    )

    def __str__(self) -> str:
        return f"{self.team_id} since {self.since or 'ever'}"
