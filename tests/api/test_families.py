"""/api/v1/families/ and the people in them."""

import pytest
from django.urls import reverse

from cases.actions import families, people
from hampshire.audit.models import AuditEvent


@pytest.fixture
def api(signed_in, lead_worker):
    return signed_in(lead_worker)


def test_the_list_holds_the_families_one_may_know_of_and_no_other(case, family, other_family, api):
    [found] = api.get("/api/v1/families/").json()["results"]
    assert (found["id"], found["title"]) == (str(family.pk), "Begum-Hale family")
    assert found["team"]["name"] == "East team"
    assert found["open_case"]["id"] == str(case.pk)
    assert found["open_case"]["lead_worker"]["name"] == "Amara Obi"


def test_a_family_without_an_open_case_says_so(family, api):
    [found] = api.get("/api/v1/families/").json()["results"]
    assert found["open_case"] is None


def test_the_list_can_be_of_one_team(case, family, other_family, service_manager, coast, signed_in):
    client = signed_in(service_manager)
    assert len(client.get("/api/v1/families/").json()["results"]) == 2
    [found] = client.get("/api/v1/families/", {"team": str(coast.pk)}).json()["results"]
    assert found["name"] == "Novak"


def test_those_without_families_get_an_empty_list(family, auditor, signed_in):
    assert signed_in(auditor).get("/api/v1/families/").json()["results"] == []


def test_pages_by_cursor_hold_every_family_once(family, east, lead_worker, api):
    for number in range(7):
        families.create(name=f"Family {number}", team=east, by=lead_worker)
    found, url = [], "/api/v1/families/?page_size=3"
    while url:
        page = api.get(url).json()
        assert len(page["results"]) <= 3
        found += [one["name"] for one in page["results"]]
        url = page["next"]
    assert found == [f"Family {number}" for number in reversed(range(7))] + ["Begum-Hale"]


def test_a_page_holds_25_unless_told_and_100_at_most(family, east, lead_worker, api):
    families_ids = [families.create(name=f"Family {number}", team=east, by=lead_worker).pk for number in range(105)]
    assert len(families_ids) == 105
    assert len(api.get("/api/v1/families/").json()["results"]) == 25
    assert len(api.get("/api/v1/families/", {"page_size": 1000}).json()["results"]) == 100


@pytest.mark.parametrize("query", ["cursor=nonsense", "cursor=cD14", "cursor=cD0x%00", "team=x", "team=%00"])
def test_a_query_that_makes_no_sense_is_a_problem_and_not_a_fault(family, api, query):
    response = api.get(f"/api/v1/families/?{query}")
    assert response.status_code in {404, 422}
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_is_three_queries_however_long(family, east, lead_worker, api, django_assert_num_queries, number):
    for n in range(number):
        families.create(name=f"Family {n}", team=east, by=lead_worker)
    with django_assert_num_queries(2):  # who is asking, and the families
        api.get("/api/v1/families/")


def test_a_familys_record_is_read_and_the_reading_is_recorded(case, family, api, lead_worker):
    found = api.get(f"/api/v1/families/{family.pk}/").json()
    assert found["name"] == "Begum-Hale"
    event = AuditEvent.objects.about_family(family.pk).reads().latest_first().first()
    assert (event.verb, event.by, event.channel) == ("family.opened", lead_worker, "api")


def test_people_are_listed_with_what_they_are_in_the_family(family, yusuf, lead_worker, api):
    people.amend(person=yusuf, family=family, by=lead_worker, nhs_number="9434765919", known_as="Yusi")
    found = {one["person"]["id"]: one for one in api.get(f"/api/v1/families/{family.pk}/people/").json()["results"]}
    one = found[str(yusuf.pk)]
    assert len(found) == 4
    assert (one["role"], one["person"]["full_name"], one["person"]["nhs_number"]) == (
        "child",
        "Yusi Begum-Hale",
        "9434765919",
    )
    assert AuditEvent.objects.about_family(family.pk).filter(verb="family.people-opened").count() == 1


def test_people_are_four_queries(family, api, django_assert_num_queries):
    with django_assert_num_queries(4):  # who is asking, the gate, the audit, the people
        api.get(f"/api/v1/families/{family.pk}/people/")


def test_a_family_one_may_not_know_of_is_not_there(family, other_worker, signed_in):
    for url in (f"/api/v1/families/{family.pk}/", f"/api/v1/families/{family.pk}/people/"):
        response = signed_in(other_worker).get(url)
        assert response.status_code == 404
        assert response.json()["code"] == "not_found"
    assert not AuditEvent.objects.about_family(family.pk).filter(by=other_worker).exists()


def test_a_stranger_is_told_to_sign_in_in_the_apis_own_shape(family, client):
    response = client.get(reverse("api:family-list"))
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not_authenticated"


def test_a_browser_that_is_not_signed_in_is_taken_to_sign_in(family, client):
    response = client.get(reverse("api:docs"), headers={"Accept": "text/html,application/xhtml+xml"})
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")
