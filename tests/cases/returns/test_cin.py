import io
from datetime import date

import pytest

from cases.returns import cin, safe_xml
from cases.returns.report import Report, Unit, UnreadableReturn
from tests.cases.returns.files import TODAY, census, line_of, read_census

WHOLE = census()


def lines(report):
    return [(line.line, line.unit, line.child, line.field, line.value, line.refused) for line in report.first_lines]


# ---- A good file ----


def test_a_child_is_read_with_all_that_followed():
    children, report = read_census(WHOLE)

    child = children[0]
    assert (child.la_child_id, child.upn, child.sex, child.ethnicity) == ("A1001", "P850123456789", "F", "MWAS")
    assert child.date_of_birth == date(2014, 2, 3)
    assert child.disabilities == ("HEAR", "LD")  # sent twice, kept once
    (referral,) = child.referrals
    assert (referral.received_on, referral.source, referral.primary_need) == (date(2024, 4, 8), "2A", "N1")
    assert referral.no_further_action is False
    assert referral.closed_on is None
    (assessment,) = referral.assessments
    assert assessment.factors == ("3B", "16A")
    assert (assessment.starts_on, assessment.authorised_on) == (date(2024, 4, 9), date(2024, 5, 20))
    (enquiry,) = referral.enquiries
    assert (enquiry.conference_on, enquiry.conference_not_required) == (date(2024, 7, 1), False)
    (plan,) = referral.protection_plans
    assert (plan.initial_category, plan.latest_category, plan.previous_plans) == ("NEG", "EMO", 0)
    assert [review.reviewed_on for review in plan.reviews] == [date(2024, 9, 24), date(2025, 3, 11)]
    assert referral.plans[0].ends_on == date(2024, 7, 1)
    assert report.lines == 0


def test_rows_are_counted_by_what_they_are():
    _, report = read_census(WHOLE)

    read = {unit: tally.read for unit, tally in report.tallies.items()}
    assert read == {
        Unit.CHILD: 3,
        Unit.REFERRAL: 4,
        Unit.ASSESSMENT: 1,
        Unit.NEED_PLAN: 1,
        Unit.ENQUIRY: 1,
        Unit.PROTECTION_PLAN: 1,
        Unit.PROTECTION_REVIEW: 2,
    }


def test_elements_may_stand_in_any_order():
    children, _ = read_census(WHOLE)

    child = children[1]
    assert (child.la_child_id, child.sex, child.upn_unknown) == ("A1002", "M", "UN3")
    assert [referral.received_on for referral in child.referrals] == [date(2023, 10, 25), date(2024, 11, 2)]
    assert [referral.no_further_action for referral in child.referrals] == [False, True]


def test_a_baby_not_yet_born_has_an_expected_birth_date():
    children, _ = read_census(WHOLE)

    assert (children[2].date_of_birth, children[2].is_expected, children[2].sex) == (date(2025, 6, 15), True, "U")


def test_what_has_no_place_is_counted_by_name():
    _, report = read_census(WHOLE)

    assert report.no_place == {
        "PreProceedingsandFGDM.FGDMMeetingOffer": 1,
        "PreProceedingsandFGDM.ReviewMeetingsCount": 1,
    }


def test_the_head_is_known_before_anything_is_kept():
    head = cin.check(io.BytesIO(WHOLE), file="census.xml")

    assert (head.children, head.year, head.authority) == (3, "2025", "999")


def test_a_namespace_makes_no_difference():
    children, report = read_census(census(("<Message>", '<Message xmlns="urn:somebody">')))

    assert len(children) == 3
    assert report.lines == 0


