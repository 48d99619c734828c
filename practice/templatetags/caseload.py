"""A family's row on my week and on my team, drawn in Python.

These two lists are what people open most and are made of hundreds of small cells: as a template, with a tag or a filter
a cell, drawing them took three times as long as everything else on the page. Every text that somebody wrote goes
through `escape` where it is put in.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from html import escape
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from hampshire import words
from hampshire.templatetags.ui import shape, tag
from practice.caseload.rows import Next, Row
from practice.caseload.ticking import deeds
from practice.caseload.week import Mine

register = template.Library()

UNREAD = '<span class="caseload__unread">You have not opened this yet.</span>'


@register.simple_tag
def team_rows(rows: Iterable[Row], teams: Mapping[UUID, str], for_paper: bool = False) -> SafeString:
    """The rows of the caseload review. `teams` are names by id, where there are several to tell apart."""
    named = {team: escape(name) for team, name in teams.items()}
    draw = _paper_row if for_paper else _team_row
    return mark_safe("".join(draw(row, named.get(row.team_id, "")) for row in rows))  # noqa: S308  escaped below


@register.simple_tag
def my_rows(families: Iterable[Mine]) -> SafeString:
    """The rows of my week."""
    return mark_safe("".join(map(_my_row, families)))  # noqa: S308  escaped where it was put in


def _team_row(row: Row, team: str) -> str:
    cells = [
        ("Lead", _lead(row)),
        ("Seen by lead", _seen_by_lead(row)),
        ("By anyone", _when(_ago(row, row.last_seen_on))),
        ("Alone", _when(_ago(row, row.last_seen_alone_on))),
        ("What changed", _changes(row)),
        ("Next", _nexts(row)),
        ("Own words", _own_words(row)),
        ("Talked about", _when(_ago(row, row.last_talked_about_on))),
    ]
    return _tr(f"{_tick(row)}{_name(row)}{_facts(row, team)}<br>{_balance(row)}", cells)


def _paper_row(row: Row, team: str) -> str:
    """For print: no links, and nothing that is read on the screen only. What a phone's fold needs is left out."""
    cells = (
        _lead(row), _seen_by_lead(row), _ago(row, row.last_seen_on), _ago(row, row.last_seen_alone_on), _nexts(row),
    )  # fmt: skip
    return f'<tr><th scope="row">{escape(row.name)}{_facts(row, team)}</th><td>{"</td><td>".join(cells)}</td></tr>'


def _my_row(mine: Mine) -> str:
    row = mine.row
    late = _tag("late") if mine.is_late else ""
    head = _name(row, also=_tag("new") if mine.is_new else "") + _facts(row, "" if mine.is_lead else "co-worker")
    cells = [
        ("What changed", _changes(row)),
        ("Seen by you", _when(f"{_ago(row, row.last_seen_by_me)} {late}")),
        ("By anyone", _when(_ago(row, row.last_seen_on))),
        ("Own words", _own_words(row)),
        ("Next", _nexts(row)),
    ]
    return _tr(head, cells)


def _tr(head: str, cells: list[tuple[str, str]]) -> str:
    drawn = "".join([f'<td data-label="{label}"><span>{cell}</span></td>' for label, cell in cells])
    return f'<tr><th scope="row">{head}</th>{drawn}</tr>'


def _name(row: Row, *, also: str = "") -> str:
    return f'<a href="{_family_url(row.family_id)}">{escape(row.name)}</a> {also}'


def _tick(row: Row) -> str:
    """A box of the form under the list, where there is something to do with families that are ticked."""
    if not deeds():
        return ""
    name = escape(row.name)
    return f'<input type="checkbox" class="caseload__tick" form="ticked" name="family" value="{row.family_id}" aria-label="Choose {name}"> '  # noqa: E501


def _lead(row: Row) -> str:
    return escape(row.lead) or _tag("late", "nobody yet")


def _facts(row: Row, also: str) -> str:
    """2 children · child in need · East team."""
    parts = [words.count(row.children, "child", "children"), row.pathway, also]
    return f'<br><span class="caseload__facts">{" · ".join(filter(None, parts))}</span>'


def _ago(row: Row, day: date | datetime | None) -> str:
    """36 days ago; not yet."""
    return _from_today(words.day_of(day), row.today) if day else "not yet"


def _when(text: str) -> str:
    return f'<span class="caseload__when">{text}</span>'


def _seen_by_lead(row: Row) -> str:
    """When the present lead worker saw a child of the family, and whether that is late for the family's pathway."""
    late = _tag("late") if row.is_late else ""
    if row.lead_since is None or row.lead_has_seen:
        return f"{_when(_ago(row, row.last_seen_by_lead_on))} {late}"
    since = _short_date(row.lead_since, row.today)
    return f'not yet {late}<br><span class="caseload__facts">lead since {since}</span>'


def _own_words(row: Row) -> str:
    """Yusuf, 19 days ago: the child whose own words were written down longest ago."""
    if row.unheard is None:
        return ""
    ago = _ago(row, row.unheard.last_on) if row.unheard.last_on else "not once yet"
    return f'{_when(ago)}<br><span class="caseload__facts">{escape(row.unheard.child)}</span>'


def _changes(row: Row) -> str:
    """What others wrote since the user looked, after what the parts of the practice noticed."""
    unread = UNREAD if row.looked_at is None else ""
    if row.changes or row.noticed:
        first = "".join(f'<li class="caseload__noticed">{_shape("diamond")} {escape(one)}</li>' for one in row.noticed)
        listed = first + "".join(f"<li>{escape(text)}</li>" for text in row.newest)
        more = '<li class="caseload__more soft">and more</li>' if row.has_more_changes else ""
        return f'{unread}<ul class="caseload__changes">{listed}{more}</ul>'
    if row.looked_at is None:
        return unread
    return f'<span class="soft">nothing since {_short_date(words.day_of(row.looked_at), row.today)}</span>'


def _nexts(row: Row) -> str:
    """The visit that is due and the step that was agreed, the soonest first."""
    return f'<ul class="caseload__next">{"".join(_next(one, row.today) for one in row.nexts)}</ul>'


def _next(one: Next, today: date) -> str:
    past = _tag(one.tag, one.in_words) if one.on < today else ""
    return f"<li><b>{_when(_short_date(one.on, today))}</b> {escape(one.label)} {past}</li>"


def _balance(row: Row) -> str:
    """How many strengths and worries stand, in shape and number."""
    strong = f'{_shape("dot")} {row.strengths}<span class="govuk-visually-hidden"> strengths,</span>'
    worried = f'{_shape("triangle")} {row.worries}<span class="govuk-visually-hidden"> worries</span>'
    return f'<span class="caseload__balance">{strong} {worried}</span>'


# A list of hundreds says the same few days again and again.
_from_today = lru_cache(maxsize=4096)(words.from_today)
_short_date = lru_cache(maxsize=4096)(words.short_date)


@lru_cache(maxsize=1024)
def _tag(kind: str, text: str = "") -> str:
    return str(tag(kind, text))


@cache
def _shape(name: str) -> str:
    return str(shape(name))


@cache
def _family_address() -> tuple[str, str]:
    """What stands before and after a family's id in its URL."""
    before, _, after = reverse("cases:family-detail", args=[UUID(int=0)]).partition(str(UUID(int=0)))
    return before, after


def _family_url(family_id: UUID) -> str:
    before, after = _family_address()
    return f"{before}{family_id}{after}"
