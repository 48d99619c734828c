"""What every paper that a family keeps can have: itself in their language, and what they say to it."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from hampshire.ids import Identified

if TYPE_CHECKING:
    from cases.models import Person


class PaperTranslation(Identified):
    """A paper in another language, line by line.

    `lines` is {key: {"of": the English then, "is": in the language}} with the keys of the paper's own lines, so that a
    line whose English has changed since is known to need another look.
    """

    language = models.CharField(max_length=8, help_text="By its code (BCP 47): pl, ar, bn")
    lines = models.JSONField(default=dict)
    translated_by = models.CharField("who translated it", max_length=120)
    checked_on = models.DateField("read back to them on", null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.language


class PaperReplyQuerySet(models.QuerySet["PaperReply"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def oldest_first(self) -> Self:
        return self.order_by("received_on", "id")


class PaperReply(Identified):
    """What somebody says to a paper, agreeing or not. It stands beside it, and is printed with it from then on. Each
    kind of paper names the `person`, None for somebody who is not on record."""

    if TYPE_CHECKING:
        person: models.ForeignKey[Person | None, Person | None]
    whose = models.CharField(max_length=120, blank=True, help_text="For somebody not on record: Nana, the neighbour")
    text = models.TextField()
    received_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[PaperReplyQuerySet] = PaperReplyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def speaker(self) -> str:
        return self.person.short_name if self.person else self.whose