# ---- One bad value: the smallest sensible unit is refused, and the line says where ----


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ("<LAchildID>A1001<", "<LAchildID><", "LAchildID", "Nothing was sent"),
        ("<LAchildID>A1001<", "<LAchildID>A 1001<", "LAchildID", "1 to 20 letters"),
        ("2014-02-03", "2014-02-30", "PersonBirthDate", "no such day"),
        ("2014-02-03", "03/02/2014", "PersonBirthDate", "year-month-day"),
        ("2014-02-03", "2034-02-03", "PersonBirthDate", "in the future"),
        ("2014-02-03", "0214-02-03", "PersonBirthDate", "before 1900"),
    ],
)
def test_a_child_without_a_good_id_or_birth_date_is_refused_whole(old, new, field, reason):
    children, report = read_census(census((old, new)))

    assert [child.la_child_id for child in children if child] == ["A1002", "A1003"]
    assert children[0] is None
    (refusal,) = report.first_lines
    assert (refusal.line, refusal.unit, refusal.field, refusal.refused) == (line_of(old), Unit.CHILD, field, True)
    assert reason in refusal.reason
    # What hung below it is refused with it, so that the counts add up.
    assert {unit: (tally.read, tally.refused) for unit, tally in report.tallies.items()} == {
        Unit.CHILD: (3, 1),
        Unit.REFERRAL: (4, 1),
        Unit.ASSESSMENT: (1, 1),
        Unit.NEED_PLAN: (1, 1),
        Unit.ENQUIRY: (1, 1),
        Unit.PROTECTION_PLAN: (1, 1),
        Unit.PROTECTION_REVIEW: (2, 2),
    }


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("<ReferralSource>2A", "<ReferralSource>2Z", "ReferralSource", "2Z"),
        ("<PrimaryNeedCode>N1", "<PrimaryNeedCode>N99", "PrimaryNeedCode", "N99"),
        ("<CINreferralDate>2024-04-08", "<CINreferralDate>2024-04-31", "CINreferralDate", "2024-04-31"),
        ("<ReferralNFA>false", "<ReferralNFA>maybe", "ReferralNFA", "maybe"),
    ],
)
def test_a_bad_referral_is_refused_and_the_child_is_kept(old, new, field, value):
    children, report = read_census(census((old, new)))

    assert children[0].referrals == ()
    assert lines(report) == [(line_of(old), Unit.REFERRAL, "A1001", field, value, True)]
    assert report[Unit.REFERRAL].refused == 1
    assert report[Unit.PROTECTION_REVIEW].refused == 2


def test_a_referral_closed_before_it_was_received_is_refused():
    children, report = read_census(census(("2024-02-14", "2023-02-14")))

    assert [referral.received_on for referral in children[1].referrals] == [date(2024, 11, 2)]
    assert "before it was received" in report.first_lines[0].reason


def test_a_closure_needs_its_reason_and_a_reason_without_a_day_is_left_out():
    refused, report = read_census(census(("<ReasonForClosure>RC8</ReasonForClosure>", "")))
    assert len(refused[1].referrals) == 1
    assert report.first_lines[0].reason == "Closed, and no reason was sent."

    kept, report = read_census(census(("<CINclosureDate>2024-02-14</CINclosureDate>", "")))
    assert (kept[1].referrals[0].closed_on, kept[1].referrals[0].closure_reason) == (None, "")
    assert not report.first_lines[0].refused


def test_a_second_referral_of_a_child_on_one_day_is_refused():
    children, report = read_census(census(("2024-11-02", "2023-10-25")))

    assert len(children[1].referrals) == 1
    assert report.first_lines[0].reason == "A second referral from the same day."
    assert report[Unit.REFERRAL].refused == 1


def test_a_bad_assessment_is_refused_alone():
    children, report = read_census(census(("2024-05-20</AssessmentAuth", "2024-03-20</AssessmentAuth")))

    (referral,) = children[0].referrals
    assert referral.assessments == ()
    assert len(referral.plans) == len(referral.enquiries) == len(referral.protection_plans) == 1
    assert lines(report) == [
        (
            line_of("<AssessmentAuthorisationDate"),
            Unit.ASSESSMENT,
            "A1001",
            "AssessmentAuthorisationDate",
            "2024-03-20",
            True,
        ),
    ]


def test_an_unknown_factor_is_left_out_and_the_assessment_kept():
    children, report = read_census(census(("<AssessmentFactors>3B", "<AssessmentFactors>3Z")))

    assert children[0].referrals[0].assessments[0].factors == ("16A",)
    assert lines(report) == [
        (line_of("<AssessmentFactors>3B"), Unit.ASSESSMENT, "A1001", "AssessmentFactors", "3Z", False)
    ]
    assert report[Unit.ASSESSMENT].refused == 0


def test_a_bad_review_of_a_plan_is_refused_alone():
    children, report = read_census(census(("2025-03-11", "2025-13-11")))

    assert [review.reviewed_on for review in children[0].referrals[0].protection_plans[0].reviews] == [
        date(2024, 9, 24)
    ]
    assert lines(report) == [
        (line_of("2025-03-11"), Unit.PROTECTION_REVIEW, "A1001", "CPPreviewDate", "2025-13-11", True)
    ]


@pytest.mark.parametrize(
    ("old", "new", "attribute", "left"),
    [
        ("P850123456789", "A850123456789", "upn", None),
        ("<Sex>F", "<Sex>X", "sex", ""),
        ("MWAS", "ZZZZ", "ethnicity", ""),
        ("<Disability>LD", "<Disability>QQ", "disabilities", ("HEAR",)),
        ("<Disability>LD", "<Disability>NONE", "disabilities", ("HEAR",)),
    ],
)
def test_information_a_child_can_do_without_is_left_out_with_a_line(old, new, attribute, left):
    children, report = read_census(census((old, new)))

    assert getattr(children[0], attribute) == left
    assert len(children[0].referrals) == 1
    assert report.lines == 1
    assert report.refused_lines == 0


