"""A half-written page, kept as it is typed. Keyed by person, family, form and object, so it is found again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Family
from hampshire.ids import Identified

if TYPE_CHECKING:
    from hampshire.accounts.models import Staff


VISIT_LOG = "visit-log"
VISIT_AMEND = "visit-amend"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A form that is drafted: where to go on writing, what a draft of it is called in a list (without a query), and
    what was typed, as lines to be read where a version was set aside."""

    address: Callable[["Draft"], str]
    title: Callable[["Draft"], str]
    lines: Callable[[Family, Mapping[str, list[str]]], list[tuple[str, str]]]


_forms: dict[str, Drafted] = {}


def register(form: str, drafted: Drafted) -> None:
    """Say how drafts of this form are named and found again. Called from AppConfig.ready()."""
    _forms[form] = drafted


def drafted(form: str) -> Drafted:
    return _forms[form]


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is drafted: which form, for which family, about which object (blank for a new one)."""

    family_id: UUID
    form: str
    about: str = ""


class DraftQuerySet(models.QuerySet["Draft"]):
    def unfinished(self) -> "DraftQuerySet":
        return self.filter(finished_at=None, discarded_at=None)

    def of(self, staff: "Staff") -> "DraftQuerySet":
        return self.filter(staff=staff)

    def visible_to(self, user: "Staff", on: date | None = None) -> "DraftQuerySet":
        """Of families the user may know of: a draft stays its writer's, and waits while they may not."""
        return self.filter(family__in=Family.objects.visible_to(user, on).values("pk"))

    def latest_first(self) -> "DraftQuerySet":
        return self.order_by("-saved_at", "-id")

    def for_page(self, page: "Page", staff: "Staff") -> "DraftQuerySet":
        """The one unfinished draft of somebody's page, if there is one."""
        return self.unfinished().filter(staff=staff, family=page.family_id, form=page.form, about=page.about)


class Draft(Identified):
    """What somebody has typed so far. `version` rises by one a save, so that a stale tab never overwrites a newer."""

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=40, help_text="Which page: visit-log, visit-amend")
    about = models.CharField(max_length=60, blank=True, help_text="The object being amended; blank for a new one")
    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_from = models.CharField(max_length=40, blank=True, help_text="The window that saved it last")
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["family", "form"], name="draft_by_family")]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "family", "form", "about"],
                condition=Q(finished_at=None, discarded_at=None),
                name="draft_once_a_page",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} draft {self.version}"

    def get_absolute_url(self) -> str:
        """Where to go on writing."""
        return drafted(self.form).address(self)

    @property
    def title(self) -> str:
        """Visit to the Begum-Hale family, Mon 17 Nov, 16:10."""
        return drafted(self.form).title(self)

    @property
    def page(self) -> Page:
        return Page(self.family_id, self.form, self.about)

    @property
    def is_unfinished(self) -> bool:
        return self.finished_at is None and self.discarded_at is None


class DraftAside(Identified):
    """What one tab had written when somebody chose to go on with the other: kept, so that a choice loses nothing."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="asides")
    data = models.JSONField(default=dict)
    set_aside_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["draft", "-set_aside_at"], name="draft_aside_by_draft")]

    def __str__(self) -> str:
        return f"set aside {self.set_aside_at:%Y-%m-%d %H:%M}"
