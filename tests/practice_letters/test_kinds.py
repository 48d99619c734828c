"""Each kind of letter stands in the towards-or-against register, and says plainly what to write."""

import pytest
from django.core.management import call_command
from django.test import Client

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from practice.letters.models import Kind, LetterKind
from practice.letters.shipped import OPENING, texts
from practice.register.models import Entry
from practice.register.uses import in_use
from tests.practice.pages import said
from tests.practice_letters.life import begin

pytestmark = pytest.mark.django_db


def test_every_kind_has_texts_and_begins_with_an_opening() -> None:
    assert set(texts()) == set(Kind.values)
    for kind in Kind.values:
        parts = texts()[kind].parts
        assert parts[0].key == OPENING
        assert len({part.key for part in parts}) == len(parts)
        assert all(part.prompt and part.title for part in parts)


def test_loading_puts_each_kind_into_the_register_once() -> None:
    written = Entry.objects.create(kind="letter", name="After our visit", about="Somebody wrote this.")
    call_command("load_letters", verbosity=0)
    call_command("load_letters", verbosity=0)
    assert LetterKind.objects.count() == len(Kind)
    assert LetterKind.objects.get(kind="after_visit").register_entry == written
    hello = Entry.objects.get(kind="letter", name="Hello, I am your worker")
    assert [use.name for use in in_use(hello)] == ["Hello, I am your worker"]


def test_a_letter_leads_to_where_its_kind_is_voted_on(
    case: object, family: Family, lead_worker: Staff, dana: Person
) -> None:
    letter = begin(family, lead_worker, dana)
    client = Client()
    client.force_login(lead_worker)
    entry = LetterKind.objects.get(kind=letter.kind).register_entry
    shown = client.get(letter.get_absolute_url())
    assert "Does this kind of letter help?" in said(shown)
    assert entry.get_absolute_url() in shown.content.decode()
