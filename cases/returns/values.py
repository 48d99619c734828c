"""One value of a return: text in, a checked value out, or BadValue with the reason in plain words."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from django.core.exceptions import ValidationError

type Parse[T] = Callable[[str], T]

# Nobody in a return was born, referred or looked after before this.
EARLIEST = date(1900, 1, 1)

_YES = {"true", "1", "1.0"}  # spreadsheets turn a column of 1 and blanks into 1.0
_NO = {"false", "0", "0.0"}


class BadValue(ValueError):  # noqa: N818
    """The reason is a fixed sentence for a kind of mistake: the value itself is reported beside it."""

    @property
    def reason(self) -> str:
        return str(self.args[0])


def iso_date(text: str) -> date:
    """A date as XML writes it, 2022-07-21."""
    return _date(text, r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", "year-month-day, such as 2022-07-21")


def uk_date(text: str) -> date:
    """A date as SSDA903 writes it, 21/07/2022."""
    return _date(text, r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", "dd/mm/yyyy, such as 21/07/2022")


def _date(text: str, shape: str, expected: str) -> date:
    match = re.fullmatch(shape, text, re.ASCII)
    if match is None:
        raise BadValue(f"Not a date written {expected}.")
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError as error:
        raise BadValue("There is no such day.") from error
    if day < EARLIEST:
        raise BadValue("A date before 1900.")
    return day


def not_after(today: date, parse: Parse[date]) -> Parse[date]:
    """Reads a day that must have come: nothing in a return has happened tomorrow."""

    def read(text: str) -> date:
        day = parse(text)
        if day > today:
            raise BadValue("A date in the future.")
        return day

    return read


def code_of(codes: Sequence[tuple[str, str]]) -> Parse[str]:
    """Reads one of the codes, in whatever case it was sent."""
    known = {code for code, _ in codes}

    def read(text: str) -> str:
        if text.upper() not in known:
            raise BadValue("Not one of the codes for this field.")
        return text.upper()

    return read


def flag(text: str) -> bool:
    """Yes or no, as true/false or 1/0."""
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise BadValue("Not yes or no: true, false, 1 or 0.")


def whole_number(least: int, most: int) -> Parse[int]:
    """Reads a whole number within bounds."""

    def read(text: str) -> int:
        match = re.fullmatch(r"(\d{1,6})(\.0)?", text, re.ASCII)
        if match is None or not least <= int(match[1]) <= most:
            raise BadValue(f"Not a whole number from {least} to {most}.")
        return int(match[1])

    return read


def text_of(shape: str, reason: str) -> Parse[str]:
    """Reads a text of a shape."""

    def read(text: str) -> str:
        if not re.fullmatch(shape, text, re.ASCII):
            raise BadValue(reason)
        return text

    return read


def identifier(read_identifier: Callable[[str], str]) -> Parse[str]:
    """Reads by one of the functions of cases/identifiers.py, which speak Django's language of errors."""

    def read(text: str) -> str:
        try:
            return read_identifier(text)
        except ValidationError as error:
            raise BadValue(error.messages[0]) from error

    return read
