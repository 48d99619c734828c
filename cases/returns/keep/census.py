"""Keeps children of the census: each referral by child and day, the case it opened, and all that followed in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models

from cases import clocks, codes
from cases import models as kept
from cases.models import Case, ChronologyEntry, Family, Involvement, Pathway, Person, Referral, ReferralChild
from cases.returns import rows
from cases.returns.keep.batch import Batch, by_key
from cases.returns.keep.children import Children
from cases.returns.keep.pathways import STATUS, Stretch, stretches
from cases.returns.report import Unit
from hampshire.moments import noon

KIND = ChronologyEntry.Kind
NEED, ABUSE = codes.PRIMARY_NEEDS, codes.ABUSE_CATEGORIES


def keep(batch: Batch, children: Sequence[rows.CensusChild]) -> None:
    """Gather into `batch` what these children need. Part of `returns.import_cin`, in its transaction."""
    writer = _CensusWriter(batch, children)
    for sent in children:
        since = min((referral.received_on for referral in sent.referrals), default=batch.today)
        details = {"died_on": sent.died_on, "former_upn": sent.former_upn, "disabilities": sorted(sent.disabilities)}
        is_what = Person.BirthDateIs.EXPECTED if sent.is_expected else Person.BirthDateIs.RECORDED
        if sent.date_of_birth:
            details["birth_date_is"] = is_what
        child, family = writer.children.keep(sent, since, **details)
        for referral in sent.referrals:
            writer.referral(child, family, referral)


class _CensusWriter:
    """What is on record of a batch's children, fetched in a fixed number of queries, beside what was sent."""

    def __init__(self, batch: Batch, sent: Sequence[rows.CensusChild]) -> None:
        self.batch = batch
        self.children = Children(batch, sent)
        people = {person.pk for person in (*self.children.by_id.values(), *self.children.by_upn.values())}
        named = ReferralChild.objects.filter(child__in=people).select_related("referral")
        self.named: dict[Any, ReferralChild] = by_key(named, "child_id", "received_on")
        families = {family.pk for family in self.children.families.values()}
        cases = list(Case.objects.filter(family__in=families).order_by("pk").select_for_update())
        self.case_of: dict[Any, Case] = {case.referral_id: case for case in cases if case.referral_id}
        self.open_case: dict[Any, Case] = {case.family_id: case for case in cases if case.is_open}
        part = Involvement.objects.filter(child__in=people)
        self.part: dict[Any, Involvement] = by_key(part, "case_id", "child_id")
        self.steps = _grouped(Pathway.objects.filter(involvement__child__in=people).order_by("starts_on", "id"))
        self.rows = self._rows_of(people)

    def _rows_of(self, people: set[Any]) -> dict[tuple[type[models.Model], Any, date], Any]:
        """Everything statutory on record of these people, by kind, parent and day."""
        found: dict[tuple[type[models.Model], Any, date], Any] = {}
        for model, day in _DAYS.items():
            for row in model._default_manager.filter(involvement__child__in=people):
                found[model, getattr(row, "involvement_id"), getattr(row, day)] = row  # noqa: B009
        for review in kept.ChildProtectionReview.objects.filter(plan__involvement__child__in=people):
            found[kept.ChildProtectionReview, review.plan_id, review.reviewed_on] = review
        return found

    # ---- the referral ----

    def referral(self, child: Person, family: Family, sent: rows.ChildReferral) -> None:
        named = self.named.get((child.pk, sent.received_on))
        referral = named.referral if named else self._new_referral(child, family, sent)
        if named:
            is_ours = bool(referral.imported_from)
            changed = self.batch.amend(named, family, no_further_action=_if_not_known(named, sent))
            changed |= is_ours and self.batch.amend(
                referral, family, source=sent.source, decision=_decision(sent) if referral.decided_by_id is None else ""
            )
            self.batch.count(Unit.REFERRAL, "updated" if changed else "unchanged")
        if _opens(sent):
            self._involve(child, family, referral, sent)

    def _new_referral(self, child: Person, family: Family, sent: rows.ChildReferral) -> Referral:
        referral = Referral(
            family=family,
            team=family.team,
            received_at=noon(sent.received_on),
            source=sent.source,
            decision=_decision(sent),
            imported_from=self.batch.source,
        )
        self.batch.create(referral, family)
        named = ReferralChild(
            referral=referral, child=child, received_on=sent.received_on, no_further_action=sent.no_further_action
        )
        self.named[child.pk, sent.received_on] = self.batch.create(named, family)
        self.batch.count(Unit.REFERRAL, "created")
        source = codes.label_for(codes.REFERRAL_SOURCES, sent.source)
        self.batch.tell(family, KIND.REFERRAL, sent.received_on, f"Referred to us: {source}", referral)
        return referral

    # ---- the case, the child's part in it, and their pathway ----

    def _involve(self, child: Person, family: Family, referral: Referral, sent: rows.ChildReferral) -> None:
        case = self.case_of.get(referral.pk)
        if case is None and sent.closed_on is None:
            case = self.open_case.get(family.pk)  # the child comes into the case already open
        if case is None:
            case = self._new_case(family, referral, sent)
        elif case.referral_id == referral.pk:
            self._close(case, family, referral, sent)
        part = self.part.get((case.pk, child.pk))
        ends_on = case.closed_on if sent.closed_on else None
        news = part is None
        if part is None:
            part = Involvement(case=case, child=child, starts_on=sent.received_on)
            self.part[case.pk, child.pk] = self.batch.create(part, family)
        news |= self.batch.amend(
            part,
            family,
            primary_need=sent.primary_need,
            ends_on=ends_on and max(ends_on, part.starts_on),
            ended_with_case=True if ends_on else None,
            end_reason=sent.closure_reason if ends_on else "",
        )
        news |= self._what_followed(part, family, sent)
        if news:
            self._step(part, family, sent)

    def _new_case(self, family: Family, referral: Referral, sent: rows.ChildReferral) -> Case:
        case = Case(
            family=family,
            referral=referral,
            team=family.team,
            opened_on=sent.received_on,
            closed_on=sent.closed_on,
            closure_reason=sent.closure_reason,
        )
        if case.is_open:
            # Nobody here has met them: due as for a family new to us, from the day of the import.
            due = clocks.next_visit_due(set(), None, max(sent.received_on, self.batch.today))
            case.visit_due_on = case.lead_visit_due_on = due
            self.open_case[family.pk] = case
        self.case_of[referral.pk] = self.batch.create(case, family)
        self.batch.tell(family, KIND.CASE, sent.received_on, "We began to work with the family", case)
        self._tell_closure(case, family)
        return case

    def _close(self, case: Case, family: Family, referral: Referral, sent: rows.ChildReferral) -> None:
        """Take over a closure; not where the case was closed by hand, joined to another, or opened by hand."""
        if sent.closed_on is None or case.closed_by_id or case.joined_into_id or not referral.imported_from:
            return
        was_open = case.is_open
        self.batch.amend(case, family, closed_on=sent.closed_on, closure_reason=sent.closure_reason)
        if was_open:
            self.batch.end_allocations(case, sent.closed_on)
            self.open_case.pop(family.pk, None)
            self._tell_closure(case, family)

    def _tell_closure(self, case: Case, family: Family) -> None:
        if case.closed_on:
            reason = codes.label_for(codes.CLOSURE_REASONS, case.closure_reason)
            self.batch.tell(family, KIND.CASE, case.closed_on, f"We stopped working with the family: {reason}", case)

    def _step(self, part: Involvement, family: Family, sent: rows.ChildReferral) -> None:
        """Carry the pathway on with what is new. What stands on it already is not rewritten: some is by hand."""
        steps = self.steps.setdefault(part.pk, [])
        plans = [(plan.starts_on, plan.ends_on) for plan in sent.protection_plans]
        for stretch in stretches(part.starts_on, part.ends_on, plans):
            last = steps[-1] if steps else None
            if last is not None and last.status == STATUS.LOOKED_AFTER and last.ends_on is None:
                break  # looked after stands above; its own return ends it
            if last is None or last.starts_on < stretch.starts_on:
                if last is not None and last.ends_on is None:
                    self.batch.amend(last, family, ends_on=stretch.starts_on)
                steps.append(self._new_step(part, family, stretch))
            elif last.starts_on == stretch.starts_on and last.status == stretch.status and last.ends_on is None:
                self.batch.amend(last, family, ends_on=stretch.ends_on)
        # Whatever stands there last, by hand or by a return, ends with the child's part in the case.
        if part.ends_on and steps and steps[-1].ends_on is None:
            ends_on = max(part.ends_on, steps[-1].starts_on)
            self.batch.amend(steps[-1], family, ends_on=ends_on, ended_with_case=True)

    def _new_step(self, part: Involvement, family: Family, stretch: Stretch) -> Pathway:
        step = Pathway(
            involvement=part,
            status=stretch.status,
            starts_on=stretch.starts_on,
            ends_on=stretch.ends_on,
            ended_with_case=stretch.ends_on is not None and stretch.ends_on == part.ends_on,
        )
        return self.batch.create(step, family)

    # ---- what followed ----

    def _what_followed(self, part: Involvement, family: Family, sent: rows.ChildReferral) -> bool:
        """Whether any of it was news."""
        found = [self._conference(part, family, sent.conference_on)] if sent.conference_on else []
        found += [self._assessment(part, family, each) for each in sent.assessments]
        found += [self._need_plan(part, family, each) for each in sent.plans]
        found += [self._enquiry(part, family, each) for each in sent.enquiries]
        found += [self._protection_plan(part, family, each) for each in sent.protection_plans]
        return any(what != "unchanged" for what in found)

    def _conference(self, part: Involvement, family: Family, held_on: date) -> str:
        """Sent with the referral, so it is not counted as a row of its own."""
        if (kept.InitialConference, part.pk, held_on) in self.rows:
            return "unchanged"
        conference = self.batch.create(kept.InitialConference(involvement=part, held_on=held_on), family)
        self.rows[kept.InitialConference, part.pk, held_on] = conference
        self.batch.tell(family, KIND.REVIEW, held_on, "Initial child protection conference", conference)
        return "created"

    def _assessment(self, part: Involvement, family: Family, sent: rows.Assessment) -> str:
        values = {
            "internal_review_on": sent.internal_review_on,
            "authorised_on": sent.authorised_on,
            "factors": list(sent.factors),
        }
        row, what = self._statutory(kept.StatutoryAssessment, Unit.ASSESSMENT, part, family, sent.starts_on, values)
        if what == "created":
            self.batch.tell(family, KIND.ASSESSMENT, sent.starts_on, "Child and family assessment began", row)
        if what != "unchanged" and sent.authorised_on:
            self.batch.tell(family, KIND.ASSESSMENT, sent.authorised_on, "Child and family assessment finished", row)
        return what

    def _need_plan(self, part: Involvement, family: Family, sent: rows.NeedPlan) -> str:
        values = {"ends_on": sent.ends_on}
        row, what = self._statutory(kept.ChildInNeedPlan, Unit.NEED_PLAN, part, family, sent.starts_on, values)
        self._tell_plan("Child in need plan", row, family, sent, what)
        return what

    def _enquiry(self, part: Involvement, family: Family, sent: rows.Enquiry) -> str:
        values = {
            "conference_target_on": sent.conference_target_on,
            "conference_on": sent.conference_on,
            "conference_not_required": sent.conference_not_required,
        }
        row, what = self._statutory(kept.Section47Enquiry, Unit.ENQUIRY, part, family, sent.starts_on, values)
        if what == "created":
            self.batch.tell(family, KIND.ASSESSMENT, sent.starts_on, "Section 47 enquiry began", row)
        if what != "unchanged" and sent.conference_on:
            self.batch.tell(family, KIND.REVIEW, sent.conference_on, "Initial child protection conference", row)
        return what

    def _protection_plan(self, part: Involvement, family: Family, sent: rows.ProtectionPlan) -> str:
        values = {
            "ends_on": sent.ends_on,
            "initial_category": sent.initial_category,
            "latest_category": sent.latest_category,
            "previous_plans": sent.previous_plans,
        }
        plan, what = self._statutory(
            kept.ChildProtectionPlan, Unit.PROTECTION_PLAN, part, family, sent.starts_on, values
        )
        category = codes.label_for(ABUSE, sent.latest_category or sent.initial_category).lower()
        self._tell_plan(f"Child protection plan{category and f' ({category})'}", plan, family, sent, what)
        for review in sent.reviews:
            self._review(plan, family, review)
        return what

    def _review(self, plan: kept.ChildProtectionPlan, family: Family, sent: rows.ProtectionReview) -> None:
        key = kept.ChildProtectionReview, plan.pk, sent.reviewed_on
        fresh = kept.ChildProtectionReview(plan=plan, reviewed_on=sent.reviewed_on)
        row = self.rows.setdefault(key, fresh)
        if self.batch.keep(None if row is fresh else row, fresh, family, Unit.PROTECTION_REVIEW) == "created":
            self.batch.tell(family, KIND.REVIEW, sent.reviewed_on, "Child protection review", fresh)

    def _tell_plan(
        self, name: str, row: Any, family: Family, sent: rows.NeedPlan | rows.ProtectionPlan, what: str
    ) -> None:
        if what == "created":
            self.batch.tell(family, KIND.PATHWAY, sent.starts_on, f"{name} began", row)
        if what != "unchanged" and sent.ends_on:
            self.batch.tell(family, KIND.PATHWAY, sent.ends_on, f"{name} ended", row)

    def _statutory(
        self,
        model: type[models.Model],
        unit: Unit,
        part: Involvement,
        family: Family,
        day: date,
        values: dict[str, Any],
    ) -> tuple[Any, str]:
        """Create or amend a row of a child's part in a case, known by its first day. The row, and which it was."""
        fresh = model(involvement=part, **{_DAYS[model]: day}, **values)
        row = self.rows.setdefault((model, part.pk, day), fresh)
        return row, self.batch.keep(None if row is fresh else row, fresh, family, unit, **values)


