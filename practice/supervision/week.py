"""What supervision asks of somebody's week: decisions that are theirs, what is coming, what waits to be agreed."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from hampshire import words
from hampshire.accounts.models import Staff
from practice.caseload.asking import Ask
from practice.models import Decision
from practice.supervision.models import Supervision
from practice.supervision.queries import my_decisions

SHOWN = 8


def decided(user: Staff) -> Sequence[Ask]:
    """Decisions still open that are the user's to do. They stand on the family's next visit page as well."""
    return [_decided(one) for one in my_decisions(user)[:SHOWN]]


def _decided(one: Decision) -> Ask:
    today = timezone.localdate()
    url = reverse("supervision:family-supervision", args=[one.family_id])
    since = f"decided {words.short_date(one.decided_on)}"
    if one.due_on is None:
        return Ask("note", since, one.text, url, one.family.title)
    late = one.due_on < today
    by = f"{words.span((today - one.due_on).days)} late" if late else f"by {words.short_date(one.due_on)}"
    return Ask("late" if late else "due", by, one.text, url, one.family.title, since)


def coming(user: Staff) -> Sequence[Ask]:
    """The supervision planned next, and those whose record waits for the user. One query."""
    unread = Q(worker=user, agreed_by_worker_at=None) | Q(supervisor=user, agreed_by_supervisor_at=None)
    waiting = Q(state=Supervision.State.HELD) & unread
    planned = Q(state=Supervision.State.PLANNED) & (Q(worker=user) | Q(supervisor=user))
    found = Supervision.objects.filter(waiting | planned).with_people().soonest_first()[:SHOWN]
    return [_coming(one) for one in found]


def _coming(one: Supervision) -> Ask:
    kind = one.get_kind_display()
    if one.is_held:
        return Ask("draft", "to agree", one.between, one.get_absolute_url(), "Read and agree", kind)
    when = words.short_date(one.planned_for)
    return Ask("late" if one.is_late else "due", when, one.between, one.get_absolute_url(), "Agenda", kind)
