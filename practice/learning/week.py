"""What learning asks of somebody's week, and says at its foot: when somebody last saw them work."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from hampshire import words
from hampshire.accounts.models import Staff
from practice.caseload.asking import Ask, Remark
from practice.learning.models import Affirmation, Observation
from practice.learning.queries import Row, going_on, last_seen_on

LOOK_AHEAD = timedelta(days=14)
# How long a line from a colleague stands in the week it was written for.
FRESH_FOR = timedelta(days=7)


def observing(user: Staff) -> Sequence[Ask]:
    """What waits for this person, and what is planned within two weeks."""
    until = timezone.localdate() + LOOK_AHEAD
    rows = [row for row in going_on(user) if row.mine_to_do or row.observation.planned_for <= until]
    return [_asked(row) for row in rows if row.mine_to_do or row.observation.is_planned]


def _asked(row: Row) -> Ask:
    one = row.observation
    when = words.short_date(one.on)
    url = one.get_absolute_url()
    if one.state == Observation.State.OBSERVER:
        return Ask("draft", "to compare", one.between, url, "Compare", when)
    if row.mine_to_do:
        return Ask("draft", "to score", one.between, url, row.mine_to_do, when)
    waits = "The family has not said yes yet" if one.waits_for_the_family else one.get_kind_display()
    return Ask("due", when, one.between, url, "Prepare", waits)


def noticed(user: Staff) -> Sequence[Ask]:
    """What colleagues noticed this week. The moment is in their words; no family is named."""
    since = timezone.localdate() - FRESH_FOR
    found = Affirmation.objects.received_by(user).since(since).latest_first()[:4]
    url = reverse("learning:home") + "#noticed"
    return [
        Ask("new", words.short_date(one.on), f"“{one.text}”", url, "Read", f"{one.by.name}, {one.moment}")
        for one in found
    ]


def seen(user: Staff) -> Remark | None:
    """Somebody last saw me work 43 days ago. Nothing for those who are no part of it yet."""
    if (on := last_seen_on(user)) is None:
        return None
    return Remark(f"Somebody last saw you work {words.from_today(on)}.", reverse("learning:home"), "My learning")
