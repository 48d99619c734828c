"""What planning asks of people stands in the towards-or-against register, and its pages lead there."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from cases.models import Family
from hampshire.accounts.models import Staff
from practice.plans.actions import parts, reviews
from practice.plans.models import PlanPart
from practice.register.actions import entries
from practice.register.models import Entry
from tests.practice.pages import said
from tests.practice_plans.life import make_plan

pytestmark = pytest.mark.usefixtures("case")


def test_the_paper_a_review_and_a_network_meeting_are_entered_once(administrator: Staff) -> None:
    mine = entries.enter(
        kind=Entry.Kind.LETTER, name="The plan a family keeps", about="Ours", owner=administrator, by=administrator
    )
    call_command("load_plans", verbosity=0)
    call_command("load_plans", verbosity=0)
    assert PlanPart.objects.count() == Entry.objects.count() == 3
    assert PlanPart.objects.get(kind="paper").register_entry == mine, "what somebody entered stays theirs"


def test_the_pages_of_a_plan_lead_to_where_it_is_voted_on(
    family: Family, lead_worker: Staff, administrator: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    parts.load(by=None)
    plan = make_plan(family, lead_worker)
    review = reviews.hold(plan=plan, by=lead_worker, what_people_said="Well.")
    client = signed_in(lead_worker)
    where = {part.kind: part.register_entry for part in PlanPart.objects.select_related("register_entry")}
    page = client.get(plan.get_absolute_url()).content.decode()
    assert where["paper"].get_absolute_url() in page
    assert where["meeting"].get_absolute_url() in page
    assert where["review"].get_absolute_url() in client.get(review.get_absolute_url()).content.decode()
    told = said(client.get(where["paper"].get_absolute_url()))
    assert "Part of planning: The plan a family keeps" in told
    with pytest.raises(PermissionDenied, match="in use"):
        entries.retire(entry=where["paper"], because="Nobody asked", by=administrator)


def test_without_entries_a_plan_asks_for_no_vote(
    family: Family, lead_worker: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    plan = make_plan(family, lead_worker)
    client = signed_in(lead_worker)
    page = said(client.get(plan.get_absolute_url())).partition("The paper they keep")[2]
    assert "Towards or against?" not in page
    assert reverse("register:entry-list") not in page
