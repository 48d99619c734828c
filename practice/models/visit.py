"""A visit: when, where, how long, who was seen, what happened. Siblings in one visit, each child's part kept apart."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Team
from hampshire.addresses import address
from hampshire.ids import Identified
from hampshire.words import count, listed
from hampshire.working_days import add_working_days

if TYPE_CHECKING:
    from datetime import date

# Local policy: a visit is recorded within two working days. Later is marked, never refused.
RECORDED_WITHIN_WORKING_DAYS = 2
# Local policy: what was written may be amended, by its author or their supervisor, for this long after it was logged.
AMENDABLE_FOR = timedelta(days=28)


def _by_age(path: str) -> models.Prefetch:
    """The people of a visit: children first, the eldest first."""
    rows = VisitPerson.objects.select_related("person").order_by("-is_child", "person__date_of_birth", "id")
    return models.Prefetch(path, rows)


def _told(path: str, *related: str) -> models.Prefetch:
    """Rows of another model of this app by their name on the visit, in the order they were told."""
    model = Visit._meta.get_field(path).related_model
    rows = model._default_manager.order_by("id")  # type: ignore[union-attr]
    return models.Prefetch(path, rows.select_related(*related) if related else rows)


def _leans() -> models.QuerySet[models.Model]:
    """What goals lean on now."""
    leans = Visit._meta.apps.get_model("practice", "GoalStrength")
    return leans._default_manager.filter(unlinked_at=None).select_related("strength").order_by("id")


class VisitQuerySet(models.QuerySet["Visit"]):
    def latest_first(self) -> "VisitQuerySet":
        return self.order_by("-happened_at", "-id")

    def standing(self) -> "VisitQuerySet":
        """Visits not withdrawn: the ones that count."""
        return self.filter(withdrawn_at=None)

    def visible_to(
        self,
        user: "settings.AUTH_USER_MODEL",  # type: ignore[name-defined]
        on: "date | None" = None,
    ) -> "VisitQuerySet":
        return self.filter(family__in=Family.objects.visible_to(user, on).values("pk"))

    def with_people(self) -> "VisitQuerySet":
        return self.select_related("logged_by").prefetch_related(_by_age("people"))

    def with_everything(self) -> "VisitQuerySet":
        """For a visit's own page: one query for each kind of thing it told."""
        return self.select_related("logged_by", "withdrawn_by", "team_then").prefetch_related(
            _by_age("people"),
            _told("quotes", "person"),
            _told("sightings", "strength"),
            _told("worry_updates", "worry"),
            _told("ratings", "person", "goal"),
            _told("next_steps"),
            _told("goals_set"),
            models.Prefetch("goals_set__leans", _leans()),
            _told("steps_done"),
            _told("worry_exceptions", "worry", "told_by"),
            _told("decision_reports", "decision"),
            _told("ruptures"),
            _told("repairs"),
            _told("tools_used", "tool"),
        )


