"""The parts of planning, each with its entry in the towards-or-against register."""

from django.db import transaction

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.plans.models import PlanPart
from practice.register.actions import entries
from practice.register.models import Entry

# What the register says of each: which kind of thing it is there, and what it asks of people.
TOLD = {
    PlanPart.Kind.PAPER: (
        Entry.Kind.LETTER,
        "One page in plain words and big type, in their language: what we all do, who to ring, and how to answer it.",
    ),
    PlanPart.Kind.REVIEW: (
        Entry.Kind.PROCESS,
        "We look at the plan together every few weeks: what is better, what is not, and what they would change.",
    ),
    PlanPart.Kind.MEETING: (
        Entry.Kind.PROCESS,
        "The family and the people who matter to them meet without us and make their own plan. Offered to all.",
    ),
}


@transaction.atomic
def load(*, by: Staff | None) -> list[str]:
    """Put the parts of planning into the register; one that is there already is left as it is.

    Returns the names of those added.
    """
    here = set(PlanPart.objects.values_list("kind", flat=True))
    new = [kind for kind in PlanPart.Kind if kind not in here]
    for kind in new:
        part = PlanPart.objects.create(kind=kind, register_entry=_entry(kind, by))
        AuditEvent.record("plan.part-entered", by=by, subject=part, kind=kind.value)
    return [str(kind.label) for kind in new]


def _entry(kind: PlanPart.Kind, by: Staff | None) -> Entry:
    """The entry of that name, if somebody put it into the register already; else a new one."""
    sort, about = TOLD[kind]
    found = Entry.objects.current().filter(kind=sort, name=kind.label, plan_part=None).first()
    return found or entries.enter(kind=sort, name=str(kind.label), about=about, owner=by, by=by)
