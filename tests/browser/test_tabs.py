"""A family's tabs on a phone, where they are wider than the screen."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case
from hampshire.accounts.models import Staff
from tests.browsers import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", ["cases:family-detail", "supervision:family-supervision"])
def test_the_row_of_tabs_begins_where_you_are(name: str, phone: OpenPage, case: Case, lead_worker: Staff) -> None:
    page = phone(lead_worker)
    page.goto(reverse(name, args=[case.family_id]))
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)
