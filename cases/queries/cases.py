"""Referrals that wait, who works with a family, where its children stand."""

from datetime import date
from functools import cached_property

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils import timezone

from cases.models import Allocation, Case, Family, Involvement, Pathway, Referral
from cases.permissions import can_allocate, can_change_pathway, can_close_case, can_reopen_case
from hampshire.accounts.models import FAMILY_ROLES, Membership, Staff, Team
from hampshire.permissions import Decision


def referrals_waiting(user: Staff) -> QuerySet[Referral]:
    """Referrals of the user's families that wait for a decision, the oldest first."""
    return Referral.objects.visible_to(user).undecided().oldest_first().with_people()


def staff_to_allocate(user: Staff) -> QuerySet[Staff]:
    """Who may be given a family by `user`: those who work with families in teams the user oversees.

    Each with `families_now`, how many families they are allocated to today.
    """
    here = Membership.objects.current().filter(team_id__in=user.overseen_team_ids, role__in=FAMILY_ROLES)
    teams = Prefetch("memberships", queryset=here.select_related("team"), to_attr="standing_here")
    return (
        Staff.objects.at_work()
        .filter(pk__in=here.values("staff_id"))
        .annotate(families_now=Count("allocations__case", filter=_held_today(), distinct=True))
        .prefetch_related(teams)
        .order_by("name", "id")
    )


def _held_today() -> Q:
    today = timezone.localdate()
    running = Q(allocations__ends_on=None) | Q(allocations__ends_on__gt=today)
    return running & Q(allocations__starts_on__lte=today, allocations__case__closed_on=None)


def teams_to_transfer_to(case: Case) -> QuerySet[Team]:
    return Team.objects.working().filter(kind=Team.Kind.TEAM).exclude(pk=case.team_id).by_name()


def teams_to_add_to(user: Staff) -> QuerySet[Team]:
    """Teams a family may be added to by `user`: their own, and those they oversee."""
    return Team.objects.open_to(user).working().filter(kind=Team.Kind.TEAM).by_name()


def earliest_closing_day(case: Case) -> date:
    """A case closes no earlier than the last thing in it began."""
    begun = [
        case.allocations.aggregate(day=Max("starts_on"))["day"],
        Pathway.objects.filter(involvement__case=case).aggregate(day=Max("starts_on"))["day"],
        case.last_seen_on,
    ]
    return max([case.opened_on, *filter(None, begun)])


class CasePage:
    """The family's case, open or closed last: its workers, its children, and the cases before it."""

    def __init__(self, user: Staff, family: Family) -> None:
        self.user, self.family = user, family

    @cached_property
    def cases(self) -> list[Case]:
        return list(self.family.cases.open_first().select_related("referral", "closed_by", "team", "family"))

    @property
    def case(self) -> Case | None:
        return self.cases[0] if self.cases else None

    @property
    def earlier(self) -> list[Case]:
        return self.cases[1:]

    @cached_property
    def allocations(self) -> list[Allocation]:
        """All there ever were in this case, the latest first."""
        return list(self.case.allocations.select_related("worker", "allocated_by").latest_first()) if self.case else []

    @property
    def working_now(self) -> list[Allocation]:
        if self.case is None or not self.case.is_open:
            return []
        return sorted((a for a in self.allocations if a.is_current), key=lambda a: a.role, reverse=True)

    @property
    def worked_before(self) -> list[Allocation]:
        now = {allocation.pk for allocation in self.working_now}
        return [allocation for allocation in self.allocations if allocation.pk not in now]

    @cached_property
    def involvements(self) -> list[Involvement]:
        return list(self.case.involvements.with_children()) if self.case else []

    @cached_property
    def referrals(self) -> list[Referral]:
        return list(self.family.referrals.latest_first().with_people())

    @property
    def may_allocate(self) -> Decision | None:
        return can_allocate(self.user, self.case) if self.case else None

    @property
    def may_change_pathway(self) -> Decision | None:
        return can_change_pathway(self.user, self.case) if self.case else None

    @property
    def may_close(self) -> Decision | None:
        return can_close_case(self.user, self.case) if self.case else None

    @property
    def may_reopen(self) -> Decision | None:
        return can_reopen_case(self.user, self.case) if self.case else None