def test_a_death_before_the_birth_is_left_out():
    death = "<PersonDeathDate>2013-01-01</PersonDeathDate><Sex>F"
    children, report = read_census(census(("<Sex>F", death)))

    assert children[0].died_on is None
    assert report.first_lines[0].reason == "A death before the birth."


def test_a_value_sent_twice_is_not_guessed_at():
    children, report = read_census(
        census(("<ReferralSource>2A", "<ReferralSource>6</ReferralSource><ReferralSource>2A"))
    )

    assert children[0].referrals == ()
    assert report.first_lines[0].reason == "Sent twice in one record."


def test_a_second_child_of_the_same_id_is_refused():
    children, report = read_census(census(("A1002<", "A1001<")))

    assert [child.la_child_id for child in children if child] == ["A1001", "A1003"]
    assert report.first_lines[0].reason == "A second child of this id in the file."
    assert report[Unit.REFERRAL].refused == 2


def test_one_bad_child_among_good_ones_takes_nobody_with_it():
    children, report = read_census(
        census(("2014-02-03", "never"), ("<CINreferralDate>2025-02-20", "<CINreferralDate>x"))
    )

    assert [child.la_child_id for child in children if child] == ["A1002", "A1003"]
    assert [line.line for line in report.first_lines] == [line_of("2014-02-03"), line_of("2025-02-20")]


# ---- A file that cannot be read at all ----

BOMB = '<!DOCTYPE Message [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 0, "The file is empty."),
        (b"CHILD,SEX,DOB\n1,2,3", 1, "The file is not XML."),
        (WHOLE[: WHOLE.index(b"MWAS")], line_of("MWAS"), "cut off"),
        (WHOLE.rstrip()[:-4], line_of("</Message>"), "cut off"),
        (WHOLE.replace(b"MWAS", "Pérez".encode("latin-1")), line_of("MWAS"), "encoding"),
        (WHOLE.replace(b"UTF-8", b"EBCDIC-1"), 1, "encoding"),
        (WHOLE.replace(b"<Message>", BOMB.encode() + b"<Message>"), 1, safe_xml.DOCTYPE_REFUSED),
        (WHOLE.replace(b"MWAS", b"&who;"), line_of("MWAS"), "Entity 'who' not defined"),
        (WHOLE.replace(b"CIN</Coll", b"SC</Coll"), 4, "the file says it is SC"),
        (b"<html><body/></html>", 1, "it begins with <html>"),
        (b"<Message><Children/></Message>", 0, "no children"),
    ],
)
def test_an_unreadable_file_is_one_clear_line(content, line, reason):
    with pytest.raises(UnreadableReturn) as caught:
        cin.check(io.BytesIO(content), file="census.xml")

    assert reason in caught.value.reason
    assert caught.value.line == line
    assert caught.value.as_refusal().file == "census.xml"


def test_an_entity_bomb_in_an_attribute_is_refused_at_once():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE Message [<!ENTITY e0 "boom">{levels}]><Message a="&e9;"/>'

    with pytest.raises(UnreadableReturn) as caught:
        cin.check(io.BytesIO(bomb.encode()), file="census.xml")

    assert caught.value.reason == safe_xml.DOCTYPE_REFUSED


def test_nothing_outside_the_file_is_ever_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("A1001")
    outside = f'<!DOCTYPE Message [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    content = WHOLE.replace(b"<Message>", outside.encode() + b"<Message>").replace(b"A1001", b"&s;")

    with pytest.raises(UnreadableReturn):
        cin.check(io.BytesIO(content), file="census.xml")
    with pytest.raises(UnreadableReturn):
        read_census(content)


def test_a_file_that_breaks_off_while_it_is_read_has_handed_on_whole_children_only():
    broken_off = io.BytesIO(WHOLE[: WHOLE.index(b"A1003")])
    reading = cin.read(broken_off, file="census.xml", report=Report(), today=TODAY)

    handed_on = [next(reading), next(reading)]
    assert [child.la_child_id for child in handed_on if child] == ["A1001", "A1002"]
    with pytest.raises(UnreadableReturn):
        next(reading)


def test_lines_are_right_beyond_sixty_five_thousand():
    spoilt = WHOLE.replace(b"<LAchildID>A1003", b"\n" * 70_000 + b"<LAchildID>A 3")

    _, report = read_census(spoilt)

    assert [line.line for line in report.first_lines] == [WHOLE[: WHOLE.index(b"A1003")].count(b"\n") + 70_001]
