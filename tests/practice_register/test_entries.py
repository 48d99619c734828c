"""Keeping the register: putting in, changing, retiring, bringing back, and saying what was done."""

from collections.abc import Callable
from datetime import timedelta

from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.models import Tool
from practice.register.actions import changes, entries, votes
from practice.register.models import Change, Entry
from practice.register.queries import Votes
from tests.practice_register.conftest import Say

SignIn = Callable[[Staff], Client]
TOLD = {"kind": "letter", "name": "Missed visit letter", "about": "To say that we came."}


def test_an_administrator_and_a_manager_put_things_in(signed_in: SignIn, administrator: Staff, manager: Staff) -> None:
    for number, person in enumerate((administrator, manager)):
        signed_in(person).post(reverse("register:entry-new"), TOLD | {"name": f"Letter {number}", "owner": manager.pk})
    entered = Entry.objects.by_name()
    assert [(entry.name, entry.owner, entry.entered_by) for entry in entered] == [
        ("Letter 0", manager, administrator),
        ("Letter 1", manager, manager),
    ]


def test_a_name_stands_once_in_its_kind(signed_in: SignIn, manager: Staff, minutes: Entry) -> None:
    client, url = signed_in(manager), reverse("register:entry-new")
    response = client.post(url, {"kind": "form", "name": minutes.name, "about": "Again."})
    assert response.status_code == 422
    assert "in the register already" in response.content.decode()
    assert client.post(url, {"kind": "process", "name": minutes.name, "about": "Writing them."}).status_code == 302


def test_an_entry_is_changed_and_its_votes_stay(
    signed_in: SignIn, manager: Staff, minutes: Entry, by_staff: Say
) -> None:
    by_staff(minutes, against=2)
    url = reverse("register:entry-amend", args=[minutes.pk])
    signed_in(manager).post(url, {"kind": "form", "name": "Group minutes", "about": minutes.about, "owner": ""})
    entry = Entry.objects.with_votes().get(pk=minutes.pk)
    assert (entry.name, entry.owner, entry.split.against) == ("Group minutes", None, 2)
    assert AuditEvent.objects.get(verb="register.amended").details == {"fields": ["name", "owner"]}


def test_an_entry_is_retired_with_a_reason_and_brought_back(
    signed_in: SignIn, administrator: Staff, minutes: Entry
) -> None:
    client = signed_in(administrator)
    retire = reverse("register:entry-retire", args=[minutes.pk])
    assert client.post(retire, {"because": ""}).status_code == 422
    client.post(retire, {"because": "The plan says it."})
    assert Entry.objects.get().retired_because == "The plan says it."
    assert client.get(reverse("register:entry-amend", args=[minutes.pk])).status_code == 403
    client.post(reverse("register:entry-bring-back", args=[minutes.pk]))
    assert (Entry.objects.get().retired_on, Entry.objects.get().retired_because) == (None, "")


def test_what_was_retired_does_not_come_back_over_something_of_its_name(
    signed_in: SignIn, manager: Staff, minutes: Entry
) -> None:
    entries.retire(entry=minutes, because="Old.", by=manager)
    entries.enter(kind="form", name=minutes.name, about="The new one.", owner=None, by=manager)
    response = signed_in(manager).post(reverse("register:entry-bring-back", args=[minutes.pk]))
    assert response.status_code == 403
    assert "has its name now" in response.content.decode()


def test_what_is_in_use_answers_for_itself_and_is_not_retired(
    signed_in: SignIn, manager: Staff, minutes: Entry
) -> None:
    tool = Tool.objects.create(
        name="Minutes at the table",
        slug="minutes",
        summary="Written together.",
        guidance="Write.",
        register_entry=minutes,
    )
    client = signed_in(manager)
    text = client.get(minutes.get_absolute_url()).content.decode()
    assert "Tool: " in text
    assert "Minutes at the table is in use, and answers for itself here." in text
    assert client.post(reverse("register:entry-retire", args=[minutes.pk]), {"because": "Old."}).status_code == 403
    Tool.objects.filter(pk=tool.pk).update(retired_on=timezone.localdate())
    assert client.post(reverse("register:entry-retire", args=[minutes.pk]), {"because": "Old."}).status_code == 302


def test_whoever_answers_for_it_says_what_was_done(
    signed_in: SignIn, co_worker: Staff, lead_worker: Staff, minutes: Entry
) -> None:
    url, told = reverse("register:change-write", args=[minutes.pk]), {"text": "Cut.", "made_on": timezone.localdate()}
    assert signed_in(lead_worker).post(url, told).status_code == 403
    signed_in(co_worker).post(url, told)
    change = Change.objects.get()
    assert (change.entry, change.text, change.written_by) == (minutes, "Cut.", co_worker)


def test_what_was_done_is_not_still_to_come(signed_in: SignIn, co_worker: Staff, minutes: Entry) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    url = reverse("register:change-write", args=[minutes.pk])
    response = signed_in(co_worker).post(url, {"text": "Cut.", "made_on": tomorrow})
    assert response.status_code == 422
    assert "still to come" in response.content.decode()


def test_votes_before_a_change_and_since_stand_beside_it(
    co_worker: Staff, lead_worker: Staff, minutes: Entry, by_staff: Say
) -> None:
    by_staff(minutes, against=3, towards=1, days_ago=20)
    vote = votes.cast(entry=minutes, direction="against", reason="", by=lead_worker)
    type(vote).objects.filter(pk=vote.pk).update(voted_at=timezone.now() - timedelta(days=20))
    changes.write(entry=minutes, text="Cut.", made_on=timezone.localdate() - timedelta(days=5), by=co_worker)
    votes.cast(entry=minutes, direction="towards", reason="", by=lead_worker)  # who changed their mind stood before too
    [done] = Votes.read(minutes, lead_worker).done
    assert (done.before.towards, done.before.against) == (1, 4)
    assert (done.since.towards, done.since.against) == (1, 0)


def test_a_page_of_another_part_links_to_its_entry(minutes: Entry) -> None:
    assert minutes.get_absolute_url() in render_to_string("register/vote.html", {"entry_id": minutes.pk})
    assert render_to_string("register/vote.html", {"entry_id": None}).strip() == ""


def test_what_is_wrong_with_a_form_is_said_once(signed_in: SignIn, manager: Staff, minutes: Entry) -> None:
    client = signed_in(manager)
    for page in (reverse("register:entry-new"), reverse("register:entry-retire", args=[minutes.pk])):
        assert client.post(page, {"name": "", "because": ""}).content.decode().count("There is a problem") == 1
