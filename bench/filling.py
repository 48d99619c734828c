"""All families, one after another: when each became known, how often, and whether they are open today."""

import random
from collections.abc import Callable
from datetime import date

from bench.authority import Authority
from bench.days import Days
from bench.names import Names
from bench.people import People
from bench.scale import VISITS_OF_A_FAMILY, Scale
from bench.tables import Loader
from bench.work import Work

YEARS_BACK = 5  # within which a closed family's last case ended
VISITS_OF_AN_OPEN_CASE = 60  # at most
SAY_EVERY = 20_000  # families


def fill(
    loader: Loader, scale: Scale, *, chance: random.Random, today: date, say: Callable[[str], None] = lambda _: None
) -> None:
    """Hand every row to `loader`, which the caller flushes at the end."""
    days = Days(today)
    authority = Authority(loader, scale, chance, today)
    people = People(loader, Names(chance), chance, days)
    work = Work(loader, chance, days)
    every = scale.families / scale.open_families
    for number in range(scale.families):
        is_open = int((number + 1) / every) > int(number / every)
        team = chance.choice(authority.teams)
        cases, present = _history(chance, days, is_open=is_open)
        home = people.family(team, cases[0][0] if cases else days.today - present * 14 - 30)
        for _, ends, visits in cases:
            work.past(home, visits, ends)
        if present:
            work.present(home, present)
        loader.flush_if_full()
        if number and number % SAY_EVERY == 0:
            say(f"{number:,} families")


def _history(chance: random.Random, days: Days, *, is_open: bool) -> tuple[list[tuple[int, int, int]], int]:
    """Past cases, the oldest first, as (not before day, ends on day, visits), and the visits of the open one."""
    total = min(max(int(chance.expovariate(1 / VISITS_OF_A_FAMILY)), 4), 240)
    present = min(total, chance.randrange(3, VISITS_OF_AN_OPEN_CASE)) if is_open else 0
    ends = days.today - (present * 14 + 120 if is_open else chance.randrange(20, YEARS_BACK * 365))
    left, cases = total - present, []
    while left >= 3 and ends - left * 12 > 1000:
        visits = left if left < 30 or chance.random() < 0.6 else left // 2
        begins = ends - visits * 12
        cases.append((begins, ends, visits))
        left -= visits
        ends = begins - chance.randrange(60, 600)
    return cases[::-1], present
