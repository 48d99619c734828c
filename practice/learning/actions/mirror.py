"""Answer the mirror, so that nobody can tell afterwards who gave which answer."""

from collections.abc import Mapping
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from hampshire.accounts.models import OVERSEEING_ROLES, Membership, Role, Staff, Team, TeamLineage
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.learning.models import MirrorAnswer, MirrorTaken
from practice.learning.numbers import FEWEST
from practice.learning.permissions import can_answer_mirror
from practice.learning.quarters import quarter_of

About = MirrorAnswer.About


@transaction.atomic
def answer(*, by: Staff, scores: Mapping[str, int], on: date | None = None) -> None:
    """Keep an answer, and apart from it that `by` has answered. Returns nothing: no row is to be handed on.

    `scores` has a number from 0 to 4 for each of the STATEMENTS. `on` is a day of the quarter (today unless told).
    All answers of the quarter are written anew, in the order of ids drawn by chance: neither the place of a row on the
    disk nor the transaction PostgreSQL notes beside it leads from an answer to whoever was marked as having answered.
    """
    day = on or timezone.localdate()
    require(can_answer_mirror(by, day))
    quarter = quarter_of(day)
    with connection.cursor() as cursor:  # one at a time, or two would each leave the other's answer where it was
        cursor.execute(f"LOCK TABLE {MirrorAnswer._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    team, about = _as_fine_as_allowed(by)
    answers = [
        *MirrorAnswer.objects.of_quarter(quarter),
        MirrorAnswer(quarter=quarter, team=team, about=about, **scores),
    ]
    MirrorAnswer.objects.of_quarter(quarter).delete()
    MirrorAnswer.objects.bulk_create(sorted(answers, key=lambda one: one.pk))
    MirrorTaken.objects.create(staff=by, quarter=quarter)
    AuditEvent.record("mirror.answered", by=by)


def _as_fine_as_allowed(user: Staff) -> tuple[Team, str]:
    """Where an answer counts: the nearest area with at least ten who could have given it, else the whole service.

    Those who lead are few, so their answers count among all of the service's.
    """
    above = list(
        TeamLineage.objects.filter(team=user.home_team_id).select_related("ancestor").order_by("depth", "ancestor_id")
    )
    whole = above[-1].ancestor
    if user.has_role(*OVERSEEING_ROLES):
        return whole, About.LEADERS
    for place in above:
        if place.ancestor.kind != Team.Kind.TEAM and _practitioners(place.ancestor) >= FEWEST:
            return place.ancestor, About.SUPERVISORS
    return whole, About.LEADERS


def _practitioners(team: Team) -> int:
    held = Membership.objects.current().filter(role=Role.PRACTITIONER, staff__is_active=True)
    return held.filter(team__lineage__ancestor=team).values("staff").distinct().count()
