"""I noticed...: from one colleague to another, and to nobody else."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.models import Case, Family
from hampshire.accounts.models import Staff
from practice.learning.actions import affirmations
from practice.learning.models import Affirmation
from tests.world import World

SignIn = Callable[[Staff], Client]


def test_a_line_is_read_by_who_it_is_for_in_their_week(
    signed_in: SignIn, case: Case, supervisor: Staff, lead_worker: Staff
) -> None:
    told = {"to": str(lead_worker.pk), "moment": "Tuesday’s core group", "text": "You let the silence work."}
    signed_in(supervisor).post("/learning/noticed/new/", told)
    for who, url in ((lead_worker, "/week/"), (lead_worker, "/learning/"), (supervisor, "/learning/")):
        assert "You let the silence work." in signed_in(who).get(url).content.decode()


def test_nobody_else_reads_it_their_manager_neither(
    signed_in: SignIn, case: Case, supervisor: Staff, lead_worker: Staff, co_worker: Staff, manager: Staff
) -> None:
    affirmations.affirm(to=lead_worker, by=co_worker, moment="Tuesday", text="You let the silence work.")
    for who in (supervisor, manager):
        for url in ("/learning/", "/learning/team/", "/week/"):
            assert "silence" not in signed_in(who).get(url).content.decode()


def test_from_a_visit_it_goes_to_who_made_it(world: World, signed_in: SignIn) -> None:
    visit = world.ids["visit_id"]
    client = signed_in(world.cast["supervisor"])
    url = f"/learning/noticed/new/?visit={visit}"
    assert f'href="{url}"' in client.get(f"/families/{world.ids['family_id']}/visits/{visit}/").content.decode()
    assert "Amara Obi" in client.get(url).content.decode()
    client.post(url, {"moment": "The visit", "text": "You drew the evening with them."})
    given = Affirmation.objects.get(visit=visit)
    assert (given.to, given.family_id) == (world.cast["lead_worker"], world.ids["family_id"])
    own = signed_in(world.cast["lead_worker"])
    assert own.get(url).status_code == 403, "nobody affirms themselves"
    assert signed_in(world.cast["other_worker"]).get(url).status_code == 404, "nor a visit they may not know of"
    assert own.get("/learning/noticed/new/?visit=nonsense").status_code == 404


def test_its_family_is_named_only_to_who_may_know_of_it(
    signed_in: SignIn, family: Family, case: Case, lead_worker: Staff, other_worker: Staff
) -> None:
    affirmations.affirm(to=other_worker, by=lead_worker, moment="The handover", text="You came early.", family=family)
    text = signed_in(other_worker).get("/learning/").content.decode()
    assert "You came early." in text
    assert "Begum-Hale" not in text
    assert "Begum-Hale" in signed_in(lead_worker).get("/learning/").content.decode()


def test_it_is_one_line_about_a_named_moment(signed_in: SignIn, supervisor: Staff, lead_worker: Staff) -> None:
    client = signed_in(supervisor)
    for told in ({"moment": "", "text": "Good."}, {"moment": "Tuesday", "text": "x" * 201}):
        assert client.post("/learning/noticed/new/", {"to": str(lead_worker.pk), **told}).status_code == 422
    assert not Affirmation.objects.exists()


def test_the_database_holds_the_rules(supervisor: Staff, lead_worker: Staff) -> None:
    given = affirmations.affirm(to=lead_worker, by=supervisor, moment="Tuesday", text="You waited.")
    for change in ({"by": lead_worker}, {"moment": ""}, {"text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Affirmation.objects.filter(pk=given.pk).update(**change)
