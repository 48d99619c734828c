"""Putting a note right: a slip of the pen, the wrong name, the wrong part of life. What it said before is kept."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.models import Case, Family, FamilyMember, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.actions import goals, quotes, strengths, visits, worries
from practice.facts import NewGoal, NewStrength, NewWorry, Said
from practice.models import Rewording
from tests.practice.between import told
from tests.practice.pages import said


@pytest.fixture
def client(case: Case, lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


def at(name: str, *ids: object) -> str:
    return reverse(f"practice:{name}", args=ids)


def story(family: Family, kind: str) -> list[str]:
    return list(family.chronology.filter(kind=kind, withdrawn_at=None).values_list("text", flat=True))


def test_a_strengths_text_person_and_part_of_life_are_put_right_and_what_it_said_stays(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person, leila: Person
) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Reeds every nigt", person=yusuf)
    url = at("strength-reword", family.pk, strength.pk)
    assert "Reeds every nigt" in client.get(url).content.decode()
    client.post(url, {"text": "Reads every night", "about": str(leila.pk), "domain": "education"})
    strength.refresh_from_db()
    assert (strength.text, strength.person, strength.domain) == ("Reads every night", leila, "education")
    words = said(client.get(strength.get_absolute_url()))
    assert "It said: Reeds every nigt" in words
    assert f"About: {yusuf.short_name}" in words
    assert "put right by" in words
    assert story(family, "strength") == ["New strength: Reads every night"]
    event = AuditEvent.objects.get(verb="strength.reworded")
    assert event.details["fields"] == ["text", "person", "domain"]
    assert "Reeds" not in str(event.details)


def test_sent_as_it_stands_nothing_is_kept_and_nothing_is_audited(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Rings first")
    client.post(at("strength-reword", family.pk, strength.pk), {"text": "Rings first", "domain": "other"})
    assert not Rewording.objects.exists()
    assert not AuditEvent.objects.filter(verb="strength.reworded").exists()


def test_a_blank_text_is_refused_by_name(client: Client, family: Family, lead_worker: Staff) -> None:
    worry = worries.note(family=family, by=lead_worker, text="Money")
    answer = client.post(at("worry-reword", family.pk, worry.pk), {"text": " ", "domain": "other"})
    assert "Say what the worry is" in said(answer)
    worry.refresh_from_db()
    assert worry.text == "Money"


def test_what_a_visit_told_is_put_right_in_the_story_too(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person, dana: Person
) -> None:
    facts = told(
        yusuf,
        strengths=[NewStrength("Nana colects them")],
        worries=[NewWorry("Mony at month's end")],
        quotes=[Said("I slep all week.", yusuf.pk)],
        goals=[NewGoal("Bedtime without shoting")],
    )
    visits.log(family=family, by=lead_worker, facts=facts)
    strength, worry = family.strengths.get(), family.worries.get()
    quote, goal = family.quotes.get(), family.goals.get()
    worries.change_state(worry=worry, by=lead_worker, state="easing")
    worries.tell_exception(worry=worry, by=lead_worker, text="In August")
    right = {"domain": "other", "about": ""}
    client.post(at("strength-reword", family.pk, strength.pk), right | {"text": "Nana collects them"})
    client.post(at("worry-reword", family.pk, worry.pk), right | {"text": "Money at month's end"})
    client.post(at("goal-reword", family.pk, goal.pk), right | {"text": "Bedtime without shouting"})
    client.post(at("quote-reword", family.pk, quote.pk), {"text": "I sleep all week.", "who": str(dana.pk)})
    assert story(family, "strength") == ["New strength: Nana collects them"]
    assert set(story(family, "worry")) == {
        "New worry: Money at month's end",
        "Worry easing: Money at month's end",
        "A time without it, “Money at month's end”: In August",
    }
    assert story(family, "quote") == [f"{dana.short_name}: “I sleep all week.”"]
    assert story(family, "goal") == ["New goal: “Bedtime without shouting”"]
    assert Rewording.objects.count() == 4


def test_taking_a_note_back_takes_it_out_of_its_visits_part_of_the_story(
    family: Family, case: Case, lead_worker: Staff, yusuf: Person
) -> None:
    facts = told(yusuf, strengths=[NewStrength("Sings")], worries=[NewWorry("Damp")], quotes=[Said("No.", yusuf.pk)])
    visits.log(family=family, by=lead_worker, facts=facts)
    strengths.withdraw(strength=family.strengths.get(), by=lead_worker)
    worries.withdraw(worry=family.worries.get(), by=lead_worker)
    quotes.withdraw(quote=family.quotes.get(), by=lead_worker)
    assert [story(family, kind) for kind in ("strength", "worry", "quote")] == [[], [], []]
    assert len(story(family, "visit")) == 1


def test_whose_words_and_their_language_are_put_right_and_the_list_shows_what_stood_there(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    quote = quotes.note(family=family, by=lead_worker, text="Spałem", person=yusuf, may_be_shared=True)
    url = at("quote-reword", family.pk, quote.pk)
    wrong = client.post(url, {"text": "Spałam", "who": "someone", "translation": "I slept"})
    assert "Say whose words these are" in said(wrong)
    assert "Say which language it was said in" in said(wrong)
    sent = {"text": "Spałam", "who": "someone", "whose": "Babcia", "language": "Polish", "translation": "I slept"}
    client.post(url, sent)
    quote.refresh_from_db()
    assert (quote.speaker, quote.language, quote.may_be_shared) == ("Babcia", "Polish", True)
    words = said(client.get(at("quote-list", family.pk)))
    assert "It said: Spałem" in words
    assert f"Whose: {yusuf.short_name}" in words
    assert story(family, "quote") == ["Babcia: “Spałam” (Polish: “I slept”)"]


def test_somebody_who_has_left_the_family_stays_named_unless_changed(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Sings", person=yusuf)
    FamilyMember.objects.filter(family=family, person=yusuf).update(left_on=strength.noticed_on)
    page = client.get(at("strength-reword", family.pk, strength.pk)).content.decode()
    assert f'value="{yusuf.pk}" selected' in page
    client.post(
        at("strength-reword", family.pk, strength.pk), {"text": "Sings well", "about": yusuf.pk, "domain": "other"}
    )
    strength.refresh_from_db()
    assert (strength.text, strength.person) == ("Sings well", yusuf)


def test_a_scale_put_right_keeps_its_ratings_and_says_what_its_ends_were(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    scale = goals.agree(family=family, by=lead_worker, text="How saf is home?", kind="scale", zero_means="not safe")
    goals.rate(goal=scale, by=lead_worker, voice="worker", score=4)
    sent = {"text": "How safe is home?", "zero_means": "not at all", "ten_means": "", "domain": "safety"}
    client.post(at("goal-reword", family.pk, scale.pk), sent)
    scale.refresh_from_db()
    assert (scale.text, scale.zero_means, scale.ratings.count()) == ("How safe is home?", "not at all", 1)
    assert scale.rewordings.get().before["What 0 looks like"] == "not safe"


def test_everything_the_story_said_of_a_goal_since_is_put_right_with_it(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="Bedtime without shoting")
    for score in (3, 5):
        goals.rate(goal=goal, by=lead_worker, voice="worker", score=score)
    goals.end(goal=goal, by=lead_worker)
    goals.end(goal=goal, by=lead_worker)  # tapped twice
    goals.reopen(goal=goal, by=lead_worker)
    sent = {"text": "Bedtime without shouting", "domain": "other", "about": ""}
    client.post(at("goal-reword", family.pk, goal.pk), sent)
    told = story(family, "goal")
    assert len(told) == 4
    assert {text for text in told if "3 → 5" not in text} == {
        "New goal: “Bedtime without shouting”",
        "Goal ended: “Bedtime without shouting”",
        "Goal taken up again: “Bedtime without shouting”",
    }
    assert any(text.startswith("“Bedtime without shouting”: ") and text.endswith(" 3 → 5") for text in told)


def test_only_those_who_may_write_on_the_record_put_it_right(
    family: Family, case: Case, lead_worker: Staff, other_worker: Staff
) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Sings")
    with pytest.raises(PermissionDenied):
        strengths.reword(strength=strength, by=other_worker, text="Shouts", person=None, domain="other")
    goal = goals.agree(family=family, by=lead_worker, text="Bedtime")
    with pytest.raises(PermissionDenied):
        goals.reword(goal=goal, by=other_worker, text="Bed", whose=None, domain="other")


def test_the_database_keeps_a_rewording_of_one_thing_only(family: Family, case: Case, lead_worker: Staff) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Sings")
    worry = worries.note(family=family, by=lead_worker, text="Damp")
    for of in ({}, {"strength": strength, "worry": worry}):
        with pytest.raises(IntegrityError, match="rewording_of_one_thing"), transaction.atomic():
            Rewording.objects.create(before={}, reworded_by=lead_worker, **of)


def test_the_story_has_their_words_from_visits_and_between(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    visit = visits.log(family=family, by=lead_worker, facts=told(yusuf, quotes=[Said("Go away.", None, "Nana")]))
    quote = quotes.note(family=family, by=lead_worker, text="I slept all week.", person=yusuf)
    words = said(client.get(reverse("cases:story", args=[family.pk]) + "?kind=quote"))
    assert "Nana: “Go away.”" in words
    assert f"{yusuf.short_name}: “I slept all week.”" in words
    urls = set(family.chronology.filter(kind="quote").values_list("url", flat=True))
    assert urls == {visit.get_absolute_url(), quote.get_absolute_url()}


def test_a_new_goal_between_visits_can_lean_on_strengths_at_once(
    client: Client, family: Family, other_family: Family, lead_worker: Staff, other_worker: Staff
) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Rings first")
    theirs = strengths.notice(family=other_family, by=other_worker, text="Sings")
    url = at("goal-agree", family.pk)
    assert "Rings first" in said(client.get(url))
    client.post(url, {"text": "School every day", "domain": "education", "leans": [str(theirs.pk)]})
    assert not family.goals.exists()
    client.post(url, {"text": "School every day", "domain": "education", "leans": [str(strength.pk)]})
    assert [lean.strength for lean in family.goals.get().leans.standing()] == [strength]
