"""When a plan is next looked at together, by its kind.

Child protection: the first review conference within three months of the initial one, later ones within six months
(Working Together to Safeguard Children 2023); the first core group within ten working days (the same), later ones by
local policy, here every six weeks. Care: within twenty working days of becoming looked after, then three months, then
six (Care Planning Regulations 2010, reg 33), counted here from the day the plan began. Pathway: six months (Care
Leavers Regulations 2010, reg 7). Child in need and early help: local policy, here every six weeks.

Change the figures here; every page and the header of a family's pages follow.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from hampshire.working_days import add_working_days
from practice.plans.models import Plan


@dataclass(frozen=True, slots=True)
class Within:
    """A length of time: working days, or else months, or else days."""

    days: int = 0
    working_days: int = 0
    months: int = 0

    def after(self, day: date) -> date:
        if self.working_days:
            return add_working_days(day, self.working_days)
        return months_after(day, self.months) + timedelta(days=self.days)


# The first review, the second, and so on; the last of each goes for all that follow.
REVIEWS: dict[str, tuple[Within, ...]] = {
    Plan.Kind.EARLY_HELP: (Within(days=42),),
    Plan.Kind.CHILD_IN_NEED: (Within(days=42),),
    Plan.Kind.CHILD_PROTECTION: (Within(months=3), Within(months=6)),
    Plan.Kind.CARE: (Within(working_days=20), Within(months=3), Within(months=6)),
    Plan.Kind.PATHWAY: (Within(months=6),),
}
CORE_GROUPS: dict[str, tuple[Within, ...]] = {
    Plan.Kind.CHILD_PROTECTION: (Within(working_days=10), Within(days=42)),
}
# Where the law or national guidance sets the limit, a later day is not accepted. The rest is local policy.
LIMITED = frozenset({Plan.Kind.CHILD_PROTECTION, Plan.Kind.CARE, Plan.Kind.PATHWAY})


def next_review(kind: str, held: int, last: date) -> date:
    """The day by which the next review is due, when so many were held, the last (or the plan's start) on `last`."""
    return _nth(REVIEWS[kind], held).after(last)


def next_core_group(kind: str, held: int, last: date) -> date | None:
    """The same for core groups; None for a plan that has none."""
    rules = CORE_GROUPS.get(kind)
    return _nth(rules, held).after(last) if rules else None


def _nth(rules: tuple[Within, ...], held: int) -> Within:
    return rules[min(held, len(rules) - 1)]


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the last of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("Every month has 28 days.")
