"""visits.log as the API, an import and the demonstration call it: what it refuses, and whom it tells."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from cases.actions import cases
from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from hampshire.ids import new_id
from practice import hooks
from practice.actions import goals, steps, strengths, visits, worries
from practice.facts import NewGoal, NewStep, NewStrength, NewWorry, Rated, Said, Seen, VisitFacts, Voiced
from practice.models import Visit


def told(yusuf: Person, **changed: Any) -> VisitFacts:
    facts: dict[str, Any] = {
        "happened_at": timezone.now() - timedelta(hours=1),
        "account": "We drew the evening as a line.",
        "people": [Seen(yusuf.pk)],
    }
    return VisitFacts(**(facts | changed))


@pytest.fixture
def heard() -> Iterator[list[tuple[UUID, bool]]]:
    """Which teams the hook was told of, and whether inside a transaction."""
    teams: list[tuple[UUID, bool]] = []

    def listen(team_id: UUID, since: date | None) -> None:
        teams.append((team_id, connection.in_atomic_block))

    hooks.on_practice_written.append(listen)
    yield teams
    hooks.on_practice_written.remove(listen)


@pytest.mark.parametrize(
    ("changed", "fact"),
    [
        ({"happened_at": timezone.now() + timedelta(days=9)}, "happened_at"),
        ({"happened_at": timezone.now() - timedelta(days=900)}, "happened_at"),
        ({"account": "  "}, "account"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"place": "moon"}, "place"),
        ({"purpose": "fun"}, "purpose"),
        ({"quotes": [Said("I slept.")]}, "quotes"),
        ({"quotes": [Said(" ", whose="Nana")]}, "quotes"),
        ({"strengths": [NewStrength("")]}, "strengths"),
        ({"strengths": [NewStrength("s" * 301)]}, "strengths"),
        ({"worries": [NewWorry("Money", state="bad")]}, "worries"),
        ({"goals": [NewGoal("Sleep", domain="fun")]}, "goals"),
        ({"goals": [NewGoal("Sleep", ratings=[Voiced("worker", 11)])]}, "ratings"),
        ({"goals": [NewGoal("Sleep", ratings=[Voiced("child", 5)])]}, "ratings"),
        ({"next_steps": [NewStep("Ring", owner="them")]}, "next_steps"),
        ({"people": [Seen(UUID(int=1))]}, "family"),
        ({"resighted": [UUID(int=1)]}, "family"),
        ({"worry_states": {UUID(int=1): "live"}}, "family"),
        ({"ratings": [Rated(UUID(int=1), "worker", 5)]}, "family"),
        ({"steps_done": [UUID(int=1)]}, "family"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_the_fact(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, changed: dict[str, Any], fact: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        visits.log(family=family, by=lead_worker, facts=told(yusuf, **changed))
    assert list(refusal.value.message_dict) == [fact]
    assert not Visit.objects.exists()


def test_somebody_named_twice_and_an_adult_seen_alone_are_refused(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, dana: Person
) -> None:
    for people in ([Seen(yusuf.pk), Seen(yusuf.pk)], [Seen(dana.pk, seen_alone=True)],
                   [Seen(yusuf.pk, seen=False, seen_alone=True)]):  # fmt: skip
        with pytest.raises(ValidationError):
            visits.log(family=family, by=lead_worker, facts=told(yusuf, people=people))


def test_what_is_another_family_s_is_refused_whatever_it_is(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, other_family: Family, other_worker: Staff
) -> None:
    mia = other_family.members.get().person
    strength = strengths.notice(family=other_family, by=other_worker, text="Theirs")
    worry = worries.note(family=other_family, by=other_worker, text="Theirs")
    goal = goals.agree(family=other_family, by=other_worker, text="Theirs")
    step = steps.agree(family=other_family, by=other_worker, text="Theirs")
    theirs: list[dict[str, Any]] = [
        {"people": [Seen(mia.pk)]},
        {"quotes": [Said("Mine", mia.pk)]},
        {"strengths": [NewStrength("Kind", mia.pk)]},
        {"goals": [NewGoal("Sleep", whose_id=mia.pk)]},
        {"resighted": [strength.pk]},
        {"worry_states": {worry.pk: "resolved"}},
        {"ratings": [Rated(goal.pk, "worker", 5)]},
        {"steps_done": [step.pk]},
    ]
    for changed in theirs:
        with pytest.raises(ValidationError):
            visits.log(family=family, by=lead_worker, facts=told(yusuf, **changed))
    worry.refresh_from_db()
    step.refresh_from_db()
    assert (worry.state, step.done_at) == ("live", None)


def test_only_those_who_work_with_the_family_or_oversee_them_may_log(
    request: pytest.FixtureRequest, case: Case, family: Family, yusuf: Person
) -> None:
    may = {}
    for who in ("lead_worker", "co_worker", "supervisor", "manager", "teammate", "other_worker", "auditor"):
        try:
            visits.log(family=family, by=request.getfixturevalue(who), facts=told(yusuf))
        except PermissionDenied:
            may[who] = False
        else:
            may[who] = True
    assert [who for who, allowed in may.items() if allowed] == ["lead_worker", "co_worker", "supervisor", "manager"]


def test_a_closed_case_takes_no_visit_even_from_a_page_opened_before(
    case: Case, family: Family, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    visits.log(family=family, by=lead_worker, facts=told(yusuf))  # `family` now carries its standing
    cases.close(case=case, reason="RC1", by=supervisor)
    with pytest.raises(PermissionDenied, match="No case is open"):
        visits.log(family=family, by=lead_worker, facts=told(yusuf))


def test_a_key_used_before_gives_the_visit_it_made(
    case: Case, family: Family, lead_worker: Staff, co_worker: Staff, yusuf: Person
) -> None:
    first = visits.log(family=family, by=lead_worker, facts=told(yusuf), idempotency_key="k")
    again = visits.log(family=family, by=lead_worker, facts=told(yusuf, account="Other"), idempotency_key="k")
    somebody_else_s = visits.log(family=family, by=co_worker, facts=told(yusuf), idempotency_key="k")
    assert again == first
    assert somebody_else_s != first
    assert Visit.objects.count() == 2


def test_was_lead_worker_is_as_at_the_day_of_the_visit(
    case: Case, family: Family, lead_worker: Staff, co_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    ten_days_ago = timezone.localdate() - timedelta(days=10)
    cases.allocate(case=case, worker=co_worker, by=supervisor, starts_on=ten_days_ago)
    cases.allocate(case=case, worker=lead_worker, by=supervisor, role="co_worker", starts_on=ten_days_ago)
    led = [
        visits.log(
            family=family, by=worker, facts=told(yusuf, happened_at=timezone.now() - timedelta(days=days))
        ).was_lead_worker
        for worker, days in ((lead_worker, 20), (lead_worker, 5), (co_worker, 5))
    ]
    assert led == [True, False, True]


def test_a_history_brought_over_keeps_when_it_was_written_down(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    happened = timezone.now() - timedelta(days=30)
    written = happened + timedelta(days=6)
    facts = told(yusuf, happened_at=happened, quotes=[Said("I slept.", yusuf.pk)], strengths=[NewStrength("Kind")])
    visit = visits.log(family=family, by=lead_worker, facts=facts, logged_at=written)
    assert visit.is_late
    assert visit.late_in_words == "recorded 6 days after"
    assert visit.quotes.get().written_at == written
    assert {entry.written_at for entry in family.chronology.filter(subject_id=str(visit.pk))} == {written}


def test_a_visit_recorded_within_two_working_days_is_not_late(case: Case, family: Family) -> None:
    friday = timezone.make_aware(timezone.datetime(2026, 3, 6, 16))  # type: ignore[attr-defined]
    tuesday, wednesday = friday + timedelta(days=4), friday + timedelta(days=5)
    assert not Visit(happened_at=friday, logged_at=tuesday).is_late
    assert Visit(happened_at=friday, logged_at=wednesday).is_late


def test_a_late_entry_does_not_undo_what_was_found_since(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    worry = worries.note(family=family, by=lead_worker, text="Money", on=timezone.localdate() - timedelta(days=20))
    worries.change_state(worry=worry, by=lead_worker, state="resolved", on=timezone.localdate() - timedelta(days=2))
    before = timezone.now() - timedelta(days=9)
    visits.log(family=family, by=lead_worker, facts=told(yusuf, happened_at=before, worry_states={worry.pk: "easing"}))
    worry.refresh_from_db()
    case.refresh_from_db()
    assert worry.state == "resolved"
    assert worry.updates.count() == 3


def test_the_team_is_told_inside_the_transaction_of_each_write_that_counts(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, heard: list[tuple[UUID, bool]]
) -> None:
    visit = visits.log(family=family, by=lead_worker, facts=told(yusuf))
    assert heard.pop() == (case.team_id, True)
    visits.amend(visit=visit, by=lead_worker, facts=told(yusuf, account="Other"), reason="Wrong")
    assert heard.pop() == (case.team_id, True)
    visits.withdraw(visit=visit, by=lead_worker, reason="Wrong")
    assert heard.pop() == (case.team_id, True)
    goal = goals.agree(family=family, by=lead_worker, text="School")
    assert heard.pop() == (case.team_id, True)
    goals.rate(goal=goal, by=lead_worker, voice="worker", score=4)
    assert heard.pop() == (case.team_id, True)
    strengths.notice(family=family, by=lead_worker, text="Kind")
    assert heard == []


def test_a_listener_that_fails_takes_the_visit_with_it(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    def fail(team_id: UUID, since: date | None) -> None:
        raise RuntimeError(team_id)

    hooks.on_practice_written.append(fail)
    try:
        with pytest.raises(RuntimeError):
            visits.log(family=family, by=lead_worker, facts=told(yusuf))
    finally:
        hooks.on_practice_written.remove(fail)
    assert not Visit.objects.exists()


def test_a_key_for_another_family_is_no_visit_of_this_one(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    assert not Visit.objects.filter(idempotency_key=str(new_id())).exists()
    visits.log(family=family, by=lead_worker, facts=told(yusuf), idempotency_key="")
    visits.log(family=family, by=lead_worker, facts=told(yusuf), idempotency_key="")
    assert Visit.objects.filter(idempotency_key=None).count() == 2
