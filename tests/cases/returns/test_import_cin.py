import io
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import cases, families, returns
from cases.models import (
    Case,
    ChronologyEntry,
    Family,
    FamilyMember,
    InitialConference,
    Involvement,
    Pathway,
    Person,
    Referral,
    ReferralChild,
    Section47Enquiry,
    StatutoryAssessment,
)
from cases.returns.keep.batch import Batch
from cases.returns.report import Tally, Unit, UnreadableReturn
from cases.returns.sources import Source
from cases.search.people import search_people
from hampshire.audit.models import AuditEvent
from tests.cases.returns.files import census_source, everything_kept, line_of


@pytest.fixture
def import_census(service, administrator):
    def run(*changes, team=service):
        return returns.import_cin(source=census_source(*changes), team=team, by=administrator)

    return run


def pathway_of(child_id):
    steps = Pathway.objects.filter(involvement__child__la_child_id=child_id).order_by("starts_on")
    return [(step.status, step.starts_on, step.ends_on) for step in steps]


# ---- What is kept ----


def test_a_child_new_to_us_stands_in_a_family_of_their_own_shown_by_identifier(import_census, service):
    import_census()

    child = Person.objects.get(la_child_id="A1001")
    assert (child.upn, child.sex, child.ethnicity, child.disabilities) == ("P850123456789", "F", "MWAS", ["HEAR", "LD"])
    assert (child.date_of_birth, child.birth_date_is) == (date(2014, 2, 3), "recorded")
    assert child.full_name == "Child A1001"
    member = FamilyMember.objects.get(person=child)
    assert (member.role, member.family.title, member.family.team) == ("child", "Child A1001", service)
    assert Family.objects.count() == 3


def test_a_baby_not_yet_born_is_expected(import_census):
    import_census()

    baby = Person.objects.get(la_child_id="A1003")
    assert (baby.date_of_birth, baby.birth_date_is) == (date(2025, 6, 15), "expected")


def test_a_referral_opens_a_case_with_all_that_followed(import_census):
    import_census()

    named = ReferralChild.objects.get(child__la_child_id="A1001")
    assert (named.received_on, named.no_further_action) == (date(2024, 4, 8), False)
    referral = named.referral
    assert (referral.source, referral.decision, referral.imported_from) == ("2A", "strategy", "cin")
    assert timezone.localdate(referral.received_at) == date(2024, 4, 8)
    case = referral.case
    assert (case.opened_on, case.closed_on) == (date(2024, 4, 8), None)
    part = Involvement.objects.get(case=case)
    assert (part.primary_need, part.starts_on, part.ends_on) == ("N1", date(2024, 4, 8), None)
    assessment = part.statutory_assessments.get()
    assert (assessment.starts_on, assessment.authorised_on) == (date(2024, 4, 9), date(2024, 5, 20))
    assert assessment.factors == ["3B", "16A"]
    enquiry = part.section_47_enquiries.get()
    assert (enquiry.conference_target_on, enquiry.conference_not_required) == (date(2024, 7, 1), False)
    plan = part.child_protection_plans.get()
    assert (plan.initial_category, plan.latest_category, plan.previous_plans) == ("NEG", "EMO", 0)
    assert plan.reviews.count() == 2
    assert part.child_in_need_plans.get().ends_on == date(2024, 7, 1)


def test_where_a_child_stands_follows_from_their_plans(import_census):
    import_census()

    assert pathway_of("A1001") == [
        ("child_in_need", date(2024, 4, 8), date(2024, 7, 1)),
        ("child_protection", date(2024, 7, 1), None),
    ]
    assert pathway_of("A1002") == [("child_in_need", date(2023, 10, 25), date(2024, 2, 14))]


def test_a_referral_without_further_action_opens_nothing(import_census):
    import_census()

    referral = Referral.objects.get(children__child__la_child_id="A1002", children__received_on=date(2024, 11, 2))
    assert referral.decision == "no_action"
    assert not Case.objects.filter(referral=referral).exists()


