"""Answer the mirror, so that nobody can tell afterwards who gave which answer."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from hampshire.accounts.models import FAMILY_ROLES, Membership, Role, Staff, Team, TeamLineage
from hampshire.audit.context import Place, coming_from
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.learning.models import MirrorAnswer, MirrorTaken
from practice.learning.models.mirror import mark
from practice.learning.numbers import large_enough
from practice.learning.permissions import can_answer_mirror
from practice.learning.quarters import quarter_of


@transaction.atomic
def answer(*, by: Staff, scores: Mapping[str, int], on: date | None = None) -> None:
    """Keep an answer, and apart from it that `by` has answered. Returns nothing: no row is to be handed on.

    `scores` has a number from 0 to 4 for each of the STATEMENTS. `on` is a day of the quarter (today unless told).
    All answers of the quarter are written anew, in the order of ids drawn by chance: neither the place of a row on the
    disk nor the transaction PostgreSQL notes beside it leads from an answer to whoever was marked as having answered.
    The audit says that somebody answered, not who and not from where: of an area where one has, that is their answer.
    """
    day = on or timezone.localdate()
    quarter = quarter_of(day)
    with connection.cursor() as cursor:  # one at a time, or two would each leave the other's answer where it was
        cursor.execute(f"LOCK TABLE {MirrorAnswer._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    require(can_answer_mirror(by, day))
    team = _as_fine_as_allowed(by)
    answers = [
        *MirrorAnswer.objects.of_quarter(quarter),
        MirrorAnswer(quarter=quarter, team=team, **scores),
    ]
    MirrorAnswer.objects.of_quarter(quarter).delete()
    MirrorAnswer.objects.bulk_create(sorted(answers, key=lambda one: one.pk))
    MirrorTaken.objects.create(mark=mark(by, quarter), quarter=quarter)
    with coming_from(Place(channel="page")):
        AuditEvent.record("mirror.answered", by=None)


def _as_fine_as_allowed(user: Staff) -> Team:
    """Where an answer counts: the user's area, or the whole service with all whose areas are too small to stand alone.

    Either has at least ten people who could have given the answer, unless the whole service has fewer.
    """
    areas: dict[UUID, Team] = {}
    whole: dict[UUID, Team] = {}
    for line in TeamLineage.objects.select_related("ancestor").order_by("depth"):
        whole[line.team_id] = line.ancestor
        if line.ancestor.kind == Team.Kind.AREA:
            areas.setdefault(line.team_id, line.ancestor)
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for staff_id, team_id, role in _members():
        has_manager = role != Role.MANAGER or whole[team_id].pk != team_id
        if has_manager:
            people[areas.get(team_id, whole[team_id]).pk].add(staff_id)
    home = user.standing[0].team_id
    alone = large_enough({key: len(found) for key, found in sorted(people.items())})
    mine = areas.get(home)
    return mine if mine is not None and mine.pk in alone else whole[home]


def _members() -> QuerySet[Membership, tuple[UUID, UUID, str]]:
    """Whoever works with families, or leads those who do, today."""
    held = Membership.objects.current().filter(role__in=FAMILY_ROLES, staff__is_active=True)
    return held.order_by("starts_on", "id").values_list("staff_id", "team_id", "role")
