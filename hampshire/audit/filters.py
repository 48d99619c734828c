"""How the audit is narrowed, in the address bar."""

from datetime import date, datetime, time, timedelta

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.widgets import DayInput

SYSTEM = "system"


class AuditFilter(django_filters.FilterSet):
    person = django_filters.CharFilter(
        label="Who", method="by_person", help_text=f"Name or e-mail; {SYSTEM} for what nobody signed in did"
    )
    family = django_filters.UUIDFilter(label="Family id", method="about_family", help_text="From the family's address")
    verb = django_filters.CharFilter(label="What", method="did", help_text="Such as family.opened, or all of visit")
    kind = django_filters.ChoiceFilter(
        label="Reads and writes",
        empty_label="Both",
        method="of_kind",
        choices=[("reads", "What was read"), ("writes", "What was done")],
    )
    since = django_filters.DateFilter(label="From", method="from_day", widget=DayInput)
    until = django_filters.DateFilter(label="To the end of", method="to_day", widget=DayInput)

    def by_person(self, events: QuerySet[AuditEvent], name: str, value: str) -> QuerySet[AuditEvent]:
        """A whole address is one person's; anything else is looked for in names and addresses."""
        value = value.strip()
        if value.lower() == SYSTEM:
            return events.filter(by=None)
        exact = Staff.objects.filter(email=value.lower())
        return events.filter(
            by__in=list((exact if exact.exists() else Staff.objects.called(value)).values_list("pk", flat=True))
        )

    def about_family(self, events: QuerySet[AuditEvent], name: str, value: str) -> QuerySet[AuditEvent]:
        return events.filter(family_id=value)

    def did(self, events: QuerySet[AuditEvent], name: str, value: str) -> QuerySet[AuditEvent]:
        """visit.logged is one verb; visit is all of its noun's. As a range, so that the index serves it."""
        value = value.strip().lower()
        if "." in value:
            return events.filter(verb=value)
        return events.filter(verb__gte=f"{value}.", verb__lt=f"{value}/")  # "/" is the character after "."

    def of_kind(self, events: QuerySet[AuditEvent], name: str, value: str) -> QuerySet[AuditEvent]:
        return events.filter(is_read=value == "reads")

    def from_day(self, events: QuerySet[AuditEvent], name: str, value: date) -> QuerySet[AuditEvent]:
        return events.filter(at__gte=_midnight(value))

    def to_day(self, events: QuerySet[AuditEvent], name: str, value: date) -> QuerySet[AuditEvent]:
        return events.filter(at__lt=_midnight(value + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    """The first moment of a day in England."""
    return timezone.make_aware(datetime.combine(day, time()))
