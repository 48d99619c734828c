import pytest
from django.core.exceptions import ValidationError

from cases import identifiers


@pytest.mark.parametrize(
    ("digits", "letter"),
    [
        ("000000000000", "A"),  # 0
        ("100000000000", "C"),  # 1 x 2 = 2
        ("000000000007", "Z"),  # 7 x 13 = 91 = 3 x 23 + 22
        # 8x2 + 5x3 + 0 + 1x5 + 2x6 + 3x7 + 4x8 + 5x9 + 6x10 + 7x11 + 8x12 + 9x13 = 496 = 21 x 23 + 13
        ("850123456789", "P"),
        # A temporary UPN: the last letter A counts 0, so 496 - 117 = 379 = 16 x 23 + 11
        ("85012345678A", "M"),
    ],
)
def test_the_check_letter_of_a_upn(digits, letter):
    assert identifiers.upn_check_letter("?" + digits) == letter
    assert identifiers.read_upn(letter + digits) == letter + digits


def test_a_upn_is_tidied():
    assert identifiers.read_upn(" p850 1234 56789 ") == "P850123456789"


@pytest.mark.parametrize("digits", ["850123456789", "000000000000", "999999999999", "407118325660"])
def test_one_mistyped_digit_of_a_upn_is_always_found(digits):
    letter = identifiers.upn_check_letter("?" + digits)
    for place in range(12):
        for digit in set("0123456789") - {digits[place]}:
            mistyped = letter + digits[:place] + digit + digits[place + 1 :]
            with pytest.raises(ValidationError, match="one of them is mistyped"):
                identifiers.validate_upn(mistyped)


@pytest.mark.parametrize("upn", ["", "P85012345678", "P8501234567890", "1850123456789", "P85012345678I", "UN3"])
def test_a_upn_of_the_wrong_shape_is_refused(upn):
    with pytest.raises(ValidationError, match="a letter and twelve digits"):
        identifiers.validate_upn(upn)


def test_an_nhs_number_is_tidied_and_its_last_digit_checked():
    assert identifiers.read_nhs_number("943 476-5919") == "9434765919"
    with pytest.raises(ValidationError, match="last digit"):
        identifiers.validate_nhs_number("9434765918")
    with pytest.raises(ValidationError, match="ten digits"):
        identifiers.validate_nhs_number("943476591")


def test_a_child_id_is_short_and_plain():
    assert identifiers.read_la_child_id(" RND000215205141 ") == "RND000215205141"
    assert identifiers.read_la_child_id("99/1234-A_2") == "99/1234-A_2"
    for bad in ("", "A B", "A" * 21, "/1", "é1", "<b>"):
        with pytest.raises(ValidationError, match="1 to 20 letters and digits"):
            identifiers.validate_la_child_id(bad)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [("so23 8uj", "SO23 8UJ"), ("SO238UJ", "SO23 8UJ"), (" w1a  1aa", "W1A 1AA"), ("ec1a1bb", "EC1A 1BB")],
)
def test_a_postcode_is_tidied(typed, tidy):
    assert identifiers.read_postcode(typed) == tidy


@pytest.mark.parametrize("typed", ["", "SO23", "8UJ", "EH14 8EC", "SO23 8U", "QQ1 1AA", "12345"])
def test_what_is_no_postcode_is_refused(typed):
    with pytest.raises(ValidationError, match="not a UK postcode"):
        identifiers.validate_postcode(typed)
