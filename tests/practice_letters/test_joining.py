"""Letters go with a family when two become one, and come back with it: nothing of one is left behind."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import families, joins
from cases.models import Case, ChronologyEntry, Family, FamilyJoin, Person
from hampshire.accounts.models import Staff, Team
from practice.letters.actions import papers
from practice.letters.models import Letter
from practice.models import Draft
from tests.practice.life import visit as log
from tests.practice_letters.life import at, begin, give, page_of, write


@pytest.fixture
def kept(east: Team, lead_worker: Staff) -> Family:
    return families.create(name="Hale", team=east, by=lead_worker)


@pytest.fixture
def written(case: Case, family: Family, lead_worker: Staff, dana: Person) -> Letter:
    """Before the two were joined."""
    return write(begin(family, lead_worker, dana), lead_worker)


@pytest.fixture
def join(written: Letter, family: Family, kept: Family, lead_worker: Staff) -> FamilyJoin:
    return joins.join(gone=family, kept=kept, by=lead_worker)


@pytest.fixture
def client(lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


def test_what_became_of_a_letter_while_they_were_joined_goes_back_with_it(
    join: FamilyJoin, written: Letter, family: Family, kept: Family, lead_worker: Staff, dana: Person
) -> None:
    written.refresh_from_db()
    assert written.family == kept
    papers.reply(letter=give(written, lead_worker), by=lead_worker, text="Thank you.", person=dana)

    joins.undo(join=join, by=lead_worker)

    written.refresh_from_db()
    assert written.family == family
    told = ChronologyEntry.objects.filter(kind=ChronologyEntry.Kind.LETTER)
    assert [(entry.family, entry.url) for entry in told] == [(family, written.get_absolute_url())] * 2


def test_a_letter_begun_since_goes_back_with_its_visit_and_so_does_what_is_half_written(
    client: Client, join: FamilyJoin, family: Family, kept: Family, lead_worker: Staff, dana: Person
) -> None:
    kept = Family.objects.get(pk=kept.pk)
    since = begin(kept, lead_worker, dana, visit=log(kept, lead_worker, days=1, seen=[dana]))
    client.post(at("letter-write", kept.pk, since.pk), page_of(since, lead_worker, do="keep"))

    joins.undo(join=join, by=lead_worker)

    since.refresh_from_db()
    assert since.family == family
    draft = Draft.objects.get(form="letter-write")
    assert draft.family == family
    assert draft.get_absolute_url() in client.get(reverse("practice:draft-list")).text
    assert client.get(draft.get_absolute_url()).status_code == 200
