"""Who may write what about the practice with a family, a line a condition."""

from datetime import date
from typing import Any

from django.utils import timezone

from cases.models import Family
from cases.permissions import can_work_with_family
from hampshire.accounts.models import FAMILY_ROLES, Staff
from hampshire.permissions import YES, Decision, no
from practice.models import Decision as Decided
from practice.models import Draft, Visit
from practice.models.draft import VISIT_LOG, Page
from practice.models.visit import AMENDABLE_FOR
from practice.queries import standing_of


def _standing(user: Staff, family: Family) -> dict[str, Any]:
    """How the user stands to the family: as the gate fetched it (practice.queries), else asked of the database."""
    found = getattr(family, "visit_standing", None)
    if found is None or found["user"] != str(user.pk):
        found = standing_of(user, family)
        family.visit_standing = found  # type: ignore[attr-defined]
    return found


def case_opened_on(user: Staff, family: Family) -> date | None:
    """The day the family's open case began."""
    opened = _standing(user, family)["opened_on"]
    return date.fromisoformat(opened) if opened else None


def can_log_visit(user: Staff, family: Family) -> Decision:
    standing = _standing(user, family)
    if not standing["opened_on"]:
        return no("No case is open for this family. A new referral opens one.")
    if not standing["works"] and not standing["oversees"]:
        return no("Only a worker allocated to this family, or their supervisor, can log a visit.")
    return YES


def can_amend_visit(user: Staff, visit: Visit) -> Decision:
    if visit.withdrawn_at:
        return no("This visit has been withdrawn.")
    if visit.logged_by_id != user.pk and not _standing(user, visit.family)["oversees"]:
        return no("Only the person who logged this visit, or their supervisor, can change it.")
    if timezone.now() - visit.logged_at > AMENDABLE_FOR:
        return no(
            f"A visit can be changed for {AMENDABLE_FOR.days} days after it is logged. Write what is new as an event."
        )
    return YES


def can_withdraw_visit(user: Staff, visit: Visit) -> Decision:
    """As amending, and a supervisor may at any time: a visit logged for the wrong family must not stand."""
    if visit.withdrawn_at:
        return no("This visit has been withdrawn already.")
    if _standing(user, visit.family)["oversees"]:
        return YES
    if visit.logged_by_id != user.pk:
        return no("Only the person who logged this visit, or their supervisor, can withdraw it.")
    if timezone.now() - visit.logged_at > AMENDABLE_FOR:
        return no(f"After {AMENDABLE_FOR.days} days only a supervisor can withdraw a visit.")
    return YES


def can_note(user: Staff, family: Family) -> Decision:
    """Add a strength, a worry, a quote, a goal or a step between visits."""
    if not _standing(user, family)["opened_on"]:
        return no("No case is open for this family. A new referral opens one.")
    return can_work_with_family(user, family)


def can_decide(user: Staff, family: Family) -> Decision:
    """Write down what was decided about the work: whoever may write on the record between visits."""
    return can_note(user, family)


def can_close_decision(user: Staff, decided: Decided) -> Decision:
    if decided.withdrawn_at:
        return no("This decision was taken back.")
    if decided.closed_at:
        return no("This decision is closed already.")
    return can_work_with_family(user, decided.family)


def can_give_decision(user: Staff, decided: Decided) -> Decision:
    """Say who does it from now on: whoever may close it."""
    return can_close_decision(user, decided)


def can_withdraw_decision(user: Staff, decided: Decided) -> Decision:
    """Whoever wrote it, and those who oversee the work."""
    if decided.withdrawn_at:
        return no("This decision was taken back already.")
    if decided.decided_by_id != user.pk and not _standing(user, decided.family)["oversees"]:
        return no("Only the person who wrote this decision, or a supervisor, can take it back.")
    return YES


def can_draft(user: Staff, family: Family, page: Page) -> Decision:
    """Keep what is half written: of a new visit, who may log one; of an amendment, whoever got as far as its page."""
    return can_log_visit(user, family) if page.form == VISIT_LOG else YES


def can_have_drafts(user: Staff) -> Decision:
    """The list of what one has half written; each draft is its writer's alone all the same."""
    if not user.has_role(*FAMILY_ROLES):
        return no("Only people who work with families write visits, and have drafts of them.")
    return YES


def can_use_draft(user: Staff, draft: Draft) -> Decision:
    """What is half written is its writer's alone."""
    if draft.staff_id != user.pk:
        return no("Only the person who wrote a draft can see or change it.")
    return YES
