"""A new goal, told at a visit, leans on strengths: those on record, and those noticed at the very same visit."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import goals, strengths, visits
from practice.facts import NewGoal, NewStrength
from practice.models import Goal, Visit
from tests.practice.between import told
from tests.practice.pages import log_url, page_of, said, save


@pytest.fixture
def client(case: Case, lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


def leans(text: str) -> set[str]:
    return set(Goal.objects.get(text=text).leans.standing().values_list("strength__text", flat=True))


def test_a_goal_leans_on_a_strength_on_record_and_on_one_noticed_at_the_same_visit(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    known = strengths.notice(family=family, by=lead_worker, text="Rings first")
    page = page_of(lead_worker, yusuf) | {
        "strengths-0-text": "",
        "strengths-1-text": "Nana collects them",
        "strengths-2-text": "Dana laughs about it",
        "goals-0-text": "School every day",
        "goals-0-leans": [str(known.pk), "strengths-2", "strengths-0", "strengths-9", "nonsense"],
        "goals-1-text": "Bedtime without shouting",
    }
    answer = client.post(log_url(family), page, follow=True)
    assert "Visit logged." in said(answer)
    assert leans("School every day") == {"Rings first", "Dana laughs about it"}
    assert leans("Bedtime without shouting") == set()
    shown = said(client.get(Visit.objects.get().get_absolute_url()))
    assert "“School every day” leans on: Rings first; Dana laughs about it" in shown


def test_what_it_leans_on_is_kept_in_the_draft_and_shown_again_with_the_words_of_new_strengths(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    page = page_of(lead_worker, yusuf) | {
        "strengths-0-text": "Nana collects them",
        "goals-0-text": "School every day",
        "goals-0-leans": ["strengths-0"],
    }
    assert save(client, family, page).status_code == 200
    drawn = client.get(log_url(family)).content.decode()
    assert 'id="goals-0-leans-strengths-0" value="strengths-0" checked' in drawn.replace("  ", " ")
    assert 'for="goals-0-leans-strengths-0">Nana collects them' in drawn


def test_no_goal_leans_on_another_familys_strength_or_on_a_new_one_that_is_not_told(
    case: Case, family: Family, other_family: Family, lead_worker: Staff, other_worker: Staff, yusuf: Person
) -> None:
    theirs = strengths.notice(family=other_family, by=other_worker, text="Sings")
    for goal in (NewGoal("School", leans_on=[theirs.pk]), NewGoal("School", leans_on_new=[1])):
        with pytest.raises(ValidationError):
            visits.log(family=family, by=lead_worker, facts=told(yusuf, strengths=[NewStrength("Kind")], goals=[goal]))
    assert not Visit.objects.exists()


def test_a_goal_added_when_a_visit_is_amended_leans_too(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    visit = visits.log(family=family, by=lead_worker, facts=told(yusuf))
    facts = told(yusuf, strengths=[NewStrength("Kind")], goals=[NewGoal("School", leans_on_new=[0])])
    visits.amend(visit=visit, by=lead_worker, facts=facts, reason="Left out")
    assert leans("School") == {"Kind"}


def test_all_children_are_ticked_by_one_button(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person, leila: Person
) -> None:
    assert "All 2 children seen" in said(client.get(log_url(family)))
    page = page_of(lead_worker) | {"do": "all-seen", f"child-{leila.pk}-alone": "1", "account": "Half a"}
    drawn = client.post(log_url(family), page, follow=True).content.decode()
    for name in (f"child-{yusuf.pk}-seen", f"child-{leila.pk}-seen", f"child-{leila.pk}-alone"):
        assert f'name="{name}" value="1"' in drawn
        assert "checked" in drawn.split(f'name="{name}" value="1"')[1].split(">")[0]
    assert "Half a" in drawn


def test_a_child_not_yet_born_is_not_seen(client: Client, family: Family, lead_worker: Staff, yusuf: Person) -> None:
    yusuf.date_of_birth = timezone.localdate() + timedelta(days=1)
    yusuf.save(update_fields=["date_of_birth"])
    answer = client.post(log_url(family), page_of(lead_worker, yusuf))
    assert answer.status_code == 422
    assert "Yusuf was not born then" in said(answer)
    assert f'href="#child-{yusuf.pk}-seen"' in answer.content.decode()
    with pytest.raises(ValidationError, match="not born"):
        visits.log(family=family, by=lead_worker, facts=told(yusuf))


def test_what_was_seen_latest_stands_first_and_the_rest_is_folded_with_what_asks_whether_it_holds(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    old = strengths.notice(family=family, by=lead_worker, text="Sings", on=timezone.localdate() - timedelta(days=190))
    for number in range(8):
        strengths.notice(family=family, by=lead_worker, text=f"Strength {number}")
    page = client.get(log_url(family)).content.decode()
    folded = page.split("Seen longer ago (1)")[1]
    assert f'id="strength-{old.pk}"' in folded
    assert "still true?" in folded
    assert f'id="strength-{old.pk}"' not in page.split("Seen longer ago")[0]


def test_a_draft_of_a_family_whose_case_has_closed_can_be_read_though_not_finished(
    client: Client, family: Family, case: Case, lead_worker: Staff, yusuf: Person
) -> None:
    save(client, family, page_of(lead_worker, yusuf, account="She told me about the move."))
    Case.objects.filter(pk=case.pk).update(closed_on=timezone.localdate(), closure_reason="RC7")
    words = said(client.get(log_url(family)))
    assert "She told me about the move." in words
    assert "No case is open for this family" in words
    assert "Finish visit" not in words


def test_a_girl_and_her_mother_of_one_name_are_told_apart_where_they_rate_and_in_the_chart(
    client: Client, family: Family, lead_worker: Staff, leila: Person, dana: Person
) -> None:
    dana.first_name = dana.known_as = leila.first_name
    dana.save(update_fields=["first_name", "known_as"])
    goal = goals.agree(family=family, by=lead_worker, text="Bedtime")
    goals.rate(goal=goal, by=lead_worker, voice="child", score=2, person=leila)
    goals.rate(goal=goal, by=lead_worker, voice="parent", score=8, person=dana)
    page = client.get(log_url(family)).content.decode()
    for someone, label in ((leila, "Leila, "), (dana, "Leila (mum)")):
        assert f'<label for="rating-{goal.pk}-{someone.pk}">{label}' in page
    words = said(client.get(family.get_absolute_url()))
    assert "Leila (child)" in words
    assert "Leila (parent or carer)" in words
