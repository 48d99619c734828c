"""A family's plan: made from what is on record, changed on one page, read by whoever may know of the family."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import cases
from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import goals, steps, strengths
from practice.models import Goal, GoalStrength, NextStep
from practice.plans.actions import plans
from practice.plans.models import Plan
from practice.plans.reading import in_full
from tests.practice.life import visit
from tests.practice.pages import log_url, said
from tests.practice.pages import page_of as visit_page
from tests.practice_plans.life import day, goal_of, make_plan, page_of, rate, step_of

pytestmark = pytest.mark.usefixtures("case")


def at(name: str, *args: object) -> str:
    return reverse(f"plans:{name}", args=args)


@pytest.fixture
def client(lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


def test_without_a_plan_the_tab_says_what_a_plan_is(client: Client, family: Family) -> None:
    page = said(client.get(at("plan-current", family.pk)))
    assert "No plan yet" in page
    assert "Make a plan with them" in page
    assert "Offer a network meeting" in page


def test_a_plan_is_made_of_the_goals_and_strengths_that_are_there(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="Bedtime without shouting")
    strength = strengths.notice(family=family, by=lead_worker, text="Nana collects them")
    shown = said(client.get(at("plan-start", family.pk)))
    assert "“Bedtime without shouting”" in shown
    assert "Nana collects them" in shown
    typed = {
        f"goal-{goal.pk}-in_plan": "on",
        f"goal-{goal.pk}-order": "1",
        f"goal-{goal.pk}-leans": [str(strength.pk)],
        f"rows-goal-{goal.pk}": "1",
        f"goal-{goal.pk}-new-0-text": "Move the telly downstairs",
        f"goal-{goal.pk}-new-0-owner": "family",
        f"goal-{goal.pk}-new-0-who": "Dana",
    }
    response = client.post(at("plan-start", family.pk), page_of(**typed))
    plan = Plan.objects.get(family=family)
    assert response.headers["Location"] == plan.get_absolute_url()
    assert GoalStrength.objects.get(goal=goal, unlinked_at=None).strength == strength
    step = NextStep.objects.get(goal=goal)
    assert (step.text, step.owner, step.who) == ("Move the telly downstairs", "family", "Dana")
    assert not in_full(plan).missing
    assert "New plan with the family: Child in need plan" in said(client.get(reverse("cases:story", args=[family.pk])))


def test_what_was_typed_is_all_there_when_something_is_missing(client: Client, family: Family) -> None:
    typed = {
        "why": "",
        "rows-goals": "1",
        "new-0-text": "School every day",
        "new-0-domain": "education",
        "rows-new-0": "1",
        "new-0-new-0-text": "Uncle Bill walks him",
        "new-0-new-0-owner": "network",
    }
    response = client.post(at("plan-start", family.pk), page_of(**typed))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Say why we have a plan" in page
    assert 'value="School every day"' in page
    assert 'value="Uncle Bill walks him"' in page
    assert not Plan.objects.exists()


def test_a_list_grows_by_a_row_and_nothing_typed_is_lost_or_kept(client: Client, family: Family) -> None:
    typed = {"do": "more-new-0", "why": "", "rows-goals": "1", "new-0-text": "School every day", "rows-new-0": "1"}
    response = client.post(at("plan-start", family.pk), page_of(**typed))
    assert response.status_code == 200
    page = response.content.decode()
    assert 'name="new-0-new-1-text"' in page
    assert 'value="School every day"' in page
    assert "Say why we have a plan" not in page
    assert not Plan.objects.exists()


def test_a_new_goal_with_an_action_but_no_words_is_asked_for_them(client: Client, family: Family) -> None:
    typed = {"rows-goals": "1", "rows-new-0": "1", "new-0-text": "", "new-0-domain": "other"}
    typed |= {"new-0-new-0-text": "Ring school", "new-0-new-0-owner": "us"}
    response = client.post(at("plan-start", family.pk), page_of(**typed))
    assert response.status_code == 422
    assert "Say what they want to be different" in said(response)


def test_a_second_open_plan_of_a_kind_is_refused_in_words(client: Client, family: Family, lead_worker: Staff) -> None:
    make_plan(family, lead_worker)
    response = client.post(at("plan-start", family.pk), page_of())
    assert response.status_code == 422
    assert "They have a plan of this kind already" in said(response)
    assert Plan.objects.count() == 1


def test_a_plan_that_lacks_something_says_so_and_waits(client: Client, family: Family, lead_worker: Staff) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="School every day")
    client.post(at("plan-start", family.pk), page_of(**{f"goal-{goal.pk}-in_plan": "on", f"goal-{goal.pk}-order": "1"}))
    plan = Plan.objects.get()
    page = said(client.get(plan.get_absolute_url()))
    assert "“School every day” leans on no strength yet, and does not say why not." in page
    assert "Nobody does anything towards “School every day” yet." in page
    assert "The plan they keep" not in page
    refused = client.get(at("plan-keep", family.pk, plan.pk))
    assert refused.status_code == 403
    assert "not ready to be given to the family" in said(refused)
    assert client.get(at("review-hold", family.pk, plan.pk)).status_code == 403


def test_saying_why_a_goal_leans_on_nothing_is_enough(client: Client, family: Family, lead_worker: Staff) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="School every day")
    steps.agree(family=family, by=lead_worker, text="Ring school", goal=goal)
    typed = {f"goal-{goal.pk}-in_plan": "on", f"goal-{goal.pk}-order": "1", f"goal-{goal.pk}-because": "We only met"}
    client.post(at("plan-start", family.pk), page_of(**typed))
    assert Goal.objects.get(pk=goal.pk).no_strength_because == "We only met"
    assert not in_full(Plan.objects.get()).missing


def test_a_plan_is_changed_on_one_page(client: Client, family: Family, lead_worker: Staff) -> None:
    plan = make_plan(family, lead_worker)
    goal, telly, club = goal_of(plan), step_of(plan, "Move"), step_of(plan, "Ask")
    typed = {
        "title": "Sleep",
        f"goal-{goal.pk}-in_plan": "on",
        f"goal-{goal.pk}-order": "1",
        f"goal-{goal.pk}-because": "Nana has moved away",
        f"action-{telly.pk}-text": telly.text,
        f"action-{telly.pk}-owner": "network",
        f"action-{telly.pk}-who": "Uncle Bill",
        f"action-{club.pk}-text": club.text,
        f"action-{club.pk}-owner": "us",
        f"action-{club.pk}-dropped": "on",
    }
    client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, **typed))
    plan.refresh_from_db()
    assert (plan.title, plan.version) == ("Sleep", 2)
    assert not GoalStrength.objects.filter(goal=goal, unlinked_at=None).exists()
    telly.refresh_from_db()
    assert (telly.owner, telly.who) == ("network", "Uncle Bill")
    club.refresh_from_db()
    assert club.withdrawn_at is not None
    page = said(client.get(plan.get_absolute_url()))
    assert "Move the telly downstairs: now Uncle Bill, before Dana." in page
    assert "No longer needed: Ask school about breakfast club." in page


def test_two_people_changing_a_plan_lose_nothing(client: Client, family: Family, lead_worker: Staff) -> None:
    plan = make_plan(family, lead_worker)
    assert client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, title="First")).status_code == 302
    late = client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, title="Second"))
    assert late.status_code == 422
    assert "Somebody changed this plan while you were writing" in said(late)
    assert 'value="Second"' in late.content.decode()
    plan.refresh_from_db()
    assert plan.title == "First"
    again = client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, title="Second"))
    assert again.status_code == 302


def test_goals_that_were_not_on_the_page_stay_in_the_plan(client: Client, family: Family, lead_worker: Staff) -> None:
    plan = make_plan(family, lead_worker)
    client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, title="Sleep"))
    assert [one.goal.text for one in in_full(plan).current] == ["Bedtime without shouting"]
    assert not in_full(plan).missing


def test_a_goal_leaves_the_plan_and_stays_the_family_s(client: Client, family: Family, lead_worker: Staff) -> None:
    plan = make_plan(family, lead_worker)
    goal = goal_of(plan)
    client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, **{f"goal-{goal.pk}-order": "1"}))
    assert not in_full(plan).goals
    assert Goal.objects.current().filter(pk=goal.pk).exists()
    assert "“Bedtime without shouting” left the plan." in said(client.get(plan.get_absolute_url()))


def test_a_goal_reworded_ended_and_taken_up_again_stays_the_same_goal_of_the_plan(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    plan = make_plan(family, lead_worker)
    goal = goal_of(plan)
    rate(plan, lead_worker, 4, 10)
    goals.reword(goal=goal, by=lead_worker, text="Bedtime with a story", whose=None, domain="home")
    page = said(client.get(plan.get_absolute_url()))
    assert "“Bedtime without shouting” is now “Bedtime with a story”." in page
    goals.end(goal=goal, by=lead_worker)
    ended = said(client.get(plan.get_absolute_url()))
    assert "Goal ended: “Bedtime with a story”." in ended
    assert "Take one up again" in ended
    goals.reopen(goal=goal, by=lead_worker)
    again = in_full(plan)
    assert [one.goal for one in again.current] == [goal]
    assert [rating.score for rating in again.current[0].ratings] == [4]
    assert not again.missing


def test_a_goal_that_leaned_on_nothing_hears_of_strengths_known_by_now(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    goal = goals.agree(family=family, by=lead_worker, text="School every day")
    steps.agree(family=family, by=lead_worker, text="Ring school", goal=goal)
    typed = {f"goal-{goal.pk}-in_plan": "on", f"goal-{goal.pk}-order": "1", f"goal-{goal.pk}-because": "We only met"}
    client.post(at("plan-start", family.pk), page_of(**typed))
    plan = Plan.objects.get()
    assert "known by now" not in said(client.get(plan.get_absolute_url()))
    strengths.notice(family=family, by=lead_worker, text="Nana collects them")
    page = client.get(plan.get_absolute_url())
    assert "Leans on no strength yet: We only met 1 strength is known by now" in said(page)
    change = client.get(at("plan-amend", family.pk, plan.pk)).content.decode()
    assert f'id="goal-{goal.pk}-head"' in change, "where the link leads"


def test_a_step_agreed_at_a_visit_is_brought_into_the_plan(client: Client, family: Family, lead_worker: Staff) -> None:
    plan = make_plan(family, lead_worker)
    loose = steps.agree(family=family, by=lead_worker, text="Karim rings the school", owner="family")
    assert "Karim rings the school" in said(client.get(at("plan-amend", family.pk, plan.pk)))
    typed = {f"loose-{loose.pk}-goal": str(goal_of(plan).pk), f"goal-{goal_of(plan).pk}-order": "1"}
    typed[f"goal-{goal_of(plan).pk}-in_plan"] = "on"
    typed[f"goal-{goal_of(plan).pk}-because"] = "later"
    client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, **typed))
    assert NextStep.objects.get(pk=loose.pk).goal == goal_of(plan)


def test_another_family_s_goal_cannot_be_put_into_a_plan(
    client: Client, family: Family, other_family: Family, other_worker: Staff, lead_worker: Staff
) -> None:
    foreign = goals.agree(family=other_family, by=other_worker, text="Not theirs")
    loose = steps.agree(family=family, by=lead_worker, text="Ring")
    plan = make_plan(family, lead_worker)
    typed = {f"loose-{loose.pk}-goal": str(foreign.pk)}
    assert client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, **typed)).status_code == 422
    assert NextStep.objects.get(pk=loose.pk).goal is None


def test_an_action_is_ticked_in_the_visit_where_it_was_done(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    plan = make_plan(family, lead_worker)
    step = step_of(plan, "Move")
    assert client.post(log_url(family), visit_page(lead_worker, yusuf, done=[str(step.pk)])).status_code == 302
    step.refresh_from_db()
    assert step.done_in_visit is not None
    page = said(client.get(plan.get_absolute_url()))
    assert "Done: Move the telly downstairs (Dana)." in page
    assert (
        reverse("practice:visit-detail", args=[family.pk, step.done_in_visit_id])
        in client.get(plan.get_absolute_url()).content.decode()
    )


def test_voices_and_balance_stand_on_the_plan(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    plan = make_plan(family, lead_worker, whose=yusuf)
    rate(plan, lead_worker, 4, 10, yusuf)
    rate(plan, lead_worker, 6, 1, yusuf)
    page = said(client.get(plan.get_absolute_url()))
    assert "Yusuf’s goal" in page
    assert "The figures as a table" in page
    assert "Yusuf: from 4 on" in client.get(plan.get_absolute_url()).content.decode()
    assert "1 strength" in page
    assert "Is there anything anybody is worried about?" not in page, "one is not many: as on the family's page"
    for text in ("Dana rings first", "Yusuf walks Leila to school"):
        strengths.notice(family=family, by=lead_worker, text=text)
    page = said(client.get(plan.get_absolute_url()))
    assert "3 strengths" in page
    assert "Is there anything anybody is worried about?" in page


def test_who_may_know_of_the_family_reads_the_plan_and_sees_why_they_cannot_change_it(
    family: Family, lead_worker: Staff, teammate: Staff
) -> None:
    plan = make_plan(family, lead_worker)
    client = Client()
    client.force_login(teammate)
    page = said(client.get(plan.get_absolute_url()))
    assert "Bedtime without shouting" in page
    assert "Only a worker allocated to this family, or their supervisor, can write their plan." in page
    assert "Change the plan" not in page
    assert client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, title="Mine")).status_code == 403


def test_a_plan_ends_with_a_reason_and_stays_to_be_read(client: Client, family: Family, lead_worker: Staff) -> None:
    plan = make_plan(family, lead_worker)
    assert client.post(at("plan-end", family.pk, plan.pk), {"reason": "", "on": f"{day()}"}).status_code == 422
    client.post(at("plan-end", family.pk, plan.pk), {"reason": "reached", "words": "They sleep.", "on": f"{day()}"})
    plan.refresh_from_db()
    assert plan.end_reason == "reached"
    assert "Plans that have ended" in said(client.get(at("plan-current", family.pk)))
    page = said(client.get(plan.get_absolute_url()))
    assert "This plan has ended" in page
    assert "They sleep." in page
    assert client.get(at("plan-amend", family.pk, plan.pk)).status_code == 403


def test_a_plan_ended_by_mistake_goes_on_and_what_was_written_at_its_end_is_told(
    client: Client, family: Family, lead_worker: Staff, teammate: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    plan = plans.end(plan=make_plan(family, lead_worker), by=lead_worker, reason="reached", words="They sleep.")
    reopen = at("plan-reopen", family.pk, plan.pk)
    assert reopen in client.get(plan.get_absolute_url()).content.decode()
    assert reopen not in signed_in(teammate).get(plan.get_absolute_url()).content.decode()
    assert signed_in(teammate).post(reopen).status_code == 403
    assert client.post(reopen).headers["Location"] == plan.get_absolute_url()
    plan.refresh_from_db()
    assert (plan.is_open, plan.end_reason, plan.end_words) == (True, "", "")
    story = said(client.get(reverse("cases:story", args=[family.pk])))
    assert "Quiet nights goes on: it was ended by mistake. At its end was written: “They sleep.”" in story
    assert client.post(reopen).status_code == 403, "it goes on already"


def test_a_plan_stays_ended_while_another_of_its_kind_is_there(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    old = plans.end(plan=make_plan(family, lead_worker), by=lead_worker, reason="reached")
    new = make_plan(family, lead_worker, days_ago=5)
    refused = client.post(at("plan-reopen", family.pk, old.pk))
    assert refused.status_code == 403
    assert "They have another plan of this kind now." in said(refused)
    plans.end(plan=new, by=lead_worker, reason="other")
    assert client.post(at("plan-reopen", family.pk, old.pk)).status_code == 302


def test_a_plan_of_very_many_goals_and_actions_is_kept(client: Client, family: Family, lead_worker: Staff) -> None:
    typed = {f"loose-{number}-goal": "" for number in range(1200)}
    assert client.post(at("plan-start", family.pk), page_of(**typed)).status_code == 302
    assert Plan.objects.filter(family=family).exists()


def test_once_the_case_is_closed_the_plan_can_still_be_ended(
    client: Client, family: Family, lead_worker: Staff, supervisor: Staff, case: Case
) -> None:
    plan = make_plan(family, lead_worker)
    cases.close(case=case, reason="RC8", by=supervisor)
    assert client.get(at("plan-amend", family.pk, plan.pk)).status_code == 403
    assert client.post(at("plan-end", family.pk, plan.pk), {"reason": "reached", "on": f"{day()}"}).status_code == 302


def test_the_header_says_when_the_plan_is_looked_at_again(client: Client, family: Family, lead_worker: Staff) -> None:
    make_plan(family, lead_worker, days_ago=40)
    assert "next: child in need review" in said(client.get(reverse("practice:visit-list", args=[family.pk])))
    make_plan(family, lead_worker, kind="child_protection", days_ago=13)
    page = said(client.get(reverse("practice:visit-list", args=[family.pk])))
    assert "core group" in page


def test_the_overview_shows_the_plan_and_offers_the_paper(
    client: Client, family: Family, lead_worker: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    panel = reverse("cases:family-panel", args=[family.pk, "plan"])
    assert "No plan yet" in said(client.get(panel))
    plan = make_plan(family, lead_worker)
    shown = client.get(panel)
    assert "Quiet nights" in said(shown)
    assert at("plan-keep", family.pk, plan.pk) in shown.content.decode()


def test_a_visit_counts_nothing_twice_in_a_plan(family: Family, lead_worker: Staff) -> None:
    plan = make_plan(family, lead_worker)
    visit(family, lead_worker, days=3)
    assert len(in_full(plan).actions) == 2


@pytest.mark.parametrize(("days_ago", "is_late"), [(4, True), (0, False), (-4, False)])
def test_a_review_that_is_late_is_not_told_as_done(
    client: Client, family: Family, lead_worker: Staff, days_ago: int, is_late: bool
) -> None:
    plan = make_plan(family, lead_worker)
    plan.next_review_on = day(days_ago)
    plan.save(update_fields=["next_review_on"])
    for url in (plan.get_absolute_url(), reverse("cases:family-panel", args=(family.pk, "plan"))):
        page = said(client.get(url))
        assert ("· was to be looked at again by" in page) is is_late
        assert ("· to be looked at again by" in page) is not is_late
