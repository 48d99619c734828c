"""Identifiers of a child and a place, checked: UPN, NHS number, local authority child id, postcode.

Each comes as a reader that returns the tidy value or raises ValidationError, and as a validator for a model or form
field. The messages say what is wrong in words that a person can act on.
"""

import re

import nhs_number as nhs
from django.core.exceptions import ValidationError
from localflavor.gb.forms import GBPostcodeField

# The check letters of a UPN, by remainder: no I, O or S, which look like 1, 0 and 5.
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_SHAPE = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
# The census says letters and digits; older systems also send - / and _, and a child is not refused for that.
_LA_CHILD_ID_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]{0,19}")


def upn_check_letter(upn: str) -> str:
    """The letter a UPN must start with, from its other twelve characters.

    The sum of each character times its place (2 to 13), modulo 23, picks the letter. A temporary UPN ends in a letter,
    which counts as its own place in the same alphabet. Source: rule 1510 of the children in need census.
    """
    values = [int(mark) if mark.isdigit() else _UPN_LETTERS.index(mark) for mark in upn[1:]]
    return _UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, start=2)) % 23]


def read_upn(text: str) -> str:
    """A unique pupil number in capitals without spaces."""
    upn = re.sub(r"\s", "", text).upper()
    if not _UPN_SHAPE.fullmatch(upn) or (upn[-1].isalpha() and upn[-1] not in _UPN_LETTERS):
        raise ValidationError("A UPN is a letter and twelve digits, such as A123456789012.", code="upn_shape")
    if upn[0] != upn_check_letter(upn):
        raise ValidationError(
            "The first letter of this UPN does not fit its digits: one of them is mistyped.", code="upn_check_letter"
        )
    return upn


def read_nhs_number(text: str) -> str:
    """An NHS number as ten digits without spaces. Its last digit checks the others (modulus 11)."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise ValidationError("An NHS number has ten digits, such as 943 476 5919.", code="nhs_number_shape")
    if not nhs.is_valid(digits):
        raise ValidationError(
            "The last digit of this NHS number does not fit the others: one of them is mistyped.",
            code="nhs_number_check_digit",
        )
    return digits


def read_la_child_id(text: str) -> str:
    """The authority's own id of a child: up to 20 letters and digits, kept as they were sent."""
    child_id = text.strip()
    if not _LA_CHILD_ID_SHAPE.fullmatch(child_id):
        raise ValidationError("A child id is 1 to 20 letters and digits, without spaces.", code="la_child_id_shape")
    return child_id


def read_postcode(text: str) -> str:
    """A UK postcode in capitals with its one space: so23 8uj becomes SO23 8UJ."""
    squeezed = re.sub(r"\s", "", text)
    try:
        return str(GBPostcodeField().clean(squeezed))
    except ValidationError as error:
        raise ValidationError("This is not a UK postcode, such as SO23 8UJ.", code="postcode") from error


def validate_upn(value: str) -> None:
    read_upn(value)


def validate_nhs_number(value: str) -> None:
    read_nhs_number(value)


def validate_la_child_id(value: str) -> None:
    read_la_child_id(value)


def validate_postcode(value: str) -> None:
    read_postcode(value)
