"""Observed practice: somebody sees somebody else work, both score the same seven skills apart, and then compare."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.models import Family
from hampshire.addresses import address
from hampshire.ids import Identified
from practice.learning.skills import HIGHEST, Skill
from practice.models import Visit

if TYPE_CHECKING:
    from hampshire.accounts.models import Staff


class ObservationQuerySet(models.QuerySet["Observation"]):
    def of(self, user: "Staff") -> "ObservationQuerySet":
        """Those somebody is one of the two of."""
        return self.filter(Q(worker=user) | Q(observer=user))

    def standing(self) -> "ObservationQuerySet":
        return self.exclude(state=Observation.State.CANCELLED)

    def planned(self) -> "ObservationQuerySet":
        return self.filter(state=Observation.State.PLANNED)

    def seen(self) -> "ObservationQuerySet":
        """Those that happened."""
        return self.filter(observed_on__isnull=False)

    def seeing(self, user: "Staff") -> "ObservationQuerySet":
        """Those in which somebody was seen at work. Who works alongside another is seen as much as they see."""
        alongside = Q(observer=user, kind=Observation.Kind.ALONGSIDE)
        return self.seen().filter(Q(worker=user) | alongside)

    def going_on(self) -> "ObservationQuerySet":
        return self.filter(state__in=Observation.GOING_ON)

    def over(self) -> "ObservationQuerySet":
        return self.exclude(state__in=Observation.GOING_ON)

    def with_people(self) -> "ObservationQuerySet":
        return self.select_related("worker", "observer", "family", "visit")

    def locked(self, pk: UUID) -> "Observation":
        """The row as it is now, held until the transaction ends."""
        return self.select_for_update(of=("self",)).with_people().get(pk=pk)

    def soonest_first(self) -> "ObservationQuerySet":
        return self.order_by("planned_for", "id")

    def latest_first(self) -> "ObservationQuerySet":
        return self.order_by("-planned_for", "-id")


class Observation(Identified):
    """One observation. Only the two may open it, see gate.py; to others it is at most a number of observations."""

    class Kind(models.TextChoices):
        OBSERVED = "observed", "Observed practice"
        ALONGSIDE = "alongside", "Visit alongside"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        WORKER = "worker", "The worker has scored"
        OBSERVER = "observer", "Both have scored"
        COMPARED = "compared", "Compared"
        CANCELLED = "cancelled", "Did not happen"

    class Consent(models.TextChoices):
        ASKED = "asked", "Asked, no answer yet"
        GIVEN = "given", "They said yes"
        DECLINED = "declined", "They would rather not"

    GOING_ON = (State.PLANNED, State.WORKER, State.OBSERVER)

    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="observations", help_text="Who is seen at work"
    )
    observer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="observations_made")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OBSERVED)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, related_name="observations")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="observations")
    consent = models.CharField("has the family been asked", max_length=10, choices=Consent, blank=True)
    family_words = models.TextField("what the family said of it", blank=True)
    planned_for = models.DateField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    observed_on = models.DateField(null=True)
    cancelled_because = models.CharField("why it did not happen", max_length=300, blank=True)
    learnt = models.TextField("what the two learnt", blank=True)
    next_step = models.TextField("what is next", blank=True)
    compared_at = models.DateTimeField(null=True)

    objects: ClassVar[ObservationQuerySet] = ObservationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["worker", "-observed_on"], name="observation_by_worker"),
            models.Index(fields=["observer", "-observed_on"], name="observation_by_observer"),
        ]
        constraints = [
            models.CheckConstraint(name="observation_is_of_two", condition=~Q(worker=F("observer"))),
            models.CheckConstraint(
                name="observation_happened_on_a_day_or_not_at_all",
                condition=Q(state__in=["planned", "cancelled"], observed_on=None)
                | Q(state__in=["worker", "observer", "compared"], observed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="observation_cancelled_for_a_reason",
                condition=Q(state="cancelled") & ~Q(cancelled_because="")
                | ~Q(state="cancelled") & Q(cancelled_because=""),
            ),
            models.CheckConstraint(
                name="observation_only_where_the_family_said_yes",
                condition=Q(family=None) | Q(state__in=["planned", "cancelled"]) | Q(consent="given"),
            ),
            models.CheckConstraint(
                name="observation_asks_a_family_that_is_named",
                condition=Q(family__isnull=False) | Q(consent="", family_words="", visit=None),
            ),
            models.CheckConstraint(
                name="observation_compared_in_words",
                condition=Q(state="compared", compared_at__isnull=False) & ~Q(learnt="")
                | ~Q(state="compared") & Q(compared_at=None, learnt="", next_step=""),
            ),
            models.UniqueConstraint(
                fields=["worker", "observer", "kind", "planned_for"],
                condition=Q(state="planned"),
                name="observation_planned_once_for_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.on:%d %b %Y}"

    def get_absolute_url(self) -> str:
        return address("learning:observation-detail", self.pk)

    @property
    def on(self) -> date:
        """The day it was, or is or was planned for."""
        return self.observed_on or self.planned_for

    @property
    def likely_on(self) -> date:
        """The day it was likely on, for whoever writes of it now: the day it was planned for, if that has come."""
        return min(self.planned_for, timezone.localdate())

    @property
    def is_alongside(self) -> bool:
        return self.kind == self.Kind.ALONGSIDE

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_compared(self) -> bool:
        return self.state == self.State.COMPARED

    @property
    def are_scores_open(self) -> bool:
        """Whether each may see the other's scores: once both have given their own."""
        return self.state in (self.State.OBSERVER, self.State.COMPARED)

    @property
    def waits_for_the_family(self) -> bool:
        """A family is named, and has not said yes."""
        return self.family_id is not None and self.consent != self.Consent.GIVEN

    @property
    def between(self) -> str:
        """Amara Obi, seen by Grace Lund; Amara Obi and Grace Lund, alongside."""
        if self.is_alongside:
            return f"{self.worker.name} and {self.observer.name}, alongside"
        return f"{self.worker.name}, seen by {self.observer.name}"

    def is_one_of_two(self, user: "Staff") -> bool:
        return user.pk in (self.worker_id, self.observer_id)

    def other_than(self, user: "Staff") -> "Staff":
        """The other of the two."""
        return self.observer if user.pk == self.worker_id else self.worker


