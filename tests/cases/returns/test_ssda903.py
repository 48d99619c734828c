import io
from datetime import date

import pytest

from cases.returns import rows, ssda903
from cases.returns.report import Unit, UnreadableReturn
from cases.returns.sources import Source
from cases.returns.tables import TABLES
from tests.cases.returns.files import LOOKED_AFTER, read_table, table

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
GOOD = "B1,05/01/2024,S,V2,N1,U6,PR1,10/06/2024,X1,CREQB,SO23 8UJ,so239al,SC123"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE"
OC2 = (
    "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,"
    "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED"
)


def source(path):
    return Source(path.name, lambda: path.open("rb"))


def spoilt(old, new):
    assert old in GOOD
    return table(EPISODES, GOOD.replace(old, new, 1))


# ---- Which of the twelve ----


def test_the_twelve_files_have_twelve_different_sets_of_columns():
    assert len({frozenset(kind.columns) for kind in TABLES}) == len(TABLES) == 12


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.name)
def test_a_file_is_known_by_its_columns_in_any_order_whatever_its_name(kind):
    assert ssda903.recognise(table(",".join(sorted(kind.columns)))).table is kind


def test_the_small_return_is_recognised():
    found = {path.name: ssda903.recognise(source(path)) for path in LOOKED_AFTER.glob("*.csv")}

    assert {name: (known.table.name, known.rows) for name, known in found.items()} == {
        "children.csv": ("Header", 3),
        "placements.csv": ("Episodes", 4),
        "reviews.csv": ("Reviews", 3),  # begins with a byte order mark
        "missing.csv": ("Missing", 1),
        "workers.csv": ("SWEpisodes", 1),
    }


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ("", "The file is empty."),
        ("NAME,COLOUR", "none of the twelve files"),
        ("CHILD,DOB,REVIEW", "nearly those of Reviews, but it lacks REVIEW_CODE"),
        ("CHILD,DOB,REVIEW,REVIEW_CODE,NOTE", "nearly those of Reviews, but it has NOTE too much"),
        ("CHILD,DOB,DOB,REVIEW,REVIEW_CODE", "nearly those of Reviews, but it has DOB too much"),
    ],
)
def test_a_file_that_is_none_of_the_twelve_is_one_clear_line(columns, reason):
    with pytest.raises(UnreadableReturn) as caught:
        ssda903.recognise(table(columns, "1,2,3"))

    assert reason in caught.value.reason
    assert caught.value.file == "some.csv"


def test_a_file_that_is_not_utf8_is_one_clear_line():
    content = f"{REVIEWS}\nB1,01/01/2010,01/01/2024,PN1\n".encode() + b"B\xe91,01/01/2010,01/01/2024,PN1\n"

    with pytest.raises(UnreadableReturn, match="not UTF-8"):
        ssda903.recognise(Source("some.csv", lambda: io.BytesIO(content)))


def test_a_file_of_bytes_that_are_no_text_is_one_clear_line():
    with pytest.raises(UnreadableReturn, match="not text") as caught:
        ssda903.recognise(table(REVIEWS, "B1,01/01/2010,01/01/2024,PN1", "B\0001,01/01/2010,01/01/2024,PN1"))

    assert caught.value.line == 3


def test_a_quote_that_never_ends_is_one_clear_line():
    with pytest.raises(UnreadableReturn, match="not well-formed CSV") as caught:
        ssda903.recognise(table(REVIEWS, "B1,01/01/2010,01/01/2024,PN1", '"B1,01/01/2010,01/02/2024,PN1'))

    assert caught.value.line == 3


# ---- Good rows ----


def test_a_child_of_the_header_is_read_with_the_old_code_for_sex():
    (child,), report = read_table(table(HEADER, "B1,2,14/07/2011,WBRI,P850123456789,1.0,02/05/2024"))

    assert child == rows.LookedAfterChild(
        2, "B1", date(2011, 7, 14), "F", "WBRI", "P850123456789", "", True, date(2024, 5, 2)
    )
    assert not report.no_place
    assert report.lines == 0


