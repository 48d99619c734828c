"""Between visits: strengths, worries, quotes, goals and steps on the family's own page, with script and without."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.actions import goals, quotes, steps, strengths, worries
from practice.models import Goal, NextStep, Quote, Rating, Strength, Worry
from tests.practice.pages import said

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(case: Case, lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


def at(name: str, *ids: object) -> str:
    return reverse(f"practice:{name}", args=ids)


def test_each_thing_is_added_by_its_page(client: Client, family: Family, yusuf: Person, dana: Person) -> None:
    sent = {
        "strength-notice": {"text": "Dana rings first", "about": str(dana.pk), "domain": "relationships"},
        "worry-note": {"text": "Money at month's end", "about": "", "domain": "home"},
        "quote-note": {"text": "I slept.", "who": str(yusuf.pk), "said_on": f"{timezone.localdate():%Y-%m-%d}"},
        "goal-agree": {"text": "Bedtime without shouting", "about": str(yusuf.pk), "domain": "home"},
        "step-agree": {"text": "Ring the school", "owner": "family", "due_on": "2030-01-01"},
    }
    for name, told in sent.items():
        assert client.get(at(name, family.pk)).status_code == 200
        assert client.post(at(name, family.pk), told)["Location"] == family.get_absolute_url(), name
    assert Strength.objects.get().person == dana
    assert Strength.objects.get().sightings.count() == 1
    assert Worry.objects.get().updates.get().state == "live"
    assert (Quote.objects.get().person, Quote.objects.get().visit) == (yusuf, None)
    assert (Goal.objects.get().whose, Goal.objects.get().domain) == (yusuf, "home")
    assert (NextStep.objects.get().owner, NextStep.objects.get().case.family) == ("family", family)
    page = said(client.get(family.get_absolute_url()))
    for words in (
        "Dana rings first",
        "Money at month&#x27;s end",
        "I slept.",
        "Bedtime without shouting",
        "Ring the school",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("name", "told", "problem"),
    [
        ("strength-notice", {"text": " "}, "Say what is strong"),
        ("worry-note", {"text": ""}, "Say what the worry is"),
        ("quote-note", {"text": "I slept.", "said_on": "2026-01-01"}, "Say whose words these are"),
        ("quote-note", {"text": "Bless them.", "who": "someone", "said_on": "2026-01-01"}, "Say whose words these are"),
        (
            "quote-note",
            {"text": "I slept.", "who": "someone", "whose": "Nana", "said_on": "2999-01-01"},
            "not come yet",
        ),
        ("goal-agree", {"text": "", "domain": "home"}, "Say what the goal is, in their words"),
        ("step-agree", {"text": "", "owner": "us"}, "Say what is next"),
    ],
)
def test_what_is_missing_is_said(client: Client, family: Family, name: str, told: dict[str, str], problem: str) -> None:
    response = client.post(at(name, family.pk), told)
    assert response.status_code == 422
    assert problem in said(response)


def test_seen_again_counts_once_a_day_and_answers_htmx_with_an_event(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Kind", on=timezone.localdate() - timedelta(days=3))
    for _ in range(2):
        response = client.post(at("strength-resight", family.pk, strength.pk), headers=HTMX)
        assert response.status_code == 204
        assert "strength-resighted" in response["HX-Trigger"]
    assert strength.sightings.count() == 2
    assert AuditEvent.objects.filter(verb="strength.resighted").count() == 1


def test_what_is_taken_back_is_marked_and_counts_no_more(client: Client, family: Family, lead_worker: Staff) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Kind")
    worry = worries.note(family=family, by=lead_worker, text="Money")
    quote = quotes.note(family=family, by=lead_worker, text="Bless them.", whose="Nana")
    client.post(at("strength-withdraw", family.pk, strength.pk))
    client.post(at("worry-withdraw", family.pk, worry.pk))
    client.post(at("quote-withdraw", family.pk, quote.pk))
    for model in (Strength, Worry, Quote):
        assert model.objects.get().withdrawn_at is not None
        assert not model.objects.standing().exists()
    assert family.chronology.exclude(withdrawn_at=None).count() == 3


def test_a_worry_s_state_is_told_with_the_day_and_the_story_hears_of_a_change(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    worry = worries.note(family=family, by=lead_worker, text="Money", on=timezone.localdate() - timedelta(days=9))
    for state in ("easing", "easing", "resolved"):
        client.post(at("worry-change-state", family.pk, worry.pk), {"state": state})
    worry.refresh_from_db()
    assert (worry.state, worry.state_since, worry.updates.count()) == ("resolved", timezone.localdate(), 4)
    told = set(family.chronology.filter(kind="worry").values_list("text", flat=True))
    assert told == {"New worry: Money", "Worry easing: Money", "Worry resolved: Money"}
    assert client.post(at("worry-change-state", family.pk, worry.pk), {"state": "gone"}).status_code == 400


def test_every_voice_asked_is_kept_apart_and_a_move_is_told(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person, dana: Person
) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="School")
    url = at("goal-rate", family.pk, goal.pk)
    assert client.post(url, {"worker": ""}).status_code == 422
    client.post(url, {str(yusuf.pk): "4", "worker": "6"})
    assert "Was 4" in said(client.get(url))
    client.post(url, {str(yusuf.pk): "6", str(dana.pk): "3"})
    kept = set(Rating.objects.values_list("voice", "person_id", "score"))
    assert kept == {("child", yusuf.pk, 4), ("worker", None, 6), ("child", yusuf.pk, 6), ("parent", dana.pk, 3)}
    assert family.chronology.filter(text="“School”: Yusuf 4 → 6").exists()


def test_voices_four_points_apart_are_worth_a_conversation(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person, dana: Person
) -> None:
    for text, score in (("School", 7), ("Sleep", 6)):
        goal = goals.agree(family=family, by=lead_worker, text=text)
        goals.rate(goal=goal, by=lead_worker, voice="child", score=3, person=yusuf)
        goals.rate(goal=goal, by=lead_worker, voice="parent", score=score, person=dana)
    page = said(client.get(family.get_absolute_url()))
    assert "“School” gap of 4: talk about it" in page
    assert "“Sleep” gap of 3" in page
    assert "gap of 3: talk" not in page


def test_a_goal_that_ended_is_rated_no_more_and_its_ratings_stay(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="School")
    goals.rate(goal=goal, by=lead_worker, voice="worker", score=3)
    client.post(at("goal-end", family.pk, goal.pk))
    assert client.get(at("goal-rate", family.pk, goal.pk)).status_code == 404
    assert Rating.objects.standing().count() == 1


def test_a_step_is_ticked_and_opened_again(client: Client, family: Family, lead_worker: Staff) -> None:
    step = steps.agree(family=family, by=lead_worker, text="Ring")
    client.post(at("step-tick", family.pk, step.pk))
    assert not NextStep.objects.to_do().exists()
    client.post(at("step-tick", family.pk, step.pk), {"done": ""})
    assert NextStep.objects.to_do().get() == step


def test_the_soonest_step_stands_in_the_family_s_header(client: Client, family: Family, lead_worker: Staff) -> None:
    today = timezone.localdate()
    steps.agree(family=family, by=lead_worker, text="Later", due_on=today + timedelta(days=9))
    steps.agree(family=family, by=lead_worker, text="Sooner", due_on=today + timedelta(days=1))
    assert "next: Sooner" in said(client.get(at("visit-list", family.pk)))


def test_whose_words_can_be_asked(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person, dana: Person
) -> None:
    quotes.note(family=family, by=lead_worker, text="I slept.", person=yusuf)
    quotes.note(family=family, by=lead_worker, text="I rang first.", person=dana)
    everybody = said(client.get(at("quote-list", family.pk)))
    assert "I slept." in everybody
    assert "I rang first." in everybody
    only = said(client.get(at("quote-list", family.pk) + f"?whose={yusuf.pk}"))
    assert "I slept." in only
    assert "I rang first." not in only


def test_a_child_whose_own_words_are_missing_is_named_first(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    quotes.note(
        family=family, by=lead_worker, text="I slept.", person=yusuf, on=timezone.localdate() - timedelta(days=12)
    )
    page = said(client.get(family.get_absolute_url()))
    assert "Leila’s own words: not once yet" in page
    assert "Yusuf’s own words: 12 days ago" in page
    assert page.index("Leila’s own words") < page.index("Yusuf’s own words")


def test_somebody_who_may_only_read_sees_no_buttons_and_is_refused(
    case: Case, family: Family, lead_worker: Staff, supervisor: Staff, other_worker: Staff
) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Kind")
    stranger = Client()
    stranger.force_login(other_worker)
    assert stranger.post(at("strength-resight", family.pk, strength.pk)).status_code == 404
    above = Client()
    above.force_login(supervisor)
    assert above.post(at("strength-resight", family.pk, strength.pk)).status_code == 302


def test_without_an_open_case_nothing_is_added(family: Family, lead_worker: Staff) -> None:
    client = Client()
    client.force_login(lead_worker)
    response = client.get(at("strength-notice", family.pk))
    assert response.status_code == 403
    assert "No case is open for this family" in said(response)
    assert "Add a strength" not in said(client.get(family.get_absolute_url()))


def test_the_family_page_costs_the_same_with_much_on_it_as_with_little(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    def fill(number: int) -> None:
        for one in range(number):
            strengths.notice(family=family, by=lead_worker, text=f"strength {one}")
            worries.note(family=family, by=lead_worker, text=f"worry {one}")
            quotes.note(family=family, by=lead_worker, text="I slept.", person=yusuf)
            goal = goals.agree(family=family, by=lead_worker, text=f"goal {one}")
            goals.rate(goal=goal, by=lead_worker, voice="child", score=5, person=yusuf)
            steps.agree(family=family, by=lead_worker, text=f"step {one}")

    counts = []
    for number in (1, 8):
        fill(number)
        client.get(family.get_absolute_url())
        with CaptureQueriesContext(connection) as heard:
            client.get(family.get_absolute_url())
        counts.append(len([query for query in heard.captured_queries if "SAVEPOINT" not in query["sql"]]))
    assert counts[0] == counts[1] <= 22, counts
