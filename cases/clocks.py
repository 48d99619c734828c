"""When the next visit is due. Local policy, except for looked-after children (Care Planning Regulations 2010, reg 28).

Child protection has no statutory interval: ten working days is common local policy. Child in need: twenty working
days. Looked after: within a week of the placement's start, then every six weeks. Early help and care leavers: local
policy, here thirty working days and two months (Care Leavers Regulations 2010, reg 8).
"""

from datetime import date, timedelta

from cases.models import Pathway
from hampshire.working_days import add_working_days

STATUS = Pathway.Status
WORKING_DAYS = {STATUS.CHILD_PROTECTION: 10, STATUS.CHILD_IN_NEED: 20, STATUS.EARLY_HELP: 30}
CALENDAR_DAYS = {STATUS.LOOKED_AFTER: 42, STATUS.CARE_LEAVER: 56}
FIRST_VISIT_WITHIN = {STATUS.LOOKED_AFTER: 7}
# A family new to us is met within five working days of the case opening: local policy.
FIRST_VISIT_WORKING_DAYS = 5


def next_visit_due(statuses: set[str], last_seen_on: date | None, opened_on: date) -> date:
    """The day by which a child of the family is to be seen next: the soonest any child's pathway asks for."""
    if last_seen_on is None:
        return _first_visit_due(statuses, opened_on)
    days = [add_working_days(last_seen_on, n) for s, n in WORKING_DAYS.items() if s in statuses]
    days += [last_seen_on + timedelta(days=n) for s, n in CALENDAR_DAYS.items() if s in statuses]
    return min(days, default=add_working_days(last_seen_on, WORKING_DAYS[STATUS.CHILD_IN_NEED]))


def _first_visit_due(statuses: set[str], opened_on: date) -> date:
    days = [opened_on + timedelta(days=n) for s, n in FIRST_VISIT_WITHIN.items() if s in statuses]
    return min([*days, add_working_days(opened_on, FIRST_VISIT_WORKING_DAYS)])
