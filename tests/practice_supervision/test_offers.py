"""What is offered for an agenda: the same thing once, the longest waiting not forgotten, good moments to be told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cases.models import Case, Family
from hampshire.accounts.models import Staff
from practice import agenda
from practice.agenda import Raised
from practice.supervision import queries
from practice.supervision.models import Supervision

SignedIn = Callable[[Staff], Client]


@pytest.fixture
def noticing(monkeypatch: pytest.MonkeyPatch) -> list[Raised]:
    """What is noticed, and nothing else: filled by the test."""
    found: list[Raised] = []
    monkeypatch.setattr(agenda, "_providers", [lambda ids: [one for one in found if one.family_id in ids]])
    return found


def offered(client: Client, supervision: Supervision) -> list[queries.Offered]:
    shown = client.get(supervision.get_absolute_url()).context["shown"].agenda.offered
    return [one for family in shown for one in family.offered]


def late(family: Family, words: str, url: str = "/visits/") -> Raised:
    return Raised(family.pk, "late", words, timezone.localdate(), url)


def test_what_is_a_day_later_is_the_same_thing_still(
    supervision: Supervision, family: Family, supervisor: Staff, signed_in: SignedIn, noticing: list[Raised]
) -> None:
    client = signed_in(supervisor)
    noticing.append(late(family, "the assessment is 3 days late"))
    [yesterday] = offered(client, supervision)
    noticing[:] = [late(family, "the assessment is 4 days late")]
    client.post(f"{supervision.get_absolute_url()}agenda/", {"chosen": [yesterday.key]})
    assert [item.text for item in supervision.items.all()] == ["the assessment is 4 days late"]
    noticing[:] = [late(family, "the assessment is 5 days late"), late(family, "a visit is late", "/elsewhere/")]
    assert [one.raised.text for one in offered(client, supervision)] == ["a visit is late"]


def test_a_visit_that_is_late_is_not_offered_again_the_next_day(
    supervision: Supervision, supervisor: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)
    keys = [one.key for one in offered(client, supervision)]
    client.post(f"{supervision.get_absolute_url()}agenda/", {"chosen": keys})
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert [one.raised.why for one in offered(signed_in(supervisor), supervision)] in ([], ["quiet"])


def test_those_that_waited_longest_come_before_the_many_that_are_new(
    supervision: Supervision, family: Family, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timezone.localdate()
    families = [Family(name=f"New {number}") for number in range(queries.MOST_OFFERED)] + [family]
    found = [Raised(one.pk, "fall", "fell", today) for one in families[:-1]]
    found.append(Raised(family.pk, "quiet", "not talked about", today - timedelta(days=90)))
    monkeypatch.setattr(agenda, "_providers", [lambda ids: found])
    assert queries._offered(families, [])[0].family == family
    monkeypatch.setattr(queries, "caseload_of", lambda one, user: families)
    page = queries.agenda(supervision.supervisor, supervision, offering=True)
    assert (len(page.offered), page.more_offered) == (queries.MOST_OFFERED, 1)
    assert len(queries.offers(supervision.supervisor, supervision)) == queries.MOST_OFFERED + 1


def test_from_a_good_moment_it_is_a_step_to_tell_whoever_did_the_work(
    supervision: Supervision, family: Family, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn,
    noticing: list[Raised],
) -> None:  # fmt: skip
    noticing.append(Raised(family.pk, "good", "“Bedtime” 2 → 6", timezone.localdate(), "/goals/"))
    client = signed_in(supervisor)
    shown = client.get(supervision.get_absolute_url()).text
    assert "I noticed…" in shown
    [url] = {part.split('"')[0] for part in shown.split('href="') if f"?to={lead_worker.pk}" in part}
    assert f'<option value="{lead_worker.pk}" selected' in client.get(url).text
    [key] = [one.key for one in offered(client, supervision)]
    client.post(f"{supervision.get_absolute_url()}agenda/", {"chosen": [key]})
    assert url in client.get(supervision.get_absolute_url()).text
    assert "I noticed…" not in signed_in(lead_worker).get(supervision.get_absolute_url()).text  # not to oneself
