"""The SQL behind practice.queries: what is known of a family, as JSON beside the family's or the case's own row.

Written by hand. The same put together from QuerySets came to 15 ms of Python for each page, more than all the rest of
it. `tests/practice/test_sheet.py` holds it to what the QuerySets say. Every value is a parameter; what is put into the
text here is our own.
"""

import re
from functools import cache
from typing import Any

from django.db.models import JSONField
from django.db.models.expressions import RawSQL


def annotation(template: str, **values: Any) -> RawSQL:
    """The template as an expression; %(name)s in it stands for a value."""
    sql, names = _positional(template)
    return RawSQL(sql, [values[name] for name in names], output_field=JSONField())  # noqa: S611


@cache
def _positional(template: str) -> tuple[str, tuple[str, ...]]:
    names = re.findall(r"%\((\w+)\)s", template)
    return re.sub(r"%\(\w+\)s", "%s", template), tuple(names)


def _rows(select: str) -> str:
    return f"coalesce((SELECT jsonb_agg(t) FROM ({select}) t), '[]'::jsonb)"  # noqa: S608


# {F} is the family's id in the outer query, {T} the id of the team answerable for them.

STANDING = """
jsonb_build_object(
  'user', %(user)s::text,
  'opened_on', (SELECT c.opened_on FROM cases_case c WHERE c.family_id = {F} AND c.closed_on IS NULL),
  'works', EXISTS (
    SELECT FROM cases_allocation a JOIN cases_case c ON c.id = a.case_id
    WHERE c.family_id = {F} AND c.closed_on IS NULL AND a.worker_id = %(user)s
      AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on > %(today)s)),
  'oversees', EXISTS (
    SELECT FROM accounts_teamlineage l JOIN accounts_membership m ON m.team_id = l.ancestor_id
    WHERE l.team_id = {T} AND m.staff_id = %(user)s AND m.role = ANY(%(overseeing)s)
      AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on > %(today)s)))
"""

_PERSON = "p.id AS person, p.first_name, p.last_name, p.known_as, p.la_child_id, p.date_of_birth AS born"
# There now or, for an amendment, spoken of in that visit.
_TOLD = """
  OR EXISTS (SELECT FROM practice_visitperson x WHERE x.visit_id = %(visit)s AND x.person_id = p.id)
  OR EXISTS (SELECT FROM practice_quote x WHERE x.visit_id = %(visit)s AND x.person_id = p.id)
  OR EXISTS (SELECT FROM practice_rating x WHERE x.visit_id = %(visit)s AND x.person_id = p.id)
"""
MEMBERS = _rows(f"""
  SELECT {_PERSON}, m.role, m.role_in_words AS words
  FROM cases_familymember m JOIN cases_person p ON p.id = m.person_id
  WHERE m.family_id = {{F}} AND (m.left_on IS NULL {{told}})
  ORDER BY m.role <> 'child', p.date_of_birth NULLS LAST, m.id""")  # noqa: S608
NETWORK = _rows(f"""
  SELECT {_PERSON}, n.kind AS role, n.who_they_are AS words
  FROM cases_networkmember n JOIN cases_person p ON p.id = n.person_id
  WHERE n.family_id = {{F}} AND (n.ends_on IS NULL {{told}})
  ORDER BY n.starts_on, n.id""")  # noqa: S608

STRENGTHS = _rows("""
  SELECT s.id, s.text, g.times, g.last_on
  FROM practice_strength s, LATERAL (
    SELECT count(*) AS times, max(g.seen_on) AS last_on FROM practice_sighting g
    WHERE g.strength_id = s.id AND g.withdrawn_at IS NULL AND g.visit_id IS DISTINCT FROM %(visit)s) g
  WHERE s.family_id = {F} AND (s.withdrawn_at IS NULL AND s.faded_on IS NULL
    OR EXISTS (SELECT FROM practice_sighting x WHERE x.strength_id = s.id AND x.visit_id = %(visit)s))
  ORDER BY g.last_on DESC NULLS LAST, s.id DESC LIMIT %(most)s""")
KNOWN_STRENGTHS = _rows("""
  SELECT s.id, s.text, s.faded_on IS NOT NULL AS faded, NOT EXISTS (
    SELECT FROM practice_sighting x
    WHERE x.strength_id = s.id AND x.withdrawn_at IS NULL AND x.visit_id IS DISTINCT FROM %(visit)s) AS is_new
  FROM practice_strength s
  WHERE s.family_id = {F} AND (s.withdrawn_at IS NULL
    OR EXISTS (SELECT FROM practice_sighting x WHERE x.strength_id = s.id AND x.visit_id = %(visit)s))""")

WORRIES = _rows("""
  SELECT w.id, w.text, w.state, w.state_since AS since, w.noted_on AS noted, (
    SELECT max(u.found_on) FROM practice_worryupdate u
    WHERE u.worry_id = w.id AND u.withdrawn_at IS NULL AND u.visit_id IS DISTINCT FROM %(visit)s) AS talked
  FROM practice_worry w
  WHERE w.family_id = {F} AND w.withdrawn_at IS NULL AND (w.state <> 'resolved' OR EXISTS (
    SELECT FROM practice_worryupdate u
    WHERE u.worry_id = w.id AND u.visit_id = %(visit)s AND u.withdrawn_at IS NULL) OR EXISTS (
    SELECT FROM practice_worryexception x
    WHERE x.worry_id = w.id AND x.visit_id = %(visit)s AND x.withdrawn_at IS NULL))
  ORDER BY w.state_since DESC, w.id DESC""")
