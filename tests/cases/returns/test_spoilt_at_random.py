"""Files spoilt at random, the same way every time: whatever stands in them, an import ends with a report."""

import io
import random
import re
from collections.abc import Callable
from functools import partial

import pytest

from cases.actions import returns
from cases.models import CareEpisode, Person
from cases.returns.report import Report, UnreadableReturn
from cases.returns.sources import Source
from tests.cases.returns.files import LOOKED_AFTER, census

ODD = [
    "",
    " ",
    "0",
    "-1",
    "XXX",
    "99999999999999999999",
    "31/02/2020",
    "2020-02-30",
    "é",
    "=1+1",
    "N1",
    "true",
    "01/01/2024",
]


def spoil_bytes(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(spoilt))
        spoilt[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    return bytes(spoilt)


def spoil_values(content: bytes, chance: random.Random, values: str) -> bytes:
    """Some values changed for odd ones, the shape of the file left whole. `values` matches one."""
    return re.sub(
        values, lambda match: chance.choice(ODD) if chance.random() < 0.1 else match[0], content.decode()
    ).encode()


def is_whole() -> bool:
    """Nobody without a family, no episode without its start."""
    homeless = Person.objects.filter(memberships=None).count()
    return homeless == 0 and not CareEpisode.objects.filter(start_reason="").exists()


@pytest.mark.parametrize("seed", range(12))
def test_a_census_of_odd_values(service, administrator, seed):
    chance = random.Random(seed)
    content = spoil_values(census(), chance, r"(?<=>)[^<>\s]+(?=<)")

    for _ in range(2):
        report = returns.import_cin(
            source=Source("census.xml", lambda: io.BytesIO(content)), team=service, by=administrator
        )
        for tally in report.tallies.values():
            assert tally.read == tally.created + tally.updated + tally.unchanged + tally.refused
    assert all(tally.created == tally.updated == 0 for tally in report.tallies.values())
    assert report.lines > 0
    assert is_whole()


@pytest.mark.parametrize("seed", range(12))
def test_a_census_of_spoilt_bytes(service, administrator, seed):
    content = spoil_bytes(census(), random.Random(seed))
    source = Source("census.xml", lambda: io.BytesIO(content))

    was_read = imported(lambda: returns.import_cin(source=source, team=service, by=administrator))

    assert was_read or not Person.objects.exists()
    assert is_whole()


@pytest.mark.parametrize("seed", range(12))
def test_an_ssda903_return_of_odd_values_and_spoilt_bytes(service, administrator, seed):
    chance = random.Random(seed)
    sources = []
    for path in sorted(LOOKED_AFTER.glob("*.csv")):
        content = path.read_bytes()
        head, _, rows = content.partition(b"\n")
        content = (
            head + b"\n" + spoil_values(rows, chance, r"[^,\r\n]+")
            if chance.random() < 0.8
            else spoil_bytes(content, chance)
        )
        sources.append(Source(path.name, partial(io.BytesIO, content)))

    reports = [imported(lambda: returns.import_ssda903(sources=sources, team=service, by=administrator)) for _ in "12"]

    for report in filter(None, reports):
        for tally in report.tallies.values():
            assert tally.read == tally.created + tally.updated + tally.unchanged + tally.refused + tally.no_place
    if reports[1]:
        assert all(tally.created == tally.updated == 0 for tally in reports[1].tallies.values())
    assert is_whole()


def imported(run: Callable[[], Report]) -> Report | None:
    """The report; None where the file could not be read at all, which is an answer too."""
    try:
        return run()
    except UnreadableReturn:
        return None
