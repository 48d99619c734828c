"""What plans ask of somebody's week: which of their plans are to be looked at together, or should have been."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Least
from django.utils import timezone

from cases.models import Allocation
from hampshire import words
from hampshire.accounts.models import Staff
from hampshire.prepared import Prepared
from practice.caseload.asking import Ask
from practice.plans.models import Plan

AHEAD = timedelta(days=14)  # a meeting needs people asked: a week is too short
SHOWN = 8


def to_review(user: Staff) -> Sequence[Ask]:
    """Reviews and core groups of the families this worker leads, late or within two weeks. One query."""
    today = timezone.localdate()
    return [_asked(plan, today) for plan in _DUE.all(user=user.pk, today=today, until=today + AHEAD)]


def _due(user: UUID, today: date, until: date) -> QuerySet[Plan]:
    led = Allocation.objects.current(today).leads().filter(worker=Staff(pk=user)).values("case__family")
    plans = Plan.objects.open().filter(family__in=led).select_related("family").soonest_first()
    return plans.annotate(soonest=Least("next_review_on", "next_core_group_on")).filter(soonest__lte=until)[:SHOWN]


_DUE = Prepared(_due, user=UUID, today=date, until=date)


def _asked(plan: Plan, today: date) -> Ask:
    core = plan.next_core_group_on
    day, what = min((plan.next_review_on, "review"), (core or date.max, "core group"))
    late = day < today
    state = f"{words.span((today - day).days)} late" if late else f"by {words.short_date(day)}"
    text = f"{plan.get_kind_display()}: {what}"
    return Ask("late" if late else "due", state, text, plan.get_absolute_url(), plan.family.title, plan.title)
