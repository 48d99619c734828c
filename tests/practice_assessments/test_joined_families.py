"""Two families found to be one: what each had begun stands side by side, and comes apart again."""

from cases.actions import families, joins
from cases.models import Family, Person
from hampshire.accounts.models import Staff
from practice.assessments.actions import assessments
from practice.assessments.models import Assessment, FormVersion
from tests.cast import open_case
from tests.practice_assessments.small import begun_by, write


def other_record(lead_worker: Staff, supervisor: Staff, family: Family, yusuf: Person, version: FormVersion) -> Family:
    """The same family under another name, with an assessment begun on the same form."""
    other = families.create(name="Hale", team=family.team, by=lead_worker)
    families.join(family=other, person=yusuf, role="child", by=lead_worker)
    begun_by(lead_worker, open_case(other, lead=lead_worker, co=None, by=supervisor, days_ago=20), version, [yusuf])
    return other


def test_both_are_the_familys_then_and_either_goes_on(
    assessment: Assessment, version: FormVersion, family: Family, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    gone = other_record(lead_worker, supervisor, family, yusuf, version)
    join = joins.join(gone=gone, kept=family, by=lead_worker)
    assert Assessment.objects.filter(family=family).unfinished().count() == 2
    theirs = Assessment.objects.exclude(pk=assessment.pk).get()
    write(theirs, "life", lead_worker, {"story": "Busy"})
    assessments.withdraw(assessment=theirs, by=lead_worker, why="The other one goes on")

    joins.undo(join=join, by=lead_worker)
    assert Assessment.objects.get(family=gone) == theirs
    assert Assessment.objects.get(family=family) == assessment
