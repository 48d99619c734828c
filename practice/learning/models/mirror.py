"""What people say of working with their managers: answers that lead back to nobody.

An answer has no staff, no moment and an id drawn by chance. That somebody has answered is kept apart, so that nobody
answers twice, as a mark that only Hampshire's secret key could lead back to them: of an area where one of ten has
answered, their name would be their answer. actions/mirror.py writes the two so that neither their order on the disk nor
the transaction they were written in joins them again: see docs/adr.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from hampshire.accounts.models import Team
from hampshire.ids import Identified
from practice.learning.quarters import FIRST_MONTHS
from practice.learning.skills import HIGHEST

if TYPE_CHECKING:
    from hampshire.accounts.models import Staff

# In our own words, and in the words we ask workers to live up to with families.
STATEMENTS: dict[str, str] = {
    "listens": "My manager listens before they advise.",
    "notices": "My manager notices what goes well in my work, and says so.",
    "straight": "My manager is straight with me about worries, without blame.",
    "together": "My manager decides things with me that we could decide together.",
    "keeps": "My manager does what they said they would do.",
    "repairs": "When something goes wrong between us, we put it right.",
}
AGREES = ("Not at all", "A little", "Half and half", "Mostly", "Completely")
MOSTLY = AGREES.index("Mostly")


def _begins(name: str) -> models.CheckConstraint:
    condition = Q(quarter__day=1, quarter__month__in=FIRST_MONTHS)
    return models.CheckConstraint(name=name, condition=condition)


class MirrorAnswerQuerySet(models.QuerySet["MirrorAnswer"]):
    def of_quarter(self, quarter: object) -> "MirrorAnswerQuerySet":
        return self.filter(quarter=quarter)


class MirrorAnswer(models.Model):
    """One answer. `team` is an area or the whole service: as fine as a group of at least ten who could have given it
    allows, never finer."""

    # Not the house's UUIDv7, which tells when it was made.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    quarter = models.DateField(help_text="Its first day: nothing finer is known of when")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    listens = models.PositiveSmallIntegerField()
    notices = models.PositiveSmallIntegerField()
    straight = models.PositiveSmallIntegerField()
    together = models.PositiveSmallIntegerField()
    keeps = models.PositiveSmallIntegerField()
    repairs = models.PositiveSmallIntegerField()

    objects: ClassVar[MirrorAnswerQuerySet] = MirrorAnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            _begins("mirror_answer_knows_only_its_quarter"),
            models.CheckConstraint(
                name="mirror_answer_in_range",
                condition=Q(**{f"{name}__range": (0, HIGHEST) for name in STATEMENTS}),
            ),
        ]

    def __str__(self) -> str:
        return f"an answer of {self.quarter:%b %Y}"


def mark(staff: "Staff", quarter: date, secret: str | None = None) -> str:
    """What stands for somebody's having answered in a quarter: 64 letters and figures, by the secret key if no other is
    named. Without the key nobody can tell whose it is, nor which marks of two quarters are one person's."""
    return salted_hmac("learning.mirror", f"{quarter}:{staff.pk}", secret=secret, algorithm="sha256").hexdigest()


class MirrorTakenQuerySet(models.QuerySet["MirrorTaken"]):
    def by_staff(self, staff: "Staff", quarter: date) -> "MirrorTakenQuerySet":
        """Theirs of that quarter, made by the secret key or by one it has replaced."""
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return self.filter(mark__in=[mark(staff, quarter, secret) for secret in secrets])


class MirrorTaken(Identified):
    """That one of those who may has answered in a quarter. Its id is drawn by chance as well: a UUIDv7 tells when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    mark = models.CharField(max_length=64, unique=True)
    quarter = models.DateField()

    objects: ClassVar[MirrorTakenQuerySet] = MirrorTakenQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "mirrors taken"
        constraints = [
            models.CheckConstraint(name="mirror_taken_has_a_mark", condition=~Q(mark="")),
            _begins("mirror_taken_knows_only_its_quarter"),
        ]

    def __str__(self) -> str:
        return f"somebody in {self.quarter:%b %Y}"