# The field by which each kind is known within a child's part in a case.
_DAYS: dict[type[models.Model], str] = {
    kept.InitialConference: "held_on",
    kept.StatutoryAssessment: "starts_on",
    kept.ChildInNeedPlan: "starts_on",
    kept.Section47Enquiry: "starts_on",
    kept.ChildProtectionPlan: "starts_on",
}


def _opens(sent: rows.ChildReferral) -> bool:
    """Whether the service went on with this child after the referral, whatever its "no further action" says."""
    return not sent.no_further_action or sent.goes_on


def _decision(sent: rows.ChildReferral) -> str:
    """What was decided, as far as a return tells: it has no field for it but "no further action"."""
    if not _opens(sent):
        return Referral.Decision.NO_ACTION
    if sent.conference_on or sent.enquiries or sent.protection_plans:
        return Referral.Decision.STRATEGY
    return Referral.Decision.ASSESSMENT


def _if_not_known(named: ReferralChild, sent: rows.ChildReferral) -> bool | None:
    """A return says it where nobody here has; a referral it brought itself it may correct."""
    is_ours = bool(named.referral.imported_from)
    return sent.no_further_action if is_ours or named.no_further_action is None else None


def _grouped(steps: "models.QuerySet[Pathway]") -> dict[Any, list[Pathway]]:
    found: dict[Any, list[Pathway]] = {}
    for step in steps:
        found.setdefault(step.involvement_id, []).append(step)
    return found
