"""What is typed into the one box, taken apart. No database."""

from datetime import date

import pytest
import time_machine

from cases.search import read
from cases.search.words import fold, join_pieces, near, readings, words_of_name

THIRD_OF_APRIL = date(2016, 4, 3)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel("2025-11-18 10:00:00+00:00", tick=False):
        yield


@pytest.mark.parametrize(
    "typed",
    [
        "03/04/2016", "3/4/16", "3.4.2016", "3-4-2016", "3 4 2016", "2016-04-03", "2016/4/3", "3 Apr 2016",
        "3rd April 2016", "3rd of april 2016", "April 3rd, 2016", "3apr16", "3-Apr-2016", "03042016", "20160403",
        "030416", "born 3/4/2016", "DOB: 03/04/2016", "dob 3 april 2016",
    ],
)  # fmt: skip
def test_a_birth_date_is_read_however_people_write_it(typed):
    assert read(typed).births[0] == THIRD_OF_APRIL


def test_the_month_may_have_been_written_first_where_only_digits_say():
    assert read("03/04/2016").births == (THIRD_OF_APRIL, date(2016, 3, 4))
    assert read("3 Apr 2016").births == (THIRD_OF_APRIL,)
    assert read("2016-04-03").births == (THIRD_OF_APRIL,)
    assert read("25/04/2016").births == (date(2016, 4, 25),)


def test_two_digits_of_a_year_are_never_in_the_future_but_for_a_baby_that_is_awaited():
    assert read("1/1/71").births == (date(1971, 1, 1),)
    assert read("1/2/26").births[0] == date(2026, 2, 1)
    assert read("1/12/26").births[0] == date(1926, 12, 1)


@pytest.mark.parametrize("typed", ["31/02/2016", "00/00/0000", "99/99/9999", "3 Apr 1066", "1/1/2199"])
def test_a_day_that_cannot_be_is_no_birth_date(typed):
    assert read(typed).births == ()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Siobhán O'Neill", ("siobhan", "oneill")),
        ("SIOBHAN O’NEILL", ("siobhan", "oneill")),
        ("o neill, siobhan", ("oneill", "siobhan")),
        ("Begum-Hale", ("begum", "hale")),
        ("de la Cruz", ("delacruz",)),
        ("Łukasz Weiß", ("lukasz", "weiss")),
        ("Yusuf 9", ("yusuf",)),
        ("leila 3 Apr 2016 begum", ("leila", "begum")),
        ("ann ann ann", ("ann",)),
        ("a b c d e f g h i", ("a", "b", "c", "d", "e", "f")),
    ],
)
def test_names_are_folded(typed, names):
    assert read(typed).names == names


def test_a_year_beside_a_name_is_a_birth_year_and_alone_it_is_nothing():
    assert read("yusuf 2017").birth_year == 2017
    assert read("2017").birth_year is None


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("SO23 8UJ", "so238uj"),
        ("so238uj", "so238uj"),
        ("SO23", "so23"),
        ("so23 8", "so238"),
        ("begum SO23 8uj", "so238uj"),
    ],
)
def test_a_postcode_may_be_whole_or_begun(typed, postcode):
    assert read(typed).postcode == postcode


@pytest.mark.parametrize(
    ("typed", "identifier"),
    [
        ("943 476 5919", "9434765919"),
        ("943-476-5919", "9434765919"),
        ("A123456789012", "a123456789012"),
        ("ab-1/2", "ab-1/2"),
    ],
)
def test_identifiers_are_squeezed(typed, identifier):
    assert identifier in read(typed).identifiers


@pytest.mark.parametrize(
    ("typed", "names", "address"),
    [
        ("12 High Street", (), ("12", "high")),
        ("begum 12 mill lane", ("begum",), ("12", "mill")),
        ("flat 3b, 12 mill lane", (), ("flat", "3b", "12", "mill")),
        ("Rose Lane", ("rose", "lane"), ("rose", "lane")),
        ("Dana Begum", ("dana", "begum"), ()),
    ],
)
def test_an_address_begins_at_a_house_number_or_holds_the_word_of_a_street(typed, names, address):
    asked = read(typed)
    assert (asked.names, asked.address) == (names, address)


@pytest.mark.parametrize("typed", ["", " ", "a", "'", "%", "_", "\x00", "!!!", "-", "()"])
def test_nothing_much_asks_for_nothing(typed):
    assert not read(typed)


@pytest.mark.parametrize(
    ("spelt", "heard"),
    [
        ("siobhan", "shiovan"),
        ("niamh", "niav"),
        ("caoimhe", "keeve"),
        ("sean", "shean"),
        ("tadhg", "tag"),
        ("sian", "shian"),
    ],
)
def test_irish_and_welsh_names_are_read_as_they_are_spoken(spelt, heard):
    assert heard in readings(spelt)


@pytest.mark.parametrize("name", ["simon", "thomas", "singh", "smith", "begum", "selma"])
def test_other_names_are_read_as_they_are_written(name):
    assert readings(name) == [name]


def test_pieces_of_a_name_are_joined_and_kept():
    assert join_pieces(["van", "der", "berg", "anna"]) == ["vanderberg", "anna"]
    assert words_of_name("De Souza") == {"de", "souza", "desouza"}
    assert fold("O'Neill") == fold("O’NEILL") == "oneill"


@pytest.mark.parametrize(
    ("one", "other"), [("leila", "lela"), ("leila", "leilla"), ("leila", "liela"), ("leila", "leika")]
)
def test_words_one_slip_apart_share_a_spelling(one, other):
    assert set(near(one)) & set(near(other))


def test_short_words_are_near_nothing_but_themselves():
    assert near("ali") == ["ali"]
