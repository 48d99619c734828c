"""What a part of the practice has to be finished by a day: shown under "Next" with the visit and the step agreed.

    from practice.caseload import dues
    dues.register(SQL)        # from AppConfig.ready()

SQL is one SELECT of `label` and `due_on` about the family whose id stands in place of {family}. It becomes part of the
one statement that fetches a page of rows, so that it costs no query of its own.
"""

_selects: list[str] = []


def register(select: str) -> None:
    """Have `select` asked for every row. Registering the same again changes nothing."""
    if select not in _selects:
        _selects.append(select)


def of_row() -> str:
    """SQL of the soonest, for a row `c` of a case: an array of its label and its day; null for none."""
    if not _selects:
        return "NULL::text[]"
    found = " UNION ALL ".join(f"({select.format(family='c.family_id')})" for select in _selects)
    return f"(SELECT ARRAY[d.label, d.due_on::text] FROM ({found}) d ORDER BY d.due_on LIMIT 1)"  # noqa: S608  our own SQL
