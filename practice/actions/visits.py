"""Visits: log, amend, withdraw. Nothing is deleted: what was said before is kept, what is withdrawn is marked."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases import chronology
from cases.actions import cases
from cases.models import ChronologyEntry, Family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice import amending, hooks, known, recording, rules, snapshots, telling
from practice.actions import drafts
from practice.drafting import DraftTicket
from practice.facts import VisitFacts
from practice.known import Known
from practice.models import Visit, VisitRevision
from practice.permissions import can_amend_visit, can_log_visit, can_withdraw_visit
from practice.queries import visit_by_key
from practice.recording import Recorder
from practice.settling import resettle, seen_days

# What the audit says of a visit beside its own row: how many of each.
COUNTED = (
    "quotes", "resighted", "strengths", "worries", "exceptions", "ratings", "goals", "next_steps", "decisions",
    "ruptures", "repairs", "tools",
)  # fmt: skip


@transaction.atomic
def log(
    *,
    family: Family,
    by: Staff,
    facts: VisitFacts,
    draft: DraftTicket | None = None,
    idempotency_key: str | None = None,
    idempotency_body: str = "",
    logged_at: datetime | None = None,
) -> Visit:
    """Record that `by` visited the family, once: a draft or a key that was used before gives the visit it became.

    `idempotency_body` is a digest of what the key came with, so that the same key with other words is known for it.
    `logged_at` is for a history brought over: when it was written down, if not now.
    Raises PermissionDenied; ValidationError by the name of the fact; DraftIsBehind when another window has written.
    """
    if draft is not None and not drafts.finish(ticket=draft, by=by):
        return Visit.objects.get(draft=draft.id)
    found = known.of_open_case(family, by, timezone.localdate(facts.happened_at))
    require(can_log_visit(by, family))
    assert found is not None  # noqa: S101  (said yes to just now, of the very row)
    if idempotency_key and (before := visit_by_key(by, idempotency_key)):
        return before
    _check(facts, found)
    visit = _visit(facts, found, family, by, logged_at or timezone.now())
    visit.draft_id = draft.id if draft else None
    visit.idempotency_key, visit.idempotency_body = idempotency_key or None, idempotency_body
    visit.save(force_insert=True)
    _record(visit, family, facts, found, by)
    return visit


def _check(facts: VisitFacts, found: Known) -> None:
    if problems := rules.problems(facts, found):
        raise ValidationError(problems)


def _visit(facts: VisitFacts, found: Known, family: Family, by: Staff, logged_at: datetime) -> Visit:
    return Visit(
        family=family,
        case=found.case,
        logged_by=by,
        logged_at=logged_at,
        team_then_id=found.case.team_id,
        was_lead_worker=found.was_lead_worker,
        **_own(facts),
    )


def _own(facts: VisitFacts) -> dict[str, object]:
    """The visit's own columns, as told."""
    return {
        "happened_at": facts.happened_at,
        "minutes": facts.minutes,
        "place": facts.place,
        "place_detail": facts.place_detail.strip(),
        "announced": facts.announced,
        "purpose": facts.purpose,
        "account": facts.account.strip(),
        "also_seen": facts.also_seen.strip(),
    }


def _record(visit: Visit, family: Family, facts: VisitFacts, found: Known, by: Staff) -> None:
    """Part of `log`: everything beside the visit's own row."""
    write = Recorder(visit, by, visit.logged_at)
    recording.save(write.people(facts.people, found))
    recording.save(write.quotes(facts.quotes))
    recording.save(new_strengths := write.strengths(facts.strengths))
    recording.save(write.sightings([*facts.resighted, *(strength.pk for strength in new_strengths)]))
    recording.save(new_worries := write.worries(facts.worries))
    states = dict(facts.worry_states)
    recording.save(write.worry_updates(states | {worry.pk: worry.state for worry in new_worries}))
    write.change_worries({worry: state for worry, state in states.items() if found.worries[worry].state != state})
    recording.save(new_goals := write.goals(facts.goals))
    recording.save(write.leans(facts.goals, new_goals, new_strengths))
    recording.save(write.ratings([*facts.ratings, *recording.first_ratings(facts.goals, new_goals)]))
    recording.save(write.next_steps(facts.next_steps))
    write.tick(facts.steps_done)
    _record_between_us(write, facts, found)
    _tell_cases(visit, facts, found)
    recording.save(telling.entries(visit, family, facts, found, by))
    AuditEvent.record("visit.logged", by=by, family=family, subject=visit, **_counts(facts))
    hooks.tell([visit.team_then_id], since=visit.happened_on)


