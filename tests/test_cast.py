"""The cast is what its docstring says."""

from cases.models import Case, Family
from hampshire.accounts.models import Staff


def test_the_family_is_known_to_its_workers_and_those_above_them(
    case: Case,
    family: Family,
    lead_worker: Staff,
    co_worker: Staff,
    teammate: Staff,
    supervisor: Staff,
    manager: Staff,
    service_manager: Staff,
) -> None:
    for person in (lead_worker, co_worker, teammate, supervisor, manager, service_manager):
        assert Family.objects.visible_to(person).filter(pk=family.pk).exists(), person.name


def test_the_family_is_unknown_to_everybody_else(
    case: Case,
    family: Family,
    other_worker: Staff,
    other_supervisor: Staff,
    administrator: Staff,
    auditor: Staff,
    nobody: Staff,
) -> None:
    for person in (other_worker, other_supervisor, administrator, auditor, nobody):
        assert not Family.objects.visible_to(person).filter(pk=family.pk).exists(), person.name
