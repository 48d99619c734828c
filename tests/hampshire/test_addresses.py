"""An address is what Django's resolver answers."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from hampshire.addresses import address
from hampshire.ids import new_id


def test_it_is_what_reverse_answers_for_each_id() -> None:
    for _ in range(2):
        family, visit = new_id(), new_id()
        assert address("practice:visit-detail", family, visit) == reverse("practice:visit-detail", args=[family, visit])
        assert address("cases:family-detail", family) == reverse("cases:family-detail", args=[family])


def test_it_stands_below_wherever_the_product_is_mounted() -> None:
    family = new_id()
    set_script_prefix("/hampshire/")
    try:
        assert address("cases:family-detail", family) == f"/hampshire/families/{family}/"
    finally:
        set_script_prefix("/")
    assert address("cases:family-detail", family) == f"/families/{family}/"


def test_a_name_that_is_no_address_is_refused() -> None:
    with pytest.raises(NoReverseMatch):
        address("cases:no-such-page", new_id())


def test_a_word_among_the_ids_stands_where_reverse_puts_it() -> None:
    for family in (new_id(), new_id()):
        for panel in ("strengths", "worries"):
            there = reverse("cases:family-panel", args=[family, panel])
            assert address("cases:family-panel", family, panel) == there
