"""Works out journeys from the ratings: the same pairs as `outcomes.counting.distance_travelled`, in one statement."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import connection
from django.utils import timezone

from outcomes.periods import EVER

# Goals whose journeys may have changed: those rated for the team since that day (ratings since withdrawn, too), and
# those whose journey stands at the team now.
_RATED_FOR_TEAM = """
    SELECT rating.goal_id
    FROM practice_visit visit
    JOIN practice_rating rating ON rating.visit_id = visit.id
    WHERE visit.team_then_id = %(team)s AND visit.happened_at >= %(midnight)s
    UNION
    SELECT rating.goal_id
    FROM cases_family family
    JOIN practice_goal goal ON goal.family_id = family.id
    JOIN practice_rating rating ON rating.goal_id = goal.id
    WHERE family.team_id = %(team)s AND rating.visit_id IS NULL AND rating.rated_on >= %(since)s
    UNION
    SELECT goal_id FROM outcomes_journey WHERE team_id = %(team)s AND month >= %(since)s
"""
_ALL = "SELECT id AS goal_id FROM practice_goal UNION SELECT goal_id FROM outcomes_journey"

_DERIVE = """
WITH touched AS MATERIALIZED ({touched}),
standing AS (
    SELECT rating.*, goal.family_id, goal.higher_is_better, date_trunc('month', rating.rated_on)::date AS month,
        first_value(rating.id) OVER line AS first_id,
        first_value(rating.score) OVER line AS first_score,
        first_value(rating.rated_on) OVER line AS first_on,
        date_trunc('month', lead(rating.rated_on) OVER line)::date AS until
    FROM touched
    JOIN practice_goal goal ON goal.id = touched.goal_id AND goal.withdrawn_at IS NULL AND goal.kind = 'goal'
    JOIN practice_rating rating ON rating.goal_id = goal.id AND rating.withdrawn_at IS NULL
    WINDOW line AS (PARTITION BY rating.goal_id, rating.voice, rating.person_id ORDER BY rating.rated_on, rating.id)
),
derived AS MATERIALIZED (
    SELECT
        md5(concat_ws('/', standing.goal_id, standing.voice, standing.person_id, standing.month))::uuid AS id,
        standing.goal_id, standing.voice, standing.person_id, standing.family_id,
        coalesce(visit.team_then_id, family.team_id) AS team_id,
        standing.first_id, standing.id AS last_id, standing.month, standing.until,
        CASE WHEN standing.rated_on > standing.first_on
            THEN (standing.score - standing.first_score) * CASE WHEN standing.higher_is_better THEN 1 ELSE -1 END
        END AS change
    FROM standing
    JOIN cases_family family ON family.id = standing.family_id
    LEFT JOIN practice_visit visit ON visit.id = standing.visit_id
    WHERE standing.until IS NULL OR standing.until > standing.month
),
before AS MATERIALIZED (
    SELECT journey.* FROM outcomes_journey journey JOIN touched USING (goal_id)
),
changed AS MATERIALIZED (
    -- Where only the next rating has moved, nothing changes until the month of that.
    SELECT derived.*, before.team_id AS old_team_id,
        CASE WHEN before.team_id = derived.team_id AND before.family_id = derived.family_id
                AND before.change IS NOT DISTINCT FROM derived.change AND before.until IS DISTINCT FROM derived.until
            THEN least(before.until, derived.until) ELSE derived.month
        END AS changed_from
    FROM derived LEFT JOIN before USING (id)
    WHERE before.id IS NULL
        OR (before.family_id, before.team_id, before.first_id, before.last_id, before.until, before.change)
            IS DISTINCT FROM
            (derived.family_id, derived.team_id, derived.first_id, derived.last_id, derived.until, derived.change)
),
gone AS (
    DELETE FROM outcomes_journey WHERE id IN (SELECT id FROM before EXCEPT SELECT id FROM derived)
    RETURNING team_id, month
),
written AS (
    INSERT INTO outcomes_journey
        (id, goal_id, voice, person_id, family_id, team_id, first_id, last_id, month, until, change)
    SELECT id, goal_id, voice, person_id, family_id, team_id, first_id, last_id, month, until, change FROM changed
    ON CONFLICT (id) DO UPDATE SET
        family_id = excluded.family_id, team_id = excluded.team_id, first_id = excluded.first_id,
        last_id = excluded.last_id, until = excluded.until, change = excluded.change
)
SELECT team_id, min(changed_from) FROM (
    SELECT team_id, month AS changed_from FROM gone
    UNION ALL SELECT team_id, changed_from FROM changed
    UNION ALL SELECT old_team_id, changed_from FROM changed WHERE old_team_id IS NOT NULL
) moved
GROUP BY team_id
"""


def derive(team_id: UUID | None = None, since: date = EVER) -> dict[UUID, date]:
    """Bring the journeys touched by a team's ratings since that day up to date; without a team, all of them.

    Returns each team whose journeys changed, with the earliest month from which they did. A goal that one team rates
    after another leaves the other's figures for its own, so these may be more than the team asked for.
    """
    with connection.cursor() as cursor:
        touched = _ALL if team_id is None else _RATED_FOR_TEAM
        midnight = timezone.make_aware(datetime.combine(since, time.min), timezone.get_default_timezone())
        cursor.execute(_DERIVE.format(touched=touched), {"team": team_id, "since": since, "midnight": midnight})
        return dict(cursor.fetchall())
