"""Reads a visit from what was typed, when somebody finishes it: the facts, or what is wrong and in which field."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from practice import rules
from practice.facts import NewGoal, NewStep, NewStrength, NewWorry, Rated, Said, Seen, VisitFacts, Voiced
from practice.forms.between_us import BetweenUs
from practice.forms.typed import Typed
from practice.models import Domain, NextStep, Visit, Worry
from practice.sheet import Sheet, Voice

SOMEONE = "someone"  # a quote's "someone else"

# As a browser's picker sends them, and as people type them where there is none.
DAY = forms.DateField(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y"])
CLOCK = forms.TimeField(input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%H%M"])
NUMBER = forms.IntegerField()

NO_DAY = "Say on which day you visited"
NO_TIME = "Say at what time you visited, such as 16:10"
NO_MINUTES = "Say how many minutes you were with the family"
NOBODY = "Say who was seen, or why nobody was"
NO_REASON = "Say why you are changing it"
TOO_LONG = "Say it in 300 letters or fewer"


@dataclass
class Check:
    """Reads the fields one after another. `errors` are by field name, in the order of the page."""

    sheet: Sheet
    typed: Typed
    errors: dict[str, str] = field(default_factory=dict)

    def facts(self) -> VisitFacts | None:
        """Everything told, or None when `errors` says what is missing."""
        happened_at = self._happened_at()
        people = self._people()
        self._born(people)
        minutes = self._minutes(anybody=any(seen.seen for seen in people) or bool(self.typed["also_seen"]))
        place = self._choice("place", Visit.Place, "Say where you met")
        purpose = self._choice("purpose", Visit.Purpose, "Say what the visit was for")
        self._somebody(people)
        account = self.typed["account"].strip()
        if not account:
            self._wrong("account", rules.NO_ACCOUNT)
        told = self._told()
        if self.errors or happened_at is None:
            return None
        return VisitFacts(
            happened_at=happened_at,
            account=account,
            minutes=minutes,
            place=place,
            place_detail=self.typed["place_detail"].strip()[:120],
            announced=not self.typed["unannounced"],
            purpose=purpose,
            also_seen=self.typed["also_seen"].strip()[:200],
            people=people,
            **told,  # type: ignore[arg-type]
        )

    def _told(self) -> dict[str, object]:
        """The lists, in the order of the page."""
        typed, sheet = self.typed, self.sheet
        return {
            "quotes": list(self._quotes()),
            "resighted": _ticked(typed.all("resighted"), (one.id for one in sheet.strengths)),
            "strengths": [NewStrength(text, about, domain) for text, about, domain in self._lines("strengths")],
            "worry_states": dict(self._worry_states()),
            "worries": [NewWorry(text, about, domain=domain) for text, about, domain in self._lines("worries")],
            "ratings": [
                Rated(UUID(goal.id), voiced.voice, voiced.score, voiced.person_id)
                for goal in sheet.goals
                for voiced in self._voiced(f"rating-{goal.id}")
            ],
            "goals": list(self._goals()),
            "steps_done": _ticked(typed.all("done"), (one.id for one in sheet.steps)),
            "next_steps": list(self._steps()),
            **BetweenUs(sheet, typed, self._wrong).told(self._day()),
        }

    def reason(self) -> str:
        """Why a visit is amended."""
        reason = self.typed["reason"].strip()[:300]
        if not reason:
            self._wrong("reason", NO_REASON)
        return reason

    def _wrong(self, name: str, text: str) -> None:
        self.errors.setdefault(name, text)

    def _read[T](self, name: str, clean: Callable[[str], T], problem: str) -> T | None:
        try:
            return clean(self.typed[name])
        except ValidationError:
            self._wrong(name, problem)
            return None

    # ---- When, how long, where ----

    def _happened_at(self) -> datetime | None:
        day: date | None = self._read("happened_on", DAY.clean, NO_DAY)
        clock: time | None = self._read("happened_time", CLOCK.clean, NO_TIME)
        if day is None or clock is None:
            return None
        moment = timezone.make_aware(datetime.combine(day, clock))
        if problem := rules.when_problem(moment, self.sheet.opened_on, timezone.now()):
            self._wrong("happened_on", problem)
        return moment

    def _day(self) -> date | None:
        """The day of the visit, where it can be read."""
        try:
            day: date = DAY.clean(self.typed["happened_on"])
        except ValidationError:
            return None
        return day

    def _minutes(self, *, anybody: bool) -> int | None:
        if not self.typed["minutes"]:
            if anybody:
                self._wrong("minutes", NO_MINUTES)
            return None
        minutes = self._read("minutes", NUMBER.clean, rules.MINUTES)
        if minutes is not None and not 1 <= minutes <= rules.LONGEST_VISIT:
            self._wrong("minutes", rules.MINUTES)
        return minutes

    def _choice(self, name: str, choices: type[Visit.Place] | type[Visit.Purpose], problem: str) -> str:
        if self.typed[name] not in choices.values:
            self._wrong(name, problem)
        return self.typed[name]

    # ---- Who ----

    def _people(self) -> list[Seen]:
        children = [self._child(UUID(child.id), f"child-{child.id}") for child in self.sheet.children]
        there = set(self.typed.all("there"))
        return children + [Seen(UUID(adult.id)) for adult in self.sheet.adults if adult.id in there]

    def _child(self, person_id: UUID, prefix: str) -> Seen:
        typed = self.typed
        seen = bool(typed[f"{prefix}-seen"] or typed[f"{prefix}-alone"])  # alone says it too
        return Seen(
            person_id,
            seen=seen,
            seen_alone=bool(typed[f"{prefix}-alone"]),
            bedroom_seen=bool(typed[f"{prefix}-bedroom"]),
            why_not_seen=typed[f"{prefix}-why"].strip()[:200],
            account=typed[f"{prefix}-account"].strip(),
        )

    def _born(self, people: Iterable[Seen]) -> None:
        known, day = {someone.id: someone for someone in self.sheet.people}, self._day()
        for one in people:
            if day and one.seen and (problem := rules.not_born_problem(known[str(one.person_id)], day)):
                self._wrong(f"child-{one.person_id}-seen", problem)

    def _somebody(self, people: Iterable[Seen]) -> None:
        people = list(people)
        said = any(one.seen or one.why_not_seen for one in people) or bool(self.typed["also_seen"])
        if not said:
            first = f"child-{self.sheet.children[0].id}-seen" if self.sheet.children else "also_seen"
            self._wrong(first, NOBODY)

    # ---- What was said, strong, worrying, agreed ----

    def _quotes(self) -> Iterable[Said]:
        known = {someone.id for someone in self.sheet.people}
        for row in self.typed.rows("quotes"):
            text, who, whose = (self.typed[f"{row}-{name}"].strip() for name in ("text", "who", "whose"))
            if not text:
                continue
            if who not in known and not whose:
                self._wrong(f"{row}-whose" if who == SOMEONE else f"{row}-who", rules.WHOSE_WORDS)
            person = UUID(who) if who in known else None
            language, translation = self._language(row)
            whose = "" if person else whose[:120]
            yield Said(text, person, whose, bool(self.typed[f"{row}-share"]), language, translation)

    def _language(self, row: str) -> tuple[str, str]:
        language, translation = (self.typed[f"{row}-{name}"].strip() for name in ("language", "translation"))
        if translation and not language:
            self._wrong(f"{row}-language", rules.TRANSLATED_FROM)
        return language[: rules.LONGEST_LANGUAGE], translation

    def _lines(self, kind: str) -> Iterable[tuple[str, UUID | None, str]]:
        for row in self.typed.rows(kind):
            if text := self._line(f"{row}-text"):
                yield text, self._person(f"{row}-about"), self._domain(row)

    def _domain(self, row: str) -> str:
        domain = self.typed[f"{row}-domain"]
        return domain if domain in Domain.values else Domain.OTHER

    def _line(self, name: str) -> str:
        text = self.typed[name].strip()
        if len(text) > rules.LONGEST_LINE:
            self._wrong(name, TOO_LONG)
        return text

    def _person(self, name: str) -> UUID | None:
        known = {someone.id for someone in self.sheet.people}
        return UUID(self.typed[name]) if self.typed[name] in known else None

    def _worry_states(self) -> Iterable[tuple[UUID, str]]:
        for worry in self.sheet.worries:
            if (state := self.typed[f"worry-{worry.id}"]) in Worry.State.values:
                yield UUID(worry.id), state

    def _voiced(self, prefix: str) -> Iterable[Voiced]:
        for voice in self.sheet.voices:
            if score := self._score(f"{prefix}-{voice.key}"):
                yield _as_voiced(voice, score)

    def _score(self, name: str) -> str:
        score = self.typed[name]
        if score and score not in SCORES:
            self._wrong(name, rules.SCORE)
        return score if score in SCORES else ""

    def _goals(self) -> Iterable[NewGoal]:
        for row in self.typed.rows("goals"):
            ratings = tuple(self._voiced(f"{row}-rating"))
            if text := self._line(f"{row}-text"):
                whose, domain = self._person(f"{row}-whose"), self._domain(row)
                yield NewGoal(text, domain, whose, ratings=ratings, **self._leans(row))
            elif ratings:
                self._wrong(f"{row}-text", "Say what the goal is, in their words")

    def _leans(self, row: str) -> dict[str, Any]:
        """What a new goal leans on: strengths on record by id, and those written on this page by their row."""
        named = self.typed.all(f"{row}-leans")
        written = [line for line in self.typed.rows("strengths") if self.typed[f"{line}-text"].strip()]
        return {
            "leans_on": _ticked(named, (one.id for one in self.sheet.strengths)),
            "leans_on_new": [written.index(line) for line in dict.fromkeys(named) if line in written],
        }

    def _steps(self) -> Iterable[NewStep]:
        for row in self.typed.rows("steps"):
            text, owner = self._line(f"{row}-text"), self.typed[f"{row}-owner"]
            due = (
                self._read(f"{row}-due", DAY.clean, "Say the day, such as 1/12/2025")
                if self.typed[f"{row}-due"]
                else None
            )
            if text:
                yield NewStep(
                    text, owner if owner in NextStep.Owner.values else NextStep.Owner.US, due, *self._how(row)
                )
            elif due:
                self._wrong(f"{row}-text", "Say what is next by then")

    def _how(self, row: str) -> tuple[str, UUID | None, str]:
        """Who does the step by name, towards which goal, and how we will know."""
        who, goal, know = (self.typed[f"{row}-{name}"].strip() for name in ("who", "goal", "know"))
        towards = UUID(goal) if goal in {one.id for one in self.sheet.goals} else None
        return who[: rules.LONGEST_WHO], towards, know[: rules.LONGEST_HOW_WE_KNOW]


SCORES = {str(score) for score in range(11)}


def _as_voiced(voice: Voice, score: str) -> Voiced:
    return Voiced(voice.voice, int(score), UUID(voice.person_id) if voice.person_id else None)


def _ticked(values: Iterable[str], offered: Iterable[str]) -> list[UUID]:
    """Those ticked that are still on offer: a step done by a colleague meanwhile is no longer there to tick."""
    allowed = set(offered)
    return [UUID(value) for value in dict.fromkeys(values) if value in allowed]
