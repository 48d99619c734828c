"""How the register is narrowed, in the address bar."""

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet

from hampshire.accounts.models import Staff
from practice.register.models import Entry

NOBODY = "nobody"
SHOW = [("no-vote", "With no vote yet"), ("acted", "Where something was done"), ("retired", "Retired")]


class EntryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name, or what it is for", method="called")
    kind = django_filters.ChoiceFilter(label="Kind", choices=Entry.Kind.choices, empty_label="Any")
    owner = django_filters.ChoiceFilter(
        label="Who answers for it", empty_label="Anybody", method="owned_by", choices=lambda: _owners()
    )
    show = django_filters.ChoiceFilter(label="Show", empty_label="All in use", method="that_stand", choices=SHOW)

    @property
    def qs(self) -> QuerySet[Any]:
        """What is retired shows only when it is asked for."""
        found = super().qs
        wants_retired = self.is_valid() and self.form.cleaned_data.get("show") == "retired"
        return found if wants_retired else found.filter(retired_on=None)

    def called(self, entries: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        return entries.called(value)  # type: ignore[attr-defined]

    def owned_by(self, entries: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        return entries.filter(owner=None if value == NOBODY else UUID(value))

    def that_stand(self, entries: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        match value:
            case "no-vote":
                return entries.filter(n_votes=0)  # type: ignore[misc]  # counted by all_entries()
            case "acted":
                return entries.filter(changed_on__isnull=False)  # type: ignore[misc]
            case _:
                return entries.exclude(retired_on=None)


def _owners() -> list[tuple[str, str]]:
    owning = Staff.objects.filter(pk__in=Entry.objects.exclude(owner=None).values("owner")).by_name()
    return [(NOBODY, "Nobody yet"), *((str(pk), name) for pk, name in owning.values_list("pk", "name"))]
