"""What a visit says beside its account: decisions from supervision, what strained and mended, exceptions, tools."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import decisions, goals, strengths, visits
from practice.facts import Carried, Mended, NewStep, NewStrength, Said, WithoutIt
from practice.models import (
    Decision,
    DecisionReport,
    NextStep,
    Quote,
    Rating,
    Rupture,
    Strength,
    Visit,
    VisitTool,
    Worry,
)
from tests.practice.between import decided, scale, strained, told, tool, worried
from tests.practice.pages import draft_url, log_url, page_of, said, save

TYPED = ("He came, and stayed for tea.", "In August, when Nana did the shop", "I was late twice", "We said sorry")


@pytest.fixture
def client(case: Case, lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


def amend_url(visit: Visit) -> str:
    return reverse("practice:visit-amend", args=[visit.family_id, visit.pk])


def whole(family: Family, worker: Staff, child: Person) -> dict[str, Any]:
    """A page that uses each of them once; what they are about is made first."""
    decision, worry = decided(family, worker), worried(family, worker)
    rupture, used, asked = strained(family, worker, child), tool(), scale(family, worker)
    return page_of(worker, child) | {
        f"decision-{decision.pk}": "done",
        f"decision-{decision.pk}-how": "He came, and stayed for tea.",
        f"without-{worry.pk}": "In August, when Nana did the shop",
        "rupture": "I was late twice",
        f"repair-{rupture.pk}": "1",
        f"repair-{rupture.pk}-how": "We said sorry, and she laughed",
        "tools": [str(used.pk)],
        f"rating-{asked.pk}-{child.pk}": "7",
    }


def test_the_page_asks_about_what_is_open(client: Client, family: Family, lead_worker: Staff, yusuf: Person) -> None:
    whole(family, lead_worker, yusuf)
    tool("Old cards", retired_on=timezone.localdate())
    words = said(client.get(log_url(family)))
    for asked in (
        "From supervision", "Ask Karim to come along", "Between them and us", "We came without ringing first",
        "Three columns", "When did it not happen", "How safe does home feel?", "10: as safe as can be",
    ):  # fmt: skip
        assert asked in words
    assert "Old cards" not in words


def test_a_visit_keeps_all_of_it(client: Client, family: Family, lead_worker: Staff, yusuf: Person) -> None:
    page = whole(family, lead_worker, yusuf)
    assert client.post(log_url(family), page).status_code == 302
    visit = family.visits.latest_first()[0]
    report = visit.decision_reports.get()
    assert (report.closes, report.how_it_went, report.reported_on) == (
        True, "He came, and stayed for tea.", timezone.localdate()
    )  # fmt: skip
    assert Decision.objects.get().closed_at is not None
    assert visit.worry_exceptions.get().text == "In August, when Nana did the shop"
    assert visit.ruptures.get().text == "I was late twice"
    mended = visit.repairs.get()
    assert (mended.how_repaired, mended.repaired_on) == ("We said sorry, and she laughed", timezone.localdate())
    assert visit.tools_used.get().tool.name == "Three columns"
    assert Rating.objects.get(goal__kind="scale").score == 7
    words = said(client.get(visit.get_absolute_url()))
    for shown in (
        "He came, and stayed for tea.", "In August, when Nana did the shop", "I was late twice", "We said sorry",
        "Three columns", "How safe does home feel?",
    ):  # fmt: skip
        assert shown in words
    story = set(family.chronology.filter(subject_id=str(visit.pk)).values_list("text", flat=True))
    assert {
        "Decision carried out: Ask Karim to come along",
        "Strained between the family and us: I was late twice",
        "Mended between the family and us: We came without ringing first",
    } <= story


def test_sent_twice_it_is_kept_once(client: Client, family: Family, lead_worker: Staff, yusuf: Person) -> None:
    page = whole(family, lead_worker, yusuf)
    before = Visit.objects.count()
    for _ in range(2):
        assert client.post(log_url(family), page).status_code == 302
    assert Visit.objects.count() == before + 1
    assert DecisionReport.objects.count() == VisitTool.objects.count() == 1


def test_it_is_drafted_as_it_is_typed(client: Client, family: Family, lead_worker: Staff, yusuf: Person) -> None:
    page = whole(family, lead_worker, yusuf)
    assert save(client, family, page).status_code == 200
    shown = client.get(log_url(family)).content.decode()
    for kept in (
        "He came, and stayed for tea.",
        "In August, when Nana did the shop",
        "I was late twice",
        "We said sorry",
    ):
        assert kept in shown
    assert not DecisionReport.objects.exists()


def test_taken_further_a_decision_stays_open(client: Client, family: Family, lead_worker: Staff, yusuf: Person) -> None:
    decision = decided(family, lead_worker)
    client.post(log_url(family), page_of(lead_worker, yusuf) | {f"decision-{decision.pk}": "further"})
    decision.refresh_from_db()
    assert decision.closed_at is None
    assert not decision.reports.get().closes
    assert decision.text in said(client.get(log_url(family)))


def test_how_it_went_without_whether_is_asked_about(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    decision = decided(family, lead_worker)
    answer = client.post(log_url(family), page_of(lead_worker, yusuf) | {f"decision-{decision.pk}-how": "Well."})
    assert answer.status_code == 422
    assert "Say whether it was done or taken further" in said(answer)
    assert "Well." in answer.content.decode()


def test_words_about_a_decision_that_a_colleague_closed_meanwhile_are_shown_and_not_lost(
    client: Client, family: Family, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    decision = decided(family, lead_worker)
    page = page_of(lead_worker, yusuf) | {f"decision-{decision.pk}": "done", f"decision-{decision.pk}-how": "He wept."}
    decisions.close(decision=decision, by=supervisor)
    answer = client.post(log_url(family), page)
    assert answer.status_code == 422
    assert "Somebody else closed what these words were about" in said(answer)
    assert "He wept." in said(answer)
    again = page_of(lead_worker, yusuf, draft=page["draft"], version="1", account="We talked. He wept.")
    assert client.post(log_url(family), again).status_code == 302


def test_a_decision_is_not_carried_out_before_it_was_taken(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    decision = decisions.decide(family=family, by=lead_worker, text="Ring the school")
    yesterday = timezone.localdate() - timedelta(days=1)
    page = page_of(lead_worker, yusuf, happened_on=f"{yesterday:%Y-%m-%d}") | {f"decision-{decision.pk}": "done"}
    assert "That was decided after this visit" in said(client.post(log_url(family), page))
    early = told(yusuf, happened_at=timezone.now() - timedelta(days=1), decisions=[Carried(decision.pk)])
    with pytest.raises(ValidationError):
        visits.log(family=family, by=lead_worker, facts=early)


@pytest.mark.parametrize("kind", ["decision", "rupture", "worry", "tool"])
def test_what_is_another_familys_is_refused(
    case: Case, family: Family, other_family: Family, other_worker: Staff, lead_worker: Staff, yusuf: Person, kind: str
) -> None:
    mia = other_family.members.get().person
    facts = {
        "decision": lambda: {"decisions": [Carried(decided(other_family, other_worker).pk)]},
        "rupture": lambda: {"repairs": [Mended(strained(other_family, other_worker, mia).pk)]},
        "worry": lambda: {"exceptions": [WithoutIt(worried(other_family, other_worker).pk, "On Sunday")]},
        "tool": lambda: {"tools": [tool(retired_on=timezone.localdate()).pk]},
    }[kind]()
    with pytest.raises(ValidationError, match="belongs to another family"):
        visits.log(family=family, by=lead_worker, facts=told(yusuf, **facts))


def test_changing_a_visit_replaces_what_it_said_and_keeps_what_it_said_before(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    client.post(log_url(family), whole(family, lead_worker, yusuf))
    visit, decision, worry = family.visits.latest_first()[0], Decision.objects.get(), Worry.objects.get()
    mended, own = visit.repairs.get(), visit.ruptures.get()
    shown = client.get(amend_url(visit)).content.decode()
    for kept in (
        "He came, and stayed for tea.",
        "In August, when Nana did the shop",
        "I was late twice",
        "We said sorry",
    ):
        assert kept in shown
    page = page_of(lead_worker, yusuf, form="visit-amend", about=str(visit.pk), reason="I mixed them up") | {
        f"decision-{decision.pk}": "further",
        f"without-{worry.pk}": "In July",
        "rupture": "I was late, twice",
    }
    assert client.post(amend_url(visit), page).status_code == 302
    decision.refresh_from_db()
    mended.refresh_from_db()
    own.refresh_from_db()
    assert decision.closed_at is None
    assert not decision.reports.standing().get().closes
    assert [one.text for one in worry.exceptions.standing()] == ["In July"]
    assert (own.text, own.withdrawn_at) == ("I was late, twice", None)
    assert (mended.repaired_on, mended.how_repaired, mended.repaired_in_visit) == (None, "", None)
    assert not visit.tools_used.filter(withdrawn_at=None).exists()
    words = said(client.get(visit.get_absolute_url()))
    for before in (
        "He came, and stayed for tea.",
        "In August, when Nana did the shop",
        "I was late twice",
        "We said sorry",
    ):
        assert before in words


def test_a_strain_told_in_other_words_stays_mended(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    rupture = strained(family, lead_worker, yusuf)
    visits.log(family=family, by=lead_worker, facts=told(yusuf, repairs=[Mended(rupture.pk, "We talked")]))
    before = told(yusuf, happened_at=rupture.visit.happened_at, ruptures=["We came unannounced"])
    visits.amend(visit=rupture.visit, by=lead_worker, facts=before, reason="Better words")
    rupture.refresh_from_db()
    assert (rupture.text, rupture.how_repaired) == ("We came unannounced", "We talked")


def test_when_the_day_is_set_right_what_was_said_moves_along(
    family: Family, lead_worker: Staff, yusuf: Person, case: Case
) -> None:
    decision, worry = decided(family, lead_worker), worried(family, lead_worker)
    rupture = strained(family, lead_worker, yusuf)
    facts = {
        "decisions": [Carried(decision.pk)], "exceptions": [WithoutIt(worry.pk, "On Sunday", yusuf.pk)],
        "repairs": [Mended(rupture.pk)], "ruptures": ["I was late"],
    }  # fmt: skip
    visit = visits.log(family=family, by=lead_worker, facts=told(yusuf, **facts))
    earlier = timezone.now() - timedelta(days=2)
    visits.amend(visit=visit, by=lead_worker, facts=told(yusuf, happened_at=earlier, **facts), reason="The day")
    day = timezone.localdate(earlier)
    assert decision.reports.standing().get().reported_on == day
    exception = worry.exceptions.standing().get()
    assert (exception.happened_on, exception.told_by) == (day, yusuf)
    rupture.refresh_from_db()
    assert rupture.repaired_on == day
    assert visit.ruptures.get().happened_on == day


def test_a_visit_withdrawn_opens_again_what_it_closed(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    client.post(log_url(family), whole(family, lead_worker, yusuf))
    visit = family.visits.latest_first()[0]
    visits.withdraw(visit=visit, by=lead_worker, reason="The wrong family")
    assert Decision.objects.get().closed_at is None
    assert not DecisionReport.objects.standing().exists()
    assert [one.text for one in Rupture.objects.unrepaired()] == ["We came without ringing first"]
    assert not Worry.objects.get().exceptions.standing().exists()
    assert not VisitTool.objects.filter(withdrawn_at=None).exists()
    words = said(client.get(visit.get_absolute_url()))
    assert "In August, when Nana did the shop" in words  # it stays to be read
    assert "Three columns" in words


def test_a_decision_closed_elsewhere_too_stays_closed_when_the_visit_falls(
    case: Case, family: Family, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    decision = decided(family, lead_worker)
    visit = visits.log(family=family, by=lead_worker, facts=told(yusuf, decisions=[Carried(decision.pk, closes=False)]))
    decisions.close(decision=decision, by=supervisor)
    visits.withdraw(visit=visit, by=lead_worker, reason="Logged twice")
    decision.refresh_from_db()
    assert decision.closed_at is not None


def test_words_in_another_language_are_kept_as_they_were_said_and_in_english(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    page = page_of(lead_worker, yusuf) | {
        "quotes-0-text": "Spałem cały tydzień.",
        "quotes-0-who": str(yusuf.pk),
        "quotes-0-translation": "I slept all week.",
    }
    refused = client.post(log_url(family), page)
    assert refused.status_code == 422
    assert "Say which language it was said in" in said(refused)
    assert client.post(log_url(family), page | {"quotes-0-language": "Polish", "version": "1"}).status_code == 302
    quote = Quote.objects.get()
    assert (quote.language, quote.translation) == ("Polish", "I slept all week.")
    assert "“I slept all week.” said in Polish" in said(client.get(quote.visit.get_absolute_url()))


def test_a_new_strength_worry_and_step_carry_their_particulars(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="Bedtime without shouting")
    page = page_of(lead_worker, yusuf) | {
        "strengths-0-text": "Reads every night", "strengths-0-domain": "education",
        "worries-0-text": "The damp", "worries-0-domain": "home",
        "steps-0-text": "Ring the landlord", "steps-0-who": "Dana", "steps-0-goal": str(goal.pk),
        "steps-0-know": "The wall is dry", "steps-0-owner": "family",
    }  # fmt: skip
    assert client.post(log_url(family), page).status_code == 302
    assert Strength.objects.get().domain == "education"
    assert Worry.objects.get().domain == "home"
    step = NextStep.objects.get()
    assert (step.who, step.goal, step.how_we_will_know) == ("Dana", goal, "The wall is dry")


def test_a_strength_that_had_faded_is_true_again_when_it_is_seen(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    strength = strengths.notice(
        family=family, by=lead_worker, text="Reads", on=timezone.localdate() - timedelta(days=9)
    )
    Strength.objects.update(faded_on=timezone.localdate() - timedelta(days=2), faded_by=lead_worker)
    visits.log(family=family, by=lead_worker, facts=told(yusuf, resighted=[strength.pk]))
    strength.refresh_from_db()
    assert (strength.faded_on, strength.faded_by) == (None, None)


@pytest.mark.parametrize(
    ("changed", "fact"),
    [
        ({"ruptures": [" "]}, "ruptures"),
        ({"ruptures": ["s" * 301]}, "ruptures"),
        ({"quotes": [Said("Spałem.", whose="Nana", translation="I slept.")]}, "quotes"),
        ({"strengths": [NewStrength("Reads", domain="fun")]}, "strengths"),
        ({"next_steps": [NewStep("Ring", who="s" * 121)]}, "next_steps"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, changed: dict[str, Any], fact: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        visits.log(family=family, by=lead_worker, facts=told(yusuf, **changed))
    assert fact in refusal.value.message_dict


def test_the_api_takes_and_tells_all_of_it(
    client: Client, case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    decision, worry, rupture = (make(family, lead_worker) for make in (decided, worried, _strained(yusuf)))
    used = tool()
    body = {
        "happened_at": (timezone.now() - timedelta(hours=1)).isoformat(),
        "account": "We talked.",
        "people": [{"person": str(yusuf.pk)}],
        "quotes": [{"text": "Spałem.", "person": str(yusuf.pk), "language": "Polish", "translation": "I slept."}],
        "exceptions": [{"worry": str(worry.pk), "text": "On Sunday", "person": str(yusuf.pk)}],
        "decisions": [{"decision": str(decision.pk), "closes": False, "how_it_went": "Half"}],
        "ruptures": ["I was late"],
        "repairs": [{"rupture": str(rupture.pk), "how": "We talked"}],
        "tools": [str(used.pk)],
    }
    url = f"/api/v1/families/{family.pk}/visits/"
    answer = client.post(url, body, content_type="application/json", headers={"Idempotency-Key": "one"})
    assert answer.status_code == 201, answer.content
    visit = client.get(f"{url}{answer.json()['id']}/").json()
    assert visit["quotes"][0]["translation"] == "I slept."
    assert visit["exceptions"] == [{"worry": str(worry.pk), "text": "On Sunday", "person": str(yusuf.pk)}]
    assert visit["decisions"][0]["how_it_went"] == "Half"
    assert [one["text"] for one in visit["ruptures"]] == ["I was late"]
    assert visit["repairs"] == [{"rupture": str(rupture.pk), "text": rupture.text, "how": "We talked"}]
    assert visit["tools"] == [{"tool": str(used.pk), "name": used.name}]


def _strained(child: Person) -> Any:
    return lambda family, by: strained(family, by, child)


def test_a_second_tab_writes_over_nothing_of_it(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    decision = decided(family, lead_worker)
    first = page_of(lead_worker, yusuf) | {f"decision-{decision.pk}-how": "He came."}
    save(client, family, first)
    second = page_of(lead_worker, yusuf, tab="another") | {f"decision-{decision.pk}-how": "He did not."}
    answer = client.post(draft_url(family), second | {"do": "save"}, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "He came." in client.get(log_url(family)).content.decode()
    client.post(draft_url(family), second | {"do": "show-other"}, headers={"Accept": "application/json"})
    aside = family.drafts.get().asides.get()
    url = reverse("practice:draft-aside", args=[family.pk, aside.pk])
    assert "He did not." in said(client.get(url))
