"""What was said of a supervision by mistake is put right: it was held after all, on another day, or not at all."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from cases.models import Case, Family
from hampshire.accounts.models import Staff
from practice.models import Decision
from practice.supervision.actions import items, supervisions
from practice.supervision.models import Hypothesis, Item, Supervision

SignedIn = Callable[[Staff], Client]


def again(supervision: Supervision) -> Supervision:
    return Supervision.objects.get(pk=supervision.pk)


def test_one_said_to_be_missed_was_held_after_all(
    supervision: Supervision, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    client.post(f"{supervision.get_absolute_url()}miss/", {"because": "Court ran over"})
    assert "We met after all" in client.get(supervision.get_absolute_url()).text
    client.post(f"{supervision.get_absolute_url()}hold/", {"held_on": timezone.localdate().isoformat()})
    assert again(supervision).is_held
    assert again(supervision).missed_because == ""
    assert "Court ran over" not in signed_in(supervisor).get(supervision.get_absolute_url()).text


def test_the_day_is_put_right_and_both_agree_it_again(
    supervision: Supervision, item: Item, case: Case, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    items.write(item=item, by=lead_worker, version=0, kind="procedural", talked_about=True)
    supervisions.hold(supervision=supervision, by=supervisor, on=timezone.localdate())
    client = signed_in(lead_worker)
    supervisions.agree(supervision=supervision, by=supervisor, version=again(supervision).version)
    assert "It was another day" in client.get(supervision.get_absolute_url()).text
    before = timezone.localdate() - timedelta(days=2)
    client.post(f"{supervision.get_absolute_url()}hold/", {"held_on": before.isoformat()})
    case.refresh_from_db()
    assert (again(supervision).held_on, case.last_talked_about_on) == (before, before)
    assert not again(supervision).is_half_agreed


def test_what_was_said_to_be_held_did_not_happen_while_nothing_is_written_of_it(
    supervision: Supervision, item: Item, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    client, url = signed_in(lead_worker), f"{supervision.get_absolute_url()}miss/"
    supervisions.hold(supervision=supervision, by=supervisor, on=timezone.localdate())
    assert url in client.get(supervision.get_absolute_url()).text
    items.write(item=item, by=lead_worker, version=0, kind="procedural", talked_about=True)
    assert url not in client.get(supervision.get_absolute_url()).text
    assert client.post(url, {"because": "Off sick"}).status_code == 403
    items.write(item=item, by=lead_worker, version=1, kind="procedural", talked_about=False)
    client.post(url, {"because": "Off sick"})
    assert again(supervision).is_missed
    assert again(supervision).held_on is None


def test_a_button_pressed_twice_decides_and_supposes_once(
    group: Supervision, family: Family, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    item = items.bring(supervision=group, by=lead_worker, family=family, text="Mornings", kind="reflective")
    client, url = signed_in(supervisor), f"{group.get_absolute_url()}items/{item.pk}/"
    for _ in range(2):
        client.post(f"{url}decide/", {"text": "Ask Nana", "owner": lead_worker.pk})
        client.post(f"{url}suppose/", {"text": "Nobody sleeps"})
    assert (Decision.objects.count(), Hypothesis.objects.count()) == (1, 1)
    Hypothesis.objects.create(item=item, text="Nobody sleeps", written_by=supervisor)  # as two presses once left it
    assert client.post(f"{url}suppose/", {"text": "Nobody sleeps"}).status_code in (200, 302)
    client.post(f"{url}decide/", {"text": "Ask Nana", "owner": supervisor.pk})
    assert Decision.objects.count() == 2


def test_somebody_who_has_left_is_not_offered_as_owner(
    group: Supervision, family: Family, lead_worker: Staff, teammate: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    items.bring(supervision=group, by=lead_worker, family=family, text="Mornings", kind="reflective")
    client = signed_in(supervisor)
    assert teammate in client.get(group.get_absolute_url()).context["shown"].agenda.owners
    Staff.objects.filter(pk=teammate.pk).update(is_active=False)
    assert teammate not in client.get(group.get_absolute_url()).context["shown"].agenda.owners
