"""Sorting and paging, kept in the address bar, with nothing counted."""

import pytest
from django.test import RequestFactory

from hampshire.accounts.models import Staff
from hampshire.listing import Page, Sorting

SORTS = {"name": "name", "team": ("job_title", "name"), "since": "created_at?"}


def asked(query: str = ""):
    return RequestFactory().get(f"/staff/{query}")


def sql_of(sorting: Sorting) -> str:
    return str(Staff.objects.order_by(*sorting.fields).query)


def test_a_list_is_sorted_by_what_the_address_bar_says():
    sorting = Sorting.read(asked("?sort=-name"), SORTS, default="name")
    assert (sorting.key, sorting.descending, sorting.asked) == ("name", True, "-name")


@pytest.mark.parametrize("query", ["", "?sort=", "?sort=password", "?sort=--name", "?sort=name;drop"])
def test_anything_not_on_the_list_means_the_usual_order(query):
    assert Sorting.read(asked(query), SORTS, default="-since").asked == "-since"


def test_no_two_pages_share_a_row_because_the_key_comes_last():
    assert Sorting.read(asked(), SORTS, default="name").fields[-1] == "pk"


def test_a_column_that_may_be_empty_has_its_empty_values_last_in_both_directions():
    for query in ("?sort=since", "?sort=-since"):
        assert "NULLS LAST" in sql_of(Sorting.read(asked(query), SORTS, default="name"))


def test_an_ordinary_column_keeps_the_order_of_its_index():
    assert "NULLS" not in sql_of(Sorting.read(asked("?sort=-name"), SORTS, default="name"))


def test_a_heading_may_sort_by_several_columns():
    assert sql_of(Sorting.read(asked("?sort=-team"), SORTS, default="name")).count("DESC") == 2


def test_a_second_click_turns_the_order_round():
    assert Sorting.read(asked("?sort=name"), SORTS, default="name").next_for("name") == "-name"
    assert Sorting.read(asked("?sort=-name"), SORTS, default="name").next_for("name") == "name"
    assert Sorting.read(asked("?sort=-name"), SORTS, default="name").next_for("since") == "since"


def test_a_page_knows_of_the_next_by_one_row_more():
    page = Page.read(asked("?page=2"), list(range(51)), size=25)
    assert page.rows == list(range(25, 50))
    assert page.has_next
    assert page.has_previous
    assert (page.first, page.last) == (26, 50)


def test_the_last_page_has_no_next():
    page = Page.read(asked("?page=2"), list(range(50)), size=25)
    assert len(page) == 25
    assert not page.has_next


def test_a_list_that_fits_is_whole():
    assert Page.read(asked(), list(range(25)), size=25).is_whole


def test_an_empty_list_is_a_page():
    page: Page[int] = Page.read(asked(), [], size=25)
    assert (page.first, page.last, list(page)) == (0, 0, [])


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "1.5", "٣", "9" * 5000])
def test_a_page_number_that_makes_no_sense_means_the_first(number):
    assert Page.read(asked(f"?page={number}"), list(range(60)), size=25).number == 1


def test_nobody_can_make_the_database_walk_for_ever():
    assert Page.read(asked("?page=99999"), [], size=25).number == Page.LAST


def test_paging_asks_the_database_once_and_counts_nothing(django_assert_num_queries, make_staff):
    for number in range(4):
        make_staff(f"Worker {number}")
    with django_assert_num_queries(1) as queries:
        page = Page.read(asked(), Staff.objects.order_by("name"), size=3)
    assert [person.name for person in page] == ["Worker 0", "Worker 1", "Worker 2"]
    assert page.has_next
    assert "COUNT" not in queries.captured_queries[0]["sql"]
    assert "LIMIT 4" in queries.captured_queries[0]["sql"]
