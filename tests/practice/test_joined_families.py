"""What practice wrote about a family goes with it when two records become one, and comes back when they are parted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import belongings
from cases.actions import cases, families, joins, referrals
from cases.models import Case, ChronologyEntry, Family, FamilyJoin, FamilyLook, FamilyMember, Person
from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from hampshire.ids import new_id
from outcomes.models import StaleMark
from practice.actions import drafts, visits
from practice.drafting import DraftTicket
from practice.facts import NewGoal, NewStep, NewStrength, NewWorry, Said, Seen, VisitFacts, Voiced
from practice.models import Draft, Goal, NextStep, Quote, Rupture, Strength, Visit, Worry
from practice.models.draft import VISIT_LOG, Page

SignIn = Callable[[Staff], Client]
TOLD: list[Any] = [Visit, Strength, Worry, Quote, Goal, NextStep, Rupture]


@pytest.fixture
def gone(east: Team, lead_worker: Staff) -> Family:
    return families.create(name="Hale", team=east, by=lead_worker)


@pytest.fixture
def nadia(gone: Family, lead_worker: Staff) -> Person:
    child = Person.objects.create(first_name="Nadia", last_name="Hale")
    families.join(family=gone, person=child, role="child", by=lead_worker)
    return child


@pytest.fixture
def their_case(gone: Family, nadia: Person, lead_worker: Staff, supervisor: Staff) -> Case:
    referral = referrals.take(family=gone, children=[nadia], source="6", reason="x", by=lead_worker)
    case = referrals.decide(referral=referral, decision="assessment", reason="x", by=supervisor, primary_need="N1")
    assert case is not None
    cases.allocate(case=case, worker=lead_worker, by=supervisor)
    return case


def visited(family: Family, child: Person, by: Staff, words: str) -> Visit:
    """A visit that tells one of everything."""
    facts = VisitFacts(
        happened_at=timezone.now(),
        account=words,
        people=[Seen(child.pk, seen_alone=True)],
        strengths=[NewStrength(f"{words}: strong")],
        worries=[NewWorry(f"{words}: worried")],
        quotes=[Said(f"{words}: said", person_id=child.pk)],
        ruptures=[f"{words}: strained"],
        goals=[NewGoal(f"{words}: goal", ratings=(Voiced(voice="worker", score=4),))],
        next_steps=[NewStep(f"{words}: next", owner="us", due_on=timezone.localdate() + timedelta(days=3))],
    )
    return visits.log(family=family, by=by, facts=facts)


def where(*found: Family) -> list[object]:
    """Every row that points at these families, by table, with what leads to it; and the clocks of their cases."""
    rows: list[object] = []
    for family in found:
        for model, field in belongings.tables():
            if model is not FamilyMember:
                ids = model._default_manager.filter(**{field: family}).values_list("pk", flat=True)
                rows.append((model.__name__, sorted(map(str, ids))))
        entries = family.chronology.exclude(kind=ChronologyEntry.Kind.PEOPLE).order_by("pk")
        rows.append(list(entries.values_list("pk", "url")))
        rows.append(list(family.cases.order_by("pk").values_list("pk", "last_seen_on", "visit_due_on", "closed_on")))
    return rows


def without_joins(rows: list[object]) -> list[object]:
    """Both chronologies tell of the joining and parting itself, and keep that."""
    return [row for row in rows if not (isinstance(row, tuple) and row[0] == "ChronologyEntry")]


class TestJoining:
    def test_whoever_opens_the_family_kept_sees_all_that_was_written_of_the_other(
        self,
        case: Case,
        family: Family,
        gone: Family,
        nadia: Person,
        their_case: Case,
        lead_worker: Staff,
        signed_in: SignIn,
    ) -> None:
        visit = visited(gone, nadia, lead_worker, "Nadia showed us her garden")
        joins.join(gone=gone, kept=family, by=lead_worker)
        client = signed_in(lead_worker)
        for name in ("visit-list", "strength-list", "worry-list", "quote-list"):
            page = client.get(reverse(f"practice:{name}", args=[family.pk])).content.decode()
            assert "Nadia showed us her garden" in page, name
        story = client.get(reverse("cases:story", args=[family.pk])).content.decode()
        here = reverse("practice:visit-detail", args=[family.pk, visit.pk])
        assert here in story
        assert "Nadia showed us her garden: goal" in client.get(here).content.decode()
        for model in TOLD:
            assert not model.objects.filter(family=gone).exists(), model
        assert gone.referrals.count() == gone.cases.count() == 0

    def test_the_clocks_know_that_the_children_were_seen(
        self, case: Case, family: Family, gone: Family, nadia: Person, their_case: Case, lead_worker: Staff
    ) -> None:
        visited(gone, nadia, lead_worker, "x")
        assert case.last_seen_on is None
        joins.join(gone=gone, kept=family, by=lead_worker)
        case.refresh_from_db()
        assert case.last_seen_on == case.last_seen_alone_on == timezone.localdate()

    def test_figures_of_the_teams_are_counted_anew(
        self, family: Family, gone: Family, nadia: Person, their_case: Case, lead_worker: Staff
    ) -> None:
        team = visited(gone, nadia, lead_worker, "x").team_then
        StaleMark.objects.all().delete()
        joins.join(gone=gone, kept=family, by=lead_worker)
        assert StaleMark.objects.filter(team=team, since=None).exists()

    def test_every_table_that_points_at_a_family_moves_or_is_known_to_stay(
        self, family: Family, gone: Family, nadia: Person, their_case: Case, lead_worker: Staff
    ) -> None:
        visited(gone, nadia, lead_worker, "x")
        families.look(family=gone, by=lead_worker)
        join = joins.join(gone=gone, kept=family, by=lead_worker)
        left = {
            relation.related_model
            for relation in Family._meta.related_objects
            if relation.related_model._default_manager.filter(**{relation.field.name: gone.pk}).exists()  # type: ignore[union-attr]
        }
        # Its chronology keeps one line: where it goes on. Its people left that day.
        assert left == {FamilyLook, FamilyJoin, FamilyMember, ChronologyEntry}
        assert gone.chronology.count() == 1
        assert not gone.members.current().exists()
        told = AuditEvent.objects.filter(verb="family.joined", subject_id=str(join.pk))
        assert {event.details["rows"] for event in told} == {belongings.count(join.moved)}
        assert belongings.count(join.moved) > 8

    def test_a_draft_goes_along(
        self, case: Case, family: Family, gone: Family, their_case: Case, lead_worker: Staff
    ) -> None:
        draft = self.draft(gone, lead_worker)
        joins.join(gone=gone, kept=family, by=lead_worker)
        assert Draft.objects.for_page(Page(family.pk, VISIT_LOG), lead_worker).get() == draft

    def test_a_second_draft_of_one_writer_is_put_away_and_can_be_brought_back(
        self, case: Case, family: Family, gone: Family, their_case: Case, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        theirs, ours = self.draft(gone, lead_worker), self.draft(family, lead_worker)
        join = joins.join(gone=gone, kept=family, by=lead_worker)
        assert list(Draft.objects.for_page(Page(family.pk, VISIT_LOG), lead_worker)) == [ours]
        page = signed_in(lead_worker).get(family.get_absolute_url()).content.decode()
        assert "waits under their Drafts, put away" in page
        drafts.discard(draft=ours, by=lead_worker)
        assert drafts.restore(draft=theirs, by=lead_worker).family == family
        drafts.discard(draft=theirs, by=lead_worker)
        drafts.restore(draft=ours, by=lead_worker)
        joins.undo(join=join, by=lead_worker)
        for draft, its_family in ((theirs, gone), (ours, family)):
            assert Draft.objects.for_page(Page(its_family.pk, VISIT_LOG), lead_worker).get() == draft

    def draft(self, family: Family, by: Staff) -> Draft:
        ticket = DraftTicket(
            id=new_id(), version=0, tab="a", page=Page(family.pk, VISIT_LOG), data={"account": [family.name]}
        )
        return drafts.save(ticket=ticket, family=family, by=by)


class TestUndoing:
    @pytest.mark.parametrize("both_open", [True, False])
    def test_everything_is_back_exactly_where_it_was(
        self,
        family: Family,
        gone: Family,
        nadia: Person,
        their_case: Case,
        lead_worker: Staff,
        request: pytest.FixtureRequest,
        both_open: bool,
    ) -> None:
        if both_open:
            request.getfixturevalue("case")
            visited(family, Person.objects.get(first_name="Yusuf"), lead_worker, "Ours")
        visited(gone, nadia, lead_worker, "Theirs")
        before = where(family, gone)
        join = joins.join(gone=gone, kept=family, by=lead_worker)
        assert without_joins(where(family, gone)) != without_joins(before)
        joins.undo(join=join, by=lead_worker)
        assert without_joins(where(family, gone)) == without_joins(before)

    def test_what_was_written_since_in_the_case_that_goes_back_goes_with_it(
        self,
        family: Family,
        gone: Family,
        nadia: Person,
        their_case: Case,
        lead_worker: Staff,
        signed_in: SignIn,
    ) -> None:
        join = joins.join(gone=gone, kept=family, by=lead_worker)
        visit = visited(family, nadia, lead_worker, "Since")
        joins.undo(join=join, by=lead_worker)
        for model in TOLD:
            assert model.objects.get().family == gone, model
        client = signed_in(lead_worker)
        page = reverse("practice:visit-detail", args=[gone.pk, visit.pk])
        assert client.get(page).status_code == 200
        assert page in client.get(reverse("cases:story", args=[gone.pk])).content.decode()
        assert client.get(reverse("practice:visit-amend", args=[gone.pk, visit.pk])).status_code == 200

    def test_what_was_written_since_in_our_own_case_stays(
        self, case: Case, family: Family, gone: Family, nadia: Person, their_case: Case, lead_worker: Staff
    ) -> None:
        join = joins.join(gone=gone, kept=family, by=lead_worker)
        visited(family, nadia, lead_worker, "Since")
        joins.undo(join=join, by=lead_worker)
        for model in TOLD:
            assert model.objects.get().family == family, model

    def test_the_last_of_two_joins_is_undone_first(
        self, case: Case, family: Family, gone: Family, nadia: Person, their_case: Case, east: Team, lead_worker: Staff
    ) -> None:
        visited(gone, nadia, lead_worker, "x")
        middle = families.create(name="Middle", team=east, by=lead_worker)
        first = joins.join(gone=gone, kept=middle, by=lead_worker)
        second = joins.join(gone=middle, kept=family, by=lead_worker)
        assert Visit.objects.get().family == family
        with pytest.raises(PermissionDenied, match="Take those two apart first"):
            joins.undo(join=first, by=lead_worker)
        joins.undo(join=second, by=lead_worker)
        joins.undo(join=FamilyJoin.objects.get(pk=first.pk), by=lead_worker)
        assert Visit.objects.get().family == gone
