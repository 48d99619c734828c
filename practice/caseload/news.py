"""What a part of the practice noticed about a family that its story does not tell: shown first under "What changed".

    from practice.caseload import news
    news.register(SQL)        # from AppConfig.ready()

SQL is one SELECT of `text`, `at` (when it was written) and `by_id` (whose it is; null: none of ours), about the family
whose id stands in place of {family}, as of the day in place of {today}. It becomes part of the one statement that
fetches a page of rows, and of the filter "changed since I looked", so that it costs no query of its own.
"""

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from hampshire.accounts.models import Staff

MOST_SHOWN = 2
_selects: list[str] = []


def register(select: str) -> None:
    """Have `select` asked for every row. Registering the same again changes nothing."""
    if select not in _selects:
        _selects.append(select)


def of_row() -> str:
    """SQL of an array of texts, for a row `c` of a case with its `looked_at`; takes `user` and `today`."""
    if not _selects:
        return "ARRAY[]::text[]"
    return f"""
       ARRAY(SELECT n.text FROM ({_all_of("c.family_id", "%(today)s::date")}) n
              WHERE n.by_id IS DISTINCT FROM %(user)s AND n.at > COALESCE(c.looked_at, '-infinity')
              ORDER BY n.at DESC LIMIT {MOST_SHOWN})
"""  # noqa: S608  the parts' own SQL, and names of ours


def of_case(user: Staff) -> RawSQL:
    """Whether anything was noticed about a case's family since the user looked: a condition on cases."""
    if not _selects:
        return RawSQL("false", (), output_field=BooleanField())
    today = f"DATE '{timezone.localdate()}'"
    sql = f"""
        EXISTS (SELECT FROM ({_all_of('"cases_case"."family_id"', today)}) n
                 WHERE n.by_id IS DISTINCT FROM %s AND n.at > COALESCE(
                       (SELECT l.looked_at FROM cases_familylook l
                         WHERE l.family_id = "cases_case"."family_id" AND l.staff_id = %s), '-infinity'))
    """  # noqa: S608  the same
    return RawSQL(sql, (user.pk, user.pk), output_field=BooleanField())  # noqa: S611


def _all_of(family: str, today: str) -> str:
    return " UNION ALL ".join(select.format(family=family, today=today) for select in _selects)