class SkillScoreQuerySet(models.QuerySet["SkillScore"]):
    def open_to(self, user: "Staff") -> "SkillScoreQuerySet":
        """Somebody's own, and those of the other once both have scored. No other way to the scores is taken."""
        mine = Q(side=SkillScore.Side.WORKER, observation__worker=user)
        mine |= Q(side=SkillScore.Side.OBSERVER, observation__observer=user)
        both = Q(observation__worker=user) | Q(observation__observer=user)
        opened = both & Q(observation__state__in=[Observation.State.OBSERVER, Observation.State.COMPARED])
        return self.filter(mine | opened)


class SkillScore(Identified):
    """What one of the two gave one skill, and why."""

    class Side(models.TextChoices):
        WORKER = "worker", "Who was seen"
        OBSERVER = "observer", "Who saw"

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="scores")
    skill = models.CharField(max_length=15, choices=Skill)
    side = models.CharField(max_length=8, choices=Side)
    score = models.PositiveSmallIntegerField()
    why = models.CharField("what makes you say so", max_length=500, blank=True)

    objects: ClassVar[SkillScoreQuerySet] = SkillScoreQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["observation", "skill", "side"], name="skill_scored_once_a_side"),
            models.CheckConstraint(name="skill_score_in_range", condition=Q(score__range=(0, HIGHEST))),
            models.CheckConstraint(name="skill_score_of_a_skill", condition=Q(skill__in=Skill.values)),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.score}"


class ScoreDraftQuerySet(models.QuerySet["ScoreDraft"]):
    def by_writer(self, user: "Staff") -> "ScoreDraftQuerySet":
        """Those that this person is writing. Nobody else may read what somebody has not said yet."""
        worker = Q(side=SkillScore.Side.WORKER, observation__worker=user)
        return self.filter(worker | Q(side=SkillScore.Side.OBSERVER, observation__observer=user))


class ScoreDraft(Identified):
    """What one of the two has written on the page of scores so far, kept as it is typed.

    `version` rises by one a save, so that a window never overwrites what another has saved since. It goes when the
    scores are kept, or when the observation did not happen: half a thought about a colleague's work is no record.
    """

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="drafts")
    side = models.CharField(max_length=8, choices=SkillScore.Side)
    data = models.JSONField(default=dict, help_text="What was typed, by the field's name")
    version = models.PositiveIntegerField(default=1)
    saved_from = models.CharField(max_length=40, blank=True, help_text="The window that saved it last")
    saved_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[ScoreDraftQuerySet] = ScoreDraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["observation", "side"], name="score_draft_once_a_side")]

    def __str__(self) -> str:
        return f"scores of {self.side}, draft {self.version}"


class ScoreAside(Identified):
    """What another window of the same person held, when it could not be saved over what stands: lost by no save."""

    draft = models.ForeignKey(ScoreDraft, on_delete=models.PROTECT, related_name="asides")
    window = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "window"], name="score_aside_once_a_window")]

    def __str__(self) -> str:
        return f"beside draft {self.draft_id}"
