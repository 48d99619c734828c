"""What somebody typed into the one box, taken apart: names, a birth date, identifiers, a postcode, an address. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from cases.search.words import fold, join_pieces, squeeze

LONGEST = 120  # characters of what was typed that are looked at
MOST_WORDS = 6
SHORTEST_NAME = 2  # letters, where a name is all there is

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
# As people write a day. What is not a day in any calendar is left for the other readers.
_CLEAR_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in [
        r"\b(?P<year>\d{4})\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<day>\d{1,2})\b",
        rf"\b{_DAY}(?:\s+of)?[\s./-]*{_MONTH}[\s.,/-]*{_YEAR}\b",
        rf"\b{_MONTH}[\s./-]*{_DAY}[\s.,/-]+{_YEAR}\b",
        r"\b(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})\b",
    ]
]
# The day comes first here; some write, and some records have, the month first.
_DATES_EITHER_WAY = [
    re.compile(pattern)
    for pattern in [
        rf"\b(?P<day>\d{{1,2}})\s?[-/.\s]\s?(?P<month>\d{{1,2}})\s?[-/.\s]\s?{_YEAR}\b",
        r"\b(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})\b",
    ]
]
_BORN = re.compile(r"\b(?:born|dob|d\.o\.b\.?)(?:\s+on)?\b[\s:]*", re.IGNORECASE)
_BIRTH_YEAR = re.compile(r"\b(?P<year>19\d\d|20\d\d)\b")
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b", re.IGNORECASE)
# The beginning of one, where a name or nothing comes before it: SO23, SO23 8.
_PART_OF_POSTCODE = re.compile(r"(?:^|\s)([a-z]{1,2}\d[a-z\d]?)(?:\s+(\d[a-z]?))?$", re.IGNORECASE)
_NHS_NUMBER = re.compile(r"\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b")
_IDENTIFIER = re.compile(r"[0-9a-z/_-]{1,40}", re.IGNORECASE)
_HOUSE = re.compile(r"(?:^|\s)(?:flat\s+)?(?:\d{1,4}[a-z]?,?\s+)+(?=[^\W\d])", re.IGNORECASE)
_STREETS = {
    "street", "st", "road", "rd", "lane", "ln", "avenue", "ave", "close", "drive", "dr", "way", "court", "ct", "place",
    "gardens", "crescent", "terrace", "grove", "square", "house", "cottage", "farm", "mews", "walk", "row", "hill",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for. `births` holds the day as typed and, where it may be meant, with day and month exchanged."""

    names: tuple[str, ...] = ()
    births: tuple[date, ...] = ()
    birth_year: int | None = None
    identifiers: tuple[str, ...] = ()
    postcode: str = ""
    address: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        long_enough = any(len(name) >= SHORTEST_NAME for name in self.names)
        return bool(long_enough or self.births or self.looks_like_an_identifier or self.postcode or self.address)

    @property
    def may_be_a_street(self) -> bool:
        """Whether the same words may be somebody's name or a street's: Rose Lane."""
        return bool(self.address) and set(self.address) <= set(self.names)

    @property
    def looks_like_an_identifier(self) -> bool:
        return any(any(mark.isdigit() for mark in one) for one in self.identifiers)

    @property
    def kinds(self) -> list[str]:
        """What kinds of thing were asked for, for the audit: never what. Days and postcodes may be identifiers, too."""
        asked = {
            "name": self.names,
            "birth date": self.births,
            "identifier": self.looks_like_an_identifier and not (self.births or self.postcode or self.address),
            "postcode": self.postcode,
            "address": self.address,
        }
        return [kind for kind, value in asked.items() if value]


def read(typed: str) -> Asked:
    """Take apart what was typed. Anything at all may come: what makes no sense is left out."""
    text = " ".join("".join(mark if mark.isprintable() else " " for mark in typed[:LONGEST]).split())
    identifiers = _identifiers(text)
    text = _BORN.sub(" ", text)
    births, text = _births(text)
    postcode, text = _postcode(text)
    birth_year, text = _birth_year(text)
    names, address = _names_and_address(_NHS_NUMBER.sub(" ", text))
    return Asked(names, births, birth_year, identifiers, postcode, address)


def _identifiers(text: str) -> tuple[str, ...]:
    """Everything typed that could be an identifier: each word, an NHS number in its groups, and the whole."""
    groups = ["".join(mark for mark in found[0] if mark.isdigit()) for found in _NHS_NUMBER.finditer(text)]
    whole = squeeze(text)
    words = text.lower().split()[:MOST_WORDS]
    candidates = dict.fromkeys([*groups, whole, *words])
    return tuple(word for word in candidates if len(word) > 1 and _IDENTIFIER.fullmatch(word))


def _births(text: str) -> tuple[tuple[date, ...], str]:
    for pattern in [*_CLEAR_DATES, *_DATES_EITHER_WAY]:
        for found in pattern.finditer(text):
            if days := _days(found, either_way=pattern in _DATES_EITHER_WAY):
                return days, f"{text[: found.start()]} {text[found.end() :]}"
    return (), text


def _days(found: re.Match[str], *, either_way: bool) -> tuple[date, ...]:
    named = found["month"][:3].lower()
    month = _MONTHS.index(named) + 1 if named in _MONTHS else int(found["month"])
    day = int(found["day"])
    readings = [(month, day), (day, month)] if either_way else [(month, day)]
    days = (_date(found["year"], *reading) for reading in readings)
    return tuple(dict.fromkeys(day for day in days if day))


def _date(year: str, month: int, day: int) -> date | None:
    """A day on which somebody alive or awaited may be born. Two digits mean the last hundred years."""
    latest = timezone.localdate() + timedelta(days=300)
    number = int(year)
    if len(year) == 2:
        number += latest.year // 100 * 100
    try:
        born = date(number, month, day)
        if len(year) == 2 and born > latest:
            born = date(number - 100, month, day)
    except ValueError:
        return None
    return born if date(1890, 1, 1) <= born <= latest else None


def _birth_year(text: str) -> tuple[int | None, str]:
    found = _BIRTH_YEAR.search(text)
    if not found or not text.replace(found[0], "").strip():  # a year alone finds nobody
        return None, text
    return int(found["year"]), f"{text[: found.start()]} {text[found.end() :]}"


def _postcode(text: str) -> tuple[str, str]:
    found = _POSTCODE.search(text) or _PART_OF_POSTCODE.search(text)
    if not found:
        return "", text
    return squeeze(found[1] + (found[2] or "")), f"{text[: found.start()]} {text[found.end() :]}"


def _names_and_address(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """An address begins at a house number; without one, a street's word may as well be somebody's surname."""
    house = _HOUSE.search(text)
    if house:
        return _names(text[: house.start()]), _address(text[house.start() :])
    words = set(fold(text).split())
    return _names(text), _address(text) if len(words) > 1 and words & _STREETS else ()


def _names(text: str) -> tuple[str, ...]:
    words = [word for word in fold(text).split() if not any(mark.isdigit() for mark in word)]
    return tuple(dict.fromkeys(join_pieces(words)[:MOST_WORDS]))


def _address(text: str) -> tuple[str, ...]:
    """The words that tell one address from another. Street and St are left out where others are left."""
    words = list(dict.fromkeys(fold(text).split()))[:MOST_WORDS]
    telling = [word for word in words if word not in _STREETS]
    return tuple(telling if len(telling) > 1 else words)
