"""Strengths and worries by themselves, their words, and the scales beside goals: between visits."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice import balance
from practice.actions import goals, quotes, strengths, visits, worries
from practice.models import Goal, Quote, Strength, Worry
from tests.practice.between import told
from tests.practice.pages import said


@pytest.fixture
def client(case: Case, lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


def at(name: str, *ids: object) -> str:
    return reverse(f"practice:{name}", args=ids)


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


# ---- Strengths ----


def test_strengths_stand_under_the_part_of_life_they_are_about(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    strengths.notice(family=family, by=lead_worker, text="Reads every night", domain="education")
    strengths.notice(family=family, by=lead_worker, text="Locks the door at night", domain="safety")
    words = said(client.get(at("strength-list", family.pk)))
    order = ["Being safe", "Locks the door at night", "School and learning", "Reads every night"]
    assert sorted(order, key=words.index) == order
    assert "Getting on together" not in words


def test_a_strength_unseen_for_half_a_year_asks_whether_it_is_still_true_and_one_seen_lately_does_not(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    strengths.notice(family=family, by=lead_worker, text="Rings first", on=ago(184))
    url = at("strength-list", family.pk)
    assert "still true?" in said(client.get(url))
    assert "still true?" in said(client.get(family.get_absolute_url()))
    strengths.resight(strength=Strength.objects.get(), by=lead_worker, on=ago(183))
    assert "still true?" not in said(client.get(url))


def test_not_any_more_keeps_it_as_true_once_and_undo_brings_it_back(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Rings first", on=ago(200))
    answer = client.post(at("strength-fade", family.pk, strength.pk), follow=True)
    assert "No longer" in said(answer)
    assert "Undo: it holds" in said(answer)
    strength.refresh_from_db()
    assert (strength.faded_on, strength.faded_by) == (timezone.localdate(), lead_worker)
    assert "Rings first" not in said(client.get(at("visit-log", family.pk)))
    client.post(at("strength-revive", family.pk, strength.pk))
    strength.refresh_from_db()
    assert (strength.faded_on, strength.faded_by) == (None, None)
    assert "Rings first" in said(client.get(at("visit-log", family.pk)))
    assert AuditEvent.objects.filter(verb__in=["strength.faded", "strength.revived"]).count() == 2


def test_seeing_it_again_says_that_it_holds(client: Client, family: Family, lead_worker: Staff) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Rings first", on=ago(200))
    strengths.fade(strength=strength, by=lead_worker)
    client.post(at("strength-resight", family.pk, strength.pk))
    strength.refresh_from_db()
    assert strength.faded_on is None


def test_a_strengths_page_shows_who_saw_it_at_which_visits(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Rings first", person=yusuf, on=ago(9))
    visit = visits.log(family=family, by=lead_worker, facts=told(yusuf, resighted=[strength.pk]))
    shown = client.get(at("strength-detail", family.pk, strength.pk))
    assert visit.get_absolute_url() in shown.content.decode()
    words = said(shown)
    assert "2 times" in words
    assert words.count(lead_worker.name) >= 2
    assert "between visits" in words


def test_goals_lean_on_a_strength_and_need_not_for_ever(client: Client, family: Family, lead_worker: Staff) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Rings first")
    goal = goals.agree(family=family, by=lead_worker, text="Bedtime without shouting")
    page, lean = at("strength-detail", family.pk, strength.pk), at("strength-lean", family.pk, strength.pk, goal.pk)
    assert "No goal leans on it yet" in said(client.get(page))
    for _ in range(2):  # said twice is once
        client.post(lean, {"leans": "1"})
    assert goal.leans.standing().get().strength == strength
    assert "No goal leans on it yet" not in said(client.get(page))
    client.post(lean, {"leans": ""})
    assert not goal.leans.standing().exists()
    assert goal.leans.exists()
    assert set(AuditEvent.objects.filter(verb__startswith="goal.leaned").values_list("verb", flat=True)) == {
        "goal.leaned", "goal.leaned-no-more"
    }  # fmt: skip


def test_a_goal_does_not_lean_on_another_familys_strength(
    case: Case, family: Family, other_family: Family, other_worker: Staff, lead_worker: Staff
) -> None:
    theirs = strengths.notice(family=other_family, by=other_worker, text="Sings")
    goal = goals.agree(family=family, by=lead_worker, text="Bedtime without shouting")
    with pytest.raises(ValidationError):
        goals.lean(goal=goal, strength=theirs, by=lead_worker)


# ---- Worries ----


def test_a_worrys_page_shows_its_states_with_their_days_and_the_times_without_it(
    client: Client, family: Family, lead_worker: Staff, dana: Person
) -> None:
    worry = worries.note(family=family, by=lead_worker, text="Money at month's end", domain="home", on=ago(30))
    worries.change_state(worry=worry, by=lead_worker, state="easing", on=ago(12))
    url = at("exception-tell", family.pk, worry.pk)
    assert client.post(url, {"text": " ", "happened_on": f"{ago(3):%Y-%m-%d}"}).status_code == 422
    when = f"{ago(3):%Y-%m-%d}"
    client.post(url, {"text": "In August, Nana did the shop", "told_by": str(dana.pk), "happened_on": when})
    words = said(client.get(at("worry-detail", family.pk, worry.pk)))
    for shown in ("Home and money", "12 days ago", "30 days ago", "In August, Nana did the shop", "Dana, "):
        assert shown in words
    assert family.chronology.filter(text__startswith="A time without it").exists()


def test_an_exception_written_in_error_is_taken_back(client: Client, family: Family, lead_worker: Staff) -> None:
    worry = worries.note(family=family, by=lead_worker, text="Money")
    exception = worries.tell_exception(worry=worry, by=lead_worker, text="On Sunday")
    client.post(at("exception-withdraw", family.pk, worry.pk, exception.pk))
    assert not worry.exceptions.standing().exists()
    assert not family.chronology.filter(subject_id=str(exception.pk), withdrawn_at=None).exists()


def test_worries_stand_under_the_part_of_life_they_are_about(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    form = {"text": "The damp", "domain": "home", "about": ""}
    assert client.post(at("worry-note", family.pk), form).status_code == 302
    assert Worry.objects.get().domain == "home"
    assert "Home and money" in said(client.get(at("worry-list", family.pk)))


# ---- Their words ----


def test_words_in_their_language_are_kept_with_what_they_say_in_english(
    client: Client, family: Family, yusuf: Person
) -> None:
    form = {"text": "Spałem.", "who": str(yusuf.pk), "said_on": f"{ago(0):%Y-%m-%d}", "translation": "I slept."}
    refused = client.post(at("quote-note", family.pk), form)
    assert "Say which language it was said in" in said(refused)
    assert client.post(at("quote-note", family.pk), form | {"language": "Polish"}).status_code == 302
    assert (Quote.objects.get().language, Quote.objects.get().translation) == ("Polish", "I slept.")
    assert "“I slept.” said in Polish" in said(client.get(at("quote-list", family.pk)))


def test_that_words_may_be_shared_is_said_and_taken_back_and_who_said_so_is_known(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    quote = quotes.note(family=family, by=lead_worker, text="I slept.", person=yusuf)
    for sent, stands in (("1", True), ("1", True), ("", False)):
        client.post(at("quote-share", family.pk, quote.pk), {"share": sent})
        quote.refresh_from_db()
        assert quote.may_be_shared is stands
    verbs = AuditEvent.objects.filter(verb__in=["quote.shared", "quote.kept-back"]).order_by("at").values_list("verb")
    assert [verb for (verb,) in verbs] == ["quote.shared", "quote.kept-back"]


# ---- Scales ----


def test_a_scale_is_added_and_asked_of_everybody_and_stands_beside_the_goals(
    client: Client, family: Family, yusuf: Person, dana: Person
) -> None:
    form = {"text": "How safe does home feel?", "zero_means": "not safe", "ten_means": "safe", "domain": "safety"}
    assert client.post(at("scale-agree", family.pk), {**form, "text": ""}).status_code == 422
    answer = client.post(at("scale-agree", family.pk), form, follow=True)
    scale = Goal.objects.get()
    assert (scale.kind, scale.zero_means, scale.ten_means) == ("scale", "not safe", "safe")
    assert "0: not safe · 10: safe" in said(answer)
    client.post(at("goal-rate", family.pk, scale.pk), {str(yusuf.pk): "3", str(dana.pk): "8"})
    words = said(client.get(family.get_absolute_url()))
    assert "How safe does home feel?" in words
    assert "“How safe" not in words
    assert "Talk about" in words or "talk about" in words  # five apart


# ---- Balance ----


def test_the_familys_balance_asks_both_ways_and_costs_one_query(
    family: Family, case: Case, lead_worker: Staff, client: Client, django_assert_num_queries: object
) -> None:
    balance.of_family(family)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert balance.of_family(family) == balance.Balance(0, 0, "")
    worry = worries.note(family=family, by=lead_worker, text="Money")
    assert balance.of_family(family).nudge == balance.NO_STRENGTH
    assert balance.NO_STRENGTH in said(client.get(family.get_absolute_url()))
    seen = [strengths.notice(family=family, by=lead_worker, text=f"{one}") for one in range(4)]
    strengths.fade(strength=seen[0], by=lead_worker)
    assert balance.of_family(family) == balance.Balance(3, 1, "")
    worries.change_state(worry=worry, by=lead_worker, state="resolved")
    assert balance.of_family(family) == balance.Balance(3, 0, balance.NO_WORRY)