KNOWN_WORRIES = _rows("""
  SELECT w.id, w.text, w.state, (
    SELECT u.state FROM practice_worryupdate u
    WHERE u.worry_id = w.id AND u.withdrawn_at IS NULL AND u.visit_id IS DISTINCT FROM %(visit)s
      AND u.found_on <= %(day)s ORDER BY u.found_on DESC, u.id DESC LIMIT 1) AS before
  FROM practice_worry w WHERE w.family_id = {F} AND w.withdrawn_at IS NULL""")

GOALS = _rows(f"""
  SELECT g.id, g.text, g.kind, g.zero_means, g.ten_means, g.visit_id AS visit, {
    _rows('''
      SELECT DISTINCT ON (r.voice, r.person_id) r.voice, r.person_id AS person, r.score, r.rated_on AS day
      FROM practice_rating r
      WHERE r.goal_id = g.id AND r.withdrawn_at IS NULL AND r.visit_id IS DISTINCT FROM %(visit)s
        AND r.rated_on <= %(day)s
      ORDER BY r.voice, r.person_id, r.rated_on DESC, r.id DESC''')
} AS latest
  FROM practice_goal g
  WHERE g.family_id = {{F}} AND g.withdrawn_at IS NULL AND (g.ended_on IS NULL OR EXISTS (
    SELECT FROM practice_rating r WHERE r.goal_id = g.id AND r.visit_id = %(visit)s AND r.withdrawn_at IS NULL))
  ORDER BY g.kind, g.started_on, g.id""")  # noqa: S608
STEPS = _rows("""
  SELECT n.id, n.text, n.owner, n.due_on FROM practice_nextstep n
  WHERE n.family_id = {F} AND (n.done_at IS NULL AND n.withdrawn_at IS NULL OR n.done_in_visit_id = %(visit)s)
  ORDER BY n.due_on NULLS LAST, n.id""")
DECISIONS = _rows("""
  SELECT d.id, d.text, d.decided_on AS on, d.due_on, o.name AS owner
  FROM practice_decision d LEFT JOIN accounts_staff o ON o.id = d.owner_id
  WHERE d.family_id = {F} AND d.withdrawn_at IS NULL AND (d.closed_at IS NULL OR EXISTS (
    SELECT FROM practice_decisionreport r
    WHERE r.decision_id = d.id AND r.visit_id = %(visit)s AND r.withdrawn_at IS NULL))
  ORDER BY d.due_on NULLS LAST, d.id""")
# A strain that began at the visit being amended is told on its page anew, not mended there.
RUPTURES = _rows("""
  SELECT p.id, p.text, p.happened_on AS on FROM practice_rupture p
  WHERE p.family_id = {F} AND p.withdrawn_at IS NULL AND p.visit_id IS DISTINCT FROM %(visit)s
    AND (p.repaired_on IS NULL OR p.repaired_in_visit_id = %(visit)s)
  ORDER BY p.happened_on, p.id""")
TOOLS = _rows("""
  SELECT t.id, t.name FROM practice_tool t
  WHERE t.retired_on IS NULL OR EXISTS (
    SELECT FROM practice_visittool u WHERE u.tool_id = t.id AND u.visit_id = %(visit)s AND u.withdrawn_at IS NULL)
  ORDER BY t.name, t.id""")
VISITS = """
coalesce((SELECT jsonb_agg(t.day) FROM (
  SELECT (v.happened_at AT TIME ZONE 'Europe/London')::date AS day FROM practice_visit v
  WHERE v.family_id = {F} AND v.withdrawn_at IS NULL AND v.id <> %(visit)s
  ORDER BY v.happened_at DESC LIMIT %(back)s) t), '[]'::jsonb)
"""

_SHEET = {
    "members": MEMBERS,
    "network": NETWORK,
    "strengths": STRENGTHS,
    "worries": WORRIES,
    "goals": GOALS,
    "steps": STEPS,
    "decisions": DECISIONS,
    "ruptures": RUPTURES,
    "tools": TOOLS,
    "visits": VISITS,
}
_KNOWN = {
    "members": MEMBERS,
    "network": NETWORK,
    "strengths": KNOWN_STRENGTHS,
    "worries": KNOWN_WORRIES,
    "goals": GOALS,
    "steps": STEPS,
    "decisions": DECISIONS,
    "ruptures": RUPTURES,
    "tools": TOOLS,
}


def standing(family: str, team: str) -> str:
    return STANDING.replace("{F}", family).replace("{T}", team)


@cache
def sheet(family: str, *, amending: bool) -> str:
    """What a page is filled from."""
    return _object(_SHEET, family, amending=amending)


@cache
def known(family: str, *, amending: bool) -> str:
    """What a visit may speak of, and what stood before it."""
    return _object(_KNOWN, family, amending=amending)


def _object(parts: dict[str, str], family: str, *, amending: bool) -> str:
    pairs = ", ".join(f"'{name}', {select}" for name, select in parts.items())
    return f"jsonb_build_object({pairs})".replace("{F}", family).replace("{told}", _TOLD if amending else "")


STATUSES = """
coalesce((
  SELECT jsonb_agg(DISTINCT p.status) FROM cases_pathway p JOIN cases_involvement i ON i.id = p.involvement_id
  WHERE i.case_id = cases_case.id AND i.ends_on IS NULL AND p.ends_on IS NULL), '[]'::jsonb)
"""
LED = """
EXISTS (
  SELECT FROM cases_allocation a
  WHERE a.case_id = cases_case.id AND a.role = 'lead' AND a.worker_id = %(user)s
    AND a.starts_on <= %(day)s AND (a.ends_on IS NULL OR a.ends_on > %(day)s))
"""
