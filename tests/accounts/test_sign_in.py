"""Signing in, being locked out, being signed out, and choosing a password."""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.models import Case, Family
from hampshire.accounts.actions import staff as staff_actions
from hampshire.accounts.adapter import DEMO_PASSWORD
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from tests.cast import PASSWORD

SIGN_IN = "/accounts/login/"
OFFICE: dict[str, Any] = {"REMOTE_ADDR": "10.0.0.7"}  # everybody's address in one council office


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """argon2 is slow by design; what is tested here is what surrounds it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def amara(lead_worker: Staff) -> Staff:
    lead_worker.set_password(PASSWORD)
    lead_worker.save()
    return lead_worker


@pytest.fixture
def grace(supervisor: Staff) -> Staff:
    supervisor.set_password(PASSWORD)
    supervisor.save()
    return supervisor


def try_to_sign_in(person: Staff, password: str, **extra: Any) -> Client:
    client = Client(**{**OFFICE, **extra})
    client.post(SIGN_IN, {"login": person.email, "password": password})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/jobs/").status_code == 200


def test_the_right_password_signs_in_whatever_the_case_of_the_address(amara: Staff) -> None:
    client = Client()
    client.post(SIGN_IN, {"login": amara.email.upper(), "password": PASSWORD})
    assert is_signed_in(client)


def test_passwords_are_kept_by_argon2(db: None) -> None:
    from hampshire import settings as ours

    assert ours.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_signing_in_and_failing_to_are_in_the_audit_without_what_was_typed(amara: Staff) -> None:
    try_to_sign_in(amara, "a password in the wrong box")
    try_to_sign_in(amara, PASSWORD)
    failed, signed_in = AuditEvent.objects.filter(verb__startswith="staff.sign").order_by("at")
    assert (failed.verb, failed.by, failed.subject_id, failed.details) == (
        "staff.sign-in-failed",
        None,
        str(amara.pk),
        {},
    )
    assert (signed_in.verb, signed_in.by, signed_in.address) == ("staff.signed-in", amara, "10.0.0.7")


def test_five_wrong_passwords_lock_that_account(amara: Staff) -> None:
    for _ in range(5):
        assert not is_signed_in(try_to_sign_in(amara, "wrong"))
    assert not is_signed_in(try_to_sign_in(amara, PASSWORD))


def test_a_locked_account_says_for_how_long(amara: Staff) -> None:
    for _ in range(5):
        try_to_sign_in(amara, "wrong")
    answer = Client(**OFFICE).post(SIGN_IN, {"login": amara.email, "password": PASSWORD})
    assert "Wait 5 minutes" in answer.text
    assert "do not go together" not in answer.text


def test_four_wrong_passwords_lock_nobody(amara: Staff) -> None:
    for _ in range(4):
        try_to_sign_in(amara, "wrong")
    assert is_signed_in(try_to_sign_in(amara, PASSWORD))


def test_a_colleague_behind_the_same_address_is_not_locked_out(amara: Staff, grace: Staff) -> None:
    for _ in range(8):
        try_to_sign_in(amara, "wrong")
    assert is_signed_in(try_to_sign_in(grace, PASSWORD))


def test_another_address_does_not_get_round_the_lock(amara: Staff) -> None:
    for n in range(5):
        try_to_sign_in(amara, "wrong", REMOTE_ADDR=f"10.0.0.{n + 20}")
    assert not is_signed_in(try_to_sign_in(amara, PASSWORD, REMOTE_ADDR="10.0.0.99"))


def test_writing_the_address_another_way_does_not_get_round_the_lock(amara: Staff) -> None:
    for n in range(5):
        email = amara.email.upper() if n % 2 else amara.email
        Client(**OFFICE).post(SIGN_IN, {"login": email, "password": "wrong"})
    assert not is_signed_in(try_to_sign_in(amara, PASSWORD))


def test_the_lock_opens_after_five_minutes(amara: Staff) -> None:
    with time_machine.travel(datetime(2026, 1, 12, 9, tzinfo=UTC), tick=False) as clock:
        for _ in range(5):
            try_to_sign_in(amara, "wrong")
        clock.shift(timedelta(minutes=4, seconds=50))
        assert not is_signed_in(try_to_sign_in(amara, PASSWORD))
        clock.shift(timedelta(minutes=5, seconds=10))
        assert is_signed_in(try_to_sign_in(amara, PASSWORD))


def test_an_address_nobody_has_says_the_same_as_a_wrong_password(amara: Staff) -> None:
    def said(email: str) -> list[str]:
        return list(Client().post(SIGN_IN, {"login": email, "password": "wrong"}).context["form"].non_field_errors())

    assert said(amara.email)
    assert said(amara.email) == said("stranger@hampshire.example")


def test_the_demonstrations_password_opens_nothing_in_production(lead_worker: Staff, settings: Settings) -> None:
    lead_worker.set_password(DEMO_PASSWORD)
    lead_worker.save()
    settings.IS_PRODUCTION = True
    assert not is_signed_in(try_to_sign_in(lead_worker, DEMO_PASSWORD))
    settings.IS_PRODUCTION = False
    assert is_signed_in(try_to_sign_in(lead_worker, DEMO_PASSWORD))


def test_an_expired_session_asks_to_sign_in_and_brings_you_back(amara: Staff, client: Client) -> None:
    client.force_login(amara)
    client.session.flush()
    there = "/jobs/?page=2"
    sent_to = client.get(there)
    assert sent_to.status_code == 302
    back = client.post(sent_to.headers["Location"], {"login": amara.email, "password": PASSWORD, "next": there})
    assert back.headers["Location"] == there


def test_a_session_ends_some_time_after_the_last_thing_done_and_not_before(amara: Staff, settings: Settings) -> None:
    assert settings.SESSION_COOKIE_AGE == 30 * 60
    settings.SESSION_COOKIE_AGE = 1
    client = try_to_sign_in(amara, PASSWORD)
    for _ in range(3):
        time.sleep(0.5)
        assert is_signed_in(client)
    time.sleep(1.1)
    assert not is_signed_in(client)


def test_closing_the_browser_signs_out(amara: Staff, settings: Settings) -> None:
    cookie = try_to_sign_in(amara, PASSWORD).cookies[settings.SESSION_COOKIE_NAME]
    assert not cookie["max-age"]
    assert not cookie["expires"]


def test_an_expired_click_of_htmx_takes_the_whole_window_to_sign_in(client: Client, db: None) -> None:
    answer = client.get(
        "/jobs/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/jobs/?page=2", "Host": "testserver"},
    )
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fjobs%2F%3Fpage%3D2&expired=1"


def test_signing_in_never_leads_to_another_site(amara: Staff, client: Client) -> None:
    answer = client.post(
        f"{SIGN_IN}?next=https://example.com/",
        {"login": amara.email, "password": PASSWORD, "next": "https://example.com/"},
    )
    assert answer.headers["Location"] == "/"


def test_a_newly_added_person_chooses_a_password_by_a_link(administrator: Staff, client: Client) -> None:
    client.force_login(administrator)
    client.post("/staff/new/", {"name": "Nia Frost", "email": "Nia.Frost@hampshire.example"})
    nia = Staff.objects.get(name="Nia Frost")
    assert not nia.has_usable_password()

    client.logout()
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link is not None
    assert mail.outbox[0].to == ["nia.frost@hampshire.example"]
    page = client.get(link[1], follow=True)
    form_at = page.redirect_chain[-1][0]
    client.post(form_at, {"password1": PASSWORD, "password2": PASSWORD})

    assert is_signed_in(try_to_sign_in(nia, PASSWORD))
    assert AuditEvent.objects.filter(verb="staff.password-chosen", by=nia).exists()
    assert client.get(link[1], follow=True).context["token_fail"]  # it works once


def test_the_e_mail_carries_no_familys_details(amara: Staff, case: Case, family: Family, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": amara.email})
    (sent,) = mail.outbox
    assert sent.subject == "Choose your password for Hampshire"
    for word in ("Begum", "Yusuf", "Leila", "Dana", str(family.pk)):
        assert word not in sent.subject + sent.body


def test_asking_for_a_link_for_an_address_nobody_has_sends_nothing_and_does_not_tell(
    amara: Staff, client: Client
) -> None:
    unknown = client.post("/accounts/password/reset/", {"email": "stranger@hampshire.example"})
    assert not mail.outbox
    known = client.post("/accounts/password/reset/", {"email": amara.email})
    assert (unknown.status_code, unknown.headers["Location"]) == (known.status_code, known.headers["Location"])


def test_somebody_stopped_gets_no_link_and_cannot_sign_in(amara: Staff, administrator: Staff, client: Client) -> None:
    staff_actions.stop(staff=amara, by=administrator)
    client.post("/accounts/password/reset/", {"email": amara.email})
    assert not mail.outbox
    assert not is_signed_in(try_to_sign_in(amara, PASSWORD))


def test_stopping_somebody_ends_where_they_are_signed_in_already(
    amara: Staff, administrator: Staff, client: Client
) -> None:
    client.force_login(amara)
    staff_actions.stop(staff=amara, by=administrator)
    assert client.get("/jobs/").status_code == 302


def test_choosing_a_password_ends_the_other_sessions(amara: Staff) -> None:
    elsewhere, here = try_to_sign_in(amara, PASSWORD), try_to_sign_in(amara, PASSWORD)
    new = "seven slow badgers"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_the_page_of_a_new_password_asks_in_our_words(amara: Staff) -> None:
    text = try_to_sign_in(amara, PASSWORD).get("/accounts/password/change/").text
    for label in ("The password you have now", "New password", "New password, once more"):
        assert f">{label}</label>" in " ".join(text.split()).replace(" <", "<").replace("> ", ">"), label
    assert "At least 12 letters or figures." in text
    assert "Current Password" not in text


def test_nobody_signs_up_or_changes_the_address_they_sign_in_with(amara: Staff, client: Client) -> None:
    assert "Accounts are made by" in client.get(reverse("account_signup")).text
    client.force_login(amara)
    assert client.get("/accounts/email/").status_code == 404
