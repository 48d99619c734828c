"""Logging a visit from its page, without script."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.actions import goals, steps, strengths, worries
from practice.models import Draft, Goal, NextStep, Quote, Rating, Strength, Visit, Worry
from tests.practice.pages import log_url, page_of, said


@pytest.fixture
def client(case: Case, lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


def test_the_page_starts_with_now_at_home_and_stores_nothing(client: Client, family: Family) -> None:
    page = client.get(log_url(family)).content.decode()
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page
    assert 'value="home" checked' in page
    assert not Draft.objects.exists()


def test_opening_the_page_is_recorded_as_a_read(client: Client, family: Family, lead_worker: Staff) -> None:
    client.get(log_url(family))
    read = AuditEvent.objects.get(verb="family.visit-log-opened")
    assert (read.is_read, read.by_id, read.family_id) == (True, lead_worker.pk, family.pk)


def test_everything_told_on_one_page_is_kept(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person, leila: Person, dana: Person, case: Case
) -> None:
    page = page_of(lead_worker) | {
        "place": "elsewhere",
        "place_detail": "the park",
        "unannounced": "1",
        "also_seen": "Mrs Ade from next door",
        f"child-{yusuf.pk}-seen": "1",
        f"child-{yusuf.pk}-alone": "1",
        f"child-{yusuf.pk}-bedroom": "1",
        f"child-{yusuf.pk}-account": "He showed me his den.",
        f"child-{leila.pk}-why": "At school",
        "there": str(dana.pk),
        "quotes-0-text": "I slept all week.",
        "quotes-0-who": str(yusuf.pk),
        "quotes-0-share": "1",
        "quotes-1-text": "She is trying so hard.",
        "quotes-1-who": "someone",
        "quotes-1-whose": "Nana",
        "strengths-0-text": "Nana collects them on Tuesdays",
        "worries-0-text": "Money at month's end",
        "worries-0-about": str(dana.pk),
        "goals-0-text": "Bedtime without shouting",
        "goals-0-domain": "home",
        f"goals-0-rating-{yusuf.pk}": "4",
        "goals-0-rating-worker": "5",
        "steps-0-text": "Dana rings the school",
        "steps-0-owner": "family",
        "steps-0-due": "2030-12-01",
    }
    response = client.post(log_url(family), page)
    assert response.status_code == 302
    visit = Visit.objects.get()
    parts = {part.person_id: part for part in visit.people.all()}
    assert (visit.minutes, visit.place_detail, visit.announced, visit.was_lead_worker) == (47, "the park", False, True)
    assert (visit.also_seen, visit.team_then_id) == ("Mrs Ade from next door", case.team_id)
    assert (parts[yusuf.pk].seen, parts[yusuf.pk].seen_alone, parts[yusuf.pk].bedroom_seen) == (True, True, True)
    assert parts[yusuf.pk].account == "He showed me his den."
    assert (parts[leila.pk].seen, parts[leila.pk].why_not_seen) == (False, "At school")
    assert (parts[dana.pk].seen, parts[dana.pk].is_child) == (True, False)
    told = {(quote.speaker, quote.text, quote.may_be_shared) for quote in Quote.objects.select_related("person")}
    assert told == {("Yusuf", "I slept all week.", True), ("Nana", "She is trying so hard.", False)}
    assert Strength.objects.get().sightings.get().visit == visit
    assert (Worry.objects.get().person, Worry.objects.get().state) == (dana, "live")
    assert Goal.objects.get().domain == "home"
    assert set(Rating.objects.values_list("voice", "score", "person_id")) == {
        ("child", 4, yusuf.pk),
        ("worker", 5, None),
    }
    assert NextStep.objects.get().owner == "family"


def test_earlier_strengths_worries_goals_and_steps_are_one_tap_away(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Dana rings first")
    worry = worries.note(family=family, by=lead_worker, text="Money at month's end")
    goal = goals.agree(family=family, by=lead_worker, text="School every day")
    step = steps.agree(family=family, by=lead_worker, text="Karim rings the school", owner="family")
    shown = said(client.get(log_url(family)))
    assert "Dana rings first 2nd time" in shown
    assert "Karim rings the school (the family" in shown

    page = page_of(lead_worker, yusuf) | {
        "resighted": str(strength.pk),
        f"worry-{worry.pk}": "easing",
        f"rating-{goal.pk}-{yusuf.pk}": "6",
        "done": str(step.pk),
    }
    client.post(log_url(family), page)
    visit = Visit.objects.get()
    worry.refresh_from_db()
    step.refresh_from_db()
    assert strength.sightings.count() == 2
    assert (worry.state, worry.state_since) == ("easing", visit.happened_on)
    assert goal.ratings.get().score == 6
    assert step.done_in_visit == visit


def test_a_worry_not_talked_about_stays_as_it_was_and_is_asked_after(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    long_ago = timezone.localdate() - timedelta(days=9)
    worry = worries.note(family=family, by=lead_worker, text="money", on=long_ago)
    for number in range(3):
        page = page_of(lead_worker, yusuf)
        page["happened_on"] = f"{timezone.localdate() - timedelta(days=number):%Y-%m-%d}"
        client.post(log_url(family), page)
    worry.refresh_from_db()
    assert (worry.state, worry.updates.count()) == ("live", 1)
    assert "Nothing on “money” for 3 visits: still live?" in said(client.get(log_url(family)))


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"account": ""}, "account", "Say what happened"),
        ({"happened_on": ""}, "happened_on", "Say on which day you visited"),
        ({"happened_time": "soon"}, "happened_time", "Say at what time you visited, such as 16:10"),
        (
            {"happened_on": "2999-01-01"},
            "happened_on",
            "The day and time of the visit are in the future. A visit is logged after it has happened.",
        ),
        ({"happened_on": "2019-01-01"}, "happened_on", "The day of the visit is before we began to work with the"),
        ({"minutes": ""}, "minutes", "Say how many minutes you were with the family"),
        ({"minutes": "an hour"}, "minutes", "Minutes with the family are a whole number from 1 to 1440"),
        ({"quotes-0-text": "I slept."}, "quotes-0-who", "Say whose words these are"),
        ({"quotes-0-text": "I slept.", "quotes-0-who": "someone"}, "quotes-0-whose", "Say whose words these are"),
        ({"goals-0-rating-worker": "4"}, "goals-0-text", "Say what the goal is, in their words"),
        (
            {"goals-0-text": "Sleep", "goals-0-rating-worker": "11"},
            "goals-0-rating-worker",
            "whole number from 0 to 10",
        ),
        ({"steps-0-due": "2030-01-01"}, "steps-0-text", "Say what is next by then"),
        ({"steps-0-text": "Ring", "steps-0-due": "Tuesday"}, "steps-0-due", "Say the day, such as"),
        ({"strengths-0-text": "s" * 301}, "strengths-0-text", "Say it in 300 letters or fewer"),
    ],
)
def test_finishing_names_what_is_missing_and_leads_to_it_and_keeps_the_rest(
    client: Client,
    family: Family,
    lead_worker: Staff,
    yusuf: Person,
    changed: dict[str, str],
    field: str,
    words: str,
) -> None:
    page = page_of(lead_worker, yusuf) | {"also_seen": "Mrs Ade"} | changed
    response = client.post(log_url(family), page)
    assert response.status_code == 422
    shown = response.content.decode()
    [(target, text)] = response.context["page"].error_lines
    assert target == field
    assert words in text
    assert f'<a href="#{field}">' in shown
    assert f'id="{field}"' in shown, "the link leads nowhere"
    assert 'value="Mrs Ade"' in shown
    assert Draft.objects.get().data["also_seen"] == ["Mrs Ade"]
    assert not Visit.objects.exists()


def test_a_visit_where_nobody_was_in_says_why_and_stops_no_clock(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person, case: Case
) -> None:
    page = page_of(lead_worker, minutes=None)
    assert "Say who was seen, or why nobody was" in said(client.post(log_url(family), page))

    due = case.visit_due_on
    page |= {"version": "1", f"child-{yusuf.pk}-why": "Nobody answered the door"}
    assert client.post(log_url(family), page).status_code == 302
    case.refresh_from_db()
    assert (case.last_seen_on, case.visit_due_on) == (None, due)


def test_a_child_seen_moves_the_clocks_and_alone_only_when_alone(
    client: Client, family: Family, lead_worker: Staff, co_worker: Staff, yusuf: Person, case: Case
) -> None:
    client.post(log_url(family), page_of(lead_worker, yusuf))
    case.refresh_from_db()
    today = timezone.localdate()
    assert (case.last_seen_on, case.last_seen_by_lead_on, case.last_seen_alone_on) == (today, today, None)
    assert case.visit_due_on is not None
    assert case.visit_due_on > today


def test_a_co_worker_s_visit_is_not_the_lead_worker_s(
    family: Family, co_worker: Staff, yusuf: Person, case: Case
) -> None:
    client = Client()
    client.force_login(co_worker)
    client.post(log_url(family), page_of(co_worker) | {f"child-{yusuf.pk}-alone": "1"})
    case.refresh_from_db()
    today = timezone.localdate()
    assert (case.last_seen_on, case.last_seen_by_lead_on, case.last_seen_alone_on) == (today, None, today)
    assert Visit.objects.get().was_lead_worker is False


def test_the_story_tells_the_visit_and_what_changed_by_it(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person, dana: Person
) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="School")
    goals.rate(goal=goal, by=lead_worker, voice="child", score=4, person=yusuf)
    worry = worries.note(family=family, by=lead_worker, text="Money")
    page = page_of(lead_worker) | {
        f"child-{yusuf.pk}-alone": "1",
        f"rating-{goal.pk}-{yusuf.pk}": "6",
        f"worry-{worry.pk}": "easing",
        "strengths-0-text": "Dana rings first",
    }
    client.post(log_url(family), page)
    visit = Visit.objects.get()
    told = dict(family.chronology.filter(subject_id=str(visit.pk)).values_list("text", "url"))
    assert told == dict.fromkeys(
        [
            "Visit at home: Yusuf seen, Yusuf alone",
            "“School”: Yusuf 4 → 6",
            "Worry easing: Money",
            "New strength: Dana rings first",
        ],
        visit.get_absolute_url(),
    )


def test_logging_is_audited_by_numbers_and_never_by_words(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    page = page_of(lead_worker, yusuf) | {"strengths-0-text": "Dana rings first"}
    client.post(log_url(family), page)
    event = AuditEvent.objects.get(verb="visit.logged")
    assert event.details == {"strengths": 1}
    assert (event.by_id, event.family_id, event.subject_id) == (lead_worker.pk, family.pk, str(Visit.objects.get().pk))


def test_without_script_a_list_grows_by_a_button_that_keeps_the_page(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    page = page_of(lead_worker) | {"do": "add-quotes", "quotes-rows": "1", "quotes-0-text": "I slept all week."}
    response = client.post(log_url(family), page)
    assert response["Location"] == f"{log_url(family)}#quotes-1-text"
    shown = client.get(log_url(family)).content.decode()
    assert 'id="quotes-1-text"' in shown
    assert "I slept all week." in shown


def test_what_belongs_to_another_family_cannot_be_ticked(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person, other_family: Family, other_worker: Staff
) -> None:
    theirs = strengths.notice(family=other_family, by=other_worker, text="Theirs")
    client.post(log_url(family), page_of(lead_worker, yusuf) | {"resighted": str(theirs.pk)})
    assert Visit.objects.count() == 1
    assert theirs.sightings.count() == 1


def test_a_teammate_who_does_not_work_with_the_family_is_told_why_not(
    case: Case, family: Family, teammate: Staff
) -> None:
    client = Client()
    client.force_login(teammate)
    response = client.get(log_url(family))
    assert response.status_code == 403
    assert "Only a worker allocated to this family, or their supervisor, can log a visit." in said(response)


def test_a_page_opened_by_somebody_else_is_never_kept_as_ones_own(
    client: Client, family: Family, co_worker: Staff, yusuf: Person
) -> None:
    response = client.post(log_url(family), page_of(co_worker, yusuf))
    assert response.status_code == 403
    assert not Draft.objects.exists()
    assert not Visit.objects.exists()


def test_a_page_that_was_not_sent_whole_is_refused(client: Client, family: Family, lead_worker: Staff) -> None:
    for broken in ({"draft": "x"}, {"version": "x"}, {"draft": None}):
        page = {name: value for name, value in (page_of(lead_worker) | broken).items() if value is not None}
        assert client.post(log_url(family), page).status_code == 400
