"""What supervision talks about. Reflection has a table of its own, which nothing about a family ever reads."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Family
from hampshire.ids import Identified
from practice.models import Decision
from practice.supervision.models.supervision import Supervision

_TAGS = {
    "fall": "changed",
    "rupture": "changed",
    "gap": "changed",
    "stuck": "quiet",
    "late": "late",
    "good": "growing",
    "quiet": "quiet",
    "decision": "due",
}


class ItemQuerySet(models.QuerySet["Item"]):
    def standing(self) -> "ItemQuerySet":
        return self.filter(removed_at=None)

    def talked_about(self) -> "ItemQuerySet":
        return self.standing().filter(talked_about=True)

    def on_record(self) -> "ItemQuerySet":
        """What belongs in the record of the family it is about."""
        return self.talked_about().filter(
            supervision__state=Supervision.State.HELD, supervision__kind__in=Supervision.ABOUT_FAMILIES
        )

    def in_order(self) -> "ItemQuerySet":
        return self.order_by("order", "id")


class Item(Identified):
    """One thing to talk about: a family, and what brought it up.

    `notes` are for the family's record. What was thought aloud is a Reflection, and stays with those who were there.
    """

    class Kind(models.TextChoices):
        REFLECTIVE = "reflective", "Reflective"
        PROCEDURAL = "procedural", "Procedural"

    class Why(models.TextChoices):
        """As practice.agenda raises it; the last two are somebody's own."""

        FALL = "fall", "Their rating fell"
        RUPTURE = "rupture", "Trust was strained"
        GAP = "gap", "Voices apart"
        STUCK = "stuck", "A plan that is stuck"
        LATE = "late", "Past its day"
        GOOD = "good", "A good moment"
        QUIET = "quiet", "Not talked about lately"
        DECISION = "decision", "A decision left open"
        CHOSEN = "chosen", "Chosen from the caseload"
        OWN = "own", "Brought by one of us"

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="items")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="supervision_items")
    kind = models.CharField(max_length=10, choices=Kind)
    why = models.CharField(max_length=10, choices=Why)
    text = models.CharField("what brings it up", max_length=300)
    url = models.CharField(max_length=200, blank=True, help_text="Where it can be seen, as a path")
    order = models.PositiveSmallIntegerField(default=0)
    talked_about = models.BooleanField(default=False)
    notes = models.TextField("for the family's record", blank=True)
    version = models.PositiveIntegerField(
        default=0, help_text="Counts the writings, so that none covers another unseen"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[ItemQuerySet] = ItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["family", "-added_at"], name="supervision_item_by_family")]
        constraints = [
            models.CheckConstraint(name="supervision_item_is_not_blank", condition=~Q(text="")),
            models.CheckConstraint(
                name="supervision_item_written_by_somebody",
                condition=Q(written_by=None, written_at=None, version=0)
                | Q(written_by__isnull=False, written_at__isnull=False, version__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def tag(self) -> str:
        """The shape that goes with why it is here: one of the templates' TAGS."""
        return _TAGS.get(self.why, "note")

    @property
    def is_reflective(self) -> bool:
        return self.kind == self.Kind.REFLECTIVE

    @property
    def told_in_record(self) -> str:
        """What brought it up, for the family's record: of a reflective item that may be a thought, and stays here."""
        return "" if self.is_reflective else self.text

    @property
    def thoughts(self) -> str:
        """The reflection, where it was fetched with the item; blank before there is one."""
        return self.reflection.text if hasattr(self, "reflection") else ""


class Reflection(Identified):
    """What was thought aloud about an item. Never part of a child's record, an export or a subject access bundle."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="reflection")
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"on {self.item_id}"


class HypothesisQuerySet(models.QuerySet["Hypothesis"]):
    def standing(self) -> "HypothesisQuerySet":
        return self.filter(set_aside_at=None)

    def in_order(self) -> "HypothesisQuerySet":
        return self.order_by("written_at", "id")


class Hypothesis(Identified):
    """One way to understand what is happening, offered in a group, and how the family could tell us if it is wrong.

    It is thinking, as a reflection is, and stays with the group.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="hypotheses")
    text = models.CharField("it may be that", max_length=300)
    how_we_find_out = models.CharField("what would show that it is not so", max_length=300, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    set_aside_at = models.DateTimeField(null=True)

    objects: ClassVar[HypothesisQuerySet] = HypothesisQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "hypotheses"
        constraints = [models.CheckConstraint(name="hypothesis_is_not_blank", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"on {self.item_id}"


class DecisionTaken(Identified):
    """That a decision came out of an item of supervision."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="decisions_taken")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="taken_in")

    class Meta:
        verbose_name_plural = "decisions taken"

    def __str__(self) -> str:
        return f"{self.decision_id} from {self.item_id}"
