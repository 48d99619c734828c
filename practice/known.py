"""What a visit's action knows, having locked the case: what may be spoken of, who is asking, what stood before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cases.models import Case, Family
from hampshire.accounts.models import Staff
from practice import queries
from practice.models import Goal, Visit
from practice.sheet import Someone, latest_scores


@dataclass(frozen=True, slots=True)
class KnownStrength:
    """`is_new` when no sighting but this visit's speaks for it: never, of a visit that is only now being logged."""

    text: str
    is_new: bool
    has_faded: bool


@dataclass(frozen=True, slots=True)
class KnownWorry:
    """Its state now, and as it was found last before this visit (None: never)."""

    text: str
    state: str
    before: str | None


@dataclass(frozen=True, slots=True)
class KnownGoal:
    """`latest` is each voice's score before this visit, by the voice's key in practice.sheet. `in_words` is a goal
    between quotation marks, as they said it, or the question of a scale."""

    text: str
    in_words: str
    latest: Mapping[str, int]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Since:
    """A decision, and the day it was taken; or a strain between the family and us, and the day it happened."""

    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Known:
    """The case, locked until the transaction ends, with what a visit to its family may speak of."""

    case: Case
    was_lead_worker: bool
    statuses: Sequence[str]
    people: Mapping[UUID, Someone]
    strengths: Mapping[UUID, KnownStrength]
    worries: Mapping[UUID, KnownWorry]
    goals: Mapping[UUID, KnownGoal]
    steps: frozenset[UUID]
    decisions: Mapping[UUID, Since]
    ruptures: Mapping[UUID, Since]
    tools: frozenset[UUID]

    def is_child(self, person_id: UUID) -> bool:
        return self.people[person_id].is_child

    def name(self, person_id: UUID | None) -> str:
        return self.people[person_id].name if person_id and person_id in self.people else ""


def of_open_case(family: Family, by: Staff, day: date) -> Known | None:
    """Of the family's open case; None when there is none. The family then carries the standing of `by` afresh."""
    return _read(_with_standing(queries.open_case_to_write_on(family, by, day), family, by), None)


def of_visit(visit: Visit, family: Family, by: Staff, day: date) -> Known:
    """Of the case that the visit belongs to, open or closed by now."""
    case = queries.cases_to_write_on(by, day, visit.pk).filter(pk=visit.case_id).first()
    found = _read(_with_standing(case, family, by), visit.pk)
    if found is None:
        raise Case.DoesNotExist
    return found


def _with_standing(case: Case | None, family: Family, by: Staff) -> Case | None:
    """The case; the family then carries the standing that was read with its lock."""
    nobody = {"user": str(by.pk), "opened_on": None, "works": False, "oversees": False}
    family.visit_standing = nobody if case is None else case.visit_standing  # type: ignore[attr-defined]
    return case


def _read(case: Any, visit_id: UUID | None) -> Known | None:
    if case is None:
        return None
    found = case.visit_known
    people = [Someone.of(row) for row in (*found["network"], *found["members"])]
    return Known(
        case=case,
        was_lead_worker=case.visit_led,
        statuses=case.child_statuses,
        people={UUID(someone.id): someone for someone in people},
        strengths={
            UUID(row["id"]): KnownStrength(row["text"], visit_id is not None and row["is_new"], row["faded"])
            for row in found["strengths"]
        },
        worries={UUID(row["id"]): KnownWorry(row["text"], row["state"], row["before"]) for row in found["worries"]},
        goals={UUID(row["id"]): _goal(row, visit_id) for row in found["goals"]},
        steps=frozenset(UUID(row["id"]) for row in found["steps"]),
        decisions=_since(found["decisions"]),
        ruptures=_since(found["ruptures"]),
        tools=frozenset(UUID(row["id"]) for row in found["tools"]),
    )


def _since(rows: Sequence[Mapping[str, Any]]) -> dict[UUID, Since]:
    return {UUID(row["id"]): Since(row["text"], date.fromisoformat(row["on"])) for row in rows}


def _goal(row: Mapping[str, Any], visit_id: UUID | None) -> KnownGoal:
    is_new = visit_id is not None and row["visit"] == str(visit_id)
    in_words = row["text"] if row["kind"] == Goal.Kind.SCALE else f"“{row['text']}”"
    return KnownGoal(row["text"], in_words, latest_scores(row["latest"]), is_new)
