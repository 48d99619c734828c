"""The whole of what a visit says, as plain words: kept before each amendment, and held against what it says now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from hampshire import words
from hampshire.accounts.models import Staff
from practice.models import DecisionReport, Quote, Rupture, Visit, VisitPerson

# In the order of the page.
LABELS = {
    "when": "When",
    "where": "Where",
    "minutes": "Minutes with the family",
    "announced": "Announced",
    "purpose": "Purpose",
    "people": "Who was seen",
    "also_seen": "Also there",
    "account": "What happened",
    "quotes": "Their words",
    "strengths": "Strong here",
    "worries": "Worries",
    "exceptions": "When a worry did not happen",
    "goals": "Goals agreed",
    "ratings": "How is it going",
    "decisions": "From supervision",
    "between_us": "Between the family and us",
    "done": "Done",
    "next": "Next",
    "tools": "Tools used",
}


def of(visit: Visit) -> dict[str, Any]:
    """Everything the visit says now, by the keys of LABELS: text, or a list of lines."""
    moment = timezone.localtime(visit.happened_at)
    return {
        "when": f"{words.full_date(moment.date())}, {moment:%H:%M}",
        "where": visit.place_in_words,
        "minutes": "" if visit.minutes is None else str(visit.minutes),
        "announced": {True: "yes", False: "no", None: ""}[visit.announced],
        "purpose": visit.get_purpose_display(),
        "people": [part_in_words(part) for part in visit.people.select_related("person").order_by("-is_child", "id")],
        "also_seen": visit.also_seen,
        "account": visit.account,
        "quotes": [quote_in_words(quote) for quote in visit.quotes.standing().select_related("person").order_by("id")],
        "strengths": [
            row.strength.text for row in visit.sightings.standing().select_related("strength").order_by("id")
        ],
        "worries": [
            f"{row.worry.text}: {row.get_state_display().lower()}"
            for row in visit.worry_updates.standing().select_related("worry").order_by("id")
        ],
        "ratings": [
            f"“{row.goal.text}” {row.speaker}: {row.score}"
            for row in visit.ratings.standing().select_related("goal", "person").order_by("goal_id", "id")
        ],
        "goals": [goal.in_words for goal in visit.goals_set.standing().order_by("id")],
        "done": [step.text for step in visit.steps_done.order_by("id")],
        "next": [step.text for step in visit.next_steps.filter(withdrawn_at=None).order_by("id")],
        **_between_us(visit),
    }


def _between_us(visit: Visit) -> dict[str, list[str]]:
    """What a visit says of decisions, of the relationship, of exceptions, and which tools it used."""
    exceptions = visit.worry_exceptions.standing().select_related("worry").order_by("id")
    reports = visit.decision_reports.standing().select_related("decision").order_by("id")
    strained = [f"strained: {one.text}" for one in visit.ruptures.standing().order_by("id")]
    return {
        "exceptions": [f"{one.worry.text}: {one.text}" for one in exceptions],
        "decisions": [report_in_words(one) for one in reports],
        "between_us": strained + [repair_in_words(one) for one in visit.repairs.order_by("id")],
        "tools": [
            one.tool.name for one in visit.tools_used.filter(withdrawn_at=None).select_related("tool").order_by("id")
        ],
    }


def quote_in_words(quote: Quote) -> str:
    """“Spałam.” (Polish: “I slept.”) Yusuf, may be shared."""
    translated = f" ({quote.language}: “{quote.translation}”)" if quote.translation else ""
    said_in = f" (said in {quote.language})" if quote.language and not quote.translation else ""
    return f"“{quote.text}”{translated}{said_in} {quote.speaker}{', may be shared' if quote.may_be_shared else ''}"


def report_in_words(report: DecisionReport) -> str:
    """Ring the school: done. They rang back at once."""
    return ". ".join(filter(None, [f"{report.decision.text}: {report.in_words}", report.how_it_went]))


def repair_in_words(rupture: Rupture) -> str:
    return ". ".join(filter(None, [f"mended: {rupture.text}", rupture.how_repaired]))


def part_in_words(part: VisitPerson) -> str:
    """Yusuf: seen, alone, bedroom seen. He showed me his den."""
    told = f"{part.person.short_name}: {part.in_words}"
    return f"{told}. {part.account}" if part.account else told


@dataclass(frozen=True, slots=True)
class Change:
    """One thing an amendment changed: its label, what stood before and after, each as lines."""

    label: str
    before: Sequence[str]
    after: Sequence[str]


def changes(before: Mapping[str, Any], after: Mapping[str, Any], labels: Mapping[str, str] = LABELS) -> list[Change]:
    """What differs between two of these, in the order of the page: of a visit, or of what else is kept so."""
    return [
        Change(label, _lines(before.get(key)), _lines(after.get(key)))
        for key, label in labels.items()
        if before.get(key) != after.get(key)
    ]


def _lines(value: Any) -> list[str]:
    if isinstance(value, list):
        return value
    return [value] if value else []


class Revision(Protocol):
    """A row that keeps what something said before it was changed."""

    amended_by: Staff
    amended_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """One time a visit, or a plan's review, was changed: when, by whom, why, and what it said before."""

    revision: Revision
    changes: Sequence[Change]


def amendments(visit: Visit) -> list[Amendment]:
    """Every amendment, the latest first, each held against what followed it."""
    if visit.amended_at is None:
        return []
    told, after = [], of(visit)
    for revision in visit.revisions.select_related("amended_by").order_by("-amended_at", "-id"):
        told.append(Amendment(revision, changes(revision.before, after)))
        after = revision.before
    return told
