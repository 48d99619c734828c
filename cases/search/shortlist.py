"""The one query of a search: a shortlist of fixed size by stages, each asked only where those before found too few.

Written as SQL, since the stages stop at their limits and never count or sort all that match. Who may open what is the
gate's own query set, put in as it is.
"""
# ruff: noqa: S608  (every piece of SQL is a constant of this file; what people type goes in as parameters)

from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from cases.models import Family
from cases.search.asked import Asked
from cases.search.index import birth_word, place_word
from cases.search.words import near, readings
from hampshire.accounts.models import FAMILY_ROLES, OVERSEEING_ROLES, Staff
from hampshire.prepared import PreparedValues

OPEN_LIMIT = 50  # people a stage may bring from the teams whose families the user may open
OTHER_LIMIT = 25  # and from all teams
ADDRESS_LIMIT = 100
ENOUGH = 20  # where the stages so far brought as many, the next is not asked
SOME = 3  # where they brought as many, those who fit only in part are not asked for
SIMILAR_WORDS = 40  # the nearest words to one that may be misspelt or written as it sounds


class Row(NamedTuple):
    """A person of the shortlist in one of their families, with what scoring and showing need."""

    person_id: UUID
    first_name: str
    last_name: str
    known_as: str
    other_names: str
    born: date | None
    birth_date_is: str
    la_child_id: str | None
    upn: str | None
    former_upn: str
    nhs_number: str | None
    address: str
    postcode: str
    earlier_addresses: str
    family_id: UUID
    family_name: str
    family_known_by: str
    team: str
    part: str
    part_in_words: str
    has_left: bool
    may_open: bool
    not_by_place: bool


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with its parameters, in the order they stand in it."""

    text: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One way to look. `own` looks among the user's own teams only. `by_place` uses where somebody lives, and then
    shows nobody whom the user may not open: from it they must not learn where that is."""

    sql: Sql
    own: bool
    by_place: bool = False
    unless: int = ENOUGH


def shortlist(user: Staff, asked: Asked) -> list[Row]:
    """People who may be meant, a row for each family of theirs. A few hundred rows at most, in no order."""
    whole = _statement(user, asked)
    with connection.cursor() as cursor:
        cursor.execute(whole.text, whole.params)
        return [Row(*row) for row in cursor.fetchall()]


# What is shown of each person on the shortlist. Those who left still count; professionals in a network do not.
_SHOWN = """
SELECT p.id, p.first_name, p.last_name, p.known_as, p.other_names, p.date_of_birth, p.birth_date_is,
  p.la_child_id, p.upn, p.former_upn, p.nhs_number,
  coalesce(home.lines[1], ''), coalesce(home.postcodes[1], ''), coalesce(home.earlier, ''),
  f.id, f.name, f.known_by, t.name, place.part, place.words, place.has_left,
  open.is_so IS NOT NULL, found.not_by_place
FROM (SELECT person_id, bool_or(not_by_place) AS not_by_place FROM ({found}) AS each GROUP BY person_id) AS found
JOIN cases_person p ON p.id = found.person_id
CROSS JOIN LATERAL (
  SELECT family_id, role AS part, role_in_words AS words, left_on IS NOT NULL AS has_left
  FROM cases_familymember WHERE person_id = p.id
  UNION ALL
  SELECT family_id, 'network', who_they_are, ends_on IS NOT NULL
  FROM cases_networkmember WHERE person_id = p.id AND kind = 'network'
) AS place
JOIN cases_family f ON f.id = place.family_id
JOIN accounts_team t ON t.id = f.team_id
-- LIMIT keeps PostgreSQL from gathering every family that the user may open, to look these few up in.
LEFT JOIN LATERAL (SELECT true AS is_so FROM ({visible}) AS one (id) WHERE one.id = f.id LIMIT 1) AS open ON true
LEFT JOIN LATERAL (
  SELECT array_agg(lines ORDER BY ends_on DESC NULLS FIRST, starts_on DESC) AS lines,
    array_agg(postcode ORDER BY ends_on DESC NULLS FIRST, starts_on DESC) AS postcodes,
    string_agg(lines || ' ' || postcode, ' ') AS earlier
  FROM cases_address WHERE person_id = p.id
) AS home ON true
"""


