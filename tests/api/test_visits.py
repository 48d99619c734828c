"""/api/v1/families/<id>/visits/: read, and logged once for each Idempotency-Key."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hampshire.audit.models import AuditEvent
from practice.models import Visit


@pytest.fixture
def url(case, family):
    return f"/api/v1/families/{family.pk}/visits/"


@pytest.fixture
def sent(yusuf, leila, dana):
    """A visit with something of everything, as a program sends it."""
    return {
        "happened_at": (timezone.now() - timedelta(hours=3)).isoformat(),
        "account": "We walked to the park and talked.",
        "minutes": 45,
        "place": "out",
        "announced": False,
        "people": [
            {"person": str(yusuf.pk), "seen_alone": True, "account": "Showed me his drawing."},
            {"person": str(leila.pk), "seen": False, "why_not_seen": "At nursery"},
            {"person": str(dana.pk)},
        ],
        "quotes": [{"text": "I slept all week.", "person": str(yusuf.pk), "may_be_shared": True}],
        "strengths": [{"text": "Nana collects them on Tuesdays"}],
        "worries": [{"text": "Money at month's end", "state": "easing"}],
        "goals": [
            {
                "text": "Bedtime without shouting",
                "ratings": [
                    {"voice": "child", "score": 6, "person": str(yusuf.pk)},
                    {"voice": "worker", "score": 5},
                ],
            }
        ],
        "next_steps": [{"text": "Ring the school", "owner": "family"}],
    }


@pytest.fixture
def post(signed_in, lead_worker, url):
    """post(body, key="k1") as the lead worker."""
    client = signed_in(lead_worker)

    def send(body, key="k1", to=url):
        headers = {"Idempotency-Key": key} if key is not None else {}
        return client.post(to, body, content_type="application/json", headers=headers)

    return send


def test_a_visit_is_logged_with_everything_it_tells(post, sent, url, case, signed_in, lead_worker):
    response = post(sent)
    assert response.status_code == 201, response.json()
    told = signed_in(lead_worker).get(f"{url}{response.json()['id']}/").json()
    assert response.json().items() <= told.items()
    assert [(part["name"], part["seen"], part["seen_alone"]) for part in told["people"]] == [
        ("Yusuf Begum-Hale", True, True),
        ("Leila Begum-Hale", False, False),
        ("Dana Begum-Hale", True, False),
    ]
    said = {"speaker": "Yusuf", "text": "I slept all week.", "language": "", "translation": "", "may_be_shared": True}
    assert told["quotes"] == [said]
    assert [one["text"] for one in told["strengths"]] == ["Nana collects them on Tuesdays"]
    assert [(one["text"], one["state"]) for one in told["worries"]] == [("Money at month's end", "easing")]
    assert sorted((one["voice"], one["score"]) for one in told["ratings"]) == [("child", 6), ("worker", 5)]
    assert [one["text"] for one in told["next_steps"]] == ["Ring the school"]
    assert told["logged_by"]["name"] == "Amara Obi"
    case.refresh_from_db()
    assert case.last_seen_alone_on == timezone.localdate()
    assert AuditEvent.objects.get(verb="visit.logged").channel == "api"


def test_the_same_key_and_body_give_the_same_visit_once(post, sent):
    first, second, third = post(sent), post(sent), post(dict(reversed(sent.items())))
    assert (first.status_code, second.status_code, third.status_code) == (201, 200, 200)
    assert first.json()["id"] == second.json()["id"] == third.json()["id"]
    assert Visit.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(post, sent):
    assert post(sent).status_code == 201
    response = post(sent | {"account": "Something else."})
    assert response.status_code == 422
    assert response.json()["code"] == "idempotency_key_reused"
    assert Visit.objects.count() == 1


def test_the_same_key_for_another_family_is_refused(post, sent, other_family, lead_worker, coast, make_staff):
    assert post(sent).status_code == 201
    manager = make_staff("Della Voss", coast, "supervisor")
    assert manager is not None
    response = post(sent, to=f"/api/v1/families/{other_family.pk}/visits/")
    assert response.status_code == 404  # it is not theirs to know of, whatever the key


def test_keys_are_ones_own(post, sent, co_worker, signed_in, url):
    assert post(sent, key="k1").status_code == 201
    other = signed_in(co_worker).post(url, sent, content_type="application/json", headers={"Idempotency-Key": "k1"})
    assert other.status_code == 201
    assert Visit.objects.count() == 2


def test_another_key_is_another_visit(post, sent):
    assert post(sent, key="a").json()["id"] != post(sent, key="b").json()["id"]


@pytest.mark.parametrize("key", [None, "", " ", "x" * 256])
def test_without_a_key_nothing_is_logged(post, sent, key):
    response = post(sent, key=key)
    assert response.status_code == 400
    assert response.json()["code"] == "idempotency_key_missing"
    assert not Visit.objects.exists()


def test_a_replay_still_answers_after_the_case_is_closed(post, sent, case, supervisor):
    from cases.actions import cases

    assert post(sent).status_code == 201
    cases.close(case=case, reason="RC1", by=supervisor)
    assert post(sent).status_code == 200
    assert post(sent, key="another").status_code == 403


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"happened_at": "yesterday"}, "#/happened_at"),
        ({"happened_at": None}, "#/happened_at"),
        ({"happened_at": "2125-01-01T10:00:00Z"}, "#/happened_at"),
        ({"account": ""}, "#/account"),
        ({"account": "a\x00b"}, "#/account"),
        ({"minutes": 0}, "#/minutes"),
        ({"minutes": 10**30}, "#/minutes"),
        ({"place": "moon"}, "#/place"),
        ({"people": "all"}, "#/people"),
        ({"people": [{"person": "x"}]}, "#/people/0/person"),
        ({"people": [{"person": "0192f3a0-0000-7000-8000-000000000000"}]}, "#/family"),
        ({"people": [{}] * 51}, "#/people"),
        ({"goals": [{"text": "Sleep", "ratings": [{"voice": "child", "score": 11}]}]}, "#/goals/0/ratings/0/score"),
    ],
)
def test_what_is_wrong_is_pointed_to(post, sent, change, pointer):
    response = post(sent | change)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["code"], problem["status"]) == ("invalid", 422)
    assert pointer in {error["pointer"] for error in problem["errors"]}
    assert not Visit.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "null", "7", '"text"', "{"])
def test_a_body_that_is_no_visit_is_a_problem(signed_in, lead_worker, url, body):
    response = signed_in(lead_worker).post(url, body, content_type="application/json", headers={"Idempotency-Key": "k"})
    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"


def test_a_teammate_may_read_but_not_log(post, sent, teammate, signed_in, url):
    post(sent)
    client = signed_in(teammate)
    assert len(client.get(url).json()["results"]) == 1
    response = client.post(url, sent, content_type="application/json", headers={"Idempotency-Key": "k"})
    assert response.status_code == 403
    assert "Only a worker allocated to this family" in response.json()["detail"]


def test_a_change_needs_the_csrf_token(case, sent, lead_worker, url):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(lead_worker)
    response = client.post(url, sent, content_type="application/json", headers={"Idempotency-Key": "k"})
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert not Visit.objects.exists()


def test_one_visit_and_the_list_of_them_are_read_and_the_reading_recorded(
    post, sent, url, family, signed_in, lead_worker
):
    made = post(sent).json()
    client = signed_in(lead_worker)
    assert made.items() <= client.get(f"{url}{made['id']}/").json().items()
    [listed] = client.get(url).json()["results"]
    assert listed == made
    verbs = set(AuditEvent.objects.about_family(family.pk).reads().values_list("verb", flat=True))
    assert {"family.visit-opened", "family.visits-opened"} <= verbs


def test_the_list_is_four_queries_however_long(post, sent, url, signed_in, lead_worker, django_assert_num_queries):
    for number in range(3):
        post(sent | {"minutes": 10 + number}, key=str(number))
    client = signed_in(lead_worker)
    with django_assert_num_queries(4):  # who is asking, the gate, the audit, the visits with everybody's part
        assert len(client.get(url).json()["results"]) == 3


def test_logging_stays_within_its_queries(post, sent, url, signed_in, lead_worker, django_assert_max_num_queries):
    client = signed_in(lead_worker)
    usual = {name: sent[name] for name in ("happened_at", "account", "people", "quotes", "strengths", "next_steps")}
    with django_assert_max_num_queries(20):
        client.post(url, usual, content_type="application/json", headers={"Idempotency-Key": "usual"})
    with django_assert_max_num_queries(22):  # one more for each further kind of thing told, however many of each
        client.post(url, sent, content_type="application/json", headers={"Idempotency-Key": "everything"})


def test_a_visit_of_another_family_is_not_there(post, sent, url, other_family, other_worker, signed_in):
    made = post(sent).json()
    response = signed_in(other_worker).get(f"/api/v1/families/{other_family.pk}/visits/{made['id']}/")
    assert response.status_code == 404
