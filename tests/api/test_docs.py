"""The schema, the page that explains it, and problems in one shape."""

import re

import pytest
from django.urls import reverse

from hampshire.api.problems import PROBLEMS


def test_the_schema_names_every_operation_and_problem(signed_in, lead_worker):
    schema = signed_in(lead_worker).get(reverse("api:schema")).json()
    assert schema["openapi"].startswith("3.")
    operations = {operation["operationId"] for path in schema["paths"].values() for operation in path.values()}
    assert {"family_list", "family_detail", "family_people", "visit_list", "visit_log", "visit_detail"} <= operations
    assert "Problem" in schema["components"]["schemas"]
    for path in schema["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_drawing_the_schema_meets_no_warning(recwarn, capsys):
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.generators import SchemaGenerator

    with GENERATOR_STATS.silence():
        SchemaGenerator(api_version="1").get_schema(public=True)
        assert not GENERATOR_STATS, [str(one) for one in [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]]


def test_the_docs_page_explains_each_operation_and_problem_under_the_strict_policy(signed_in, lead_worker):
    response = signed_in(lead_worker).get(reverse("api:docs"))
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<style|style=|<script(?![^>]*src)", response.text)
    for words in ("/api/v1/families/{family_id}/visits/", "people[].seen_alone", "Idempotency-Key", "needed"):
        assert words in response.text
    for code in PROBLEMS:
        assert f'id="problem-{code}"' in response.text


def test_the_docs_page_asks_the_database_who_is_asking_and_nothing_more(
    signed_in, lead_worker, django_assert_num_queries
):
    client = signed_in(lead_worker)
    client.get(reverse("api:docs"))
    with django_assert_num_queries(2):  # the person, and their roles for the header
        client.get(reverse("api:docs"))


@pytest.mark.parametrize("url", ["/api/v1/nothing/", "/api/", "/api/v1/families/not-an-id/"])
def test_what_is_not_there_is_a_problem(signed_in, lead_worker, url):
    response = signed_in(lead_worker).get(url)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not_found"


def test_a_method_that_is_not_there_is_a_problem_that_says_which_are(signed_in, lead_worker):
    response = signed_in(lead_worker).delete("/api/v1/families/")
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert "GET" in response["Allow"]


def test_a_problem_leads_to_where_it_is_explained(signed_in, lead_worker):
    problem = signed_in(lead_worker).get("/api/v1/nothing/").json()
    assert problem["type"] == f"{reverse('api:docs')}#problem-not_found"
