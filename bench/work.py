"""What was done with a family: referral, case, workers, visits with all that they tell, story and audit."""

import random
from dataclasses import dataclass, field

from bench import sentences
from bench.days import DAY_MS, Days
from bench.ids import Ids
from bench.people import Household
from bench.tables import NULL, Loader, text
from bench.visits import Visits
from cases import clocks
from cases.models import (
    Allocation,
    Case,
    ChronologyEntry,
    FamilyLook,
    Involvement,
    Pathway,
    Referral,
    ReferralChild,
)
from hampshire.audit.models import AuditEvent
from practice.models import Draft


@dataclass(slots=True)
class CaseOfBench:
    """A case while it is written: days by number, and who led the work from which day on."""

    id: str
    home: Household
    opened: int
    closed: int | None
    leads: list[tuple[int, str]] = field(default_factory=list)  # from which day, who
    seen: int | None = None
    seen_by_lead: int | None = None
    seen_alone: int | None = None

    def lead_on(self, day: int) -> str:
        return next((worker for start, worker in reversed(self.leads) if start <= day), self.leads[0][1])


class Work:
    """Writes the cases of a family, the oldest first."""

    def __init__(self, loader: Loader, chance: random.Random, days: Days) -> None:
        self._chance, self._days, self._ids = chance, days, Ids(chance)
        self._referral = loader.table(
            Referral, "id", "family_id", "team_id", "received_at", "source", "reason", "decision", "decided_at",
            "decided_by_id", "taken_by_id", "created_at",
        )  # fmt: skip
        self._referral_child = loader.table(
            ReferralChild, "id", "referral_id", "child_id", "received_on", "no_further_action"
        )
        self._case = loader.table(
            Case, "id", "family_id", "referral_id", "team_id", "opened_on", "closed_on", "closure_reason",
            "last_seen_on",
            "last_seen_by_lead_on", "last_seen_alone_on", "visit_due_on", "lead_visit_due_on",
        )  # fmt: skip
        self._involvement = loader.table(
            Involvement, "id", "case_id", "child_id", "primary_need", "starts_on", "ends_on", "end_reason"
        )
        self._pathway = loader.table(Pathway, "id", "involvement_id", "status", "starts_on", "ends_on")
        self._allocation = loader.table(
            Allocation, "id", "case_id", "worker_id", "role", "starts_on", "ends_on", "allocated_by_id"
        )
        self._story = loader.table(
            ChronologyEntry, "id", "family_id", "kind", "happened_at", "written_at", "written_by_id", "text"
        )
        self._audit = loader.table(
            AuditEvent, "id", "at", "verb", "is_read", "by_id", "family_id", "subject_type", "subject_id"
        )
        self._look = loader.table(FamilyLook, "family_id", "staff_id", "looked_at")
        self._draft = loader.table(Draft, "id", "staff_id", "family_id", "form", "data", "started_at", "saved_at")
        self._visits = Visits(loader, chance, days, self._ids)

    def past(self, home: Household, visits: int, ends: int) -> int:
        """A case that is closed: so many visits, the last on or before day `ends`. Gives the day it was opened."""
        opened = max(ends - visits * self._chance.randrange(7, 12), home.made_on)
        self._write(home, opened, ends, visits)
        return opened

    def present(self, home: Household, visits: int) -> None:
        """The case that is open today."""
        opened = max(self._days.today - visits * 12 - self._chance.randrange(3, 20), home.made_on)
        case = self._write(home, opened, None, visits)
        lead = case.leads[-1][1]
        self._look.row(home.id, lead, f"{self._days.text[self._days.today - self._chance.randrange(12)]} 08:30+00")
        self._look.row(home.id, home.team.supervisor, f"{self._days.text[self._days.today - 7]} 15:00+00")
        if self._chance.random() < 0.1:
            moment = f"{self._days.text[self._days.today - self._chance.randrange(1, 5)]} 16:10+00"
            data = '{"account": ["Dana opened the door before I knocked."]}'
            self._draft.row(self._ids.at(self._days.today * DAY_MS), lead, home.id, "visit-log", data, moment, moment)

    def _write(self, home: Household, opened: int, closed: int | None, visits: int) -> CaseOfBench:
        case = CaseOfBench(self._ids.at(opened * DAY_MS), home, opened, closed)
        referral = self._refer(home, opened)
        self._allocate(case)
        self._visits.of_case(case, visits)
        status = self._involve(case)
        self._case.row(
            case.id, home.id, referral, home.team.id, self._day(opened), self._day(closed),
            "" if closed is None else "RC1",
            self._day(case.seen), self._day(case.seen_by_lead), self._day(case.seen_alone),
            self._due(case, status, case.seen), self._due(case, status, case.seen_by_lead),
        )  # fmt: skip
        self._tell(case)
        return case

    def _refer(self, home: Household, day: int) -> str:
        referral, moment = self._ids.at(day * DAY_MS), f"{self._days.text[day]} 10:15+00"
        worker = home.team.workers[0]
        self._referral.row(
            referral, home.id, home.team.id, moment, "2A", "Tired and hungry on Mondays; mum says nights are hard.",
            "assessment", f"{self._days.text[day]} 15:00+00", home.team.supervisor, worker, moment,
        )  # fmt: skip
        for child in home.children:
            self._referral_child.row(self._ids.at(day * DAY_MS), referral, child.id, self._days.text[day], "f")
        return referral

    def _allocate(self, case: CaseOfBench) -> None:
        """One lead worker, and for longer cases a second one after them; one case in five has a co-worker."""
        chance, team = self._chance, case.home.team
        end = case.closed if case.closed is not None else self._days.today
        starts = [case.opened]
        if end - case.opened > 200 and chance.random() < 0.4:
            starts.append(chance.randrange(case.opened + 60, end - 30))
        for start in starts:
            case.leads.append((start, chance.choice(team.workers)))
        for place, (start, worker) in enumerate(case.leads):
            ends = case.leads[place + 1][0] if place + 1 < len(case.leads) else case.closed
            self._allocate_one(case, worker, "lead", start, ends)
        others = [worker for worker in team.workers if worker not in {worker for _, worker in case.leads}]
        if others and chance.random() < 0.2:
            self._allocate_one(case, chance.choice(others), "co_worker", case.opened, case.closed)

    def _allocate_one(self, case: CaseOfBench, worker: str, role: str, start: int, end: int | None) -> None:
        self._allocation.row(
            self._ids.at(start * DAY_MS), case.id, worker, role, self._day(start), self._day(end),
            case.home.team.supervisor,
        )  # fmt: skip

    def _involve(self, case: CaseOfBench) -> str:
        status = self._chance.choices(
            ("child_in_need", "child_protection", "looked_after", "early_help"), (60, 20, 12, 8)
        )[0]
        opened, closed = self._day(case.opened), self._day(case.closed)
        for child in case.home.children:
            involvement = self._ids.at(case.opened * DAY_MS)
            reason = "" if case.closed is None else "RC1"
            self._involvement.row(involvement, case.id, child.id, "N4", opened, closed, reason)
            self._pathway.row(self._ids.at(case.opened * DAY_MS), involvement, status, opened, closed)
        return status

    def _due(self, case: CaseOfBench, status: str, seen: int | None) -> str:
        if case.closed is not None:
            return NULL
        last = None if seen is None else self._days.date(seen)
        return text(clocks.next_visit_due({status}, last, self._days.date(case.opened)))

    def _tell(self, case: CaseOfBench) -> None:
        """The story's other entries, and who opened the family's record."""
        home, by = case.home, case.leads[0][1]
        entries = [
            ("referral", case.opened, "Referred by School"),
            ("referral", case.opened, "Decided: child and family assessment"),
            ("case", case.opened, "We began to work with the family"),
            *(("worker", start, "A worker became their lead worker") for start, _ in case.leads),
        ]
        if case.closed is not None:
            entries.append(("case", case.closed, "We stopped working with the family"))
        for kind, day, sentence in entries:
            moment = f"{self._days.text[day]} 12:00+00"
            self._story.row(self._ids.at(day * DAY_MS), home.id, kind, moment, moment, by, sentence)
        end = case.closed if case.closed is not None else self._days.today
        for _ in range(sentences.READS_OF_A_CASE):
            day = self._chance.randrange(case.opened, max(end, case.opened + 1))
            at = f"{self._days.text[day]} 09:40+00"
            self._audit.row(self._ids.at(day * DAY_MS), at, "family.opened", "t", by, home.id, "", "")

    def _day(self, number: int | None) -> str:
        return NULL if number is None else self._days.text[number]
