"""What the visit's page and its action need to know of a family, fetched in one row with the family or its case.

A page that asks one table after another pays for a round trip each time. Here every list is a subquery of one SELECT:
the gate's own when the page opens, the case's lock when the visit is logged.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.utils import timezone

from cases.gate import through_gate
from cases.models import Case, Family, Person
from hampshire.accounts.models import OVERSEEING_ROLES, Staff
from hampshire.prepared import Prepared
from practice import sheet_sql
from practice.models import (
    Draft,
    DraftAside,
    Goal,
    GoalStrength,
    Rating,
    Rewording,
    Sighting,
    Strength,
    Visit,
    Worry,
    WorryException,
    WorryUpdate,
)
from practice.models.draft import Page

# All that most families have, the latest seen first; the page folds away what was not seen lately.
STRENGTHS_SHOWN = 60
VISITS_LOOKED_BACK = 6
SIGHTINGS_SHOWN = 100  # of one strength, or looks at one worry: years of them
NO_VISIT = UUID(int=0)  # compares as different from every visit, which NULL would not


def _standing(user: Staff, family: str, team: str, today: date | None = None) -> RawSQL:
    return sheet_sql.annotation(
        sheet_sql.standing(family, team),
        user=user.pk,
        today=today or timezone.localdate(),
        overseeing=[str(role) for role in OVERSEEING_ROLES],
    )


def families_with_standing(user: Staff, today: date | None = None) -> QuerySet[Family]:
    """The family with `visit_standing`, which spares practice's permissions a query each."""
    return Family.objects.annotate(visit_standing=standing_beside_family(user, today))


def standing_beside_family(user: Staff, today: date | None = None) -> RawSQL:
    """How the user stands to each family of a query of families, as practice's permissions read it."""
    return _standing(user, "cases_family.id", "cases_family.team_id", today)


def standing_of(user: Staff, family: Family) -> dict[str, Any]:
    """`visit_standing` of a family that was fetched without it."""
    rows = _STANDING.all(family=family.pk, user=user.pk, today=timezone.localdate())
    found: dict[str, Any] = rows[0].visit_standing  # type: ignore[attr-defined]
    return found


_STANDING = Prepared(
    lambda family, user, today: families_with_standing(Staff(pk=user), today).filter(pk=family).only("pk"),
    family=UUID,
    user=UUID,
    today=date,
)


def families_with_sheet(user: Staff, today: date | None = None, visit_id: UUID | None = None) -> QuerySet[Family]:
    """The family with `visit_standing` and `visit_sheet`, read by practice.sheet.Sheet.

    With `visit_id` the sheet also shows what that visit spoke of and no longer stands open, for its amendment.
    """
    sheet = sheet_sql.annotation(
        sheet_sql.sheet("cases_family.id", amending=visit_id is not None),
        visit=visit_id or NO_VISIT,
        day=date.max,
        most=STRENGTHS_SHOWN,
        back=VISITS_LOOKED_BACK,
    )
    return families_with_standing(user, today).annotate(visit_sheet=sheet)


# For the gate.
WITH_STANDING = through_gate(families_with_standing)
WITH_SHEET = through_gate(families_with_sheet)
WITH_SHEET_AND_VISIT = through_gate(families_with_sheet, visit_id=UUID)


def cases_to_write_on(
    by: Staff, day: date, visit_id: UUID | None = None, *, today: date | None = None
) -> QuerySet[Case]:
    """Cases, locked, each with what a visit of `by` on `day` may speak of: read by practice.known.Known.

    What stands beside the lock is as the statement began, which is as good: a step ticked meanwhile is ticked.
    """
    known = sheet_sql.known("cases_case.family_id", amending=visit_id is not None)
    led = sheet_sql.annotation(sheet_sql.LED, user=by.pk, day=day)
    led.output_field = BooleanField()
    return Case.objects.select_for_update(of=("self",)).annotate(
        visit_standing=_standing(by, "cases_case.family_id", "cases_case.team_id", today),
        visit_known=sheet_sql.annotation(known, visit=visit_id or NO_VISIT, day=day),
        visit_led=led,
        child_statuses=sheet_sql.annotation(sheet_sql.STATUSES),
    )


def open_case_to_write_on(family: Family, by: Staff, day: date) -> Case | None:
    """The family's open case, locked, for a visit of `by` on `day`."""
    return _OPEN_CASE.first(family=family.pk, by=by.pk, day=day, today=timezone.localdate())


def _open_case(family: UUID, by: UUID, day: date, today: date) -> QuerySet[Case]:
    cases = cases_to_write_on(Staff(pk=by), day, today=today)
    return cases.filter(family=family, closed_on=None)[:1]


_OPEN_CASE = Prepared(_open_case, family=UUID, by=UUID, day=date, today=date)


def visit_by_key(user: Staff, key: str) -> Visit | None:
    """The visit that the user's idempotency key became."""
    return _BY_KEY.first(user=user.pk, key=key)


_BY_KEY = Prepared(lambda user, key: Visit.objects.filter(logged_by=user, idempotency_key=key), user=UUID, key=str)


# ---- Drafts ----

DISCARDED_SHOWN_FOR = timedelta(days=30)


def draft_of(user: Staff, page: Page) -> Draft | None:
    """The unfinished draft of somebody's page, with how many versions of it were set aside."""
    return _DRAFT.first(family=page.family_id, form=page.form, about=page.about, staff=user.pk)


