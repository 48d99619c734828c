from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import cases, returns
from cases.models import (
    CareEpisode,
    CareReview,
    Case,
    ChronologyEntry,
    Family,
    Involvement,
    Pathway,
    Person,
)
from cases.returns.report import Tally, Unit, UnreadableReturn
from tests.cases.returns.files import census_source, everything_kept, looked_after_sources, table


@pytest.fixture
def import_903(service, administrator):
    def run(*more, team=service, **changed):
        sources = [*looked_after_sources(**changed), *more]
        return returns.import_ssda903(sources=sources, team=team, by=administrator)

    return run


def pathway_of(child_id):
    steps = Pathway.objects.filter(involvement__child__la_child_id=child_id).order_by("starts_on", "id")
    return [(step.status, step.starts_on, step.ends_on) for step in steps]


# ---- What is kept ----


def test_children_episodes_and_reviews_are_kept(import_903):
    import_903()

    child = Person.objects.get(la_child_id="B2001")
    assert (child.sex, child.ethnicity, child.upn, child.imported_from) == ("M", "WBRI", "J850200000001", "ssda903")
    assert Person.objects.get(la_child_id="B2002").upn_unknown == "UN1"
    first, second = CareEpisode.objects.filter(child=child).order_by("starts_on")
    assert (first.starts_on, first.ends_on, first.end_reason) == (date(2024, 1, 5), date(2024, 6, 10), "X1")
    assert (first.legal_status, first.placement, first.provider, first.change_reason) == ("V2", "U6", "PR1", "CREQB")
    assert (first.home_postcode, first.placement_postcode) == ("SO23 8UJ", "SO23 9AL")
    assert (second.legal_status, second.placement, second.ends_on) == ("C2", "K2", None)
    reviews = CareReview.objects.filter(child=child).order_by("reviewed_on")
    assert [(review.reviewed_on, review.participation) for review in reviews] == [
        (date(2024, 1, 30), "PN1"),
        (date(2024, 4, 25), "PN6"),
    ]


def test_counts_say_what_became_of_each_row_and_of_what_has_no_place(import_903):
    report = import_903()

    assert report.tallies == {
        Unit.CHILD: Tally(read=3, created=3),
        Unit.CARE_EPISODE: Tally(read=4, created=4),
        Unit.CARE_REVIEW: Tally(read=3, created=3),
        Unit.MISSING: Tally(read=1, created=1),
        Unit.WORKER: Tally(read=1, no_place=1),
    }
    assert report.no_place["SWEpisodes.SW_ID"] == 1
    assert report.lines == 0


def test_a_child_looked_after_now_has_an_open_case_in_which_they_stand_so(import_903):
    import_903()

    assert pathway_of("B2001") == [("looked_after", date(2024, 1, 5), None)]
    part = Involvement.objects.get(child__la_child_id="B2001")
    assert (part.primary_need, part.case.opened_on, part.case.is_open) == ("N1", date(2024, 1, 5), True)


def test_a_child_who_went_home_has_no_case_of_it(import_903):
    import_903()

    assert not Case.objects.filter(family__known_by="B2002").exists()


def test_nobody_is_looked_after_beyond_their_eighteenth_birthday(import_903):
    import_903(children=("14/07/2011", "14/07/2006"), reviews=("14/07/2011", "14/07/2006"))

    assert CareEpisode.objects.filter(child__la_child_id="B2001").count() == 2
    assert pathway_of("B2001") == []


def test_the_story_tells_where_a_child_lived(import_903):
    import_903()

    entries = ChronologyEntry.objects.filter(family__known_by="B2002").order_by("happened_at")
    assert [entry.text for entry in entries] == [
        "Started to be looked after: Foster care with relative or friend, not long term",
        "Looked-after review: under four",
        "Care ended: Returned home, as planned",
    ]


def test_a_child_of_both_returns_is_one_person(import_903, service, administrator):
    returns.import_cin(source=census_source(), team=service, by=administrator)

    report = import_903()

    assert report[Unit.CHILD] == Tally(read=3, created=2, unchanged=1)
    assert Person.objects.filter(la_child_id="A1001").count() == 1
    assert Case.objects.filter(family__known_by="A1001").count() == 1
    assert pathway_of("A1001") == [
        ("child_in_need", date(2024, 4, 8), date(2024, 7, 1)),
        ("child_protection", date(2024, 7, 1), date(2025, 1, 15)),
        ("looked_after", date(2025, 1, 15), None),
    ]


# ---- A second time ----


def test_a_second_run_changes_nothing(import_903):
    import_903()
    before = everything_kept()

    with CaptureQueriesContext(connection) as queries:
        report = import_903()

    assert everything_kept() == before
    assert report.lines == 0
    assert all(tally.unchanged + tally.no_place == tally.read for tally in report.tallies.values())
    writes = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql.split('"')[1] for sql in writes] == ["audit_auditevent"]


def test_both_returns_read_again_in_either_order_change_nothing(import_903, service, administrator):
    def census():
        return returns.import_cin(source=census_source(), team=service, by=administrator)

    census()
    import_903()
    before = everything_kept()
    import_903()
    census()
    import_903()

    assert everything_kept() == before


