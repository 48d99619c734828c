"""A visit's answers as they would have been typed, so that an amendment begins with what the visit says."""

from django.utils import timezone

from practice.drafting import Typed as Raw
from practice.forms.between_us import DONE, FURTHER
from practice.forms.checking import SOMEONE
from practice.models import Visit
from practice.sheet import WORKER


def typed_from(visit: Visit) -> Raw:
    """Strengths, worries and goals that began at this visit stand among the earlier ones now."""
    moment = timezone.localtime(visit.happened_at)
    typed = {
        "happened_on": [f"{moment:%Y-%m-%d}"],
        "happened_time": [f"{moment:%H:%M}"],
        "minutes": [str(visit.minutes)] if visit.minutes else [],
        "place": [visit.place],
        "place_detail": [visit.place_detail],
        "unannounced": ["1"] if visit.announced is False else [],
        "purpose": [visit.purpose],
        "also_seen": [visit.also_seen],
        "account": [visit.account],
        "resighted": [str(row.strength_id) for row in visit.sightings.standing()],
        "done": [str(step.pk) for step in visit.steps_done.all()],
    }
    typed |= {f"worry-{row.worry_id}": [row.state] for row in visit.worry_updates.standing()}
    for rating in visit.ratings.standing():
        typed[f"rating-{rating.goal_id}-{rating.person_id or WORKER}"] = [str(rating.score)]
    typed |= _people(visit) | _quotes(visit) | _between_us(visit)
    return {name: values for name, values in typed.items() if any(values)}


def _people(visit: Visit) -> Raw:
    parts = list(visit.people.all())
    typed: Raw = {"there": [str(part.person_id) for part in parts if part.seen and not part.is_child]}
    for part in parts:
        if part.is_child:
            prefix = f"child-{part.person_id}"
            ticks = {"seen": part.seen, "alone": part.seen_alone, "bedroom": part.bedroom_seen}
            typed |= {f"{prefix}-{name}": ["1"] for name, ticked in ticks.items() if ticked}
            typed |= {f"{prefix}-why": [part.why_not_seen], f"{prefix}-account": [part.account]}
    return typed


def _quotes(visit: Visit) -> Raw:
    typed: Raw = {}
    for number, quote in enumerate(visit.quotes.standing().order_by("id")):
        prefix = f"quotes-{number}"
        who = str(quote.person_id) if quote.person_id else SOMEONE
        typed |= {f"{prefix}-text": [quote.text], f"{prefix}-who": [who], f"{prefix}-whose": [quote.whose]}
        typed[f"{prefix}-share"] = ["1"] if quote.may_be_shared else []
        typed |= {f"{prefix}-language": [quote.language], f"{prefix}-translation": [quote.translation]}
    return typed


def _between_us(visit: Visit) -> Raw:
    """Exceptions, decisions, strains and their mending, tools: by the names in practice/forms/between_us.py."""
    typed: Raw = {f"without-{row.worry_id}": [row.text] for row in visit.worry_exceptions.standing()}
    for report in visit.decision_reports.standing():
        name = f"decision-{report.decision_id}"
        typed |= {name: [DONE if report.closes else FURTHER], f"{name}-how": [report.how_it_went]}
    for rupture in visit.repairs.all():
        typed |= {f"repair-{rupture.pk}": ["1"], f"repair-{rupture.pk}-how": [rupture.how_repaired]}
    strained = visit.ruptures.standing().order_by("id").first()
    typed["rupture"] = [strained.text] if strained else []
    typed["tools"] = [str(used.tool_id) for used in visit.tools_used.filter(withdrawn_at=None)]
    return typed
