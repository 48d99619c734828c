"""Takes indexes, keys and foreign keys off every table while it is filled, and puts them back, checked, afterwards.

Filling ten million rows into indexed tables takes hours; building the indexes of a full table takes minutes. Everything
is one transaction of the caller's, so a generator that is stopped leaves the database as it was.
"""

from dataclasses import dataclass
from typing import Any

# Kept in the order of their ids, which is that of time, as they would lie had they been written day by day.
BIG = ("practice_visit", "practice_visitperson", "cases_chronologyentry", "audit_auditevent", "practice_rating")


@dataclass(frozen=True, slots=True)
class Stripped:
    """What was taken off: (table, name, definition) of each."""

    constraints: list[tuple[str, str, str, str]]
    indexes: list[str]


def strip(cursor: Any) -> Stripped:
    """Take off what slows filling. Check constraints stay: rows are checked as they come."""
    cursor.execute(
        """SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid) FROM pg_constraint
           WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'x', 'u', 'p')
             AND conrelid <> 'django_migrations'::regclass
           ORDER BY array_position(ARRAY['f', 'x', 'u', 'p'], contype::text), 1, 2"""
    )
    constraints = cursor.fetchall()
    cursor.execute(
        """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
           JOIN pg_class ON pg_class.oid = indexrelid
           WHERE relnamespace = 'public'::regnamespace
             AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
           ORDER BY 1"""
    )
    indexes = cursor.fetchall()
    for table, name, _kind, _definition in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    return Stripped(constraints, [definition for _name, definition in indexes])


def empty(cursor: Any, *, but: tuple[str, ...] = ("django_migrations", "django_content_type")) -> None:
    cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
    tables = sorted(name for (name,) in cursor.fetchall() if name not in but)
    cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")


def restore(cursor: Any, stripped: Stripped, say: Any = print) -> None:
    """Put everything back: keys first, then each big table in the order of time, the rest, and foreign keys last."""
    by_kind: dict[str, list[tuple[str, str, str, str]]] = {"p": [], "u": [], "x": [], "f": []}
    for constraint in stripped.constraints:
        by_kind[constraint[2]].append(constraint)
    for table, name, _kind, definition in by_kind["p"]:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        if table in BIG:
            say(f"  {table} in the order of time")
            cursor.execute(f'CLUSTER {table} USING "{name}"')
    say("  indexes")
    for definition in stripped.indexes:
        cursor.execute(definition)
    for kind in ("u", "x", "f"):
        if kind == "f":
            say("  foreign keys, checked")
        for table, name, _kind, definition in by_kind[kind]:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