def test_a_referral_said_to_end_there_and_yet_going_on_keeps_its_case_with_a_line(import_census):
    report = import_census(("<ReferralNFA>0<", "<ReferralNFA>1<"))

    case = Case.objects.get(family__known_by="A1002")
    assert case.closure_reason == "RC8"
    assert ReferralChild.objects.get(referral__case=case).no_further_action is True
    (line,) = report.first_lines
    assert (line.field, line.refused) == ("ReferralNFA", False)


def test_a_conference_sent_with_the_referral_is_kept(import_census):
    import_census()

    conference = InitialConference.objects.get()
    assert (conference.involvement.child.la_child_id, conference.held_on) == ("A1003", date(2025, 3, 17))


def test_the_first_visit_of_a_family_new_to_us_is_due_soon_and_not_years_ago(import_census):
    import_census()

    case = Case.objects.get(family__known_by="A1001")
    assert case.visit_due_on is not None
    assert timezone.localdate() < case.visit_due_on <= timezone.localdate() + timedelta(days=14)
    assert Case.objects.get(family__known_by="A1002").visit_due_on is None


def test_the_story_tells_what_happened_on_its_day(import_census):
    import_census()

    family = Family.objects.get(known_by="A1001")
    entries = ChronologyEntry.objects.filter(family=family).order_by("happened_at", "id")
    told = [(timezone.localdate(entry.happened_at), entry.text) for entry in entries]
    assert told == [
        (date(2024, 4, 8), "Referred to us: School"),
        (date(2024, 4, 8), "We began to work with the family"),
        (date(2024, 4, 9), "Child and family assessment began"),
        (date(2024, 5, 20), "Child and family assessment finished"),
        (date(2024, 5, 20), "Child in need plan began"),
        (date(2024, 6, 10), "Section 47 enquiry began"),
        (date(2024, 7, 1), "Child in need plan ended"),
        (date(2024, 7, 1), "Initial child protection conference"),
        (date(2024, 7, 1), "Child protection plan (emotional abuse) began"),
        (date(2024, 9, 24), "Child protection review"),
        (date(2025, 3, 11), "Child protection review"),
    ]


def test_a_worker_finds_an_imported_child_by_identifier(import_census, east, lead_worker):
    import_census(team=east)

    assert [found.name for found in search_people(lead_worker, "A1002")] == ["Child A1002"]


def test_every_family_written_and_every_batch_is_on_record(import_census, administrator):
    import_census()

    created = AuditEvent.objects.filter(verb="family.created")
    assert {event.family_id for event in created} == set(Family.objects.values_list("pk", flat=True))
    assert {event.by for event in created} == {administrator}
    batch = AuditEvent.objects.get(verb="return.batch-imported")
    assert batch.details == {"kind": "cin", "families": 3}
    assert AuditEvent.objects.get(verb="return.imported").details == {"kind": "cin", "files": 1, "refused": 0}


def test_counts_say_what_became_of_each_row(import_census):
    report = import_census()

    assert report.tallies == {
        Unit.CHILD: Tally(read=3, created=3),
        Unit.REFERRAL: Tally(read=4, created=4),
        Unit.ASSESSMENT: Tally(read=1, created=1),
        Unit.NEED_PLAN: Tally(read=1, created=1),
        Unit.ENQUIRY: Tally(read=1, created=1),
        Unit.PROTECTION_PLAN: Tally(read=1, created=1),
        Unit.PROTECTION_REVIEW: Tally(read=2, created=2),
    }


# ---- A second time ----


def test_a_second_run_changes_nothing_and_writes_nothing_but_that_it_was_run(import_census):
    import_census()
    before = everything_kept()

    with CaptureQueriesContext(connection) as queries:
        report = import_census()

    assert everything_kept() == before
    assert report.lines == 0
    assert all(tally.unchanged == tally.read for tally in report.tallies.values())
    writes = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(writes) == 1
    assert writes[0].startswith('INSERT INTO "audit_auditevent"')


