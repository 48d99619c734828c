"""Agreeing a record: nobody agrees what they have not read."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hampshire.accounts.models import Staff
from practice.supervision.actions import items, supervisions
from practice.supervision.models import Item, Supervision

SignedIn = Callable[[Staff], Client]
HX = {"HX-Request": "true"}


@pytest.fixture
def held(supervision: Supervision, item: Item, supervisor: Staff) -> Supervision:
    return supervisions.hold(supervision=supervision, by=supervisor, on=timezone.localdate())


def read(text: str) -> int:
    """What the page says that its reader has before them."""
    [found] = re.findall(r'id="record-read" name="read" value="(\d+)"', text)
    return int(found)


def card(item: Item, **changed: Any) -> dict[str, Any]:
    return {"version": 0, "kind": "procedural", "notes": "", "reflection": "", **changed}


def again(supervision: Supervision) -> Supervision:
    return Supervision.objects.get(pk=supervision.pk)


def test_what_was_changed_since_it_was_opened_is_read_before_it_is_agreed(
    held: Supervision, item: Item, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    opened = read(client.get(held.get_absolute_url()).text)
    items.write(item=item, by=supervisor, version=0, kind="procedural", talked_about=True, notes="Nana helps")
    answer = client.post(f"{held.get_absolute_url()}agree/", {"read": opened})
    assert answer.status_code == 409
    assert "It was changed since you opened it" in answer.text
    assert "Nana helps" in answer.text
    assert not again(held).is_half_agreed
    client.post(f"{held.get_absolute_url()}agree/", {"read": read(answer.text)})
    assert again(held).agreed_by_worker_at is not None


def test_whoever_writes_alone_goes_on_to_agree_without_opening_it_anew(
    held: Supervision, item: Item, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    opened = read(client.get(held.get_absolute_url()).text)
    url = f"{held.get_absolute_url()}items/{item.pk}/"
    saved = client.post(url, card(item, notes="Nana", read=opened), headers=HX)
    decided = client.post(f"{url}decide/", {"text": "Ask Nana", "read": read(saved.text)}, headers=HX)
    client.post(f"{held.get_absolute_url()}agree/", {"read": read(decided.text)})
    assert again(held).agreed_by_worker_at is not None


def test_saving_ones_own_does_not_stand_for_having_read_the_others(
    held: Supervision, item: Item, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    opened = read(client.get(held.get_absolute_url()).text)
    items.bring(supervision=held, by=supervisor, family=item.family, text="Money", kind="procedural")
    saved = client.post(f"{held.get_absolute_url()}items/{item.pk}/", card(item, notes="Nana", read=opened), headers=HX)
    assert "record-read" not in saved.text
    assert client.post(f"{held.get_absolute_url()}agree/", {"read": opened}).status_code == 409


@pytest.mark.parametrize("sent", [{}, {"read": "x"}, {"read": "-1"}])
def test_an_agreement_that_does_not_say_what_was_read_is_none(
    held: Supervision, sent: dict[str, str], lead_worker: Staff, signed_in: SignedIn
) -> None:
    assert signed_in(lead_worker).post(f"{held.get_absolute_url()}agree/", sent).status_code == 400
    assert not again(held).is_half_agreed