def _draft_of(family: UUID, form: str, about: str, staff: UUID) -> QuerySet[Draft]:
    drafts = Draft.objects.for_page(Page(family, form, about), Staff(pk=staff))
    return drafts.annotate(asides_kept=Count("asides"))[:1]


_DRAFT = Prepared(_draft_of, family=UUID, form=str, about=str, staff=UUID)


def draft_or_404(user: Staff, draft_id: UUID) -> Draft:
    """A draft of the user's own, of a family they may still know of."""
    draft = Draft.objects.of(user).visible_to(user).filter(pk=draft_id).select_related("family").first()
    if draft is None:
        raise Http404("No draft by that id is yours.")
    return draft


def aside_or_404(user: Staff, family: Family, aside_id: UUID) -> DraftAside:
    """A version of a draft of the user's own that was set aside."""
    mine = DraftAside.objects.filter(draft__staff=user, draft__family=family)
    aside = mine.select_related("draft").filter(pk=aside_id).first()
    if aside is None:
        raise Http404("No version by that id is yours.")
    return aside


def drafts_to_finish(user: Staff) -> QuerySet[Draft]:
    """What the user began to write and has not finished, the latest first."""
    mine = Draft.objects.of(user).visible_to(user).unfinished()
    return mine.select_related("family").prefetch_related("asides").latest_first()


def drafts_lately_discarded(user: Staff) -> QuerySet[Draft]:
    since = timezone.now() - DISCARDED_SHOWN_FOR
    put_away = Draft.objects.of(user).visible_to(user).filter(finished_at=None, discarded_at__gte=since)
    return put_away.select_related("family").order_by("-discarded_at")


# ---- Between visits ----


def person_of(family: Family, person_id: str) -> Person | None:
    """Somebody of the family or around it, by the id a form sent; None for blank or for anybody else."""
    try:
        wanted = UUID(person_id)
    except ValueError:
        return None
    theirs = Q(memberships__family=family) | Q(networks__family=family)
    return Person.objects.filter(theirs, pk=wanted).distinct().first()


# ---- A strength or a worry by itself ----


@dataclass(frozen=True, slots=True)
class StrengthFile:
    """One strength: who saw it when, at which visits; the goals that lean on it, and those that could."""

    strength: Strength
    sightings: Sequence[Sighting]
    leaned_on: Sequence[Goal]
    others: Sequence[Goal]
    rewordings: Sequence[Rewording]


def strength_file(family: Family, strength_id: UUID) -> StrengthFile:
    """Raises Http404 for a strength that is not this family's or was taken back. Five queries."""
    strengths = Strength.objects.filter(family=family).standing().with_sightings()
    strength = strengths.select_related("person", "noticed_by", "faded_by").filter(pk=strength_id).first()
    if strength is None:
        raise Http404("No strength by that id is this family's.")
    leaning = GoalStrength.objects.standing().filter(strength=strength).values("goal")
    current = Goal.objects.filter(family=family).current().goals().oldest_first()
    goals: list[Any] = list(current.annotate(leans_here=ExpressionWrapper(Q(pk__in=leaning), BooleanField())))
    return StrengthFile(
        strength,
        list(strength.sightings.standing().select_related("seen_by", "visit").latest_first()[:SIGHTINGS_SHOWN]),
        [goal for goal in goals if goal.leans_here],
        [goal for goal in goals if not goal.leans_here],
        list(strength.rewordings.select_related("reworded_by")),
    )


@dataclass(frozen=True, slots=True)
class WorryFile:
    """One worry: how it was found over time, and the times it did not happen."""

    worry: Worry
    updates: Sequence[WorryUpdate]
    exceptions: Sequence[WorryException]
    rewordings: Sequence[Rewording]


def worry_file(family: Family, worry_id: UUID) -> WorryFile:
    """Raises Http404 for a worry that is not this family's or was taken back. Four queries."""
    worries = Worry.objects.filter(family=family).standing().select_related("person", "noted_by")
    worry = worries.filter(pk=worry_id).first()
    if worry is None:
        raise Http404("No worry by that id is this family's.")
    return WorryFile(
        worry,
        list(worry.updates.standing().select_related("found_by", "visit").latest_first()[:SIGHTINGS_SHOWN]),
        list(
            worry.exceptions.standing()
            .select_related("told_by", "written_by", "visit")
            .latest_first()[:SIGHTINGS_SHOWN]
        ),
        list(worry.rewordings.select_related("reworded_by")),
    )


@dataclass(frozen=True, slots=True)
class GoalVoices:
    """A goal or a scale with what each voice said last: children, parents, then the worker."""

    goal: Goal
    latest: Sequence[Rating]


def goals_with_voices(family: Family) -> list[GoalVoices]:
    """All goals and scales of the family that stand, ended ones too, with what they said before. Three queries."""
    rewordings = Prefetch("rewordings", Rewording.objects.select_related("reworded_by"))
    goals = family.goals.standing().select_related("whose").prefetch_related(rewordings)
    ratings = Rating.objects.filter(goal__family=family).standing().select_related("person")
    said: defaultdict[UUID, list[Rating]] = defaultdict(list)
    for rating in ratings.order_by("goal", "voice", "person", "-rated_on", "-id").distinct("goal", "voice", "person"):
        said[rating.goal_id].append(rating)
    return [GoalVoices(goal, said[goal.pk]) for goal in goals.order_by("kind", "started_on", "id")]
