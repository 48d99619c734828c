"""What supervision asks of somebody's week: what is coming, what waits to be agreed, and decisions that are theirs."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, UUIDField, Value
from django.utils import timezone

from cases.models import Family
from hampshire import words
from hampshire.accounts.models import Staff
from hampshire.addresses import address
from hampshire.prepared import PreparedValues
from practice.caseload.asking import Ask
from practice.models import Decision
from practice.supervision.models import Supervision
from practice.supervision.queries import my_decisions

SHOWN = 8
DECIDED = "decided"
_COLUMNS = ("what", "pk", "family", "words", "day", "since", "name", "other_name")


def from_supervision(user: Staff) -> Sequence[Ask]:
    """Supervision first, then decisions still open, each the soonest first. One query: my week asks many of those."""
    rows = _WAITING.all(user=user.pk, today=timezone.localdate())
    ordered = sorted(rows, key=lambda row: (row[0] == DECIDED, row[4] or date.max))
    return [_decided(*row[2:]) if row[0] == DECIDED else _coming(*row) for row in ordered]


def _waiting(user: UUID, today: date) -> QuerySet[Any, tuple[Any, ...]]:
    somebody = Staff(pk=user)
    return _supervisions(somebody).union(_decisions(somebody, today), all=True)


_WAITING = PreparedValues(_waiting, user=UUID, today=date)


def _supervisions(user: Staff) -> QuerySet[Supervision, tuple[Any, ...]]:
    """Planned with the user, or held and not read and agreed by them."""
    unread = Q(worker=user, agreed_by_worker_at=None) | Q(supervisor=user, agreed_by_supervisor_at=None)
    mine = Q(state=Supervision.State.HELD) & unread
    mine |= Q(state=Supervision.State.PLANNED) & (Q(worker=user) | Q(supervisor=user))
    named = {"name": F("worker__name"), "other_name": F("supervisor__name")}
    told = {"words": F("kind"), "day": F("planned_for"), "since": F("held_on"), **named}
    nobody: Any = Value(None, output_field=UUIDField())
    found = Supervision.objects.filter(mine).soonest_first()[:SHOWN]
    return found.annotate(what=F("state"), family=nobody, **told).values_list(*_COLUMNS)


def _decisions(user: Staff, today: date) -> QuerySet[Decision, tuple[Any, ...]]:
    named = {"name": F("family__name"), "other_name": F("family__known_by")}
    told = {"words": F("text"), "day": F("due_on"), "since": F("decided_on"), **named}
    found = my_decisions(user, today)[:SHOWN]
    return found.annotate(what=Value(DECIDED), **told).values_list(*_COLUMNS)


def _decided(family_id: Any, text: str, due_on: date | None, on: date, name: str, known_by: str) -> Ask:
    today = timezone.localdate()
    url = address("supervision:family-supervision", family_id)
    title, since = Family(name=name, known_by=known_by).title, f"decided {words.short_date(on)}"
    if due_on is None:
        return Ask("note", "to do", text, url, title, since)
    late = due_on < today
    by = f"{words.span((today - due_on).days)} late" if late else f"by {words.short_date(due_on)}"
    return Ask("late" if late else "due", by, text, url, title, since)


def _coming(state: str, pk: Any, family: None, kind: str, day: date, held: date | None, *names: str) -> Ask:
    one = Supervision(pk=pk, kind=kind, state=state, planned_for=day, worker=Staff(name=names[0]))
    one.supervisor = Staff(name=names[1])
    if one.is_held:
        return Ask("draft", "to agree", one.between, one.get_absolute_url(), "Read and agree", one.get_kind_display())
    when = words.short_date(day)
    label = "Agenda" if one.is_about_families else "Open"
    return Ask(
        "late" if one.is_late else "due", when, one.between, one.get_absolute_url(), label, one.get_kind_display()
    )
