"""Supervision of Amara by Grace: planned for today, with one item about the family."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Family
from hampshire.accounts.models import Staff
from practice.supervision.actions import items, supervisions
from practice.supervision.models import Item, Supervision


@pytest.fixture
def supervision(case: Case, supervisor: Staff, lead_worker: Staff) -> Supervision:
    return supervisions.plan(by=supervisor, worker=lead_worker, planned_for=timezone.localdate())


@pytest.fixture
def item(supervision: Supervision, family: Family, lead_worker: Staff) -> Item:
    return items.bring(
        supervision=supervision, by=lead_worker, family=family, text="School mornings", kind=Item.Kind.PROCEDURAL
    )


@pytest.fixture
def personal(case: Case, supervisor: Staff, lead_worker: Staff) -> Supervision:
    return supervisions.plan(
        by=supervisor, worker=lead_worker, planned_for=timezone.localdate(), kind=Supervision.Kind.PERSONAL
    )


@pytest.fixture
def group(case: Case, supervisor: Staff, lead_worker: Staff, teammate: Staff) -> Supervision:
    return supervisions.plan(
        by=supervisor,
        worker=lead_worker,
        planned_for=timezone.localdate() + timedelta(days=1),
        kind=Supervision.Kind.GROUP,
        attendees=[teammate],
    )
