"""A small form in use, and an assessment begun on it: the fixtures of this folder."""

import pytest

from cases.models import Case, Person
from hampshire.accounts.models import Staff
from practice.assessments.models import Assessment, FormVersion
from tests.practice_assessments.small import begun_by, small_form


@pytest.fixture
def version(db: None) -> FormVersion:
    return small_form()


@pytest.fixture
def assessment(case: Case, version: FormVersion, lead_worker: Staff, yusuf: Person, leila: Person) -> Assessment:
    return begun_by(lead_worker, case, version, [yusuf, leila])
