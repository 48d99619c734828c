"""How far a goal had come by a month, as one person says: worked out from the ratings, and anew when they change."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from cases.models import Family, Person
from hampshire.accounts.models import Team
from hampshire.words import count
from outcomes.periods import Period
from practice.models import Goal, Rating

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


class JourneyQuerySet(models.QuerySet["Journey"]):
    def of_period(self, team_ids: "Collection[UUID]", period: Period) -> "JourneyQuerySet":
        """Each goal and person once, by the latest rating in the period, where one of these teams was given that."""
        latest = Q(until=None) | Q(until__gte=period.before)
        return self.filter(latest, team_id__in=team_ids, month__gte=period.start, month__lt=period.before)

    def spoken_by(self, voices: "Collection[str]") -> "JourneyQuerySet":
        return self.filter(voice__in=voices)

    def travelled(self) -> "JourneyQuerySet":
        """Rated on a later day than the first."""
        return self.filter(change__isnull=False)

    def with_ratings(self) -> "JourneyQuerySet":
        return self.select_related("goal", "first", "last", "person", "family")


class Journey(models.Model):
    """From the first standing rating of a goal by one person to that person's last in one month.

    There is a row for each month with a rating; `until` is the month of the next. So over any stretch of months the
    latest row is the one whose `until` lies beyond it, and what an earlier month said never changes with later ratings.

    Derived by `outcomes.computing.journeys` and owned by it alone. The id is made of goal, voice, person and month, so
    working the same out again finds the same row. There are no foreign key constraints: a night's rebuild may write
    as many rows as there are ratings, and nothing it points to is ever deleted.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.DO_NOTHING, db_constraint=False, related_name="journeys")
    voice = models.CharField(max_length=10, choices=Rating.Voice)
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True, related_name="+"
    )
    family = models.ForeignKey(
        Family, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    team = models.ForeignKey(
        Team,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Which the last rating was given to",
    )
    first = models.ForeignKey(
        Rating, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    last = models.ForeignKey(Rating, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    month = models.DateField(help_text="The first day of the month of the last rating")
    until = models.DateField(null=True, help_text="The month in which this person rated the goal next")
    change = models.SmallIntegerField(
        null=True, help_text="Points from first to last, better is positive; empty: rated on one day only"
    )

    objects: ClassVar[JourneyQuerySet] = JourneyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["team", "month", "id"], name="journey_by_team")]

    def __str__(self) -> str:
        return f"{self.goal_id} by {self.voice}"

    @property
    def words(self) -> str:
        """3 points better, the same, 1 point worse, not yet."""
        if not self.change:
            return "the same" if self.change == 0 else "not yet"
        return f"{count(abs(self.change), 'point')} {'better' if self.change > 0 else 'worse'}"