def test_what_is_new_in_a_later_return_is_taken_over(import_census):
    import_census()
    closing = (
        "<ReferralNFA>false",
        "<CINclosureDate>2025-04-30</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure><ReferralNFA>false",
    )
    ended = (
        "<CPPstartDate>2024-07-01</CPPstartDate>",
        "<CPPstartDate>2024-07-01</CPPstartDate><CPPendDate>2025-03-11</CPPendDate>",
    )

    report = import_census(closing, ended, ("MWAS", "MOTH"))

    assert report[Unit.CHILD] == Tally(read=3, updated=1, unchanged=2)
    assert report[Unit.PROTECTION_PLAN] == Tally(read=1, updated=1)
    assert Person.objects.get(la_child_id="A1001").ethnicity == "MOTH"
    case = Case.objects.get(family__known_by="A1001")
    assert (case.closed_on, case.closure_reason) == (date(2025, 4, 30), "RC7")
    assert Involvement.objects.get(case=case).end_reason == "RC7"
    assert pathway_of("A1001") == [
        ("child_in_need", date(2024, 4, 8), date(2024, 7, 1)),
        ("child_protection", date(2024, 7, 1), date(2025, 3, 11)),
        ("child_in_need", date(2025, 3, 11), date(2025, 4, 30)),
    ]
    assert AuditEvent.objects.filter(verb="family.changed-by-return", family_id=case.family_id).count() == 1


def test_what_was_before_an_update_is_kept_with_whose_it_was(import_census, administrator):
    import_census()
    import_census(("MWAS", "MOTH"))

    earlier = Person.pgh_event_model.objects  # type: ignore[attr-defined]
    event = earlier.select_related("pgh_context").get()
    assert event.ethnicity == "MWAS"
    assert event.pgh_context.metadata["by"] == str(administrator.pk)


def test_a_blank_never_erases(import_census):
    import_census()
    before = everything_kept()

    import_census(
        ("<UPN>P850123456789</UPN>", ""),
        ("<Ethnicity>MWAS</Ethnicity>", "<Ethnicity>NOBT</Ethnicity>"),
        ("<Sex>F</Sex>", "<Sex>U</Sex>"),
        ("<AssessmentAuthorisationDate>2024-05-20</AssessmentAuthorisationDate>", ""),
    )

    assert everything_kept() == before


def test_a_closure_ends_who_was_allocated(import_census, service, service_manager, lead_worker, north, east):
    import_census(team=east)
    case = Case.objects.get(family__known_by="A1001")
    allocation = cases.allocate(case=case, worker=lead_worker, by=service_manager, starts_on=date(2025, 2, 1))

    import_census(
        (
            "<ReferralNFA>false",
            "<CINclosureDate>2025-04-30</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure><ReferralNFA>false",
        )
    )

    allocation.refresh_from_db()
    assert (allocation.ends_on, allocation.ended_with_case) == (date(2025, 4, 30), True)


# ---- What people did by hand stays ----


def test_a_step_on_the_pathway_by_hand_is_not_taken_back(import_census, east, supervisor):
    import_census(team=east)
    part = Involvement.objects.get(child__la_child_id="A1003")
    cases.step(involvement=part, status="child_protection", by=supervisor, starts_on=date(2025, 5, 1))
    before = pathway_of("A1003")

    import_census()

    assert pathway_of("A1003") == before


def test_a_case_closed_by_hand_stays_as_it_was_closed(import_census, east, supervisor):
    import_census(team=east)
    case = Case.objects.get(family__known_by="A1003")
    cases.close(case=case, reason="RC7", by=supervisor, closed_on=date(2025, 9, 1))

    import_census()

    case.refresh_from_db()
    assert (case.closed_on, case.closed_by) == (date(2025, 9, 1), supervisor)
    assert Case.objects.filter(family=case.family).count() == 1


def test_a_family_given_a_name_keeps_it_and_a_child_known_stays_in_their_family(import_census, east, supervisor, coast):
    import_census(team=east)
    family = Family.objects.get(known_by="A1001")
    families.rename(family=family, name="Hart", by=supervisor)

    report = import_census(team=coast)

    family.refresh_from_db()
    assert (family.title, family.team) == ("Hart family", east)
    assert report[Unit.CHILD].unchanged == 3


