"""What the pages of learning read, where it spans more than one model."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from cases.models import Allocation, Family
from hampshire.accounts.line import Supervisee, can_be_supervised_by, supervisees_of
from hampshire.accounts.models import Role, Staff
from practice.learning.gate import open_families
from practice.learning.models import (
    Affirmation,
    Attendance,
    Competence,
    Course,
    Observation,
    ScoreAside,
    ScoreDraft,
    Session,
    SkillScore,
)
from practice.learning.models.affirmation import AffirmationQuerySet
from practice.learning.numbers import FEWEST, large_enough
from practice.learning.skills import FAR_APART, GROUPS, Described
from practice.models import Tool, Visit, VisitTool

SHOWN = 12
A_YEAR = timedelta(days=365)
SIX_MONTHS = timedelta(days=182)
NOT_YOURS = "a family that is not open to you"


# ---- Observations ----


@dataclass(frozen=True, slots=True)
class Row:
    """An observation in a list, with its family named only to who may know of it."""

    observation: Observation
    family: str
    user: Staff

    @property
    def is_of_my_work(self) -> bool:
        """Whether it is this person who is seen at work: both are, alongside."""
        return self.observation.is_alongside or self.observation.worker_id == self.user.pk

    @property
    def mine_to_do(self) -> str:
        """What waits for this person, in a few words; blank where nothing does."""
        one = self.observation
        if one.state == Observation.State.OBSERVER:
            return "Compare"
        if one.state == Observation.State.WORKER and one.observer_id == self.user.pk:
            return "Score what I saw"
        if one.is_planned and one.planned_for <= timezone.localdate():
            if one.is_alongside:
                return "Say what you learnt"
            if one.worker_id == self.user.pk:
                return "Score my own practice"
        return ""

    @property
    def waits_for(self) -> str:
        """Whom it waits for, where that is the other of the two."""
        one = self.observation
        if self.mine_to_do or (one.is_planned and one.planned_for > timezone.localdate()):
            return ""
        return f"waits for {one.other_than(self.user).short_name}"


def last_seen_on(user: Staff) -> date | None:
    """The day somebody last saw this person work. One query."""
    found: date | None = Observation.objects.seeing(user).aggregate(on=Max("observed_on"))["on"]
    return found


def going_on(user: Staff) -> list[Row]:
    """Planned, or waiting for scores or to be compared: what waits for this person first. Two queries at most."""
    rows = _rows(user, Observation.objects.of(user).going_on().with_people().soonest_first()[:SHOWN])
    return sorted(rows, key=lambda row: (not row.mine_to_do, row.observation.planned_for))


def over(user: Staff) -> QuerySet[Observation]:
    return Observation.objects.of(user).over().with_people().latest_first()


def _rows(user: Staff, observations: Collection[Observation]) -> list[Row]:
    found = list(observations)
    opened = open_families(user, (one.family_id for one in found))
    return [Row(one, family_in_words(one.family, opened), user) for one in found]


def family_in_words(family: Family | None, opened: Collection[UUID]) -> str:
    """The family's name, if it is open; else that there is one; blank without one."""
    if family is None:
        return ""
    return family.title if family.pk in opened else NOT_YOURS


def families_of_worker(user: Staff, observation: Observation) -> list[Family] | None:
    """Families it could be with: those the worker carries that the user may know of, and the one it is with already.

    None where the one it is with is not open to the user.
    """
    visible = Family.objects.visible_to(user)
    if observation.family_id and not visible.filter(pk=observation.family_id).exists():
        return None
    held = Allocation.objects.current().filter(worker=observation.worker, case__closed_on=None)
    carried = Family.objects.filter(cases__allocations__in=held)
    return list(visible.filter(Q(pk__in=carried.values("pk")) | Q(observations=observation)).distinct().by_name())