def test_the_reason_for_no_upn_stands_in_the_place_of_the_upn():
    (child,), _ = read_table(table(HEADER, "B1,U,14/07/2011,WBRI,UN4,,"))

    assert (child.upn, child.upn_unknown, child.sex) == (None, "UN4", "U")


def test_an_episode_is_read_with_tidy_postcodes():
    (episode,), report = read_table(table(EPISODES, GOOD))

    assert (episode.starts_on, episode.ends_on) == (date(2024, 1, 5), date(2024, 6, 10))
    assert (episode.start_reason, episode.legal_status, episode.need) == ("S", "V2", "N1")
    assert (episode.placement, episode.provider, episode.end_reason) == ("U6", "PR1", "X1")
    assert (episode.change_reason, episode.provider_urn) == ("CREQB", "SC123")
    assert (episode.home_postcode, episode.placement_postcode) == ("SO23 8UJ", "SO23 9AL")
    assert report.lines == 0


@pytest.mark.parametrize("place", ["H5", "P2", "Z1", "K3", "Z11"])
def test_placements_of_older_years_and_of_2025_are_both_known(place):
    (episode,), _ = read_table(spoilt("U6", place))

    assert episode.placement == place


def test_blank_lines_at_the_end_are_no_rows():
    read, report = read_table(table(REVIEWS, "B1,01/01/2010,01/01/2024,PN1", "", " ", ",,,", ""))

    assert len([row for row in read if row]) == 1
    assert report[Unit.CARE_REVIEW].read - report[Unit.CARE_REVIEW].refused == 1


# ---- One bad value ----


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ("B1,", ",", "CHILD", "Nothing was sent"),
        ("B1,", "B 1,", "CHILD", "1 to 20 letters"),
        ("05/01/2024", "31/02/2024", "DECOM", "no such day"),
        ("05/01/2024", "2024-01-05", "DECOM", "dd/mm/yyyy"),
        ("05/01/2024", "05/01/2034", "DECOM", "in the future"),
        ("10/06/2024", "10/06/2023", "DEC", "ends before it starts"),
        (",S,", ",Q,", "RNE", "Not one of the codes"),
        ("V2", "", "LS", "Nothing was sent"),
        ("V2", "V9", "LS", "Not one of the codes"),
        ("N1", "N9", "CIN", "Not one of the codes"),
        ("U6", "U7", "PLACE", "Not one of the codes"),
        ("PR1", "PR9", "PLACE_PROVIDER", "Not one of the codes"),
        ("X1", "XXX", "REC", "Not one of the codes"),
        (",SC123", "", "", "not as many values"),
        ("SC123", "SC123,", "", "not as many values"),
    ],
)
def test_a_bad_value_refuses_its_row(old, new, field, reason):
    read, report = read_table(spoilt(old, new))

    assert read == [None]
    (refusal,) = report.first_lines
    assert (refusal.file, refusal.line, refusal.unit, refusal.field) == ("some.csv", 2, Unit.CARE_EPISODE, field)
    assert refusal.refused
    assert reason in refusal.reason
    assert (report[Unit.CARE_EPISODE].read, report[Unit.CARE_EPISODE].refused) == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "attribute"),
    [
        ("CREQB", "QQQQ", "change_reason"),
        ("SO23 8UJ", "EH14 8EC", "home_postcode"),
        ("SC123", "no number", "provider_urn"),
        ("10/06/2024", "", "end_reason"),
        ("X1", "", "end_reason"),
    ],
)
def test_information_an_episode_can_do_without_is_left_out_with_a_line(old, new, attribute):
    (episode,), report = read_table(spoilt(old, new))

    assert getattr(episode, attribute) == ""
    assert report.lines == 1
    assert report.refused_lines == 0


