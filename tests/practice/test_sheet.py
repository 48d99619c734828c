"""The sheet's SQL is written by hand: here it is held to what the QuerySets and permissions say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.actions import cases, families, people
from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import goals, steps, strengths, visits, worries
from practice.facts import Rated, Said, Seen, VisitFacts
from practice.models import Goal, NextStep, Strength, Worry
from practice.queries import STRENGTHS_SHOWN, families_with_sheet, families_with_standing
from practice.sheet import Sheet

CAST = ["lead_worker", "co_worker", "teammate", "supervisor", "manager", "other_worker", "administrator", "nobody"]


def sheet_of(family: Family, worker: Staff) -> Sheet:
    return Sheet.of(families_with_sheet(worker).get(pk=family.pk))


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("opened", [True, False], ids=["open case", "no case"])
def test_standing_is_what_the_words_say(request: pytest.FixtureRequest, family: Family, who: str, opened: bool) -> None:
    case: Case | None = request.getfixturevalue("case") if opened else None
    person: Staff = request.getfixturevalue(who)
    found = families_with_standing(person).get(pk=family.pk).visit_standing  # type: ignore[attr-defined]
    assert found == {
        "user": str(person.pk),
        "opened_on": case.opened_on.isoformat() if case else None,
        "works": family.is_worked_by(person),
        "oversees": person.oversees(family.team_id),
    }


def test_an_allocation_that_ended_or_has_not_begun_gives_no_standing(
    case: Case, family: Family, co_worker: Staff, teammate: Staff, supervisor: Staff
) -> None:
    cases.end_allocation(allocation=case.allocations.get(worker=co_worker), by=supervisor)
    tomorrow = timezone.localdate() + timedelta(days=1)
    cases.allocate(case=case, worker=teammate, by=supervisor, role="co_worker", starts_on=tomorrow)
    for person in (co_worker, teammate):
        found = families_with_standing(person).get(pk=family.pk).visit_standing  # type: ignore[attr-defined]
        assert found["works"] is family.is_worked_by(person) is False


def test_who_is_of_the_family_and_around_it(case: Case, family: Family, lead_worker: Staff, dana: Person) -> None:
    nana = people.add(family=family, by=lead_worker, first_name="Rose", last_name="Hale")
    families.add_to_network(family=family, person=nana, who_they_are="Nana", by=lead_worker)
    families.add_to_network(family=family, person=dana, who_they_are="also mum", by=lead_worker)
    sheet = sheet_of(family, lead_worker)
    ages = [child.title for child in sheet.children]
    assert [title.split(",")[0] for title in ages] == ["Yusuf", "Leila"]
    assert [adult.title for adult in sheet.adults] == ["Karim (dad)", "Dana (mum)", "Rose (Nana)"]
    assert [voice.name for voice in sheet.voices] == ["Yusuf", "Leila", "Karim", "Dana", "Me"]


def test_somebody_who_left_is_shown_only_for_the_visit_that_spoke_of_them(
    case: Case, family: Family, lead_worker: Staff, karim: Person, yusuf: Person
) -> None:
    told = VisitFacts(
        happened_at=timezone.now(), account="We met.", people=[Seen(yusuf.pk)], quotes=[Said("I will try.", karim.pk)]
    )
    visit = visits.log(family=family, by=lead_worker, facts=told)
    families.leave(member=family.members.get(person=karim), by=lead_worker)
    assert str(karim.pk) not in {one.id for one in sheet_of(family, lead_worker).people}
    amending = Sheet.of(families_with_sheet(lead_worker, visit_id=visit.pk).get(pk=family.pk))
    assert str(karim.pk) in {one.id for one in amending.people}


def test_strengths_worries_goals_and_steps_are_those_of_the_querysets(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    today = timezone.localdate()
    for days, text in ((9, "old"), (1, "new"), (5, "between")):
        strengths.notice(family=family, by=lead_worker, text=text, on=today - timedelta(days=days))
        worries.note(family=family, by=lead_worker, text=text, on=today - timedelta(days=days))
        goals.agree(family=family, by=lead_worker, text=text, on=today - timedelta(days=days))
        steps.agree(family=family, by=lead_worker, text=text, due_on=today - timedelta(days=days))
    strengths.withdraw(strength=strengths.notice(family=family, by=lead_worker, text="gone"), by=lead_worker)
    worries.change_state(worry=Worry.objects.get(text="old"), by=lead_worker, state="resolved")
    goals.end(goal=Goal.objects.get(text="old"), by=lead_worker)
    steps.tick(step=NextStep.objects.get(text="old"), by=lead_worker)
    goals.rate(goal=Goal.objects.get(text="new"), by=lead_worker, voice="child", score=3, person=yusuf, on=today)
    goals.rate(goal=Goal.objects.get(text="new"), by=lead_worker, voice="worker", score=7, on=today)
    goals.rate(
        goal=Goal.objects.get(text="new"),
        by=lead_worker,
        voice="child",
        score=9,
        person=yusuf,
        on=today - timedelta(days=1),
    )

    sheet = sheet_of(family, lead_worker)
    expected = family.strengths.standing().with_sightings()
    assert [(one.text, one.times, one.last_on) for one in sheet.strengths] == [
        (one.text, one.times_seen, one.last_seen_on)  # type: ignore[attr-defined]
        for one in expected
    ]
    assert [one.text for one in sheet.worries] == [one.text for one in family.worries.unresolved().latest_first()]
    assert [one.text for one in sheet.goals] == [one.text for one in family.goals.current().oldest_first()]
    assert [one.text for one in sheet.steps] == [one.text for one in family.next_steps.to_do().soonest_first()]
    assert sheet.goals[-1].latest == {str(yusuf.pk): 3, "worker": 7}


def test_the_strengths_seen_latest_come_first_and_no_more_than_a_thumb_can_scroll(
    case: Case, family: Family, lead_worker: Staff
) -> None:
    for number in range(STRENGTHS_SHOWN + 4):
        strengths.notice(family=family, by=lead_worker, text=f"strength {number}")
    first = Strength.objects.get(text="strength 0")
    strengths.resight(strength=first, by=lead_worker, on=timezone.localdate() + timedelta(days=1))
    sheet = sheet_of(family, lead_worker)
    assert len(sheet.strengths) == STRENGTHS_SHOWN
    assert sheet.strengths[0].text == "strength 0"


@pytest.mark.parametrize(
    ("times", "words"), [(0, "1st"), (1, "2nd"), (2, "3rd"), (3, "4th"), (10, "11th"), (20, "21st")]
)
def test_what_the_next_sighting_would_be(
    case: Case, family: Family, lead_worker: Staff, times: int, words: str
) -> None:
    from practice.sheet import EarlierStrength

    assert EarlierStrength("", "", times, None).next_time == f"{words} time"


def test_an_amendment_sees_things_as_they_stood_before_its_visit(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="School", on=timezone.localdate() - timedelta(days=9))
    worry = worries.note(family=family, by=lead_worker, text="Money", on=timezone.localdate() - timedelta(days=9))
    goals.rate(goal=goal, by=lead_worker, voice="child", score=2, person=yusuf, on=goal.started_on)
    told = VisitFacts(
        happened_at=timezone.now() - timedelta(days=3),
        account="We met.",
        people=[Seen(yusuf.pk)],
        ratings=[Rated(goal.pk, "child", 5, yusuf.pk)],
        worry_states={worry.pk: "easing"},
    )
    visit = visits.log(family=family, by=lead_worker, facts=told)
    visits.amend(visit=visit, by=lead_worker, facts=told, reason="Looked at again")
    standing = family.chronology.filter(withdrawn_at=None, subject_id=str(visit.pk)).values_list("text", flat=True)
    assert set(standing) == {"Visit at home: Yusuf seen", "“School”: Yusuf 2 → 5", "Worry easing: Money"}
