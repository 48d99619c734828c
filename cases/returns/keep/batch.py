"""One batch: what is to be created and what changes, gathered first and then written in few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import pghistory
from django.db import models

from cases import chronology, hooks
from cases import models as kept
from cases.models import Allocation, Family, Person, ReferralChild
from cases.returns.report import VALUE_SHOWN, Refusal, Tally, Unit
from cases.search.index import index_people
from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon

# Rows are created in this order, so that each finds what it points to.
ORDER: list[type[models.Model]] = [
    kept.Person,
    kept.Family,
    kept.FamilyMember,
    kept.Referral,
    kept.ReferralChild,
    kept.Case,
    kept.Involvement,
    kept.Pathway,
    kept.InitialConference,
    kept.StatutoryAssessment,
    kept.ChildInNeedPlan,
    kept.Section47Enquiry,
    kept.ChildProtectionPlan,
    kept.ChildProtectionReview,
    kept.CareEpisode,
    kept.CareReview,
    kept.MissingEpisode,
    kept.DeprivationOfLiberty,
    kept.AdoptionPlacement,
    kept.AsylumStatus,
    kept.Adoption,
    kept.PreviousPermanence,
    kept.Motherhood,
    kept.HealthReturn,
    kept.CareLeaverReturn,
]


@dataclass(slots=True)
class Batch:
    """Gathers the rows of one bundle. Its counts and lines are for the report once it is safely written."""

    team: Team
    by: Staff | None
    source: str  # "cin" or "ssda903"
    file: str
    today: date
    tallies: dict[Unit, Tally] = field(default_factory=dict)
    lines: list[Refusal] = field(default_factory=list)
    _new: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    _changed: dict[type[models.Model], dict[UUID, tuple[models.Model, set[str]]]] = field(default_factory=dict)
    _new_ids: set[UUID] = field(default_factory=set)
    _entries: list[kept.ChronologyEntry] = field(default_factory=list)
    _touched: dict[UUID, set[str]] = field(default_factory=dict)
    _closed: dict[UUID, date] = field(default_factory=dict)

    # ---- gathering ----

    def create[M: models.Model](self, row: M, family: Family) -> M:
        self._new.setdefault(type(row), []).append(row)
        self._new_ids.add(row.pk)
        self._touch(family, row)
        return row

    def amend(self, row: models.Model, family: Family, **sent: Any) -> bool:
        """Take over what differs and is not blank. Whether anything did."""
        return self.replace(row, family, **{name: value for name, value in sent.items() if not _blank(value)})

    def replace(self, row: models.Model, family: Family, **sent: Any) -> bool:
        """Take over what differs, blank or not: the row says only what returns say, and this is their latest word."""
        different = {name for name, value in sent.items() if getattr(row, name) != value}
        for name in different:
            setattr(row, name, sent[name])
        if different and row.pk not in self._new_ids:
            self._changed.setdefault(type(row), {}).setdefault(row.pk, (row, set()))[1].update(different)
        if different:
            self._touch(family, row)
        return bool(different)

    def keep(self, row: models.Model | None, fresh: models.Model, family: Family, unit: Unit, **sent: Any) -> str:
        """Create `fresh` where there is no row yet, else amend the row, and count it. Says which it was."""
        if row is None:
            self.create(fresh, family)
            return self.count(unit, "created")
        return self.count(unit, "updated" if self.amend(row, family, **sent) else "unchanged")

    def is_new(self, row: models.Model) -> bool:
        return row.pk in self._new_ids

    def count(self, unit: Unit, what: str) -> str:
        tally = self.tallies.setdefault(unit, Tally())
        setattr(tally, what, getattr(tally, what) + 1)
        return what

    def say(self, unit: Unit, line: int, child: str, name: str, value: str, reason: str, *, refused: bool) -> None:
        """A line for the report; the reader has its own."""
        self.lines.append(Refusal(self.file, line, unit, child, name, value[:VALUE_SHOWN], reason, refused))

    def tell(self, family: Family, kind: str, day: date, text: str, subject: models.Model) -> None:
        """An entry of the family's chronology. A day still to come is not told."""
        if day <= self.today:
            self._entries.append(chronology.made(family, kind, noon(day), text, by=self.by, subject=subject))

    def end_allocations(self, case: kept.Case, day: date) -> None:
        """Nobody is allocated to a case that a return closes."""
        self._closed[case.pk] = day

    def _touch(self, family: Family, row: models.Model) -> None:
        self._touched.setdefault(family.pk, set()).add(row._meta.model_name or "")

    # ---- writing ----

    @property
    def writes_anything(self) -> bool:
        return bool(self._touched)

    def write(self) -> list[AuditEvent]:
        """Write it all: changes first, since what ends makes room for what begins.

        Returns the audit events to be saved with it, one for each family, not yet saved.
        """
        with pghistory.context(by=str(self.by.pk) if self.by else "", by_return=self.source):
            for model, changed in self._changed.items():
                self._update(model, changed.values())
        for case_id, day in self._closed.items():
            running = Allocation.objects.filter(case_id=case_id, ends_on=None)
            running.update(ends_on=models.functions.Greatest("starts_on", models.Value(day)), ended_with_case=True)
        for model in ORDER:
            model._default_manager.bulk_create(self._new.get(model, []), batch_size=1000)
        kept.ChronologyEntry.objects.bulk_create(self._entries, batch_size=1000)
        if found_by := [*self._new.get(Person, []), *(row for row, _ in self._changed.get(Person, {}).values())]:
            index_people(row.pk for row in found_by)
        self._tell_floors_above()
        return [
            AuditEvent.made(f"family.{self._verb(family_id)}", by=self.by, family=family_id, rows=sorted(rows))
            for family_id, rows in self._touched.items()
        ]

    def _tell_floors_above(self) -> None:
        """Which children's referrals are new or different, so that what is counted from them is counted again."""
        changed = [row for row, _ in self._changed.get(kept.ReferralChild, {}).values()]
        named = [row for row in (*self._new.get(kept.ReferralChild, []), *changed) if isinstance(row, ReferralChild)]
        if named:
            hooks.referrals_written([row.child_id for row in named], min(row.received_on for row in named))

    def _verb(self, family_id: UUID) -> str:
        return "created" if family_id in self._new_ids else "changed-by-return"

    def _update(self, model: type[models.Model], changed: Iterable[tuple[models.Model, set[str]]]) -> None:
        """Rows that changed in the same fields go together, so that no untouched column is written."""
        alike: dict[tuple[str, ...], list[models.Model]] = {}
        for row, different in changed:
            alike.setdefault(tuple(sorted(different)), []).append(row)
        for names, rows in alike.items():
            model._default_manager.bulk_update(rows, names, batch_size=500)


def by_key[K](rows: Iterable[models.Model], *names: str) -> dict[tuple[Any, ...], Any]:
    """Rows by the values of some of their fields."""
    return {tuple(getattr(row, name) for name in names): row for row in rows}


def people_by_id(ids: Sequence[str]) -> dict[str, Person]:
    """The people with these authority's ids, locked until the transaction ends."""
    found = Person.objects.filter(la_child_id__in=set(ids)).order_by("pk").select_for_update()
    return {person.la_child_id: person for person in found if person.la_child_id}


def _blank(value: Any) -> bool:
    return value is None or value in ("", [], ())