# The gate's own rule, compiled once: building it anew took a search as long as all its other Python.
_VISIBLE = PreparedValues(
    lambda user, today: Family.objects.visible_to(Staff(pk=user), today).values_list("pk"), user=UUID, today=date
)


def _statement(user: Staff, asked: Asked) -> Sql:
    """The stages as a chain of WITH tables, and what is shown of everybody they bring."""
    stages = _stages(asked)
    names = [f"stage{number}" for number in range(len(stages))]
    tables = [_teams(user), *(_similar(number, name) for number, name in enumerate(asked.names))]
    for number, stage in enumerate(stages):
        before = zip(names, stages[:number], strict=False)
        gate = _fewer_than(stage.unless, [name for name, earlier in before if earlier.own or not stage.own])
        text = stage.sql.text.replace("{gate}", gate)
        tables.append(Sql(f"{names[number]} AS MATERIALIZED ({text})", stage.sql.params))
    visible = Sql(*_VISIBLE.sql(user=user.pk, today=timezone.localdate()))
    brought = (
        f"SELECT person_id, {not stage.by_place} AS not_by_place FROM {name}"
        for name, stage in zip(names, stages, strict=True)
    )
    shown = _SHOWN.format(visible=visible.text, found=" UNION ALL ".join(brought))
    params = [param for table in tables for param in table.params]
    return Sql(f"WITH {', '.join(table.text for table in tables)} {shown}", (*params, *visible.params))


def _fewer_than(number: int, names: list[str]) -> str:
    """That the stages so named brought too few. Where it is false, PostgreSQL does not even begin the next."""
    counts = " + ".join(f"(SELECT count(*) FROM {name})" for name in names)
    return f"{counts} < {number}" if names else "true"


def _teams(user: Staff) -> Sql:
    """Teams in which the user is likely to find somebody they may open. Only a way to look there first: who may be
    shown is the gate's answer, family by family."""
    overseen = [membership.team_id for membership in user.standing if membership.role in OVERSEEING_ROLES]
    own = [membership.team_id for membership in user.standing if membership.role in FAMILY_ROLES]
    text = """teams AS MATERIALIZED (
      SELECT team_id FROM accounts_teamlineage WHERE ancestor_id = ANY (%s::uuid[]) UNION SELECT unnest(%s::uuid[])
      UNION SELECT c.team_id FROM cases_allocation a JOIN cases_case c ON c.id = a.case_id
        WHERE a.worker_id = %s AND c.closed_on IS NULL AND (a.ends_on IS NULL OR a.ends_on > current_date))"""
    return Sql(text, (overseen, own, user.pk))


def _similar(place: int, name: str) -> Sql:
    """The words of names that sound like this one or are a slip of the keys away, the nearest first."""
    heard = readings(name)
    codes = ", ".join(["dmetaphone(%s), dmetaphone_alt(%s)"] * len(heard))
    text = f"""similar{place} AS MATERIALIZED (
      SELECT word FROM cases_nameword
      WHERE sounds && array_remove(ARRAY[{codes}]::text[], '')::varchar[] OR near && %s::varchar[]
      ORDER BY levenshtein(word, %s) LIMIT {SIMILAR_WORDS})"""
    return Sql(text, (*(word for word in heard for _ in range(2)), near(name), name))


# ---- Stages ---------------------------------------------------------------------------------------------------------


def _stages(asked: Asked) -> list[Stage]:
    """From what is surest to what is least: as spelt, begun so, sounding or spelt alike, all but one word so."""
    births = [_any_of([birth_word(day) for day in asked.births])] if asked.births else []
    place = [_beginning(place_word(asked.postcode))] if asked.postcode else []
    spelt = [_any_of([name]) for name in asked.names]
    begun = [_beginning(name) for name in asked.names]
    alike = [_similar_to(number) for number in range(len(asked.names))]
    # Many bear one name, and those who bear just that come first; few bear two, however much longer theirs are.
    ways = [[]] if not asked.names else [begun, alike] if len(asked.names) > 1 else [spelt, begun, alike]
    stages = [*_identified(asked), *_living_at(asked.address)]
    for names in ways:
        stages += _everything(names, births, place)
    return stages + _most_of([*alike, *births], place)


