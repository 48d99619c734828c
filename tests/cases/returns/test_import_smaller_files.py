"""The smaller files of SSDA903: missing episodes, health, care leavers, adoption and the rest, a simple table each."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.actions import returns
from cases.models import (
    Adoption,
    AdoptionPlacement,
    AsylumStatus,
    CareLeaverReturn,
    ChronologyEntry,
    DeprivationOfLiberty,
    HealthReturn,
    MissingEpisode,
    Motherhood,
    Person,
    PreviousPermanence,
)
from cases.returns.report import Tally, Unit
from tests.cases.returns.files import everything_kept, looked_after_sources, table

OC2 = (
    "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,"
    "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED"
)
OC3 = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM"
MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END"
WHO = "B2001,14/07/2011"
EVERY_FILE = [
    table("CHILD,SEX,DOB,DUC", "B2001,1,14/07/2011,14/07/2029"),
    table(OC2, f"{WHO},17,,0,1,1,0,1,0,,"),
    table(OC3, f"{WHO},YES,F2,U1"),
    table("CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR", f"{WHO},01/02/2024,,1,2,MF,L11"),
    table("CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED", f"{WHO},01/05/2024,02/06/2024,RD1"),
    table("CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM", f"{WHO},P2,850,zz/05/2014"),
    table("CHILD,DOB,DOLO_START,DOLO_END", f"{WHO},01/09/2024,"),
]
NEW = {
    Unit.ASYLUM, Unit.HEALTH, Unit.CARE_LEAVER, Unit.ADOPTION, Unit.ADOPTION_PLACEMENT, Unit.PERMANENCE, Unit.LIBERTY,
    Unit.MISSING,
}  # fmt: skip


@pytest.fixture
def import_903(service, administrator):
    def run(*more, **changed):
        sources = [*looked_after_sources(**changed), *more]
        return returns.import_ssda903(sources=sources, team=service, by=administrator)

    return run


def test_each_file_is_kept_in_a_table_of_its_own(import_903):
    report = import_903(*EVERY_FILE)

    assert {unit: report[unit] for unit in NEW} == dict.fromkeys(NEW, Tally(read=1, created=1))
    child = Person.objects.get(la_child_id="B2001")
    missing = MissingEpisode.objects.get()
    assert (missing.child, missing.kind, missing.starts_on, missing.ends_on) == (
        child, "M", date(2024, 8, 3), date(2024, 8, 4),
    )  # fmt: skip
    assert AsylumStatus.objects.get(child=child).until == date(2029, 7, 14)
    health = HealthReturn.objects.get(child=child)
    assert (health.sdq_score, health.sdq_reason, health.convicted, health.health_check) == (17, "", False, True)
    assert health.intervention_received is None
    leaver = CareLeaverReturn.objects.get(child=child)
    assert (leaver.in_touch, leaver.activity, leaver.accommodation) == ("YES", "F2", "U1")
    adoption = Adoption.objects.get(child=child)
    assert (adoption.decided_on, adoption.matched_on, adoption.by_foster_carer) == (date(2024, 2, 1), None, True)
    assert (adoption.adopters, adoption.adopters_sex, adoption.adopters_legal_status) == (2, "MF", "L11")
    placed = AdoptionPlacement.objects.get(child=child)
    assert (placed.starts_on, placed.ends_on, placed.end_reason) == (date(2024, 5, 1), date(2024, 6, 2), "RD1")
    before = PreviousPermanence.objects.get(child=child)
    assert (before.kind, before.authority, before.ordered) == ("P2", "850", "zz/05/2014")
    assert DeprivationOfLiberty.objects.get(child=child).ends_on is None
    assert Motherhood.objects.get(child=child).own_child_born_on == date(2024, 5, 2)


def test_a_second_run_changes_nothing(import_903):
    import_903(*EVERY_FILE)
    before = everything_kept()

    report = import_903(*EVERY_FILE)

    assert everything_kept() == before
    assert {unit: report[unit] for unit in NEW} == dict.fromkeys(NEW, Tally(read=1, unchanged=1))


def test_a_later_health_return_takes_the_place_of_the_last_which_is_kept_by_the_database(import_903):
    import_903(table(OC2, f"{WHO},17,,0,1,1,0,1,0,,"))
    report = import_903(table(OC2, f"{WHO},,SDQ5,0,1,1,1,1,0,,"))

    assert report[Unit.HEALTH] == Tally(read=1, updated=1)
    health = HealthReturn.objects.get()
    assert (health.sdq_score, health.sdq_reason, health.teeth_check) == (None, "SDQ5", True)
    earlier = HealthReturn.pgh_event_model.objects.get()
    assert (earlier.sdq_score, earlier.teeth_check) == (17, False)


def test_an_end_stays_though_an_older_return_is_read_again(import_903):
    import_903()
    report = import_903(missing=("04/08/2024", ""))

    assert report[Unit.MISSING] == Tally(read=1, unchanged=1)
    assert MissingEpisode.objects.get().ends_on == date(2024, 8, 4)


def test_the_story_tells_that_a_child_was_missing(import_903):
    import_903(*EVERY_FILE)
    import_903(*EVERY_FILE)

    told = ChronologyEntry.objects.filter(family__known_by="B2001").values_list("text", flat=True)
    assert list(told).count("Missing from where they lived") == 1
    assert list(told).count("Placed for adoption") == 1


@pytest.mark.parametrize(
    ("source", "unit", "field", "reason"),
    [
        (table(MISSING, "B9999,14/07/2011,M,03/08/2024,"), Unit.MISSING, "CHILD", "No child by this id"),
        (table(MISSING, "B2001,15/07/2011,M,03/08/2024,"), Unit.MISSING, "DOB", "Not the birth date on record"),
        (table(MISSING, f"{WHO},M,03/08/2010,"), Unit.MISSING, "MIS_START", "Before the child was born"),
        (table(MISSING, f"{WHO},A,05/08/2024,04/08/2024"), Unit.MISSING, "MIS_END", "ends before it starts"),
        (table(OC3, f"{WHO},PERHAPS,,"), Unit.CARE_LEAVER, "IN_TOUCH", "Not one of the codes"),
        (table(OC3, f"{WHO},YES,,", f"{WHO},NO,,"), Unit.CARE_LEAVER, "CHILD", "says something else"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(import_903, source, unit, field, reason):
    report = import_903(source)

    (line,) = report.first_lines
    assert (line.unit, line.field, line.refused) == (unit, field, True)
    assert reason in line.reason
    assert report[unit].refused == 1


def test_the_same_row_twice_is_no_news_and_no_harm(import_903):
    report = import_903(table(OC3, f"{WHO},YES,,", f"{WHO},YES,,"))

    assert report[Unit.CARE_LEAVER] == Tally(read=2, created=1, unchanged=1)
    assert report.lines == 0


@pytest.mark.parametrize(
    ("table_kept", "values", "constraint"),
    [
        (HealthReturn, {"sdq_score": 41}, "health_return_sdq_from_0_to_40"),
        (HealthReturn, {"sdq_score": 4, "sdq_reason": "SDQ1"}, "health_return_sdq_or_why_not"),
        (CareLeaverReturn, {"in_touch": "MAYB"}, "care_leaver_in_touch_or_why_not"),
        (MissingEpisode, {"starts_on": date(2024, 1, 1), "kind": "X"}, "missing_episode_is_of_a_kind"),
        (PreviousPermanence, {"kind": "X1"}, "previous_permanence_is_of_a_kind"),
        (Adoption, {"adopters": 3}, "adoption_by_one_or_two"),
        (
            AdoptionPlacement,
            {"starts_on": date(2024, 1, 2), "ends_on": date(2024, 1, 1)},
            "adoption_placement_ends_after_it_starts",
        ),
    ],
)
def test_the_database_refuses_what_cannot_be(db, table_kept, values, constraint):
    child = Person.objects.create(la_child_id="C1")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        table_kept.objects.create(child=child, **values)
