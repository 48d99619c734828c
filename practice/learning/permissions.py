"""Who may observe, write the toolkit, agree and affirm, a line a condition. Who may know of an observation: gate.py."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from hampshire.accounts.line import can_be_supervised_by
from hampshire.accounts.models import FAMILY_ROLES, OVERSEEING_ROLES, Membership, Role, Staff
from hampshire.permissions import YES, Decision, no
from practice.learning.models import Attendance, MirrorTaken, Observation, ScoreDraft, Session, SkillScore
from practice.learning.quarters import quarter_of
from practice.models import Tool


def can_learn(user: Staff) -> Decision:
    """Have practice observed, and a learning page of one's own."""
    if not user.has_role(*FAMILY_ROLES):
        return no("Only people who work with families, or lead those who do, have a learning page.")
    return YES


def can_see_team(user: Staff) -> Decision:
    if not user.has_role(*OVERSEEING_ROLES):
        return no("Only a supervisor or manager sees who has an observation planned.")
    return YES


def can_plan(user: Staff, worker: Staff, observer: Staff) -> Decision:
    """Ask a colleague to see one's own work; or, of somebody in a team that one oversees, offer to."""
    if not (learns := can_learn(user)):
        return learns
    if worker.pk == observer.pk:
        return no("Somebody else sees what we cannot see of our own work.")
    if user.pk == worker.pk:
        return YES
    if user.pk != observer.pk:
        return no("An observation is planned by one of the two.")
    if worker.pk not in {one.staff_id for one in can_be_supervised_by(user)}:
        return no(f"{worker.name} is not in a team that you oversee. They can ask you to come.")
    return YES


def can_prepare(user: Staff, observation: Observation) -> Decision:
    """Move it, say of which family it is, and whether that family was asked."""
    if not observation.is_one_of_two(user):
        return no("Only the two prepare an observation.")
    if not observation.is_planned:
        return no("This has happened, or will not.")
    return YES


def can_cancel(user: Staff, observation: Observation) -> Decision:
    return can_prepare(user, observation)


def can_score(user: Staff, observation: Observation) -> Decision:
    """Score one's own practice, before anybody else does."""
    if user.pk != observation.worker_id:
        return no(f"{observation.worker.short_name} scores first. You score once they have.")
    if observation.is_alongside:
        return no("Nobody scores a visit alongside.")
    return _family_agrees(observation)


def can_watch(user: Staff, observation: Observation) -> Decision:
    """Score what one has seen, once the worker has scored."""
    if user.pk != observation.observer_id:
        return no(f"Now it is {observation.observer.short_name}’s turn. Then you compare.")
    return YES


def can_choose_scores(user: Staff, draft: ScoreDraft) -> Decision:
    """Say which of the windows they wrote their scores in goes on."""
    writer = draft.observation.worker_id if draft.side == SkillScore.Side.WORKER else draft.observation.observer_id
    if user.pk != writer:
        return no("Only whoever writes these scores reads them.")
    return YES


def can_compare(user: Staff, observation: Observation) -> Decision:
    if not observation.is_one_of_two(user):
        return no("Only the two compare.")
    return YES


def can_work_alongside(user: Staff, observation: Observation) -> Decision:
    """Say what a visit alongside taught both."""
    if not observation.is_alongside:
        return no("Both score first, and then you compare.")
    if not observation.is_one_of_two(user):
        return no("Only the two write of it.")
    return _family_agrees(observation)


def can_hear_family(user: Staff, observation: Observation) -> Decision:
    """Write down what the family said of it."""
    if not observation.is_one_of_two(user):
        return no("Only the two write down what the family said.")
    if observation.family_id is None:
        return no("No family is named.")
    if observation.observed_on is None:
        return no("This has not happened yet.")
    return YES


def _family_agrees(observation: Observation) -> Decision:
    if observation.waits_for_the_family:
        return no("The family has not said yes yet. Ask them, and write down what they said.")
    return YES