def _everything(names: list[Sql], births: list[Sql], place: list[Sql]) -> list[Stage]:
    """People with all that was typed; in all teams, only by two things or more, so that nobody leafs through them."""
    own = [_with_all([*births, *names, *place], own=True, by_place=bool(place))] if names or births or place else []
    return own + ([_with_all([*births, *names], own=False)] if len(names) + len(births) > 1 else [])


def _most_of(words: list[Sql], place: list[Sql]) -> list[Stage]:
    """All but one of what was typed, whichever that is: a middle name we do not have, a birth date that is wrong."""
    without_place = [_with_all(words, own=True, unless=SOME)] if words and place else []
    fewer = [list(some) for some in combinations(words, len(words) - 1)] if len(words) > 1 else []
    others = [_with_all(some, own=False, unless=SOME) for some in fewer if len(some) > 1]
    return [*without_place, *(_with_all(some, own=True, unless=SOME) for some in fewer), *others]


def _with_all(words: list[Sql], *, own: bool, by_place: bool = False, unless: int = ENOUGH) -> Stage:
    """People whom one team finds by every one of these words."""
    tables = [f"cases_personword w{n}" for n in range(len(words))]
    conditions = [word.text.format(word=f"w{n}.word") for n, word in enumerate(words)]
    conditions += [f"w{n}.person_id = w0.person_id AND w{n}.team_id = w0.team_id" for n in range(1, len(words))]
    if own:  # said of each, so that PostgreSQL may begin with whichever is the rarest
        conditions += [f"w{n}.team_id = ANY (ARRAY(SELECT * FROM teams))" for n in range(len(words))]
    limit = OPEN_LIMIT if own else OTHER_LIMIT
    text = f"SELECT w0.person_id FROM {', '.join(tables)} WHERE {{gate}} AND {' AND '.join(conditions)} LIMIT {limit}"
    return Stage(Sql(text, tuple(param for word in words for param in word.params)), own, by_place, unless)


def _identified(asked: Asked) -> list[Stage]:
    """Looked for where a digit was typed: an identifier of letters alone would be a name to everybody."""
    words = [f"={identifier}" for identifier in asked.identifiers] if asked.looks_like_an_identifier else []
    text = f"SELECT person_id FROM cases_personword WHERE {{gate}} AND word = ANY (%s::varchar[]) LIMIT {OPEN_LIMIT}"
    return [Stage(Sql(text, (words,)), own=False)] if words else []


def _living_at(address: tuple[str, ...]) -> list[Stage]:
    """The words as PostgreSQL keeps them for search, the last as far as it was typed. They hold letters and digits."""
    if not address:
        return []
    *whole, last = address
    text = f"""SELECT person_id FROM cases_address a
      WHERE {{gate}} AND to_tsvector('simple'::regconfig, coalesce(lines, '')) @@ to_tsquery('simple'::regconfig, %s)
      AND EXISTS (SELECT 1 FROM cases_personword w WHERE w.person_id = a.person_id
                  AND w.team_id = ANY (ARRAY(SELECT * FROM teams)))
      LIMIT {ADDRESS_LIMIT}"""
    return [Stage(Sql(text, (" & ".join([*whole, f"{last}:*"]),)), own=True, by_place=True)]


def _beginning(word: str) -> Sql:
    return Sql("{word} LIKE %s", (f"{without_wildcards(word)}%",))


def without_wildcards(word: str) -> str:
    """What is typed never means "anything" to LIKE, whatever let it through this far."""
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _any_of(words: list[str]) -> Sql:
    return Sql("{word} = ANY (%s::varchar[])", (words,))


def _similar_to(number: int) -> Sql:
    return Sql(f"{{word}} = ANY (ARRAY(SELECT word FROM similar{number}))")
