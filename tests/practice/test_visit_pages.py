"""A visit's own page, the list of visits, changing one and withdrawing one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.actions import goals, steps, strengths, visits, worries
from practice.facts import NewGoal, NewStep, NewStrength, NewWorry, Rated, Said, Seen, VisitFacts, Voiced
from practice.forms.retelling import typed_from
from practice.models import Draft, Goal, NextStep, Quote, Rating, Strength, Visit, VisitRevision, Worry
from tests.practice.pages import TAB, said


@pytest.fixture
def client(case: Case, lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


def facts(yusuf: Person, leila: Person, dana: Person, **changed: Any) -> VisitFacts:
    told: dict[str, Any] = {
        "happened_at": timezone.now() - timedelta(days=6),
        "minutes": 47,
        "account": "We drew the evening as a line.",
        "people": [
            Seen(yusuf.pk, seen_alone=True, account="He showed me his den."),
            Seen(leila.pk, seen=False, why_not_seen="At school"),
            Seen(dana.pk),
        ],
        "quotes": [Said("I slept all week.", yusuf.pk, may_be_shared=True), Said("Bless them.", whose="Nana")],
        "strengths": [NewStrength("Nana collects them")],
        "worries": [NewWorry("Money at month's end")],
        "goals": [NewGoal("Bedtime without shouting", ratings=[Voiced("child", 4, yusuf.pk), Voiced("worker", 5)])],
        "next_steps": [NewStep("Dana rings the school", "family")],
    }
    return VisitFacts(**(told | changed))


@pytest.fixture
def visit(case: Case, family: Family, lead_worker: Staff, yusuf: Person, leila: Person, dana: Person) -> Visit:
    return visits.log(family=family, by=lead_worker, facts=facts(yusuf, leila, dana))


def amend_page(visit: Visit, worker: Staff, **changed: Any) -> dict[str, Any]:
    """The page as it opens, with a reason and what is changed."""
    controls = {"draft": visit.pk.hex, "version": "0", "tab": TAB, "worker": str(worker.pk), "do": "finish"}
    typed = typed_from(visit) | {"reason": ["I had mixed up two visits"]}
    told = {name.replace("__", "-"): value for name, value in changed.items()}
    return {name: value for name, value in (typed | controls | told).items() if value is not None}


def test_a_visit_s_page_tells_everything_and_is_recorded_as_a_read(
    client: Client, family: Family, visit: Visit, lead_worker: Staff
) -> None:
    words = said(client.get(visit.get_absolute_url()))
    for told in [
        "Visit at home", "We drew the evening as a line.", "Yusuf’s part", "He showed me his den.",
        "I slept all week.", "may be shared", "Bless them.", "Nana", "not seen: At school", "Nana collects them",
        "Money at month&#x27;s end: live", "“Bedtime without shouting”", "Dana rings the school",
        "recorded 6 days after",
    ]:  # fmt: skip
        assert told in words, told
    assert AuditEvent.objects.get(verb="family.visit-opened").by_id == lead_worker.pk


def test_the_list_tells_who_was_seen_newest_first_and_pages(
    client: Client, family: Family, lead_worker: Staff, visit: Visit, yusuf: Person
) -> None:
    for days in range(20):
        told = VisitFacts(happened_at=timezone.now() - timedelta(days=days), account="A walk.", people=[Seen(yusuf.pk)])
        visits.log(family=family, by=lead_worker, facts=told)
    url = reverse("practice:visit-list", args=[family.pk])
    first, second = said(client.get(url)), said(client.get(url + "?page=2"))
    assert "Yusuf alone and Dana seen · 47 min · recorded 6 days after" in first
    assert "1 to 20" in first
    assert "21 to 21" in second


def test_a_list_of_twenty_costs_as_many_queries_as_a_list_of_one(
    client: Client, family: Family, lead_worker: Staff, visit: Visit, yusuf: Person
) -> None:
    url = reverse("practice:visit-list", args=[family.pk])
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url)
    for days in range(19):
        told = VisitFacts(happened_at=timezone.now() - timedelta(days=days), account="A walk.", people=[Seen(yusuf.pk)])
        visits.log(family=family, by=lead_worker, facts=told)
    with CaptureQueriesContext(connection) as twenty:
        client.get(url)
    assert len(twenty) == len(one)


def test_before_the_first_visit_the_list_says_what_will_stand_there(client: Client, family: Family) -> None:
    words = said(client.get(reverse("practice:visit-list", args=[family.pk])))
    assert "No visits yet" in words
    assert "Log the first" in words


def test_the_page_to_change_a_visit_opens_with_what_it_says(client: Client, family: Family, visit: Visit) -> None:
    page = client.get(reverse("practice:visit-amend", args=[family.pk, visit.pk])).content.decode()
    assert "We drew the evening as a line.</textarea>" in page
    assert "He showed me his den.</textarea>" in page
    assert "Bless them.</textarea>" in page
    assert 'value="At school"' in page
    assert not Draft.objects.exists()


def test_a_change_needs_its_reason(client: Client, family: Family, visit: Visit, lead_worker: Staff) -> None:
    url = reverse("practice:visit-amend", args=[family.pk, visit.pk])
    response = client.post(url, amend_page(visit, lead_worker, reason=None, account="Another"))
    assert response.status_code == 422
    assert response.context["page"].error_lines == [("reason", "Say why you are changing it")]
    visit.refresh_from_db()
    assert visit.account == "We drew the evening as a line."


def test_sending_the_page_unchanged_changes_nothing_but_says_it_was_looked_at(
    client: Client, family: Family, visit: Visit, lead_worker: Staff
) -> None:
    before = [set(model.objects.values_list("pk", flat=True)) for model in (Quote, Rating, Strength, Worry, Goal)]
    url = reverse("practice:visit-amend", args=[family.pk, visit.pk])
    assert client.post(url, amend_page(visit, lead_worker))["Location"] == visit.get_absolute_url()
    after = [set(model.objects.values_list("pk", flat=True)) for model in (Quote, Rating, Strength, Worry, Goal)]
    assert before == after
    assert not Quote.objects.exclude(withdrawn_at=None).exists()
    words = said(client.get(visit.get_absolute_url()))
    assert "Nothing that it says was changed." in words


def test_what_a_visit_said_before_is_kept_and_read_under_it(
    client: Client, family: Family, visit: Visit, lead_worker: Staff, yusuf: Person
) -> None:
    url = reverse("practice:visit-amend", args=[family.pk, visit.pk])
    goal = Goal.objects.get()
    page = amend_page(visit, lead_worker, account="We walked.", minutes="60", quotes__0__text="I slept two nights.")
    page |= {f"rating-{goal.pk}-{yusuf.pk}": "3", f"worry-{Worry.objects.get().pk}": "easing"}
    client.post(url, page)
    words = said(client.get(visit.get_absolute_url()))
    now, _, before = words.rpartition("What it said before")
    assert "We walked." in now
    assert "I slept two nights." in now
    assert "I slept all week." not in now
    for told in ["We drew the evening as a line.", "“I slept all week.” Yusuf, may be shared", "47", "Yusuf: 4",
                 "Money at month&#x27;s end: live", "I had mixed up two visits", lead_worker.name]:  # fmt: skip
        assert told in before, told
    assert VisitRevision.objects.get().before["account"] == "We drew the evening as a line."
    assert Worry.objects.get().state == "easing"
    assert Rating.objects.standing().get(voice="child").score == 3
    assert set(Quote.objects.standing().values_list("text", flat=True)) == {"I slept two nights.", "Bless them."}


def test_two_changes_each_keep_what_stood_before_them(
    client: Client, family: Family, visit: Visit, lead_worker: Staff
) -> None:
    url = reverse("practice:visit-amend", args=[family.pk, visit.pk])
    client.post(url, amend_page(visit, lead_worker, account="Second."))
    visit.refresh_from_db()
    client.post(url, amend_page(visit, lead_worker, account="Third.", draft=family.pk.hex))
    assert [revision.before["account"] for revision in VisitRevision.objects.order_by("amended_at")] == [
        "We drew the evening as a line.",
        "Second.",
    ]


def test_moving_a_visit_s_day_moves_what_was_said_and_seen_at_it_and_the_clocks(
    family: Family, visit: Visit, lead_worker: Staff, yusuf: Person, leila: Person, dana: Person, case: Case
) -> None:
    day = timezone.now() - timedelta(days=20)
    told = facts(yusuf, leila, dana, happened_at=day, strengths=(), worries=(), goals=(), next_steps=())
    strength, worry = Strength.objects.get(), Worry.objects.get()
    goal = Goal.objects.get()
    again = {
        "resighted": [strength.pk],
        "worry_states": {worry.pk: "live"},
        "ratings": [Rated(goal.pk, "child", 4, yusuf.pk)],
    }
    told = facts(yusuf, leila, dana, happened_at=day, strengths=(), worries=(), goals=(), next_steps=(), **again)
    visits.amend(visit=visit, by=lead_worker, facts=told, reason="It was the week before")
    case.refresh_from_db()
    on = timezone.localdate(day)
    assert (case.last_seen_on, case.last_seen_by_lead_on, case.last_seen_alone_on) == (on, on, on)
    assert {quote.said_on for quote in Quote.objects.standing()} == {on}
    assert strength.sightings.standing().get().seen_on == on
    assert goal.ratings.standing().get().rated_on == on
    assert not goal.ratings.standing().filter(voice="worker").exists()


def test_taking_back_the_only_sighting_of_a_strength_takes_it_off_the_page_and_ticking_it_brings_it_back(
    family: Family, visit: Visit, lead_worker: Staff, yusuf: Person, leila: Person, dana: Person
) -> None:
    strength, worry = Strength.objects.get(), Worry.objects.get()
    bare = facts(yusuf, leila, dana, strengths=(), worries=(), goals=(), next_steps=())
    visits.amend(visit=visit, by=lead_worker, facts=bare, reason="Not seen after all")
    assert not Strength.objects.standing().exists()
    assert not Worry.objects.standing().exists()
    strength.refresh_from_db()
    again = facts(yusuf, leila, dana, strengths=(), worries=(), goals=(), next_steps=(), resighted=[strength.pk])
    visits.amend(visit=visit, by=lead_worker, facts=again, reason="It was")
    assert Strength.objects.standing().get() == strength
    assert worry.updates.standing().count() == 0


def test_a_supervisor_may_change_a_visit_and_another_worker_may_not(
    family: Family, visit: Visit, co_worker: Staff, supervisor: Staff, teammate: Staff
) -> None:
    url = reverse("practice:visit-amend", args=[family.pk, visit.pk])
    met = {}
    for somebody in (co_worker, teammate, supervisor):
        client = Client()
        client.force_login(somebody)
        met[somebody.name] = client.get(url).status_code
    assert met == {co_worker.name: 403, teammate.name: 403, supervisor.name: 200}


def test_after_twenty_eight_days_a_visit_stays_as_it_is(
    client: Client, family: Family, lead_worker: Staff, supervisor: Staff, yusuf: Person, case: Case
) -> None:
    long_ago = timezone.now() - timedelta(days=29)
    told = VisitFacts(happened_at=long_ago, account="A walk.", people=[Seen(yusuf.pk)])
    visit = visits.log(family=family, by=lead_worker, facts=told, logged_at=long_ago)
    assert client.get(reverse("practice:visit-amend", args=[family.pk, visit.pk])).status_code == 403
    assert client.get(reverse("practice:visit-withdraw", args=[family.pk, visit.pk])).status_code == 403
    assert "A visit can be changed for 28 days" in said(client.get(visit.get_absolute_url()))
    above = Client()
    above.force_login(supervisor)
    assert above.get(reverse("practice:visit-amend", args=[family.pk, visit.pk])).status_code == 403
    assert above.get(reverse("practice:visit-withdraw", args=[family.pk, visit.pk])).status_code == 200


def test_withdrawing_needs_a_reason(client: Client, family: Family, visit: Visit) -> None:
    url = reverse("practice:visit-withdraw", args=[family.pk, visit.pk])
    assert client.post(url, {"reason": " "}).status_code == 422
    visit.refresh_from_db()
    assert visit.withdrawn_at is None


def test_a_withdrawn_visit_stays_to_be_read_and_counts_no_more(
    client: Client, family: Family, visit: Visit, case: Case, lead_worker: Staff, yusuf: Person
) -> None:
    client.post(reverse("practice:visit-withdraw", args=[family.pk, visit.pk]), {"reason": "The wrong family"})
    words = said(client.get(visit.get_absolute_url()))
    assert "This visit was withdrawn" in words
    assert "The wrong family" in words
    assert "I slept all week." in words
    assert "Nana collects them" in words

    case.refresh_from_db()
    assert (case.last_seen_on, case.last_seen_by_lead_on, case.last_seen_alone_on) == (None, None, None)
    for model in (Quote, Rating, Strength, Worry, Goal):
        assert model.objects.exists()
        assert not model.objects.standing().exists(), model.__name__
    assert not NextStep.objects.to_do().exists()
    told = family.chronology.filter(subject_id=str(visit.pk))
    assert told.exists()
    assert not told.filter(withdrawn_at=None).exists()
    assert family.chronology.filter(text__contains="was withdrawn: The wrong family").exists()
    assert AuditEvent.objects.get(verb="visit.withdrawn").by_id == lead_worker.pk


def test_withdrawing_one_visit_leaves_what_others_told(
    family: Family, lead_worker: Staff, yusuf: Person, case: Case
) -> None:
    strength = strengths.notice(family=family, by=lead_worker, text="Dana rings first")
    worry = worries.note(family=family, by=lead_worker, text="Money", on=timezone.localdate() - timedelta(days=9))
    goal = goals.agree(family=family, by=lead_worker, text="School", on=timezone.localdate() - timedelta(days=9))
    step = steps.agree(family=family, by=lead_worker, text="Ring the school")
    first, second = (
        VisitFacts(
            happened_at=timezone.now() - timedelta(days=days),
            account="A walk.",
            people=[Seen(yusuf.pk)],
            resighted=[strength.pk],
            worry_states={worry.pk: state},
            ratings=[Rated(goal.pk, "child", score, yusuf.pk)],
            steps_done=done,
        )
        for days, state, score, done in ((5, "easing", 4, []), (2, "resolved", 7, [step.pk]))
    )
    visits.log(family=family, by=lead_worker, facts=first)
    last = visits.log(family=family, by=lead_worker, facts=second)
    visits.withdraw(visit=last, by=lead_worker, reason="Logged twice")
    worry.refresh_from_db()
    step.refresh_from_db()
    case.refresh_from_db()
    five_days_ago = timezone.localdate(first.happened_at)
    assert (worry.state, worry.state_since) == ("easing", five_days_ago)
    assert strength.sightings.standing().count() == 2
    assert [rating.score for rating in goal.ratings.standing()] == [4]
    assert (step.done_at, step.done_in_visit) == (None, None)
    assert case.last_seen_on == five_days_ago


def test_a_visit_of_another_family_is_not_there(
    client: Client, family: Family, other_family: Family, other_worker: Staff
) -> None:
    mia = other_family.members.get().person
    told = VisitFacts(happened_at=timezone.now(), account="A walk.", people=[Seen(mia.pk)])
    theirs = visits.log(family=other_family, by=other_worker, facts=told)
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.get(reverse("practice:visit-detail", args=[family.pk, theirs.pk])).status_code == 404


def test_a_change_of_a_visit_is_drafted_too(client: Client, family: Family, visit: Visit, lead_worker: Staff) -> None:
    page = amend_page(visit, lead_worker, account="Half a sent") | {"form": "visit-amend", "about": str(visit.pk)}
    url = reverse("practice:visit-draft", args=[family.pk])
    answer = client.post(url, page | {"do": "save"}, headers={"Accept": "application/json"})
    assert answer.json()["version"] == 1
    shown = client.get(reverse("practice:visit-amend", args=[family.pk, visit.pk])).content.decode()
    assert "Half a sent</textarea>" in shown
    assert "Change to the visit to the Begum-Hale family" in said(client.get(reverse("practice:draft-list")))
    visit.refresh_from_db()
    assert visit.account == "We drew the evening as a line."
