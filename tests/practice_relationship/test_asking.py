"""Ask how a visit was: by handing the device over, by a link, from paper."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.links.models import OneTimeLink
from practice.actions import visits
from practice.models import Visit
from practice.relationship.models import Asking, VisitRating
from tests.practice.life import visit as log
from tests.practice.pages import log_url, page_of
from tests.practice_relationship.said import NOT_SAID, by_link, on_paper, sent, taps

SignedIn = Callable[[Staff], Client]


@pytest.fixture
def visit(case: Case, family: Family, lead_worker: Staff) -> Visit:
    return log(family, lead_worker, days=1)


def page(name: str, visit: Visit) -> str:
    return reverse(f"relationship:{name}", args=[visit.family_id, visit.pk])


def path_in(text: str) -> str:
    """The road of the link shown on a page."""
    found = re.search(r'value="http://testserver(/how-was-it/[^"]+)"', text)
    assert found
    return found[1]


# ---- Handing the device over ----------------------------------------------------------------------------------------


def test_handing_over_signs_the_worker_out_before_anything_is_shown(
    visit: Visit, lead_worker: Staff, dana: Person, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    answer = client.post(page("rating-ask", visit), {"who": str(dana.pk), "how": "device"}, follow=True)

    assert answer.status_code == 200
    assert "How was the visit?" in answer.text
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert client.get(visit.get_absolute_url())["Location"].startswith("/accounts/login/")
    thanks = client.post(answer.request["PATH_INFO"], sent(4))
    assert "hand the device back" in thanks.text
    assert f"next={visit.get_absolute_url()}" in thanks.text
    assert VisitRating.objects.get().how == "device"


def test_no_message_meant_for_the_worker_is_read_by_the_family(
    visit: Visit, family: Family, lead_worker: Staff, dana: Person, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    client.post(reverse("practice:worry-note", args=[family.pk]), {"text": "Money"})  # says so on the next page
    answer = client.post(page("rating-ask", visit), {"who": str(dana.pk), "how": "device"}, follow=True)
    assert "How was the visit?" in answer.text
    assert "Worry added" not in answer.text


def test_a_device_handed_over_stands_open_for_an_hour(
    visit: Visit, lead_worker: Staff, dana: Person, signed_in: SignedIn
) -> None:
    signed_in(lead_worker).post(page("rating-ask", visit), {"who": str(dana.pk), "how": "device"})
    assert OneTimeLink.objects.get().expires_at < timezone.now() + timedelta(minutes=61)
    assert AuditEvent.objects.get(verb="rating.asked").details == {"how": "device"}


# ---- A link ---------------------------------------------------------------------------------------------------------


def test_a_link_is_shown_once_with_its_code_and_opens_their_page(
    visit: Visit, lead_worker: Staff, dana: Person, signed_in: SignedIn, client: Client
) -> None:
    shown = signed_in(lead_worker).post(page("rating-ask", visit), {"who": str(dana.pk), "how": "link"})

    assert "For Dana" in shown.text
    assert 'src="data:image/svg+xml' in shown.text
    assert client.get(path_in(shown.text)).status_code == 200
    again = signed_in(lead_worker).get(visit.get_absolute_url()).text
    assert "asked" in again
    assert "/how-was-it/" not in again


def test_asking_again_closes_the_earlier_link(
    visit: Visit, lead_worker: Staff, dana: Person, yusuf: Person, signed_in: SignedIn, client: Client
) -> None:
    worker = signed_in(lead_worker)
    first, other, second = (
        path_in(worker.post(page("rating-ask", visit), {"who": str(who.pk), "how": "link"}).text)
        for who in (dana, yusuf, dana)
    )
    assert client.get(first).status_code == 410
    assert client.get(other).status_code == 200
    assert client.get(second).status_code == 200


def test_somebody_not_on_record_is_asked_by_who_they_are(
    visit: Visit, lead_worker: Staff, signed_in: SignedIn, client: Client
) -> None:
    worker = signed_in(lead_worker)
    unnamed = worker.post(page("rating-ask", visit), {"who": "someone", "how": "link"})
    assert unnamed.status_code == 422
    assert "Say who that is" in unnamed.text
    shown = worker.post(page("rating-ask", visit), {"who": "someone", "voice": "Mum’s sister", "how": "link"})
    client.post(path_in(shown.text), sent(2))
    assert VisitRating.objects.get().speaker == "Mum’s sister"


def test_whoever_has_said_it_is_not_offered_again(
    visit: Visit, lead_worker: Staff, dana: Person, yusuf: Person, signed_in: SignedIn
) -> None:
    by_link(visit, lead_worker, dana, taps(3))
    worker = signed_in(lead_worker)
    offered = worker.get(page("rating-ask", visit)).text
    assert str(dana.pk) not in offered
    assert str(yusuf.pk) in offered
    refused = worker.post(page("rating-ask", visit), {"who": str(dana.pk), "how": "link"})
    assert refused.status_code == 422
    assert Asking.objects.count() == 1


def test_nobody_of_another_family_can_be_asked(
    visit: Visit, lead_worker: Staff, other_family: Family, signed_in: SignedIn
) -> None:
    mia = other_family.members.get().person
    refused = signed_in(lead_worker).post(page("rating-ask", visit), {"who": str(mia.pk), "how": "link"})
    assert refused.status_code == 422
    assert not Asking.objects.exists()


def test_an_open_link_is_taken_back(
    visit: Visit, lead_worker: Staff, dana: Person, signed_in: SignedIn, client: Client
) -> None:
    worker = signed_in(lead_worker)
    path = path_in(worker.post(page("rating-ask", visit), {"who": str(dana.pk), "how": "link"}).text)
    asking = Asking.objects.get()
    worker.post(reverse("relationship:asking-withdraw", args=[visit.family_id, asking.pk]))
    assert client.get(path).status_code == 410
    assert AuditEvent.objects.filter(verb="rating.asking-withdrawn").exists()


# ---- When -----------------------------------------------------------------------------------------------------------


def test_a_month_after_a_visit_only_paper_can_be_copied(
    case: Case, family: Family, lead_worker: Staff, dana: Person, signed_in: SignedIn
) -> None:
    old = log(family, lead_worker, days=30)
    worker = signed_in(lead_worker)
    assert worker.get(page("rating-ask", old)).status_code == 403
    assert worker.get(page("rating-enter", old)).status_code == 200
    card = worker.get(old.get_absolute_url()).text
    assert "Ask how this visit was" not in card
    assert "Copy an answer from paper" in card


def test_a_withdrawn_visit_is_not_asked_about_and_its_ratings_do_not_count(
    visit: Visit, lead_worker: Staff, dana: Person, signed_in: SignedIn
) -> None:
    by_link(visit, lead_worker, dana, taps(1))
    visits.withdraw(visit=visit, by=lead_worker, reason="Another family's")
    assert signed_in(lead_worker).get(page("rating-ask", visit)).status_code == 403
    assert not VisitRating.objects.counting().exists()


# ---- From paper -----------------------------------------------------------------------------------------------------


def test_paper_is_copied_with_the_day_and_who_copied_it(
    visit: Visit, co_worker: Staff, yusuf: Person, signed_in: SignedIn
) -> None:
    worker = signed_in(co_worker)
    chosen = worker.post(page("rating-ask", visit), {"who": str(yusuf.pk), "how": "paper"}, follow=True)
    assert chosen.request["PATH_INFO"] == page("rating-enter", visit)
    assert re.search(rf'value="{yusuf.pk}"[^>]* checked', chosen.text)
    yesterday = timezone.localdate() - timedelta(days=1)
    worker.post(page("rating-enter", visit), sent(4, who=str(yusuf.pk), said_on=f"{yesterday:%Y-%m-%d}"))

    rating = VisitRating.objects.get()
    assert (rating.person, rating.how, rating.entered_by, rating.said_on) == (yusuf, "paper", co_worker, yesterday)
    assert rating.out_of_ten == 10
    assert AuditEvent.objects.filter(verb="rating.entered", by=co_worker).exists()


def test_paper_may_say_rather_not(visit: Visit, lead_worker: Staff, dana: Person, signed_in: SignedIn) -> None:
    today = f"{timezone.localdate():%Y-%m-%d}"
    typed = {"who": str(dana.pk), "said_on": today, "rather_not_say": "on"}
    signed_in(lead_worker).post(page("rating-enter", visit), typed)
    assert VisitRating.objects.get().rather_not_say


def test_copying_closes_the_link_they_had_and_a_second_copy_is_refused(
    visit: Visit, lead_worker: Staff, dana: Person, signed_in: SignedIn, client: Client
) -> None:
    worker = signed_in(lead_worker)
    path = path_in(worker.post(page("rating-ask", visit), {"who": str(dana.pk), "how": "link"}).text)
    on_paper(visit, lead_worker, dana, taps(2))
    assert client.get(path).status_code == 410
    twice = sent(4, who=str(dana.pk), said_on=f"{timezone.localdate():%Y-%m-%d}")
    assert worker.post(page("rating-enter", visit), twice).status_code == 422
    assert VisitRating.objects.count() == 1


def test_what_was_copied_wrongly_is_taken_back_and_can_be_copied_again(
    visit: Visit, lead_worker: Staff, dana: Person, signed_in: SignedIn
) -> None:
    rating = on_paper(visit, lead_worker, dana, taps(2))
    worker = signed_in(lead_worker)
    worker.post(reverse("relationship:rating-withdraw", args=[visit.family_id, rating.pk]))
    assert not VisitRating.objects.counting().exists()
    on_paper(visit, lead_worker, dana, taps(3))
    assert VisitRating.objects.counting().get().out_of_ten == 7.5


def test_what_they_tapped_themselves_nobody_takes_back(
    visit: Visit, lead_worker: Staff, supervisor: Staff, dana: Person, signed_in: SignedIn
) -> None:
    rating = by_link(visit, lead_worker, dana, taps(0))
    for one in (lead_worker, supervisor):
        refused = signed_in(one).post(reverse("relationship:rating-withdraw", args=[visit.family_id, rating.pk]))
        assert refused.status_code == 403
    assert VisitRating.objects.counting().count() == 1


def test_a_colleague_cannot_take_back_what_another_copied(
    visit: Visit, lead_worker: Staff, teammate: Staff, supervisor: Staff, dana: Person, signed_in: SignedIn
) -> None:
    rating = on_paper(visit, lead_worker, dana, NOT_SAID)
    url = reverse("relationship:rating-withdraw", args=[visit.family_id, rating.pk])
    page_of = reverse("relationship:relationship-detail", args=[visit.family_id])
    assert [url in signed_in(one).get(page_of).text for one in (teammate, lead_worker)] == [False, True]
    assert signed_in(teammate).post(url).status_code == 403
    assert signed_in(supervisor).post(url).status_code == 302


# ---- Where it is offered --------------------------------------------------------------------------------------------


def test_the_visit_my_week_and_the_family_offer_to_ask_until_somebody_is_asked(
    visit: Visit, family: Family, lead_worker: Staff, dana: Person, signed_in: SignedIn
) -> None:
    worker, road = signed_in(lead_worker), page("rating-ask", visit)
    panel = reverse("cases:family-panel", args=[family.pk, "relationship"])
    places = [visit.get_absolute_url(), "/week/", panel]
    assert all(road in worker.get(place).text for place in places)
    worker.post(road, {"who": str(dana.pk), "how": "link"})
    assert [road in worker.get(place).text for place in places] == [True, False, False]


def test_right_after_logging_a_visit_one_link_offers_to_ask(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, signed_in: SignedIn
) -> None:
    worker = signed_in(lead_worker)
    shown = worker.post(log_url(family), page_of(lead_worker, yusuf), follow=True).text
    road = page("rating-ask", Visit.objects.get())
    assert f'Visit logged. <a href="{road}">Ask the family how it was.</a>' in shown
    assert "Visit logged" not in worker.get(family.get_absolute_url()).text  # said once


def test_a_visit_written_down_five_weeks_late_is_not_asked_about(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, signed_in: SignedIn
) -> None:
    Case.objects.update(opened_on=timezone.localdate() - timedelta(days=60))
    long_ago = f"{timezone.localdate() - timedelta(days=35):%Y-%m-%d}"
    typed = page_of(lead_worker, yusuf, happened_on=long_ago)
    shown = signed_in(lead_worker).post(log_url(family), typed, follow=True).text
    assert "Visit logged." in shown
    assert "Ask the family how it was" not in shown


def test_my_week_reminds_for_a_week_and_only_of_ones_own_visits(
    case: Case, family: Family, lead_worker: Staff, co_worker: Staff, signed_in: SignedIn
) -> None:
    old, theirs = log(family, lead_worker, days=8), log(family, co_worker, days=1)
    week = signed_in(lead_worker).get("/week/").text
    assert page("rating-ask", old) not in week
    assert page("rating-ask", theirs) not in week
    assert page("rating-ask", theirs) in signed_in(co_worker).get("/week/").text


def test_nobody_wrote_on_paper_how_a_visit_was_before_it_was(
    visit: Visit, lead_worker: Staff, dana: Person, signed_in: SignedIn
) -> None:
    before = f"{visit.happened_on - timedelta(days=1)}"
    told = sent(3, who=str(dana.pk), said_on=before)
    answer = signed_in(lead_worker).post(page("rating-enter", visit), told)
    assert "The visit had not been yet on that day" in answer.text
    assert not VisitRating.objects.exists()