def test_an_episode_that_ended_since_ends_and_the_child_steps_on(import_903):
    import_903()
    ended = ("10/06/2024,P,C2,N1,K2,PR4,,,", "10/06/2024,P,C2,N1,K2,PR4,01/09/2025,E4A,")

    report = import_903(placements=ended)

    assert report[Unit.CARE_EPISODE] == Tally(read=4, updated=1, unchanged=3)
    assert pathway_of("B2001") == [
        ("looked_after", date(2024, 1, 5), date(2025, 9, 1)),
        ("child_in_need", date(2025, 9, 1), None),
    ]


def test_where_staff_moved_a_child_on_the_return_does_not_take_it_back(import_903, east, supervisor):
    import_903(team=east)
    part = Involvement.objects.get(child__la_child_id="B2001")
    cases.step(involvement=part, status="care_leaver", by=supervisor, starts_on=date(2025, 8, 1))
    before = pathway_of("B2001")

    import_903(team=east)

    assert pathway_of("B2001") == before


def test_a_case_closed_by_hand_is_not_opened_again(import_903, east, supervisor):
    import_903(team=east)
    case = Case.objects.get(family__known_by="B2001")
    cases.close(case=case, reason="RC7", by=supervisor, closed_on=date(2025, 8, 1))

    import_903(team=east)

    assert Case.objects.filter(family__known_by="B2001").count() == 1


def test_an_import_begun_again_after_a_fall_does_the_rest(import_903, monkeypatch):
    def falls(*args, **kwargs):
        raise RuntimeError("the worker was killed")

    with monkeypatch.context() as patched:
        patched.setattr(returns, "_keep_standing", falls)
        with pytest.raises(RuntimeError):
            import_903()
    assert CareEpisode.objects.exists()
    assert pathway_of("B2001") == []

    import_903()

    assert pathway_of("B2001") == [("looked_after", date(2024, 1, 5), None)]
    assert CareReview.objects.count() == 3


# ---- What is wrong ----


def lines_of(report):
    return [(line.file, line.line, line.child, line.field, line.reason) for line in report.first_lines]


def test_a_row_about_nobody_known_is_refused(import_903):
    report = import_903(placements=("B2002,02/03/2023", "B9999,02/03/2023"))

    (line,) = report.first_lines
    assert (line.file, line.line, line.child, line.field) == ("placements.csv", 4, "B9999", "CHILD")
    assert "No child by this id" in line.reason
    assert report[Unit.CARE_EPISODE] == Tally(read=4, created=3, refused=1)


def test_a_row_with_another_birth_date_is_refused(import_903):
    report = import_903(reviews=("B2002,01/12/2020", "B2002,02/12/2020"))

    assert [(line.line, line.field, line.value) for line in report.first_lines] == [(4, "DOB", "02/12/2020")]
    assert report[Unit.CARE_REVIEW] == Tally(read=3, created=2, refused=1)


def test_an_episode_before_the_birth_is_refused(import_903):
    report = import_903(placements=("B2002,02/03/2023", "B2002,02/03/2013"))

    assert [(line.field, line.reason) for line in report.first_lines] == [("DECOM", "Before the child was born.")]
    assert CareEpisode.objects.filter(child__la_child_id="B2002").count() == 0


def test_a_second_row_of_a_child_is_refused_every_time(import_903):
    twice = ("B2002,U,01/12/2020", "B2001,1,15/07/2011,WBRI,,,\r\nB2002,U,01/12/2020")

    first, again = import_903(children=twice), import_903(children=twice)

    assert first[Unit.CHILD] == Tally(read=4, created=3, refused=1)
    assert again[Unit.CHILD] == Tally(read=4, unchanged=3, refused=1)
    assert Person.objects.get(la_child_id="B2001").date_of_birth == date(2011, 7, 14)


def test_two_reviews_of_a_day_with_different_codes_keep_the_first(import_903):
    same_day = ("25/04/2024,PN6", "30/01/2024,PN7")

    first = import_903(reviews=same_day)
    again = import_903(reviews=same_day)

    assert CareReview.objects.get(child__la_child_id="B2001").participation == "PN1"
    assert first[Unit.CARE_REVIEW] == Tally(read=3, created=2, refused=1)
    assert again[Unit.CARE_REVIEW] == Tally(read=3, unchanged=2, refused=1)


def test_an_open_episode_that_another_followed_is_kept_with_a_line(import_903):
    never_ended = ("05/01/2024,S,V2,N1,U6,PR1,10/06/2024,X1", "05/01/2024,S,V2,N1,U6,PR1,,")

    for report in (import_903(placements=never_ended), import_903(placements=never_ended)):
        assert [(line.line, line.field, line.refused) for line in report.first_lines] == [(2, "DEC", False)]
    assert pathway_of("B2001") == [("looked_after", date(2024, 1, 5), None)]


def test_a_file_that_cannot_be_read_is_a_line_and_the_others_are_kept(import_903):
    report = import_903(table("NAME,COLOUR", "Ann,blue"), reviews=("REVIEW_CODE", "REVIEW_CODES"))

    assert [(line.file, line.unit) for line in report.first_lines] == [("reviews.csv", "file"), ("some.csv", "file")]
    assert CareEpisode.objects.count() == 4
    assert not CareReview.objects.exists()


def test_where_no_file_can_be_read_nothing_is_kept(service, administrator):
    with pytest.raises(UnreadableReturn, match="None of the files could be read"):
        returns.import_ssda903(sources=[table("NAME", "Ann")], team=service, by=administrator)

    assert not Family.objects.exists()