def test_the_line_of_a_row_counts_lines_inside_quotes():
    first = 'B1,01/01/2010,"01/01/\n2024",PN1'

    _, report = read_table(table(REVIEWS, first, "B1,01/01/2010,01/02/2024,PN9"))

    assert [(line.line, line.field) for line in report.first_lines] == [(2, "REVIEW"), (4, "REVIEW_CODE")]


@pytest.mark.parametrize(
    ("columns", "row", "field"),
    [
        ("CHILD,SEX,DOB,DUC", "B1,1,01/01/2010,soon", "DUC"),
        ("CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", "B1,01/01/2004,YES,F3,B1", "ACTIV"),
        ("CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", "B1,01/01/2004,YES,F1,01", "ACCOM"),
        ("CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM", "B1,01/01/2015,P9,,", "PREV_PERM"),
        ("CHILD,DOB,MISSING,MIS_START,MIS_END", "B1,01/01/2010,M,04/08/2024,03/08/2024", "MIS_END"),
        ("CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON", "B1,01/01/2010,SW1,01/01/2020,,SWLAZY", "SW_REASON"),
        ("CHILD,DOB,DOLO_START,DOLO_END", "B1,01/01/2010,,", "DOLO_START"),
        (
            "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR",
            "B1,01/01/2015,22/11/2015,22/11/2015,1,3,MM,L11",
            "NB_ADOPTR",
        ),
        (OC2, "B1,01/01/2010,41,,0,0,0,0,0,0,0,0", "SDQ_SCORE"),
    ],
)
def test_the_smaller_files_are_checked_value_by_value(columns, row, field):
    read, report = read_table(table(columns, row))

    assert read == [None]
    assert [line.field for line in report.first_lines] == [field]
    assert not report.no_place


def test_a_missing_episode_is_read_in_the_words_of_its_table():
    (row,), report = read_table(table("CHILD,DOB,MISSING,MIS_START,MIS_END", "B1,01/01/2010,M,03/08/2024,04/08/2024"))

    said = {"ends_on": date(2024, 8, 4), "kind": "M"}
    assert row == rows.SaidRow(2, "B1", date(2010, 1, 1), "MIS_START", date(2024, 8, 3), said)
    assert not report.no_place


def test_a_placement_for_adoption_is_kept_without_a_reason_that_is_no_code():
    columns = "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED"
    (row,), report = read_table(table(columns, "B1,01/01/2015,22/11/2015,,XXX"))

    assert (row.starts_on, row.values["end_reason"]) == (date(2015, 11, 22), "")
    assert [(line.field, line.refused) for line in report.first_lines] == [("REASON_PLACED_CEASED", False)]


def test_a_score_and_a_reason_for_having_none_cannot_both_stand():
    (row,), report = read_table(table(OC2, "B1,01/01/2010,17,SDQ2,0,1,1,1,1,0,,"))

    assert (row.values["sdq_score"], row.values["sdq_reason"]) == (17, "")
    assert (row.values["convicted"], row.values["health_check"]) == (False, True)
    assert row.values["intervention_offered"] is None
    assert [(line.field, line.refused) for line in report.first_lines] == [("SDQ_REASON", False)]


def test_a_day_of_which_parts_are_not_known_is_read_as_it_was_sent():
    (row,), _ = read_table(table("CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM", "B1,01/01/2010,P1,850,zz/05/2014"))

    assert row.values == {"kind": "P1", "authority": "850", "ordered": "zz/05/2014"}


def test_a_row_of_workers_is_counted_by_name_and_has_no_place():
    columns = "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON"
    (row,), report = read_table(table(columns, "B1,01/01/2010,SW1,03/08/2024,,MANAGE"))

    assert row == rows.UnplacedRow(2, "B1", date(2010, 1, 1))
    assert report.no_place == {"SWEpisodes.SW_ID": 1, "SWEpisodes.SW_DECOM": 1, "SWEpisodes.SW_REASON": 1}
