"""Keeps what the smaller files of SSDA903 say of a child: a row of a simple table each, their screens come later."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models

from cases import codes
from cases.models import (
    Adoption,
    AdoptionPlacement,
    AsylumStatus,
    CareLeaverReturn,
    ChronologyEntry,
    DeprivationOfLiberty,
    Family,
    HealthReturn,
    MissingEpisode,
    Motherhood,
    Person,
    PreviousPermanence,
)
from cases.returns import rows
from cases.returns.keep.batch import Batch, by_key
from cases.returns.keep.known import Known
from cases.returns.report import Unit

KIND = ChronologyEntry.Kind
# What the rows of one file said so far, by the child's id and the day; no day where a child has one row.
type SaidSoFar = dict[tuple[UUID, date | None], rows.SaidRow]

# By the unit of the file: several rows a child, each from a day.
FROM_A_DAY: dict[Unit, type[models.Model]] = {
    Unit.MISSING: MissingEpisode,
    Unit.LIBERTY: DeprivationOfLiberty,
    Unit.ADOPTION_PLACEMENT: AdoptionPlacement,
}
# One row a child: each return's word takes the place of the last.
ONE_A_CHILD: dict[Unit, type[models.Model]] = {
    Unit.ASYLUM: AsylumStatus,
    Unit.ADOPTION: Adoption,
    Unit.PERMANENCE: PreviousPermanence,
    Unit.HEALTH: HealthReturn,
    Unit.CARE_LEAVER: CareLeaverReturn,
}


def keep_said(batch: Batch, unit: Unit, sent: Sequence[rows.SaidRow], so_far: SaidSoFar) -> None:
    """Part of `returns.import_ssda903`, in its transaction. `so_far` is what this file said before this bundle."""
    known = Known(batch, [row.la_child_id for row in sent])
    table = FROM_A_DAY.get(unit) or ONE_A_CHILD[unit]
    on_record = table._default_manager.filter(child__in=[person.pk for person in known.people.values()])
    kept = by_key(on_record, "child_id", *(["starts_on"] if unit in FROM_A_DAY else []))
    for row in sent:
        found = known.find(unit, row.line, row.la_child_id, row.date_of_birth)
        if found and _is_first(known, unit, row, found[0], so_far) and _is_possible(known, unit, row, found[0]):
            _keep(batch, unit, table, kept, row, found)


def _is_first(known: Known, unit: Unit, row: rows.SaidRow, child: Person, so_far: SaidSoFar) -> bool:
    """Whether no other row of the file says something else; the same again is no news and no harm."""
    first = so_far.setdefault((child.pk, row.starts_on), row)
    if first.values != row.values:
        value = f"{row.starts_on:%d/%m/%Y}" if row.starts_on else row.la_child_id
        reason = "Another row of this child in the file says something else: the first is kept."
        known.refuse(unit, row.line, row.la_child_id, row.at, value, reason)
        return False
    return True


def _is_possible(known: Known, unit: Unit, row: rows.SaidRow, child: Person) -> bool:
    if row.starts_on and child.date_of_birth and row.starts_on < child.date_of_birth:
        known.refuse(unit, row.line, row.la_child_id, row.at, f"{row.starts_on:%d/%m/%Y}", "Before the child was born.")
        return False
    return True


def _keep(
    batch: Batch,
    unit: Unit,
    table: type[models.Model],
    kept: dict[tuple[Any, ...], Any],
    row: rows.SaidRow,
    found: tuple[Person, Family],
) -> None:
    child, family = found
    key = (child.pk, row.starts_on) if row.starts_on else (child.pk,)
    if (standing := kept.get(key)) is None:
        day = {"starts_on": row.starts_on} if row.starts_on else {}
        kept[key] = batch.create(table(child=child, **day, **row.values), family)
        batch.count(unit, "created")
        _tell(batch, family, kept[key])
        return
    # A day that ended an episode stays, though an older return is read again; a yearly word is replaced whole.
    take_over = batch.amend if row.starts_on else batch.replace
    batch.count(unit, "updated" if take_over(standing, family, **row.values) else "unchanged")


def _tell(batch: Batch, family: Family, row: models.Model) -> None:
    """What somebody reading the family's story must not miss."""
    if isinstance(row, MissingEpisode):
        said = codes.label_for(codes.MISSING_TYPES, row.kind)
        batch.tell(family, KIND.EVENT, row.starts_on, f"{said} from where they lived", row)
    elif isinstance(row, AdoptionPlacement):
        batch.tell(family, KIND.PLACEMENT, row.starts_on, "Placed for adoption", row)
    elif isinstance(row, DeprivationOfLiberty):
        batch.tell(family, KIND.EVENT, row.starts_on, "A court allowed their liberty to be restricted", row)


def keep_motherhood(batch: Batch, mothers: Sequence[tuple[rows.LookedAfterChild, Person, Family]]) -> None:
    """Girls in care who have a child of their own, as Header says. Never unsaid: a later return may just leave it."""
    known = by_key(Motherhood.objects.filter(child__in=[person.pk for _, person, _ in mothers]), "child_id")
    for sent, person, family in mothers:
        if standing := known.get((person.pk,)):
            batch.amend(standing, family, own_child_born_on=sent.own_child_born_on)
        else:
            batch.create(Motherhood(child=person, own_child_born_on=sent.own_child_born_on), family)
