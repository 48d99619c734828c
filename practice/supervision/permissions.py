"""Who may plan, write and agree supervision, a line a condition. Who may know of one at all: gate.py."""

from hampshire.accounts.line import can_be_supervised_by
from hampshire.accounts.models import FAMILY_ROLES, OVERSEEING_ROLES, Role, Staff
from hampshire.permissions import YES, Decision, no
from practice.supervision.models import Attendee, Item, Supervision


def can_have_supervision(user: Staff) -> Decision:
    if not user.has_role(*FAMILY_ROLES):
        return no("Only people who work with families, or lead those who do, have supervision here.")
    return YES


def can_see_team(user: Staff) -> Decision:
    if not user.has_role(*OVERSEEING_ROLES):
        return no("Only a supervisor or manager sees when supervision of a team is due.")
    return YES


def can_plan(user: Staff, worker: Staff | None = None) -> Decision:
    """Plan supervision; with a worker, whether of them."""
    if not user.has_role(*OVERSEEING_ROLES):
        return no("Only a supervisor or manager plans supervision.")
    if worker is not None and worker.pk not in {one.staff_id for one in can_be_supervised_by(user)}:
        return no(f"{worker.name} is not in a team that you oversee.")
    return YES


def can_write(user: Staff, supervision: Supervision) -> Decision:
    """Put something on the agenda, or write what was said: whoever takes part."""
    if supervision.is_missed:
        return no("This supervision did not happen, so there is nothing to write.")
    if supervision.is_one_of_two(user) or _attends(user, supervision):
        return YES
    return no("Only those who take part in this supervision write in it.")


def can_hold(user: Staff, supervision: Supervision) -> Decision:
    """Say that it was held, and when: either of the two. Also after all, and to put the day right."""
    if not supervision.is_one_of_two(user):
        return no("Only the two whose supervision it is can say whether it happened.")
    return YES


def can_settle(user: Staff, supervision: Supervision) -> Decision:
    """Move it to another day: either of the two, before either has said what became of it."""
    if not (may := can_hold(user, supervision)):
        return may
    if not supervision.is_planned:
        return no("This has been said already.")
    return YES


def can_miss(user: Staff, supervision: Supervision) -> Decision:
    """Say that it did not happen: also where it was said to have been held, as long as nothing is written of it."""
    if not (may := can_hold(user, supervision)):
        return may
    if supervision.is_missed:
        return no("This has been said already.")
    if supervision.is_held and _is_written(supervision):
        return no("Something is written of this supervision, so it happened.")
    return YES


def can_agree(user: Staff, supervision: Supervision) -> Decision:
    if not supervision.is_one_of_two(user):
        return no("Only the two whose supervision it is agree its record.")
    if not supervision.is_held:
        return no("There is a record to agree once it has been held.")
    mine = supervision.agreed_by_worker_at if user.pk == supervision.worker_id else supervision.agreed_by_supervisor_at
    if mine is not None:
        return no("You have agreed this record.")
    return YES


def can_remove(user: Staff, item: Item) -> Decision:
    """Take an item off the agenda: nothing that somebody wrote, or decided, goes with it."""
    if not (may := can_write(user, item.supervision)):
        return may
    if item.version or item.decisions_taken.exists() or item.hypotheses.exists():
        return no("Something has been written here, so it stays.")
    return YES


def can_set_policy(user: Staff) -> Decision:
    if not user.has_role(Role.ADMINISTRATOR):
        return no("Only an administrator sets how often supervision should be.")
    return YES


def _is_written(supervision: Supervision) -> bool:
    return supervision.items.talked_about().exists() or supervision.personal_notes.exists()


def _attends(user: Staff, supervision: Supervision) -> bool:
    if supervision.kind != Supervision.Kind.GROUP:
        return False
    return Attendee.objects.filter(supervision=supervision, staff=user).exists()