def can_read_toolkit(user: Staff) -> Decision:
    if not user.has_role(*FAMILY_ROLES, Role.ADMINISTRATOR, Role.AUDITOR):
        return no("Only people with a role in the service read its tools and courses.")
    return YES


def can_write_toolkit(user: Staff) -> Decision:
    if not user.has_role(Role.ADMINISTRATOR):
        return no("Only an administrator writes tools and courses.")
    return YES


def can_retire_tool(user: Staff, tool: Tool) -> Decision:
    if not (writes := can_write_toolkit(user)):
        return writes
    if tool.retired_on is not None:
        return no("This tool is retired already.")
    return YES


def can_book(user: Staff, session: Session, on: date | None = None) -> Decision:
    """Take a place, on that day (today unless told). Whether one is left is asked under lock, by the action."""
    if not (learns := can_learn(user)):
        return learns
    if session.is_called_off:
        return no("This day was called off.")
    if session.held_on < (on or timezone.localdate()):
        return no("This day is over.")
    if session.course.retired_on is not None:
        return no("This course is no longer run.")
    return YES


def can_give_up(user: Staff, attendance: Attendance) -> Decision:
    if attendance.staff_id != user.pk:
        return no("It is not your place.")
    if attendance.state != Attendance.State.BOOKED or attendance.session.is_over:
        return no("This day is over.")
    return YES


def can_mark(user: Staff, session: Session) -> Decision:
    if not (writes := can_write_toolkit(user)):
        return writes
    if session.held_on > timezone.localdate():
        return no("Who came is written down on the day, or after it.")
    return YES


def can_call_off(user: Staff, session: Session) -> Decision:
    if not (writes := can_write_toolkit(user)):
        return writes
    if session.is_called_off:
        return no("This day was called off already.")
    if session.is_over:
        return no("This day is over.")
    return YES


def can_agree_competence(user: Staff, staff: Staff | None = None) -> Decision:
    """Agree with somebody what they can do; with nobody named, whether with anybody at all."""
    if not user.has_role(*OVERSEEING_ROLES):
        return no("What somebody can do is agreed with their supervisor or manager.")
    if staff is not None and staff.pk not in {one.staff_id for one in can_be_supervised_by(user)}:
        return no(f"{staff.name} is not in a team that you oversee.")
    return YES


def can_affirm(user: Staff, to: Staff | None = None) -> Decision:
    if not (learns := can_learn(user)):
        return learns
    if to is not None and to.pk == user.pk:
        return no("This is for colleagues. Tell your supervisor what you are proud of.")
    if to is not None and not to.has_role(*FAMILY_ROLES):
        return no(f"{to.name} does not work here now.")
    return YES


def can_see_mirror(user: Staff) -> Decision:
    if not user.has_role(*FAMILY_ROLES):
        return no("The mirror is for people who work with families and those who lead them.")
    return YES


def can_answer_mirror(user: Staff, on: date | None = None) -> Decision:
    """Answer for the quarter of that day (today unless told)."""
    if not (sees := can_see_mirror(user)):
        return sees
    if not _has_manager(user):
        return no("Nobody leads you here, so there is nobody to answer about.")
    quarter = quarter_of(on or timezone.localdate())
    if MirrorTaken.objects.by_staff(user, quarter).exists():
        return no("You have answered for this quarter. Thank you.")
    return YES


def _has_manager(user: Staff) -> bool:
    """Whether somebody who leads stands at or above the user's teams: for a manager, above."""
    leading = Q(pk__in=[])
    for held in user.standing:
        above = Q(team__descent__team=held.team_id)
        if held.role == Role.PRACTITIONER:
            leading |= above & Q(role__in=OVERSEEING_ROLES)
        elif held.role == Role.SUPERVISOR:
            leading |= above & Q(role=Role.MANAGER)
        elif held.role == Role.MANAGER:
            leading |= above & Q(role=Role.MANAGER, team__descent__depth__gt=0)
    return Membership.objects.current().filter(leading, staff__is_active=True).exclude(staff=user).exists()