def visits_around(observation: Observation) -> list[Visit]:
    """The worker's visits to the family in the four weeks around it, the latest first."""
    if observation.family_id is None:
        return []
    around = timedelta(days=28)
    found = Visit.objects.standing().filter(
        family=observation.family_id,
        logged_by=observation.worker,
        happened_at__date__range=(observation.planned_for - around, observation.planned_for + around),
    )
    return list(found.latest_first()[:8])


def draft_of(user: Staff, observation: Observation) -> ScoreDraft | None:
    """What this person has written of the scores that are due from them. One query."""
    return ScoreDraft.objects.by_writer(user).filter(observation=observation).first()


def asides_of(draft: ScoreDraft | None) -> list[ScoreAside]:
    """What their other windows held, the latest first."""
    return list(draft.asides.order_by("-written_at", "-id")) if draft else []


@dataclass(frozen=True, slots=True)
class Compared:
    """One skill as the two scored it; None where it is not open, or not scored."""

    described: Described
    worker: SkillScore | None
    observer: SkillScore | None

    @property
    def apart(self) -> int:
        return abs(self.worker.score - self.observer.score) if self.worker and self.observer else 0

    @property
    def is_far_apart(self) -> bool:
        return self.apart >= FAR_APART

    @property
    def in_words(self) -> str:
        """3 apart: Amara saw less in it than Grace. For those far apart."""
        if not (self.worker and self.observer):
            return ""
        lower = "Who was seen gave less" if self.worker.score < self.observer.score else "Who saw gave less"
        return f"{self.apart} apart. {lower}: what did each of you see?"


def compared(user: Staff, observation: Observation) -> list[tuple[str, list[Compared]]]:
    """The seven by group, with the scores that are open to this person. One query."""
    scores = SkillScore.objects.open_to(user).filter(observation=observation)
    found = {(one.skill, one.side): one for one in scores}
    return [
        (
            group.title,
            [
                Compared(one, found.get((one.skill, "worker")), found.get((one.skill, "observer")))
                for one in group.skills
            ],
        )
        for group in GROUPS
    ]


# ---- My learning ----


@dataclass(frozen=True, slots=True)
class Noticed:
    """An affirmation, with its visit to go to only where its family is open."""

    affirmation: Affirmation
    family: str
    url: str


