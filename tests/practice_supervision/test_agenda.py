"""The agenda: made from what happened in the caseload, chosen, added to, written in by both."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import decisions, goals
from practice.agenda import Raised, raised_about
from practice.supervision.actions import items
from practice.supervision.models import Item, Reflection, Supervision

SignedIn = Callable[[Staff], Client]
HX = {"HX-Request": "true"}


def url(supervision: Supervision, *parts: object) -> str:
    return "".join([supervision.get_absolute_url(), *(f"{part}/" for part in parts)])


def typed(item: Item, **changed: Any) -> dict[str, Any]:
    """What a card sends."""
    return {"version": item.version, "kind": item.kind, "notes": item.notes, "reflection": "", **changed}


def raised(family: Family, why: str) -> list[Raised]:
    return [one for one in raised_about([family.pk]) if one.why == why]


def rate(family: Family, by: Staff, scores: dict[Any, int], days: int = 0) -> None:
    goal = family.goals.first() or goals.agree(family=family, by=by, text="Bedtime without shouting", on=_day(90))
    for person, score in scores.items():
        voice = "worker" if person is None else "child" if person.first_name in {"Yusuf", "Leila"} else "parent"
        goals.rate(goal=goal, by=by, voice=voice, person=person, score=score, on=_day(days))


def _day(days: int) -> Any:
    return timezone.localdate() - timedelta(days=days)


# ---- What the caseload says -----------------------------------------------------------------------------------------


def test_voices_four_points_apart_are_worth_talking_about(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, dana: Person
) -> None:
    rate(family, lead_worker, {yusuf: 3, dana: 6})
    assert raised(family, "gap") == []
    rate(family, lead_worker, {dana: 7})
    [gap] = raised(family, "gap")
    assert "Yusuf says 3, Dana says 7" in gap.text


def test_only_the_latest_rating_of_a_voice_makes_a_gap(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, dana: Person
) -> None:
    rate(family, lead_worker, {yusuf: 1, dana: 8}, days=20)
    rate(family, lead_worker, {yusuf: 7}, days=2)
    assert raised(family, "gap") == []


def test_a_goal_that_moved_by_three_is_a_good_moment(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    rate(family, lead_worker, {yusuf: 2}, days=35)
    rate(family, lead_worker, {yusuf: 4}, days=10)
    assert raised(family, "good") == []
    rate(family, lead_worker, {yusuf: 6}, days=1)
    [good] = raised(family, "good")
    assert "2 → 6 in 34 days, says Yusuf" in good.text


def test_a_goal_that_went_down_is_no_good_moment(case: Case, family: Family, lead_worker: Staff, yusuf: Person) -> None:
    rate(family, lead_worker, {yusuf: 8}, days=35)
    rate(family, lead_worker, {yusuf: 3}, days=1)
    assert raised(family, "good") == []


def test_a_visit_clock_that_ran_out_is_raised(case: Case, family: Family) -> None:
    [late] = raised(family, "late")  # sixty days without a visit
    assert "visit was due" in late.text
    Case.objects.update(visit_due_on=_day(-3), lead_visit_due_on=_day(-3))
    assert raised(family, "late") == []


def test_a_family_seen_by_others_and_not_by_their_own_worker_is_raised(case: Case, family: Family) -> None:
    Case.objects.update(visit_due_on=_day(-3), lead_visit_due_on=_day(4))
    [late] = raised(family, "late")
    assert "seen by others" in late.text
    assert "days late" not in late.text  # which would be wrong on the day it is talked about


def test_a_family_not_talked_about_for_sixty_days_is_raised(case: Case, family: Family) -> None:
    assert raised(family, "quiet") == []  # sixty days, and no more
    Case.objects.update(last_talked_about_on=_day(61))
    [quiet] = raised(family, "quiet")
    assert "not talked about since" in quiet.text
    Case.objects.update(last_talked_about_on=_day(2))
    assert raised(family, "quiet") == []


def test_a_decision_past_its_day_is_raised(case: Case, family: Family, lead_worker: Staff, supervisor: Staff) -> None:
    late = decisions.decide(family=family, by=supervisor, text="Ask Nana", owner=lead_worker, due_on=_day(1))
    decisions.decide(family=family, by=supervisor, text="Ring school", due_on=_day(0))
    [found] = raised(family, "decision")
    assert "“Ask Nana” was to be done by" in found.text
    decisions.close(decision=late, by=lead_worker)
    assert raised(family, "decision") == []


def test_what_a_closed_case_says_is_not_raised(case: Case, family: Family) -> None:
    today = timezone.localdate()
    Case.objects.update(closed_on=today, closure_reason="RC1", last_talked_about_on=_day(100))
    assert raised(family, "late") == raised(family, "quiet") == []


# ---- Choosing -------------------------------------------------------------------------------------------------------


def test_what_is_ticked_goes_on_the_agenda_once(
    supervision: Supervision, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    shown = client.get(url(supervision))
    [family] = shown.context["shown"].agenda.offered
    key = next(one.key for one in family.offered if one.raised.why == "late")
    client.post(url(supervision, "agenda"), {"chosen": [key, "no such thing"]})
    client.post(url(supervision, "agenda"), {"chosen": [key]})
    item = supervision.items.get()
    assert (item.why, item.kind) == ("late", "procedural")
    again = client.get(url(supervision)).context["shown"].agenda.offered
    assert key not in [one.key for family in again for one in family.offered]


def test_with_script_the_new_cards_come_alone(supervision: Supervision, supervisor: Staff, signed_in: SignedIn) -> None:
    client = signed_in(supervisor)
    [family] = client.get(url(supervision)).context["shown"].agenda.offered
    answer = client.post(url(supervision, "agenda"), {"chosen": [family.offered[0].key]}, headers=HX)
    assert answer.status_code == 200
    assert f"item-{supervision.items.get().pk}" in answer.text
    assert "<html" not in answer.text
    assert 'id="agenda-balance" hx-swap-oob="true"' in answer.text


def test_only_families_of_the_caseload_are_offered(
    supervision: Supervision, other_family: Family, supervisor: Staff, signed_in: SignedIn
) -> None:
    agenda = signed_in(supervisor).get(url(supervision)).context["shown"].agenda
    assert [family.name for family in agenda.families] == ["Begum-Hale"]


def test_somebody_brings_their_own(supervision: Supervision, family: Family, lead_worker: Staff, signed_in: SignedIn) -> None:  # fmt: skip  # noqa: E501
    client = signed_in(lead_worker)
    told = {"family": family.pk, "text": "I keep putting off ringing Karim", "kind": "reflective"}
    client.post(url(supervision, "items", "new"), told)
    assert supervision.items.get().why == "own"
    wrong = client.post(url(supervision, "items", "new"), {**told, "text": ""})
    assert wrong.status_code == 422
    assert supervision.items.count() == 1


def test_a_family_of_another_team_cannot_be_brought(
    supervision: Supervision, other_family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    told = {"family": other_family.pk, "text": "Anything", "kind": "reflective"}
    assert signed_in(lead_worker).post(url(supervision, "items", "new"), told).status_code == 422


def test_the_balance_says_how_much_is_of_either_kind(
    supervision: Supervision, item: Item, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    items.bring(supervision=supervision, by=lead_worker, family=family, text="The forms", kind="procedural")
    shown = client.get(url(supervision))
    assert "2 procedural" in shown.text
    assert "Where is the room to think?" in shown.text
    items.bring(supervision=supervision, by=lead_worker, family=family, text="Karim", kind="reflective")
    assert "Where is the room to think?" not in client.get(url(supervision)).text


def test_the_questions_to_be_curious_with_can_be_changed_for_others(
    supervision: Supervision, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    first = client.get(url(supervision)).context["shown"].agenda.prompts
    assert client.get(url(supervision)).context["shown"].agenda.prompts == first
    second = client.get(f"{url(supervision)}?prompts=1").context["shown"].agenda.prompts
    assert not set(first) & set(second)
    assert client.get(f"{url(supervision)}?prompts=nonsense").status_code == 200


def test_an_item_nobody_wrote_in_can_be_taken_off(
    supervision: Supervision, item: Item, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    client.post(url(supervision, "items", item.pk), typed(item, notes="Yusuf walks with Leila now."))
    item.refresh_from_db()
    assert client.post(url(supervision, "items", item.pk, "remove")).status_code == 403
    other = items.bring(
        supervision=supervision, by=lead_worker, family=item.family, text="Twice", kind=Item.Kind.REFLECTIVE
    )
    client.post(url(supervision, "items", other.pk, "remove"))
    assert list(supervision.items.standing()) == [item]


# ---- Writing --------------------------------------------------------------------------------------------------------


def test_both_parts_of_a_card_are_kept_apart(
    supervision: Supervision, item: Item, supervisor: Staff, signed_in: SignedIn
) -> None:
    signed_in(supervisor).post(
        url(supervision, "items", item.pk), typed(item, notes="Walks to school now.", reflection="I feel relieved.")
    )
    item.refresh_from_db()
    assert (item.notes, item.talked_about, item.version) == ("Walks to school now.", True, 1)
    assert Reflection.objects.get(item=item).text == "I feel relieved."


def test_saving_the_same_again_changes_nothing(
    supervision: Supervision, item: Item, supervisor: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)
    sent = typed(item, notes="Walks to school now.", talked_about="1")
    client.post(url(supervision, "items", item.pk), sent)
    client.post(url(supervision, "items", item.pk), {**sent, "version": 1})
    item.refresh_from_db()
    assert item.version == 1


def test_two_who_write_at_once_lose_nothing(
    supervision: Supervision, item: Item, supervisor: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    signed_in(supervisor).post(url(supervision, "items", item.pk), typed(item, reflection="Grace’s words"))
    late = signed_in(lead_worker).post(url(supervision, "items", item.pk), typed(item, reflection="Amara’s words"))
    assert late.status_code == 409
    assert "Grace’s words" in late.text
    assert "Amara’s words" in late.text
    assert Reflection.objects.get(item=item).text == "Grace’s words"


def test_with_script_the_others_words_come_beside_ones_own(
    supervision: Supervision, item: Item, supervisor: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    signed_in(supervisor).post(url(supervision, "items", item.pk), typed(item, reflection="Grace’s words"))
    client = signed_in(lead_worker)
    late = client.post(url(supervision, "items", item.pk), typed(item, reflection="Both"), headers=HX)
    assert late.status_code == 422
    assert "Grace’s words" in late.text
    assert f'id="version-{item.pk}"' not in late.text  # so that the next keystroke does not write over them
    client.post(url(supervision, "items", item.pk), typed(item, reflection="Both", over=1), headers=HX)
    assert Reflection.objects.get(item=item).text == "Both"


def test_what_waited_in_a_browser_is_told_whether_it_was_saved(
    supervision: Supervision, item: Item, supervisor: Staff, signed_in: SignedIn
) -> None:
    client, as_json = signed_in(supervisor), {"Accept": "application/json"}
    sent = typed(item, notes="From the train")
    assert client.post(url(supervision, "items", item.pk), sent, headers=as_json).status_code == 200
    assert (
        client.post(url(supervision, "items", item.pk), typed(item, notes="Older"), headers=as_json).status_code == 409
    )
    item.refresh_from_db()
    assert item.notes == "From the train"


def test_a_family_no_longer_open_to_somebody_is_not_shown_to_them(
    supervision: Supervision, item: Item, lead_worker: Staff, coast: Any, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    assert "School mornings" in client.get(url(supervision)).text
    from cases.models import Allocation

    Allocation.objects.all().delete()
    Family.objects.update(team=coast)
    shown = client.get(url(supervision))
    assert "School mornings" not in shown.text
    assert "Begum-Hale" not in shown.text
    assert "1 thing was talked about" in shown.text
    assert client.post(url(supervision, "items", item.pk), typed(item, notes="x")).status_code == 404


@pytest.mark.parametrize("kind", ["reflective", "procedural"])
def test_an_item_can_be_tagged_either_way(
    supervision: Supervision, item: Item, supervisor: Staff, signed_in: SignedIn, kind: str
) -> None:
    signed_in(supervisor).post(url(supervision, "items", item.pk), typed(item, kind=kind))
    item.refresh_from_db()
    assert item.kind == kind
