"""When supervision is due: how often it should be for a person, when it was last held, when it is planned next."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, Q, QuerySet, Value
from django.utils import timezone

from hampshire import words
from hampshire.accounts.line import Supervisee
from hampshire.accounts.models import Role, Staff
from practice.supervision.models import Policy, Supervision
from practice.supervision.models.policy import EVERY_DAYS

# Group supervision is as often as a group likes.
EXPECTED = (Supervision.Kind.CASE, Supervision.Kind.PERSONAL)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One kind of supervision of one person."""

    kind: str
    every_days: int
    last_on: date | None
    planned: Supervision | None
    missed: int  # since it was last held
    today: date

    @property
    def due_on(self) -> date | None:
        """None before the first was held."""
        return self.last_on + timedelta(days=self.every_days) if self.last_on else None

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < self.today

    @property
    def is_kept(self) -> bool:
        """Held within the time it should be."""
        return self.due_on is not None and not self.is_late

    @property
    def label(self) -> str:
        return Supervision.Kind(self.kind).label

    @property
    def how_often(self) -> str:
        weeks, days = divmod(self.every_days, 7)
        return f"every {words.count(weeks, 'week')}" if weeks and not days else f"every {self.every_days} days"

    @property
    def late_by(self) -> str:
        return f"{words.span((self.today - self.due_on).days)} late" if self.due_on else ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who is supervised, and each kind of supervision they should have."""

    who: Supervisee
    rhythms: list[Rhythm] = field(default_factory=list)


def standings(supervisees: Collection[Supervisee]) -> list[Standing]:
    """Three queries, however many people there are."""
    today = timezone.localdate()
    ids = [one.staff.pk for one in supervisees]
    often, planned = _Often(ids, today), _planned(ids)
    last, missed = _over(ids)
    return [
        Standing(
            one,
            [
                Rhythm(
                    kind,
                    often.days(one.staff.pk, one.role, kind),
                    last.get((one.staff.pk, kind)),
                    planned.get((one.staff.pk, kind)),
                    missed.get((one.staff.pk, kind), 0),
                    today,
                )
                for kind in EXPECTED
            ],
        )
        for one in supervisees
    ]


def rhythms_of(user: Staff) -> list[Rhythm]:
    """The user's own; none for somebody without a role in a team."""
    held = user.standing
    if not held:
        return []
    return standings([Supervisee(user, held[0].team, held[0].role)])[0].rhythms


class _Often:
    """Days between two supervisions: somebody's own policy, else their role's, else the service's."""

    def __init__(self, staff_ids: Iterable[UUID], today: date) -> None:
        own = Q(worker__in=list(staff_ids)) & (Q(until=None) | Q(until__gte=today))
        self._roles: dict[tuple[str, str], int] = {}
        self._own: dict[tuple[UUID | None, str], int] = {}
        for policy in Policy.objects.filter(Q(worker=None) | own):
            if policy.worker_id is None:
                self._roles[policy.role, policy.kind] = policy.every_days
            else:
                self._own[policy.worker_id, policy.kind] = policy.every_days

    def days(self, staff_id: UUID, role: str, kind: str) -> int:
        return self._own.get((staff_id, kind)) or self._roles.get((role, kind), EVERY_DAYS)


type _ByKind[T] = dict[tuple[UUID, str], T]


def _over(staff_ids: list[UUID]) -> tuple[_ByKind[date], _ByKind[int]]:
    """When each kind was last held, and how often it did not happen since."""
    held, missed = Q(state=Supervision.State.HELD), Q(state=Supervision.State.MISSED)
    rows = Supervision.objects.filter(held | missed, worker__in=staff_ids).order_by().values("worker", "kind")
    told = rows.annotate(last=Max("held_on"), gone=ArrayAgg("planned_for", filter=missed, default=Value([])))
    last = {(row["worker"], row["kind"]): row["last"] for row in told if row["last"]}
    return last, {
        (row["worker"], row["kind"]): sum(row["last"] is None or day > row["last"] for day in row["gone"])
        for row in told
    }


def _planned(staff_ids: list[UUID]) -> dict[tuple[UUID, str], Supervision]:
    """The next of each kind. One with somebody who has left since will not happen."""
    found: dict[tuple[UUID, str], Supervision] = {}
    rows = Supervision.objects.planned().filter(worker__in=staff_ids, supervisor__is_active=True)
    for one in rows.with_people().soonest_first():
        found.setdefault((one.worker_id, one.kind), one)
    return found


def policies_by_role() -> dict[str, int]:
    """Days by role and kind, as a form names them: {"practitioner-case": 28}."""
    days = {f"{role}-{kind}": EVERY_DAYS for role in Role.values for kind in EXPECTED}
    return days | {f"{one.role}-{one.kind}": one.every_days for one in Policy.objects.of_roles()}


def own_policies() -> QuerySet[Policy]:
    """Of people who need it otherwise than their role."""
    return Policy.objects.of_workers()


@dataclass(frozen=True, slots=True)
class TeamKept:
    """Of a team's people, how many had case supervision in time, or have it planned. Never who: a manager sees teams.

    `people` is the n; `never` of them have none held here yet, and count as not kept.
    """

    name: str
    people: int
    kept: int
    planned: int
    never: int


def kept_by_team(supervisees: Collection[Supervisee]) -> list[TeamKept]:
    """Case supervision, a row a team, by its name."""
    teams: dict[str, list[Rhythm]] = defaultdict(list)
    for standing in standings(supervisees):
        teams[standing.who.team.name].append(standing.rhythms[0])
    return [
        TeamKept(
            name,
            len(rhythms),
            sum(one.is_kept for one in rhythms),
            sum(one.planned is not None for one in rhythms),
            sum(one.last_on is None for one in rhythms),
        )
        for name, rhythms in sorted(teams.items())
    ]
