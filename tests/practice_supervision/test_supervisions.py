"""Supervision itself: planned, moved, held, missed with a reason, agreed by both."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Case, Family
from hampshire.accounts.models import Staff
from practice.supervision.actions import items, supervisions
from practice.supervision.actions import personal as personal_actions
from practice.supervision.models import Item, PersonalNote, Supervision

SignedIn = Callable[[Staff], Client]
PLAN = "/supervision/plan/"


def url(supervision: Supervision, *parts: str) -> str:
    return "".join([supervision.get_absolute_url(), *(f"{part}/" for part in parts)])


def today(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


def again(supervision: Supervision) -> Supervision:
    return Supervision.objects.get(pk=supervision.pk)


def test_a_supervisor_plans_with_somebody_of_their_team(
    case: Case, supervisor: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)
    assert "Amara Obi" in client.get(PLAN).text
    sent = {"kind": "case", "worker": lead_worker.pk, "planned_for": today(7)}
    answer = client.post(PLAN, sent, follow=True)
    planned = Supervision.objects.get()
    assert (planned.worker, planned.supervisor, planned.team.name) == (lead_worker, supervisor, "East team")
    assert answer.redirect_chain[-1][0] == planned.get_absolute_url()


def test_families_ticked_in_the_caseload_begin_the_agenda(
    case: Case, family: Family, other_family: Family, supervisor: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)
    shown = client.get(f"{PLAN}?family={family.pk}&family={other_family.pk}&family=nonsense")
    assert [(one.name, lead) for one, lead in shown.context["chosen"]] == [("Begum-Hale", lead_worker)]
    assert str(shown.context["form"]["worker"].value()) == str(lead_worker.pk)
    sent = {"kind": "case", "worker": lead_worker.pk, "planned_for": today(), "family": [family.pk, other_family.pk]}
    client.post(PLAN, sent)
    assert [item.family for item in Item.objects.all()] == [family]


def test_the_caseload_offers_to_start_supervision(case: Case, supervisor: Staff, signed_in: SignedIn) -> None:
    shown = signed_in(supervisor).get("/caseload/").text
    assert "Start supervision" in shown
    assert f'value="{case.family_id}" aria-label="Choose Begum-Hale"' in shown


def test_nobody_is_supervised_by_somebody_who_does_not_oversee_them(
    case: Case, supervisor: Staff, other_worker: Staff, lead_worker: Staff, teammate: Staff, signed_in: SignedIn
) -> None:
    sent = {"kind": "case", "worker": other_worker.pk, "planned_for": today()}
    assert signed_in(supervisor).post(PLAN, sent).status_code == 422
    with pytest.raises(PermissionDenied):
        supervisions.plan(by=supervisor, worker=other_worker, planned_for=timezone.localdate())
    with pytest.raises(PermissionDenied):
        supervisions.plan(by=lead_worker, worker=teammate, planned_for=timezone.localdate())


def test_the_same_is_planned_once_for_a_day(supervision: Supervision, supervisor: Staff, signed_in: SignedIn) -> None:
    sent = {"kind": "case", "worker": supervision.worker_id, "planned_for": today()}
    answer = signed_in(supervisor).post(PLAN, sent)
    assert answer.status_code == 422
    assert "You have this planned for that day already" in answer.text
    assert Supervision.objects.count() == 1


def test_the_two_move_it(supervision: Supervision, lead_worker: Staff, signed_in: SignedIn) -> None:
    signed_in(lead_worker).post(url(supervision, "move"), {"planned_for": today(3)})
    assert again(supervision).planned_for == timezone.localdate() + timedelta(days=3)


def test_it_was_held_on_a_day_that_has_come(supervision: Supervision, supervisor: Staff, signed_in: SignedIn) -> None:
    client = signed_in(supervisor)
    assert client.post(url(supervision, "hold"), {"held_on": today(1)}).status_code == 422
    client.post(url(supervision, "hold"), {"held_on": today()})
    assert again(supervision).is_held
    assert client.post(url(supervision, "move"), {"planned_for": today(3)}).status_code == 403


def test_what_was_talked_about_then_is_the_day_of_the_family(
    supervision: Supervision, item: Item, case: Case, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    items.write(item=item, by=lead_worker, version=0, kind="procedural", talked_about=True)
    case.refresh_from_db()
    assert case.last_talked_about_on is None
    supervisions.hold(supervision=supervision, by=supervisor, on=timezone.localdate())
    case.refresh_from_db()
    assert case.last_talked_about_on == timezone.localdate()
    assert 'data-label="Talked about"><span><span class="caseload__when">today' in signed_in(supervisor).get("/caseload/").text  # fmt: skip  # noqa: E501
    items.write(item=item, by=lead_worker, version=1, kind="procedural", talked_about=False)
    case.refresh_from_db()
    assert case.last_talked_about_on is None


def test_one_that_did_not_happen_says_why(
    supervision: Supervision, item: Item, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    assert client.post(url(supervision, "miss"), {"because": " "}).status_code == 422
    client.post(url(supervision, "miss"), {"because": "Court ran over"})
    assert again(supervision).is_missed
    assert "Court ran over" in client.get("/supervision/").text
    assert client.post(url(supervision, "items", str(item.pk)), {"version": 0, "kind": "reflective"}).status_code == 403


def test_both_agree_the_record(
    supervision: Supervision, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    worker, boss = signed_in(lead_worker), signed_in(supervisor)
    assert worker.post(url(supervision, "agree")).status_code == 403  # not held yet
    supervisions.hold(supervision=supervision, by=supervisor, on=timezone.localdate())
    worker.post(url(supervision, "agree"), {"read": again(supervision).version})
    assert again(supervision).is_half_agreed
    assert "Amara Obi has agreed it." in boss.get(url(supervision)).text
    assert worker.post(url(supervision, "agree")).status_code == 403
    boss.post(url(supervision, "agree"), {"read": again(supervision).version})
    assert again(supervision).is_agreed


def test_an_agreed_record_is_read_until_somebody_chooses_to_change_it(
    supervision: Supervision, item: Item, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    supervisions.hold(supervision=supervision, by=supervisor, on=timezone.localdate())
    for one in (lead_worker, supervisor):
        supervisions.agree(supervision=supervision, by=one, version=again(supervision).version)
    client = signed_in(lead_worker)
    assert "<textarea" not in client.get(url(supervision)).text
    assert "both of you agree it again" in client.get(f"{url(supervision)}?change=1").text
    items.write(item=item, by=lead_worker, version=0, kind="procedural", talked_about=True, notes="More")
    assert not again(supervision).is_agreed
    assert again(supervision).agreed_by_supervisor_at is None


def asks(client: Client) -> list[tuple[str, str]]:
    """What my week says of supervision: its state and its link."""
    return [
        (one.state, one.link) for one in dict(client.get("/week/").context["week"].asked).get("From supervision", ())
    ]


def test_my_week_says_what_is_coming_and_what_waits_to_be_agreed(
    supervision: Supervision, lead_worker: Staff, supervisor: Staff, co_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    [(_, link)] = asks(client)
    assert link == "Agenda"
    supervisions.hold(supervision=supervision, by=supervisor, on=timezone.localdate())
    assert asks(client) == [("to agree", "Read and agree")]
    supervisions.agree(supervision=supervision, by=lead_worker, version=again(supervision).version)
    assert asks(client) == []
    assert asks(signed_in(supervisor)) == [("to agree", "Read and agree")]
    assert asks(signed_in(co_worker)) == []


# ---- Personal and group ---------------------------------------------------------------------------------------------


def test_personal_supervision_is_written_under_its_headings(
    personal: Supervision, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    worker, boss = signed_in(lead_worker), signed_in(supervisor)
    assert "How much you carry" in worker.get(url(personal)).text
    worker.post(url(personal, "notes", "load"), {"version": 0, "text": "Fourteen families"})
    assert "Fourteen families" in boss.get(url(personal)).text
    assert PersonalNote.objects.get().version == 1


def test_two_who_write_under_a_heading_lose_nothing(
    personal: Supervision, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    signed_in(supervisor).post(url(personal, "notes", "load"), {"version": 0, "text": "Grace’s words"})
    late = signed_in(lead_worker).post(url(personal, "notes", "load"), {"version": 0, "text": "Amara’s words"})
    assert late.status_code == 409
    assert "Grace’s words" in late.text
    assert "Amara’s words" in late.text
    assert PersonalNote.objects.get().text == "Grace’s words"


def test_no_family_is_talked_about_in_personal_supervision(
    personal: Supervision, family: Family, lead_worker: Staff
) -> None:
    with pytest.raises(ValidationError):
        items.bring(supervision=personal, by=lead_worker, family=family, text="Any", kind="reflective")


def test_a_heading_that_is_none_is_refused(personal: Supervision, supervision: Supervision, lead_worker: Staff) -> None:
    for one, theme in ((personal, "weather"), (supervision, "well")):
        with pytest.raises(ValidationError):
            personal_write(one, lead_worker, theme)


def personal_write(supervision: Supervision, by: Staff, theme: str) -> None:
    personal_actions.write(supervision=supervision, by=by, theme=theme, text="x", version=0)


def test_a_group_offers_hypotheses_and_lets_them_go(
    group: Supervision, family: Family, lead_worker: Staff, teammate: Staff, signed_in: SignedIn
) -> None:
    item = items.bring(supervision=group, by=lead_worker, family=family, text="What do we miss?", kind="reflective")
    client = signed_in(teammate)
    sent = {"text": "Moving was a loss", "how_we_find_out": "They draw the old house and smile"}
    client.post(url(group, "items", str(item.pk), "suppose"), sent)
    shown = client.get(url(group)).text
    assert "Moving was a loss" in shown
    assert "not so if: They draw the old house and smile" in shown
    hypothesis = item.hypotheses.get()
    client.post(url(group, "items", str(item.pk), "hypotheses", str(hypothesis.pk), "set-aside"))
    assert "Moving was a loss" not in client.get(url(group)).text


def test_only_the_two_settle_a_group_and_agree_it(group: Supervision, teammate: Staff, signed_in: SignedIn) -> None:
    client = signed_in(teammate)
    assert client.get(url(group)).status_code == 200
    assert client.post(url(group, "hold"), {"held_on": today()}).status_code == 403
    assert client.post(url(group, "agree")).status_code == 403


# ---- What the database refuses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "changed"),
    [
        ("supervision_held_on_a_day_or_missed_for_a_reason", {"state": "held"}),
        ("supervision_held_on_a_day_or_missed_for_a_reason", {"state": "missed"}),
        ("supervision_agreed_after_it_was_held", {"agreed_by_worker_at": timezone.now()}),
    ],
)
def test_the_database_holds_the_states(supervision: Supervision, constraint: str, changed: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Supervision.objects.update(**changed)


def test_the_database_wants_two_people(supervision: Supervision) -> None:
    with pytest.raises(IntegrityError, match="supervision_is_of_two"), transaction.atomic():
        Supervision.objects.update(worker=supervision.supervisor_id)
