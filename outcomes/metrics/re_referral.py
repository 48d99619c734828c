"""Re-referral within 12 months, as the Department for Education counts it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import connection
from django.db.models import DateField, Exists, F, Func, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth
from django.utils import timezone

from cases.models import ReferralChild
from outcomes.metrics.base import DENOMINATOR, LOWER, MISSING, NUMERATOR, Asked, CountedMetric, Reference
from outcomes.periods import EVER, add_months, month_of


class ReReferral(CountedMetric):
    """`outcomes.counting.count_re_referrals` in SQL."""

    key = "re_referral"
    name = "Re-referral within 12 months"
    definition = (
        "Of all referrals received in the period, those of a child who had been referred at least once in the twelve "
        "months before. Counted as the Department for Education does: each child named in a referral counts, each "
        "referral of a chain counts, and referrals that led to no further action count like any other.",
        "The twelve months run from referral to referral, up to the same day of the year before. Two referrals of a "
        "child on one day do not make each other re-referrals.",
        "A referral counts for the team that received it, in the month it was received. Referrals from the first "
        "twelve months we hold are counted, but an earlier one may not be known to us: those months read too low. "
        "The same is so where an imported return left out cases closed before its year.",
        "Lower is not always better: a family that asks again early may be a family that trusts us.",
    )
    version = 1
    polarity = LOWER
    counted = ("referral of a child", "referrals of children")
    missing = "from the first twelve months we hold, where an earlier referral may not be known"
    parts: ClassVar[Mapping[str, str]] = {
        DENOMINATOR: "Referrals of children",
        NUMERATOR: "Referrals of children who were referred in the twelve months before",
        MISSING: "Referrals with less than twelve months of history before them",
    }
    columns = ("Child", "Referred", "Referred before", "Team")
    template = "outcomes/row_cells.html#re-referral"
    reference = Reference(
        value=139_080 / 621_880,
        label="England",
        source="in the year ending 31 March 2024, 139,080 of 621,880 referrals (Department for Education, "
        "Characteristics of children in need, Open Government Licence v3.0).",
    )
    reads_low_where_missing = True
    team = "referral__team_id"

    def units(self, asked: Asked) -> QuerySet[Any]:
        earlier = ReferralChild.objects.filter(
            child=OuterRef("child"),
            received_on__lt=OuterRef("received_on"),
            received_on__gte=Func(
                OuterRef("received_on"),
                template="(%(expressions)s - interval '1 year')::date",
                output_field=DateField(),
            ),
        )
        asked_for = ReferralChild.objects.filter(
            referral__team__in=asked.teams,
            received_on__gte=asked.period.start,
            received_on__lt=asked.period.before,
        )
        return asked_for.annotate(counts=Value(True), hits=Exists(earlier))

    def month(self) -> Combinable:
        return TruncMonth("received_on")

    def lacks_history(self, month: date, known_from: date) -> bool:
        return month < known_from

    def rows(self, part: str, asked: Asked) -> QuerySet[Any]:
        before = ReferralChild.objects.filter(child=OuterRef("child"), received_on__lt=OuterRef("received_on"))
        latest = before.order_by("-received_on").values("received_on")[:1]
        found = self.units(asked).annotate(before_on=latest, family_id=F("referral__family_id"))
        found = found.order_by("-received_on", "-id")
        chosen = {
            DENOMINATOR: found,
            NUMERATOR: found.filter(hits=True),
            MISSING: found.filter(received_on__lt=asked.known_from),
        }
        return chosen[part].select_related("child", "referral__team", "referral__family")


def held_since() -> date | None:
    """The day of the earliest referral on record: a step into the index of each team, never a walk over referrals."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(first.received_at) FROM accounts_team team CROSS JOIN LATERAL (SELECT received_at FROM "
            "cases_referral WHERE team_id = team.id ORDER BY received_at LIMIT 1) first"
        )
        (moment,) = cursor.fetchone()
    return timezone.localdate(moment) if moment else None


def known_from(since: date | None) -> date:
    """The first month all of whose referrals have twelve months of history on record before them."""
    if since is None:
        return EVER
    whole = add_months(month_of(since), 12)
    return whole if since.day == 1 else add_months(whole, 1)


RE_REFERRAL = ReReferral()
