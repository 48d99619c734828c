"""Who opened and who changed a family's record, told to those who oversee it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import families
from cases.looks import told
from cases.models import Case, Family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.audit.words import said

SignIn = Callable[[Staff], Client]


def url(family: Family) -> str:
    return reverse("cases:look-list", args=[family.pk])


def event(verb: str, by: Staff | None, at: datetime, *, read: bool = False) -> AuditEvent:
    made = AuditEvent.made(verb, by=by)
    made.at, made.is_read = at, read
    return made


def test_those_who_oversee_see_who_opened_and_who_changed_it(
    case: Case, family: Family, teammate: Staff, supervisor: Staff, manager: Staff, signed_in: SignIn
) -> None:
    signed_in(teammate).get(reverse("cases:story", args=[family.pk]))
    for somebody in (supervisor, manager):
        client = signed_in(somebody)
        text = client.get(url(family)).content.decode()
        assert "Tom Reed</span> opened the story" in " ".join(text.split())
        assert "allocated a worker" in text
        reads = client.get(url(family), {"only": "reads"}).content.decode()
        assert "Tom Reed" in reads
        assert "allocated a worker" not in reads
        changes = client.get(url(family), {"only": "changes"}).content.decode()
        assert "Tom Reed" not in changes
        assert "allocated a worker" in changes


def test_workers_neither_see_the_page_nor_its_tab(
    case: Case, family: Family, lead_worker: Staff, other_supervisor: Staff, signed_in: SignIn
) -> None:
    client = signed_in(lead_worker)
    assert url(family) not in client.get(family.get_absolute_url()).content.decode()
    assert client.get(url(family)).status_code == 403
    assert signed_in(other_supervisor).get(url(family)).status_code == 404


def test_looking_at_who_has_looked_is_itself_a_look(family: Family, supervisor: Staff, signed_in: SignIn) -> None:
    client = signed_in(supervisor)
    client.get(url(family))
    assert "who has looked" in client.get(url(family)).content.decode()


def test_it_tells_nothing_of_another_family(
    family: Family, other_family: Family, other_worker: Staff, supervisor: Staff, signed_in: SignIn
) -> None:
    families.look(family=other_family, by=other_worker)
    assert "Olu Marsh" not in signed_in(supervisor).get(url(family)).content.decode()


def test_one_sitting_is_one_line(lead_worker: Staff, teammate: Staff) -> None:
    noon = timezone.localtime().replace(hour=12, minute=0)

    def at(minutes: int) -> datetime:
        return noon + timedelta(minutes=minutes)

    lines = list(
        told(
            [
                event("family.opened", teammate, at(40), read=True),
                event("case.allocated", lead_worker, at(30)),
                event("supervision.printed", lead_worker, at(9), read=True),
                event("family.people-opened", lead_worker, at(8), read=True),
                event("family.story-opened", lead_worker, at(4), read=True),
                event("family.opened", lead_worker, at(1), read=True),
                event("family.opened", lead_worker, at(0), read=True),
                event("person.amended", None, at(-60)),
            ]
        )
    )
    printed = said("supervision.printed")
    assert not printed.startswith("opened")
    assert [(line.who, line.is_read, line.in_words) for line in lines] == [
        ("Tom Reed", True, "opened the overview"),
        ("Amara Obi", False, "allocated a worker"),
        ("Amara Obi", True, f"opened the overview, the story, people and network, {printed}"),
        ("Hampshire itself", False, "changed a person’s details"),
    ]
    assert lines[2].at == at(0)
