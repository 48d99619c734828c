"""One way to answer: a page or its fragment, a good write or a bad form."""

import json
from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from hampshire.accounts.models import Staff
from hampshire.htmx import done, show

PAGE = "403.html"  # any page of ours that has a fragment
FRAGMENT = f"{PAGE}#problem"


class NameForm(forms.Form):
    name = forms.CharField()


def request(method: str = "get", *, htmx: bool = False, **headers: str) -> HttpRequest:
    if htmx:
        headers["HX-Request"] = "true"
    made = getattr(RequestFactory(), method)("/families/7/visits/", headers=headers)
    made.htmx = HtmxDetails(made)
    made.user = Staff(email="a@hampshire.example", name="Amara Obi")
    made.user.standing = []
    made.session = {}
    made._messages = FallbackStorage(made)
    return made


def is_whole(response: HttpResponse) -> bool:
    return b"<html" in response.content


def texts(of: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(of)]


def test_a_browser_gets_the_whole_page():
    response = show(request(), FRAGMENT, {"exception": "No."})
    assert is_whole(response)
    assert b'id="problem"' in response.content


def test_htmx_gets_only_the_fragment():
    response = show(request(htmx=True), FRAGMENT, {"exception": "No."})
    assert not is_whole(response)
    assert b'id="problem"' in response.content


def test_a_page_without_a_fragment_is_whole_for_everybody():
    assert is_whole(show(request(htmx=True), PAGE, {}))


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_what_htmx_puts_in_place_of_a_page_is_a_whole_page(header):
    assert is_whole(show(request(htmx=True, **{header: "true"}), FRAGMENT, {}))


def test_no_cache_may_mistake_a_fragment_for_a_page():
    assert "HX-Request" in show(request(), FRAGMENT, {})["Vary"]
    assert "HX-History-Restore-Request" in show(request(htmx=True), FRAGMENT, {})["Vary"]


@pytest.mark.parametrize("htmx", [True, False])
def test_a_form_with_a_mistake_answers_422(htmx):
    response = show(request("post", htmx=htmx), FRAGMENT, {"form": NameForm({"name": ""})})
    assert response.status_code == 422


def test_a_formset_with_a_mistake_answers_422():
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-name": ""}
    formset = forms.formset_factory(NameForm)(data)
    assert show(request("post"), PAGE, {"names": formset}).status_code == 422


@pytest.mark.parametrize(
    ("method", "form"), [("post", NameForm({"name": "Dana"})), ("post", NameForm()), ("get", NameForm({"name": ""}))]
)
def test_anything_else_answers_200(method, form):
    assert show(request(method), PAGE, {"form": form}).status_code == 200


def test_a_status_that_is_asked_for_is_kept():
    response = show(request("post"), PAGE, {"form": NameForm({"name": ""})}, status=409)
    assert response.status_code == 409


def test_a_good_write_without_script_goes_on_with_a_message():
    asked = request("post")
    response = done(asked, "visit-logged", "Visit logged.", to="/families/7/")
    assert (response.status_code, response["Location"]) == (302, "/families/7/")
    assert texts(asked) == ["Visit logged."]


def test_a_good_write_by_htmx_is_an_event_and_takes_the_window_on():
    asked = request("post", htmx=True, **{"HX-Current-URL": "http://testserver/families/7/visits/log/"})
    response = done(asked, "visit-logged", "Visit logged.", to="/families/7/")
    assert response.status_code == 204
    assert json.loads(response["HX-Trigger"]) == {"visit-logged": {}}
    assert response["HX-Redirect"] == "/families/7/"
    assert texts(asked) == ["Visit logged."]


def test_a_window_that_is_there_already_stays_and_is_told_on_the_spot():
    asked = request("post", htmx=True, **{"HX-Current-URL": "http://testserver/families/7/?sort=name#visits"})
    response = done(asked, "worry-eased", "Noted.", to="/families/7/")
    events: dict[str, Any] = json.loads(response["HX-Trigger"])
    assert events == {"worry-eased": {}, "said": {"message": "Noted."}}
    assert "HX-Redirect" not in response
    assert texts(asked) == [], "or it would be said again on the next page"
