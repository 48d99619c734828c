"""Who is not signed in, and who may not: said in words, to whoever asks, and bringing you back."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from hampshire.middleware import sign_in_rules

REASON = "Only a worker allocated to this family, or their supervisor, can log a visit."
INSIDE = {"HTTP_REFERER": "http://testserver/page/?sort=name"}
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/page/?sort=name"}


def refused(request):
    raise PermissionDenied(REASON)


def refused_without_a_reason(request):
    raise PermissionDenied


def page(request):
    return HttpResponse("a page")


def cached_page(request):
    return HttpResponse("a page", headers={"Cache-Control": "private, max-age=60"})


urlpatterns = [
    path("", include("hampshire.urls")),
    path("page/", page),
    path("cached/", cached_page),
    path("refused/", refused),
    path("refused-without-a-reason/", refused_without_a_reason),
    path("api/refused/", refused),
    path("api/page/", page),
]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def signed_in(client: Client, lead_worker) -> Client:
    client.force_login(lead_worker)
    return client


def sign_in_query(url: str) -> dict[str, list[str]]:
    parts = urlsplit(url)
    assert parts.path == "/accounts/login/"
    return parse_qs(parts.query)


# ---- Not signed in ----


def test_a_page_asks_for_sign_in_and_comes_back_to_itself(client):
    response = client.get("/page/?sort=name")
    assert sign_in_query(response["Location"]) == {"next": ["/page/?sort=name"]}


def test_a_click_on_our_own_page_tells_that_the_sign_in_ran_out(client):
    response = client.get("/cached/", **INSIDE)
    assert sign_in_query(response["Location"]) == {"next": ["/cached/"], "expired": ["1"]}


def test_a_form_sent_too_late_comes_back_to_the_page_it_was_on(client):
    response = client.post("/cached/", **INSIDE)
    assert sign_in_query(response["Location"]) == {"next": ["/page/?sort=name"], "expired": ["1"]}


def test_another_site_cannot_choose_where_sign_in_leads(client):
    response = client.post("/page/", HTTP_REFERER="https://elsewhere.example/trap/")
    assert sign_in_query(response["Location"]) == {"next": ["/"]}


def test_htmx_takes_the_whole_window_to_sign_in(client):
    response = client.post("/cached/", **HTMX)
    assert response.status_code == 204
    assert sign_in_query(response["HX-Redirect"]) == {"next": ["/page/?sort=name"], "expired": ["1"]}


@pytest.mark.parametrize(("url", "headers"), [("/api/page/", {}), ("/page/", {"HTTP_ACCEPT": "application/json"})])
def test_a_script_is_told_in_its_own_language(client, url, headers):
    response = client.get(url, **headers)
    assert response.status_code == 401
    assert response.json()["code"] == "not_authenticated"


def test_the_sign_in_page_says_why_you_are_here_and_what_is_kept(client):
    text = client.get("/accounts/login/?next=/page/&expired=1").content.decode()
    assert "after 30 minutes" in text
    assert "What you had written is kept" in text


def test_the_sign_in_page_says_nothing_of_it_to_somebody_who_just_came(client):
    assert "signed out" not in client.get("/accounts/login/").content.decode()


def test_the_sign_in_page_says_how_long_a_lock_out_lasts(client):
    text = client.get("/accounts/login/").content.decode()
    assert "After 5 wrong passwords in a row, sign-in stops for 5 minutes." in text


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "3/10m/key,100/5m/ip"}, SESSION_COOKIE_AGE=60 * 20)
def test_the_rules_said_are_the_rules_set():
    assert sign_in_rules() == {"minutes": 20, "wrong": 3, "locked": 10}


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "3/10m/ip"})
def test_a_limit_that_is_not_by_account_is_refused_loudly():
    with pytest.raises(ValueError, match="login_failed"):
        sign_in_rules()


# ---- Signed in ----


def test_nothing_shown_to_somebody_signed_in_is_kept_in_a_cache(signed_in):
    assert "no-store" in signed_in.get("/page/")["Cache-Control"]


def test_a_page_that_says_how_it_may_be_cached_is_believed(signed_in):
    assert signed_in.get("/cached/")["Cache-Control"] == "private, max-age=60"


# ---- May not ----


def test_a_refusal_says_its_reason_on_a_page_with_a_way_back(signed_in):
    response = signed_in.get("/refused/", **INSIDE)
    text = response.content.decode()
    assert response.status_code == 403
    assert REASON in text
    assert 'href="/page/?sort=name"' in text


def test_a_refusal_never_leads_back_to_another_site(signed_in):
    text = signed_in.get("/refused/", HTTP_REFERER="https://elsewhere.example/").content.decode()
    assert "elsewhere" not in text


def test_a_refusal_without_a_reason_still_says_something(signed_in):
    assert "You may not do this" in signed_in.get("/refused-without-a-reason/").content.decode()


def test_htmx_gets_only_the_reason(signed_in):
    response = signed_in.post("/refused/", **HTMX)
    text = response.content.decode()
    assert response.status_code == 403
    assert "<html" not in text
    assert 'id="problem"' in text
    assert REASON in text


def test_the_api_gets_the_same_sentence_as_json(signed_in):
    response = signed_in.get("/api/refused/")
    assert response.status_code == 403
    problem = response.json()
    assert (problem["status"], problem["code"], problem["detail"]) == (403, "permission_denied", REASON)


def test_an_api_address_that_is_not_there_answers_json(signed_in):
    response = signed_in.get("/api/nothing/")
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"


def test_a_page_that_is_not_there_is_a_page_with_a_way_on(signed_in):
    response = signed_in.get("/nothing/")
    assert response.status_code == 404
    assert "That is not here" in response.content.decode()


def test_a_form_without_its_token_says_what_to_do(lead_worker):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(lead_worker)
    response = strict.post("/components/", {})
    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()
