"""How well a person fits what was typed. Pure, and quick enough for a few hundred people a search."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from cases.search.asked import Asked
from cases.search.index import identifier_words
from cases.search.shortlist import Row
from cases.search.words import fold, readings, squeeze, words_of_name

WORTH_SHOWING = 0.5  # of everything typed
ALIKE = 0.7  # two words less alike than this are different words
SURELY = 0.8  # how alike a word must be to count for somebody the user may not open

# The same day, day and month exchanged, all but one of day, month and year, and nothing known.
_SAME, _EXCHANGED, _ONE_OFF, _NOT_KNOWN = 1.0, 0.9, 0.5, 0.4
_EARLIER_HOME = 0.9


@dataclass(frozen=True, slots=True)
class Fit:
    """From 0 to 1, and what made somebody be found where it is not plain from the name and birth date shown.

    `told` is whether a user who may not open any of their families may be told that we know them.
    """

    score: float
    notes: tuple[str, ...]
    told: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """How well one thing that was typed fits."""

    score: float
    note: str = ""
    of: str = ""  # "given", "surname", "other" or "birth"; blank for what is of the family or of where they live


def fit(asked: Asked, rows: list[Row]) -> Fit:
    """What is known of one person, of whom `rows` are the families, against all that was typed."""
    row = rows[0]
    if _is_identified(asked, rows):
        return Fit(1.0, ("identifier",), told=True)
    names, birth, places = _names(asked, rows), _birth(asked, row.born), _places(asked, row)
    parts = [*names, *birth, *places]
    score = _mean(parts)
    if asked.may_be_a_street:
        score = max(_mean([*names, *birth]), _mean([*birth, *places]))
    notes = dict.fromkeys(part.note for part in parts if part.note and part.score > ALIKE)
    return Fit(score, tuple(notes), told=row.not_by_place and _is_close([*names, *birth]))


def _mean(parts: list["_Part"]) -> float:
    return sum(part.score for part in parts) / len(parts) if parts else 0.0


def _is_close(own: list["_Part"]) -> bool:
    """By two things at least: a surname alone, be it double-barrelled, would list a whole family."""
    sure = {part.of for part in own if part.score >= SURELY} - {""}
    return len(sure) > 1 and _mean(own) > WORTH_SHOWING


def _is_identified(asked: Asked, rows: list[Row]) -> bool:
    row = rows[0]
    known_by = [each.family_known_by for each in rows]
    own = identifier_words(row.la_child_id, row.upn, row.former_upn, row.nhs_number, *known_by)
    return any(f"={identifier}" in own for identifier in asked.identifiers)


# ---- Names ----------------------------------------------------------------------------------------------------------


def _names(asked: Asked, rows: list[Row]) -> list[_Part]:
    row = rows[0]
    known = [
        _Known(_words(row.first_name, row.known_as), "given"),
        _Known(_words(row.last_name), "surname"),
        # De Souza written as one word in front of the first name, and the like.
        _Known(_words(f"{row.first_name} {row.last_name}"), "given"),
        _Known(_words(*row.other_names.split(",")), "other", 0.98, "another name of theirs"),
        _Known(_words(*(each.family_name for each in rows if each.may_open)), "", 0.95, "the family's name"),
    ]
    return [_best(name, known) for name in asked.names]


@dataclass(frozen=True, slots=True)
class _Known:
    """Words of a person's names, and what finding them by these is worth."""

    words: set[str]
    of: str
    worth: float = 1.0
    note: str = ""


def _words(*names: str) -> set[str]:
    return {word for name in names if name for word in _words_of(name)}


# A few names are borne by very many: what was worked out for one person serves the next.
_words_of = lru_cache(maxsize=10_000)(words_of_name)
_readings = lru_cache(maxsize=10_000)(readings)


def _best(name: str, known: list[_Known]) -> _Part:
    """The best the word does among what the person is called; the sooner listed wins where two do as well."""
    scores = [(alike(name, each.words) * each.worth, each) for each in known]
    score, best = max(scores, key=lambda pair: pair[0])
    if score < ALIKE:
        return _Part(0.0)
    return _Part(score, best.note or ("" if score > 0.9 else "a name like it"), best.of)


def alike(name: str, words: Iterable[str]) -> float:
    """The most that a word typed is like one of these, read as written or as heard; 0 when there is none."""
    return max((_likeness(name, word) for word in words), default=0.0)


@lru_cache(maxsize=50_000)
def _likeness(name: str, word: str) -> float:
    if name == word:
        return 1.0
    if word.startswith(name):
        return 0.9 + 0.1 * len(name) / len(word) if len(name) > 1 else SURELY
    return 0.97 * max(JaroWinkler.similarity(a, b) for a in _readings(name) for b in _readings(word))


# ---- Birth date and place -------------------------------------------------------------------------------------------


def _birth(asked: Asked, born: date | None) -> list[_Part]:
    if asked.births:
        return [_birth_part(asked.births, born)]
    if asked.birth_year:
        same = born is not None and born.year == asked.birth_year
        return [_Part(1.0 if same else 0.0)]  # of nothing: a year is shared by too many to count as a birth date
    return []


def _birth_part(births: tuple[date, ...], born: date | None) -> _Part:
    if born is None:
        return _Part(_NOT_KNOWN)
    if born == births[0]:
        return _Part(_SAME, of="birth")
    if born in births:
        return _Part(_EXCHANGED, "day and month the other way round", "birth")
    asked = births[0]
    agree = (asked.year == born.year) + (asked.month == born.month) + (asked.day == born.day)
    return _Part(_ONE_OFF if agree == 2 else 0.0)


def _places(asked: Asked, row: Row) -> list[_Part]:
    """Only for those whose families the user may open: see Stage."""
    parts = []
    if asked.postcode:
        now = squeeze(row.postcode).startswith(asked.postcode)
        before = asked.postcode in squeeze(row.earlier_addresses)
        parts.append(_place_part(1.0 if now else 0.0, 1.0 if before else 0.0))
    if asked.address:
        parts.append(_place_part(_share(asked.address, row.address), _share(asked.address, row.earlier_addresses)))
    return parts


def _place_part(now: float, before: float) -> _Part:
    if now >= before:
        return _Part(now)
    return _Part(before * _EARLIER_HOME, "lived there before")


def _share(asked: tuple[str, ...], address: str) -> float:
    """How many of the words typed stand in the address; the last counts as far as it was typed."""
    words = fold(address).split()
    *whole, last = asked
    found = sum(word in words for word in whole) + any(word.startswith(last) for word in words)
    return found / len(asked)
