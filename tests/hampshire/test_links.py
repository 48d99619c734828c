"""One-time links: told once, used once, and closed by time or by hand."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from hampshire.links import doors
from hampshire.links.actions import links
from hampshire.links.models import OneTimeLink


def test_the_secret_is_told_once_and_stored_nowhere(lead_worker: Staff, east: Team) -> None:
    link, token = links.make(purpose="test", subject=east, by=lead_worker)

    kept = OneTimeLink.objects.values().get()
    assert token not in str(kept)
    assert doors.find("test", token) == link
    assert doors.find("another-purpose", token) is None
    assert AuditEvent.objects.get(verb="link.made").subject_id == str(link.pk)


def test_a_link_is_used_once(lead_worker: Staff, east: Team) -> None:
    link, token = links.make(purpose="test", subject=east, by=lead_worker)

    with transaction.atomic():
        assert links.use(purpose="test", token=token) == link
    with pytest.raises(links.LinkIsSpent), transaction.atomic():
        links.use(purpose="test", token=token)

    assert OneTimeLink.objects.get().state == "used"


def test_a_link_out_of_date_or_taken_back_opens_nothing(lead_worker: Staff, east: Team) -> None:
    old, old_token = links.make(purpose="test", subject=east, by=lead_worker, lasts=timedelta(minutes=1))
    OneTimeLink.objects.filter(pk=old.pk).update(
        made_at=timezone.now() - timedelta(days=20), expires_at=timezone.now() - timedelta(days=6)
    )
    gone, gone_token = links.make(purpose="test", subject=east, by=lead_worker)
    links.withdraw(link=gone, by=lead_worker)

    assert doors.find("test", old_token) is None
    assert doors.find("test", gone_token) is None
    assert OneTimeLink.objects.get(pk=old.pk).state == "out of date"
    assert OneTimeLink.objects.get(pk=gone.pk).state == "taken back"


def test_a_used_link_taken_back_stays_used_and_goes_from_those_that_run(lead_worker: Staff, east: Team) -> None:
    """As an open one would: who takes it back does not learn from it that it was used."""
    link, token = links.make(purpose="test", subject=east, by=lead_worker)
    with transaction.atomic():
        links.use(purpose="test", token=token)

    assert OneTimeLink.objects.running().count() == 1
    links.withdraw(link=link, by=lead_worker)
    links.withdraw(link=link, by=lead_worker)

    assert OneTimeLink.objects.get().state == "used"
    assert not OneTimeLink.objects.running().exists()
    assert AuditEvent.objects.filter(verb="link.withdrawn").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_use_it_once(lead_worker: Staff, east: Team) -> None:
    _, token = links.make(purpose="test", subject=east, by=lead_worker)
    together, outcomes = threading.Barrier(2), []

    def tap() -> None:
        together.wait(10)
        try:
            with transaction.atomic():
                links.use(purpose="test", token=token)
            outcomes.append("used")
        except links.LinkIsSpent:
            outcomes.append("spent")
        finally:
            connection.close()

    threads = [threading.Thread(target=tap) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == ["spent", "used"]


def test_a_door_is_kept_from_caches_search_engines_and_other_sites_and_closes_after_many_tries(db: None) -> None:
    door = doors.by_link(lambda request: doors.spent(request))
    request = RequestFactory().get("/anything/")
    request.user = AnonymousUser()

    answers = [door(request) for _ in range(doors.TRIES + 1)]

    assert answers[0].status_code == 410
    assert answers[0]["Cache-Control"] == "no-store"
    assert answers[0]["Referrer-Policy"] == "same-origin"
    assert answers[0]["X-Robots-Tag"] == "noindex, nofollow"
    assert [answer.status_code for answer in answers][-2:] == [410, 429]


def test_a_qr_code_is_a_picture_the_content_security_policy_allows() -> None:
    assert doors.qr_code("https://hampshire.example/said/abc/").startswith("data:image/svg+xml")