def test_a_child_known_by_upn_alone_is_the_same_child(import_census, family, yusuf):
    Person.objects.filter(pk=yusuf.pk).update(upn="P850123456789", date_of_birth=date(2014, 2, 3))

    import_census()

    yusuf.refresh_from_db()
    assert (yusuf.la_child_id, yusuf.first_name, yusuf.ethnicity) == ("A1001", "Yusuf", "MWAS")
    assert Referral.objects.get(children__child=yusuf).family == family


def test_a_child_comes_into_the_case_already_open(import_census, case, family, yusuf):
    Person.objects.filter(pk=yusuf.pk).update(la_child_id="A1001", date_of_birth=date(2014, 2, 3))

    import_census()

    assert Case.objects.filter(family=family).count() == 1
    part = Involvement.objects.get(case=case, child=yusuf)
    assert part.statutory_assessments.count() == 1
    assert part.primary_need == "N1"


def test_a_upn_that_is_somebody_elses_is_left_out_with_a_line(import_census, family, yusuf):
    Person.objects.filter(pk=yusuf.pk).update(upn="P850123456789")  # born on another day

    report = import_census()

    assert Person.objects.get(la_child_id="A1001").upn is None
    (line,) = report.first_lines
    assert (line.line, line.field, line.refused) == (line_of("<Child>"), "UPN", False)
    assert "belongs to somebody else" in line.reason


def test_a_birth_date_known_is_not_changed_for_an_expected_one(import_census):
    import_census()
    born = (
        "<ExpectedPersonBirthDate>2025-06-15</ExpectedPersonBirthDate>",
        "<PersonBirthDate>2025-06-11</PersonBirthDate>",
    )
    import_census(born)

    report = import_census()

    baby = Person.objects.get(la_child_id="A1003")
    assert (baby.date_of_birth, baby.birth_date_is) == (date(2025, 6, 11), "recorded")
    assert report[Unit.CHILD].unchanged == 3


# ---- Never by halves ----


def test_a_refused_child_leaves_nothing_and_the_others_are_kept(import_census):
    report = import_census(("2014-02-03", "2014-02-30"))

    assert set(Person.objects.values_list("la_child_id", flat=True)) == {"A1002", "A1003"}
    assert not StatutoryAssessment.objects.exists()
    assert report[Unit.CHILD] == Tally(read=3, created=2, refused=1)
    assert report[Unit.REFERRAL] == Tally(read=4, created=3, refused=1)


def test_a_file_cut_off_at_its_end_keeps_nothing_at_all(service, administrator):
    content = census_source().open().read()[:-60]

    with pytest.raises(UnreadableReturn):
        returns.import_cin(source=Source("cut.xml", partial(io.BytesIO, content)), team=service, by=administrator)

    assert not Person.objects.exists()


def test_a_batch_that_fails_leaves_nothing_of_itself(import_census, monkeypatch):
    monkeypatch.setattr(returns, "CHILDREN_AT_A_TIME", 1)
    write, written = Batch.write, []

    def the_second_fails(batch):
        events = write(batch)
        written.append(batch)
        if len(written) == 2:
            raise RuntimeError("the database went away")
        return events

    monkeypatch.setattr(Batch, "write", the_second_fails)
    with pytest.raises(RuntimeError):
        import_census()

    assert list(Person.objects.values_list("la_child_id", flat=True)) == ["A1001"]
    assert Section47Enquiry.objects.count() == 1


def test_only_an_administrator_may_import(service, supervisor):
    with pytest.raises(PermissionDenied):
        returns.import_cin(source=census_source(), team=service, by=supervisor)

    assert not Person.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_children(import_census):
    def queries_of(*changes):
        with CaptureQueriesContext(connection) as queries:
            import_census(*changes)
        return len(queries)

    one = "<LAchildID>A1001</LAchildID>"
    alone = queries_of(*[(f"<LAchildID>A100{n}<", "<LAchildID>!<") for n in (2, 3)])
    assert Person.objects.count() == 1
    together = queries_of(
        (one, one.replace("A1001", "B1001")),
        ("A1002<", "B1002<"),
        ("A1003<", "B1003<"),
        ("P850123456789", "J850200000001"),
    )

    assert Person.objects.count() == 4
    assert together == alone
