"""Who the rows of SSDA903 speak of: the children of its Header, or on record."""

from collections.abc import Sequence
from datetime import date

from cases.models import Family, Person
from cases.returns.keep.batch import Batch, people_by_id
from cases.returns.keep.children import families_of
from cases.returns.report import Unit

STRANGER = "No child by this id in the file of children (Header), nor on record."


class Known:
    """The children that a bundle of rows speaks of, with their families; a row about nobody known is refused."""

    def __init__(self, batch: Batch, ids: Sequence[str]) -> None:
        self.batch = batch
        self.people = people_by_id(ids)
        self.families = families_of(self.people.values())

    def find(self, unit: Unit, line: int, child_id: str, born_on: date | None) -> tuple[Person, Family] | None:
        person = self.people.get(child_id)
        if person is None or person.pk not in self.families:
            self.refuse(unit, line, child_id, "CHILD", child_id, STRANGER)
            return None
        if born_on and person.date_of_birth and born_on != person.date_of_birth:
            reason = "Not the birth date on record for this child."
            self.refuse(unit, line, child_id, "DOB", f"{born_on:%d/%m/%Y}", reason)
            return None
        return person, self.families[person.pk]

    def refuse(self, unit: Unit, line: int, child_id: str, name: str, value: str, reason: str) -> None:
        self.batch.say(unit, line, child_id, name, value, reason, refused=True)
        self.batch.count(unit, "refused")