def _record_between_us(write: Recorder, facts: VisitFacts, found: Known) -> None:
    """Part of `log`: what does not come with every visit, and costs nothing when it did not."""
    write.revive(facts.resighted, found)
    recording.save(write.exceptions(facts.exceptions))
    recording.save(write.reports(facts.decisions))
    write.close(facts.decisions)
    recording.save(write.ruptures(facts.ruptures))
    write.mend(facts.repairs)
    recording.save(write.tools(facts.tools))


def _counts(facts: VisitFacts) -> dict[str, int]:
    return {name: len(getattr(facts, name)) for name in COUNTED if getattr(facts, name)}


def _tell_cases(visit: Visit, facts: VisitFacts, found: Known) -> None:
    """A visit where no child was seen stops no child's clock."""
    if children := recording.children_seen(facts, found):
        cases.seen(
            case=found.case,
            on=visit.happened_on,
            by_lead=visit.was_lead_worker,
            alone=any(child.seen_alone for child in children),
            statuses=set(found.statuses),
        )


@transaction.atomic
def amend(*, visit: Visit, by: Staff, facts: VisitFacts, reason: str, draft: DraftTicket | None = None) -> Visit:
    """Set right what a visit says, keeping the whole of what it said before, and why it was changed.

    Raises PermissionDenied; ValidationError; DraftIsBehind.
    """
    if draft is not None and not drafts.finish(ticket=draft, by=by):
        return visit
    family = Family.objects.get(pk=visit.family_id)
    found = known.of_visit(visit, family, visit.logged_by, timezone.localdate(facts.happened_at))
    visit = Visit.objects.select_for_update(of=("self",)).select_related("family", "logged_by").get(pk=visit.pk)
    require(can_amend_visit(by, visit))
    _check(facts, found)
    if not reason.strip():
        raise ValidationError({"reason": "Say why you are changing it"})
    before, day_before = snapshots.of(visit), visit.happened_on
    _rewrite(visit, facts, found)
    amending.rewrite(Recorder(visit, by, timezone.now()), facts, found)
    resettle(visit)
    VisitRevision.objects.create(visit=visit, amended_by=by, reason=reason.strip(), before=before)
    cases.set_seen(case=found.case, **seen_days(found.case))
    chronology.withdraw(visit)
    recording.save(telling.entries(visit, family, facts, found, by))
    AuditEvent.record("visit.amended", by=by, family=family, subject=visit, **_counts(facts))
    hooks.tell([visit.team_then_id, found.case.team_id], since=min(day_before, visit.happened_on))
    return visit


def _rewrite(visit: Visit, facts: VisitFacts, found: Known) -> None:
    for name, value in _own(facts).items():
        setattr(visit, name, value)
    visit.amended_at, visit.was_lead_worker = timezone.now(), found.was_lead_worker
    visit.save(update_fields=[*_own(facts), "amended_at", "was_lead_worker"])


@transaction.atomic
def withdraw(*, visit: Visit, by: Staff, reason: str) -> Visit:
    """Say that a visit should not have been logged. It stays to be read, and nothing it told counts any more."""
    family = Family.objects.get(pk=visit.family_id)
    found = known.of_visit(visit, family, visit.logged_by, visit.happened_on)
    visit = Visit.objects.select_for_update(of=("self",)).select_related("family").get(pk=visit.pk)
    require(can_withdraw_visit(by, visit))
    if not reason.strip():
        raise ValidationError({"reason": "Say why it should not stand"})
    visit.withdrawn_at, visit.withdrawn_by, visit.withdrawn_reason = timezone.now(), by, reason.strip()
    visit.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    amending.withdraw(visit)
    resettle(visit)
    cases.set_seen(case=found.case, **seen_days(found.case))
    chronology.withdraw(visit)
    _tell_withdrawal(visit, family, by)
    AuditEvent.record("visit.withdrawn", by=by, family=family, subject=visit)
    hooks.tell([visit.team_then_id, found.case.team_id], since=visit.happened_on)
    return visit


def _tell_withdrawal(visit: Visit, family: Family, by: Staff) -> None:
    day: date = visit.happened_on
    text = f"The visit of {day.day} {day:%B %Y} was withdrawn: {visit.withdrawn_reason}"
    chronology.record(family, ChronologyEntry.Kind.VISIT, timezone.now(), text, by=by, url=visit.get_absolute_url())