class Visit(Identified):
    """One visit to a family. Made exactly once from its draft, however often that is submitted."""

    class Place(models.TextChoices):
        HOME = "home", "Home"
        SCHOOL = "school", "School or nursery"
        PLACEMENT = "placement", "Where the child is living now"
        OFFICE = "office", "Our office"
        OUT = "out", "Out and about"
        ELSEWHERE = "elsewhere", "Somewhere else"

    class Purpose(models.TextChoices):
        STATUTORY = "statutory", "Visit their plan calls for"
        FIRST = "first", "First visit"
        DIRECT_WORK = "direct_work", "Direct work"
        ASSESSMENT = "assessment", "Assessment"
        SUPPORT = "support", "Practical support"
        CRISIS = "crisis", "Something urgent"
        GOODBYE = "goodbye", "Saying goodbye"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="visits")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    draft = models.OneToOneField("practice.Draft", on_delete=models.PROTECT, null=True, related_name="visit")
    idempotency_key = models.CharField(max_length=80, null=True, editable=False)  # noqa: DJ001  (unique where given)
    idempotency_body = models.CharField(max_length=64, blank=True, editable=False, help_text="What the key came with")
    happened_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField("minutes with the family", null=True)
    place = models.CharField(max_length=10, choices=Place, default=Place.HOME)
    place_detail = models.CharField(max_length=120, blank=True)
    announced = models.BooleanField(null=True)
    purpose = models.CharField(max_length=15, choices=Purpose, default=Purpose.STATUTORY)
    account = models.TextField("what happened")
    also_seen = models.CharField(max_length=200, blank=True, help_text="People not on record: the neighbour, a friend")
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits_logged")
    logged_at = models.DateTimeField(default=timezone.now)
    # As at the time, because people and families move.
    team_then = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    was_lead_worker = models.BooleanField(help_text="The person who visited led the work with the family that day")
    amended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    objects: ClassVar[VisitQuerySet] = VisitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["family", "-happened_at"], name="visit_by_family"),
            models.Index(fields=["team_then", "happened_at"], name="visit_by_team"),
            models.Index(fields=["logged_by", "-happened_at"], name="visit_by_worker"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["logged_by", "idempotency_key"],
                condition=Q(idempotency_key__isnull=False),
                name="visit_once_a_key",
            ),
            models.CheckConstraint(name="visit_account_is_not_blank", condition=~Q(account="")),
            models.CheckConstraint(
                name="visit_withdrawn_by_somebody_for_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="visit_minutes_within_a_day", condition=Q(minutes=None) | Q(minutes__range=(1, 1440))
            ),
        ]

    def __str__(self) -> str:
        return f"Visit of {timezone.localtime(self.happened_at):%d %b %Y, %H:%M}"

    @property
    def heading(self) -> str:
        """Visit at home; Unannounced visit at school or nursery."""
        return f"{'Unannounced visit' if self.announced is False else 'Visit'} {self.place_in_words}"

    @property
    def place_in_words(self) -> str:
        """at home; at school or nursery (in the library); somewhere else: the park."""
        if self.place == self.Place.ELSEWHERE:
            return f"somewhere else: {self.place_detail}" if self.place_detail else "somewhere else"
        words = PLACES_IN_WORDS[self.Place(self.place)]
        return f"{words} ({self.place_detail})" if self.place_detail else words

    @property
    def seen_in_words(self) -> str:
        """Yusuf alone, Leila and Dana seen. For visits fetched with their people."""
        seen = [part for part in self.people.all() if part.seen]
        names = [f"{part.person.short_name}{' alone' if part.seen_alone else ''}" for part in seen]
        return f"{listed([*names, *filter(None, [self.also_seen])])} seen" if names or self.also_seen else "nobody seen"

    @property
    def late_in_words(self) -> str:
        """recorded 4 days after"""
        days = (timezone.localdate(self.logged_at) - self.happened_on).days
        return f"recorded {count(days, 'day')} after"

    def told(self, kind: str) -> list[models.Model]:
        """The rows of "quotes", "ratings" and so on that the visit tells: without those its amendments replaced.

        A visit that was withdrawn still tells what it told until then.
        """
        return [row for row in getattr(self, kind).all() if row.withdrawn_at is None or self._fell_with(row)]

    def _fell_with(self, row: Any) -> bool:
        return self.withdrawn_at is not None and row.withdrawn_at >= self.withdrawn_at

    def get_absolute_url(self) -> str:
        return address("practice:visit-detail", self.family_id, self.pk)

    @property
    def happened_on(self) -> "date":
        return timezone.localdate(self.happened_at)

    @property
    def is_late(self) -> bool:
        """Recorded later than local policy asks: marked, never hidden."""
        due = add_working_days(self.happened_on, RECORDED_WITHIN_WORKING_DAYS)
        return timezone.localdate(self.logged_at) > due


PLACES_IN_WORDS = {
    Visit.Place.HOME: "at home",
    Visit.Place.SCHOOL: "at school or nursery",
    Visit.Place.PLACEMENT: "where the child is living now",
    Visit.Place.OFFICE: "at our office",
    Visit.Place.OUT: "out and about",
}


class VisitPerson(Identified):
    """Somebody's part in a visit. For a child: seen, seen alone, bedroom seen, and their own part of the account."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visit_parts")
    is_child = models.BooleanField()
    seen = models.BooleanField(default=True)
    seen_alone = models.BooleanField(default=False)
    bedroom_seen = models.BooleanField(default=False)
    why_not_seen = models.CharField(max_length=200, blank=True)
    account = models.TextField("this child's own part", blank=True)

    class Meta:
        verbose_name_plural = "visit people"
        constraints = [
            models.UniqueConstraint(fields=["visit", "person"], name="visit_person_once"),
            models.CheckConstraint(
                name="visit_person_alone_only_when_seen", condition=Q(seen=True) | Q(seen_alone=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.visit_id}"

    @property
    def in_words(self) -> str:
        """seen, alone, bedroom seen; not seen: at school."""
        bedroom = "bedroom seen" if self.bedroom_seen else ""
        if self.seen:
            return ", ".join(filter(None, ["seen", "alone" if self.seen_alone else "", bedroom]))
        return ", ".join(filter(None, [f"not seen: {self.why_not_seen}" if self.why_not_seen else "not seen", bedroom]))


class VisitRevision(Identified):
    """What a visit said before it was amended: kept for ever."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="revisions")
    amended_at = models.DateTimeField(default=timezone.now)
    amended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    before = models.JSONField(help_text="Every field and each person's part, as they stood")

    class Meta:
        constraints = [models.CheckConstraint(name="visit_revision_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"Amended {self.amended_at:%Y-%m-%d}"