def noticed(user: Staff, affirmations: AffirmationQuerySet) -> list[Noticed]:
    """The latest. Two queries at most."""
    found = list(affirmations.latest_first()[:SHOWN])
    opened = open_families(user, (one.family_id for one in found))
    return [
        Noticed(
            one,
            family_in_words(one.family, opened),
            one.visit.get_absolute_url() if one.visit and one.family_id in opened else "",
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class MyLearning:
    rows: list[Row]
    last_seen_on: date | None
    past: list[Row]
    coming: list[Attendance]
    came: list[Attendance]
    competences: list[Competence]
    received: list[Noticed]
    given: list[Noticed]


def my_learning(user: Staff) -> MyLearning:
    """About nine queries, however much there is."""
    today = timezone.localdate()
    places = list(Attendance.objects.of(user).order_by("session__held_on", "id"))
    return MyLearning(
        rows=going_on(user),
        last_seen_on=last_seen_on(user),
        past=_rows(user, over(user)[:SHOWN]),
        coming=[one for one in places if one.session.held_on >= today],
        came=[one for one in reversed(places) if one.state == Attendance.State.CAME][:SHOWN],
        competences=list(Competence.objects.of(user)),
        received=noticed(user, Affirmation.objects.received_by(user)),
        given=noticed(user, Affirmation.objects.given_by(user)),
    )


# ---- My team ----


@dataclass(frozen=True, slots=True)
class Mate:
    """Somebody whose nearest senior the user is: whether an observation is planned, and how many were in a year.

    Numbers of observations, never of what they found; by name, and in no other order.
    """

    who: Supervisee
    planned: date | None
    seen: int


@dataclass(frozen=True, slots=True)
class TeamSeen:
    """Of a team's practitioners, how many were seen at work in six months, and have it planned."""

    name: str
    people: int
    seen: int
    planned: int


def mates(user: Staff) -> list[Mate]:
    people = supervisees_of(user)
    planned, seen = _observed([one.staff.pk for one in people], A_YEAR)
    return [Mate(one, planned.get(one.staff.pk), seen[one.staff.pk]) for one in people]


def teams_seen(user: Staff) -> list[TeamSeen]:
    """For a manager: practitioners below, by team. Never who."""
    if not user.has_role(Role.MANAGER):
        return []
    teams: dict[str, set[UUID]] = defaultdict(set)
    for one in can_be_supervised_by(user):
        if one.role == Role.PRACTITIONER:
            teams[one.team.name].add(one.staff_id)
    planned, seen = _observed({pk for people in teams.values() for pk in people}, SIX_MONTHS)
    return [
        TeamSeen(name, len(people), sum(seen[pk] > 0 for pk in people), len(people & planned.keys()))
        for name, people in sorted(teams.items())
    ]


def _observed(staff_ids: Collection[UUID], within: timedelta) -> tuple[dict[UUID, date], Counter[UUID]]:
    """The next day planned of each, and how many happened. One query."""
    today = timezone.localdate()
    rows = Observation.objects.standing().filter(planned_for__gte=today - within - A_YEAR)
    told = rows.filter(worker__in=staff_ids).order_by("-planned_for", "id")
    planned: dict[UUID, date] = {}
    seen: Counter[UUID] = Counter()
    for worker_id, observed_on, planned_for in told.values_list("worker_id", "observed_on", "planned_for"):
        if observed_on is None and planned_for >= today:
            planned[worker_id] = planned_for
        elif observed_on is not None and observed_on > today - within:
            seen[worker_id] += 1
    return planned, seen


# ---- Tools and courses ----


def tools() -> list[Tool]:
    return list(Tool.objects.current().by_name())


@dataclass(frozen=True, slots=True)
class Use:
    """At how many visits of the last twelve months a tool was used; by team where that is large enough. Never by whom:
    a tool is not a target."""

    visits: int
    by_team: list[tuple[str, int]]
    elsewhere: int

    @property
    def is_told(self) -> bool:
        return self.visits >= FEWEST


def use_of(tool: Tool) -> Use:
    """One query."""
    since = timezone.now() - A_YEAR
    uses = VisitTool.objects.filter(
        tool=tool, withdrawn_at=None, visit__withdrawn_at=None, visit__happened_at__gte=since
    )
    rows = uses.values_list("visit__team_then__name").annotate(n=Count("pk")).order_by("visit__team_then__name")
    counts = dict(rows)
    shown = large_enough(counts)
    total = sum(counts.values())
    return Use(total, [(name, counts[name]) for name in shown], total - sum(counts[name] for name in shown))


def courses() -> list[tuple[Course, Session | None]]:
    """Courses that are run, each with its next day. Two queries."""
    nearest: dict[UUID, Session] = {}
    for session in Session.objects.standing().coming().with_taken():
        nearest.setdefault(session.course_id, session)
    return [(course, nearest.get(course.pk)) for course in Course.objects.current().by_name()]


def current_courses() -> Sequence[Course]:
    return list(Course.objects.current().by_name())


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a course, and this person's place in it."""

    session: Session
    place: Attendance | None


def days_of(course: Course, user: Staff) -> tuple[list[Day], list[Session]]:
    """Those to come, with the user's places; and those past, the latest first. Three queries."""
    mine = {one.session_id: one for one in Attendance.objects.of(user).filter(session__course=course)}
    coming = [Day(one, mine.get(one.pk)) for one in course.sessions.coming().with_taken()]
    return coming, list(course.sessions.past().with_taken()[:SHOWN])


def attendances_of(session: Session) -> list[Attendance]:
    return list(session.attendances.standing().with_staff())


def place_or_none(session: Session, user: Staff) -> Attendance | None:
    return session.attendances.standing().filter(staff=user).select_related("session").first()
