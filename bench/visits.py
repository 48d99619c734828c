"""Visits of a case, with everything that each of them tells. The innermost loop: ten million times at full scale."""

import random
from typing import TYPE_CHECKING

from bench import sentences
from bench.days import DAY_MS, Days
from bench.ids import Ids, with_dashes
from bench.tables import NULL, Loader
from cases.models import ChronologyEntry
from hampshire.audit.models import AuditEvent
from practice.models import (
    Goal,
    NextStep,
    Quote,
    Rating,
    Sighting,
    Strength,
    Visit,
    VisitPerson,
    Worry,
    WorryUpdate,
)

if TYPE_CHECKING:
    from bench.work import CaseOfBench

PLACES = ("home", "home", "home", "home", "school", "out")
PURPOSES = ("statutory", "statutory", "direct_work", "support")
RATED_EVERY = 40  # visits: about ten ratings a family, in three voices, of two goals
AUDITED_DAYS = 365  # visits logged in the last so many days have their audit event


class Visits:
    def __init__(self, loader: Loader, chance: random.Random, days: Days, ids: Ids) -> None:
        self._chance, self._days, self._ids = chance, days, ids
        self._visit = loader.table(
            Visit, "id", "family_id", "case_id", "happened_at", "minutes", "place", "announced", "purpose", "account",
            "logged_by_id", "logged_at", "team_then_id", "was_lead_worker",
        )  # fmt: skip
        self._part = loader.table(
            VisitPerson, "id", "visit_id", "person_id", "is_child", "seen", "seen_alone", "bedroom_seen", "account"
        )
        self._quote = loader.table(
            Quote, "id", "family_id", "person_id", "text", "said_on", "may_be_shared", "visit_id", "written_by_id",
            "written_at",
        )  # fmt: skip
        self._strength = loader.table(
            Strength, "id", "family_id", "person_id", "text", "noticed_on", "noticed_by_id", "written_at"
        )
        self._sighting = loader.table(Sighting, "id", "strength_id", "visit_id", "seen_on", "seen_by_id")
        self._worry = loader.table(
            Worry, "id", "family_id", "text", "state", "state_since", "noted_on", "noted_by_id", "written_at"
        )
        self._worry_update = loader.table(WorryUpdate, "id", "worry_id", "visit_id", "state", "found_on", "found_by_id")
        self._goal = loader.table(
            Goal, "id", "family_id", "text", "whose_id", "domain", "started_on", "set_by_id", "visit_id", "written_at"
        )
        self._rating = loader.table(
            Rating,
            "id",
            "goal_id",
            "voice",
            "person_id",
            "score",
            "rated_on",
            "visit_id",
            "written_by_id",
            "written_at",
        )
        self._step = loader.table(
            NextStep, "id", "family_id", "case_id", "text", "owner", "due_on", "visit_id", "written_by_id",
            "written_at",
            "done_at", "done_in_visit_id",
        )  # fmt: skip
        self._story = loader.table(
            ChronologyEntry, "id", "family_id", "kind", "happened_at", "written_at", "written_by_id", "text", "url",
            "subject_id",
        )  # fmt: skip
        self._audit = loader.table(
            AuditEvent, "id", "at", "verb", "is_read", "by_id", "family_id", "subject_type", "subject_id"
        )

    def of_case(self, case: "CaseOfBench", number: int) -> None:
        """`number` visits spread over the case, the last two or three weeks before today in one that is open."""
        end = case.closed if case.closed is not None else self._days.today - self._chance.randrange(0, 28)
        span = max(end - case.opened, 1)
        goals: list[tuple[str, int]] = []
        strengths: list[str] = []
        for place in range(number):
            day = case.opened + span * place // number
            visit, by = self._log(case, day)
            if place == 1:
                strengths = [self._notice(case, visit, by, day, sentence) for sentence in sentences.STRENGTHS[:3]]
                self._worry_of(case, visit, by, day)
            if place in {1, 2}:
                goals.append((self._agree(case, visit, by, day), self._chance.randrange(2, 6)))
            if goals and place % RATED_EVERY == 2:
                goals = [self._rate(case, visit, by, day, *goal) for goal in goals]
            if strengths and place % 4 == 0:
                self._sighting.row(self._ids.at(day * DAY_MS), strengths[place % 3], visit, self._days.text[day], by)

    def _log(self, case: "CaseOfBench", day: int) -> tuple[str, str]:
        chance, home, on = self._chance, case.home, self._days.text[day]
        lead = case.lead_on(day)
        by = lead if chance.random() < 0.8 else chance.choice(home.team.workers)
        at = day * DAY_MS + 50_000_000 + chance.randrange(10_000_000)
        visit = self._ids.at(at)
        happened = f"{on} {chance.randrange(9, 18):02d}:{chance.randrange(0, 60, 5):02d}+00"
        logged = f"{on} 18:20+00"
        self._visit.line(
            f"{visit}\t{home.id}\t{case.id}\t{happened}\t{chance.randrange(20, 95, 5)}\t{chance.choice(PLACES)}\tt\t"
            f"{chance.choice(PURPOSES)}\t{chance.choice(sentences.ACCOUNTS)}\t{by}\t{logged}\t{home.team.id}\t"
            f"{'t' if by == lead else 'f'}"
        )
        self._see(case, visit, day, at, by_lead=by == lead)
        self._tell(case, visit, by, at, happened, logged, day)
        return visit, by

    def _see(self, case: "CaseOfBench", visit: str, day: int, at: int, *, by_lead: bool) -> None:
        chance, home = self._chance, case.home
        for place, child in enumerate(home.children):
            if place and chance.random() < 0.55:
                continue
            seen = chance.random() < 0.94
            alone = seen and chance.random() < 0.5
            bedroom = seen and chance.random() < 0.25
            said = chance.choice(sentences.CHILDS_PARTS) if seen else ""
            self._part.line(
                f"{self._ids.at(at)}\t{visit}\t{child.id}\tt\t{'t' if seen else 'f'}\t{'t' if alone else 'f'}\t"
                f"{'t' if bedroom else 'f'}\t{said}"
            )
            if seen:
                case.seen = day
                case.seen_by_lead = day if by_lead else case.seen_by_lead
                case.seen_alone = day if alone else case.seen_alone
        if chance.random() < 0.4:
            self._part.line(f"{self._ids.at(at)}\t{visit}\t{home.adults[0].id}\tf\tt\tf\tf\t")

    def _tell(self, case: "CaseOfBench", visit: str, by: str, at: int, happened: str, logged: str, day: int) -> None:
        home, chance = case.home, self._chance
        spoken = with_dashes(visit)
        self._story.line(
            f"{self._ids.at(at)}\t{home.id}\tvisit\t{happened}\t{logged}\t{by}\t"
            f"Visit at home: {home.children[0].first_name} seen\t/families/{with_dashes(home.id)}/visits/{spoken}/\t"
            f"{spoken}"
        )
        if day > self._days.today - AUDITED_DAYS:
            self._audit.line(
                f"{self._ids.at(at)}\t{logged}\tvisit.logged\tf\t{by}\t{home.id}\tpractice.visit\t{spoken}"
            )
        if chance.random() < 0.3:
            self._quote.line(
                f"{self._ids.at(at)}\t{home.id}\t{home.children[0].id}\t{chance.choice(sentences.QUOTES)}\t"
                f"{self._days.text[day]}\tt\t{visit}\t{by}\t{logged}"
            )
        if chance.random() < 0.15:
            is_done = day < self._days.today - 20
            due = self._days.text[day + chance.randrange(5, 30)]
            done = f"{self._days.text[min(day + 14, self._days.today)]} 12:00+00" if is_done else NULL
            self._step.line(
                f"{self._ids.at(at)}\t{home.id}\t{case.id}\t{chance.choice(sentences.STEPS)}\tus\t{due}\t{visit}\t"
                f"{by}\t{logged}\t{done}\t{NULL}"
            )

    def _notice(self, case: "CaseOfBench", visit: str, by: str, day: int, sentence: str) -> str:
        strength, on = self._ids.at(day * DAY_MS), self._days.text[day]
        self._strength.row(strength, case.home.id, NULL, sentence, on, by, f"{on} 18:20+00")
        self._sighting.row(self._ids.at(day * DAY_MS), strength, visit, on, by)
        return strength

    def _worry_of(self, case: "CaseOfBench", visit: str, by: str, day: int) -> None:
        on = self._days.text[day]
        for sentence in sentences.WORRIES[:2]:
            worry, state = self._ids.at(day * DAY_MS), self._chance.choice(("live", "easing", "resolved"))
            self._worry.row(worry, case.home.id, sentence, state, on, on, by, f"{on} 18:20+00")
            self._worry_update.row(self._ids.at(day * DAY_MS), worry, visit, state, on, by)

    def _agree(self, case: "CaseOfBench", visit: str, by: str, day: int) -> str:
        goal, on = self._ids.at(day * DAY_MS), self._days.text[day]
        whose = self._chance.choice(case.home.children).id
        sentence = self._chance.choice(sentences.GOALS)
        self._goal.row(goal, case.home.id, sentence, whose, "relationships", on, by, visit, f"{on} 18:20+00")
        return goal

    def _rate(self, case: "CaseOfBench", visit: str, by: str, day: int, goal: str, score: int) -> tuple[str, int]:
        """In three voices, which need not agree; a goal moves a little, and more often up than down."""
        on, home = self._days.text[day], case.home
        score = min(max(score + self._chance.choice((-1, 0, 1, 1, 2)), 0), 10)
        voices = (("child", home.children[0].id), ("parent", home.adults[0].id), ("worker", NULL))
        for voice, person in voices:
            said = min(max(score + self._chance.choice((-1, 0, 0, 1)), 0), 10)
            self._rating.row(self._ids.at(day * DAY_MS), goal, voice, person, said, on, visit, by, f"{on} 18:20+00")
        return goal, score
