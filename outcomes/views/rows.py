"""/outcomes/<metric>/rows/: exactly the rows that one number of the dashboard is the count of."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.http.request import QueryDict
from django.views.decorators.http import require_GET

from hampshire.accounts.models import Staff
from hampshire.htmx import StaffRequest, show
from hampshire.listing import Page
from hampshire.permissions import require
from outcomes import queries
from outcomes.actions import figures
from outcomes.choices import Choice
from outcomes.metrics import METRICS, Metric
from outcomes.metrics.base import MISSING, Asked
from outcomes.metrics.re_referral import held_since, known_from
from outcomes.periods import EVER, MONTH, YEAR, Period
from outcomes.permissions import can_see_outcomes

SIZE = 50


@dataclass(frozen=True)
class Wanted:
    """Which rows the address asks for."""

    metric: Metric
    part: str
    choice: Choice
    period: Period
    is_own: bool

    @classmethod
    def read(cls, user: Staff, metric: str, query: QueryDict) -> "Wanted":
        """Raises Http404 for a metric, part or month there is none of, and for a team the user does not oversee."""
        choice = Choice.read(user, query)
        kind, part = query.get("period", YEAR), query.get("part", "")
        found = METRICS.get(metric)
        if found is None or part not in found.parts or kind not in (MONTH, YEAR) or choice.month is None:
            raise Http404("There is no such list.")
        return cls(found, part, choice, Period.of(kind, choice.month), is_own=query.get("own") == "1")

    @property
    def caption(self) -> str:
        team = f"{self.choice.team.name} itself" if self.is_own else self.choice.team.name
        return " · ".join(filter(None, [self.metric.name, team, self.period.words, self.metric.facets[self.facet]]))

    @property
    def facet(self) -> str:
        return self.choice.facet if self.choice.facet in self.metric.facets else ""

    @property
    def count(self) -> int | None:
        """How many rows the published figure says there are; None for a part of an area without its teams."""
        if self.is_own:
            return None
        return queries.count_published(self.metric.key, self.facet, self.choice.team, self.period, self.part)

    @property
    def asked(self) -> Asked:
        team = self.choice.team
        looks_back = self.part == MISSING and self.metric.reads_low_where_missing
        return Asked(
            teams={team.pk} if self.is_own else self.choice.subtree(team),
            period=self.period,
            facet=self.facet,
            known_from=known_from(held_since()) if looks_back else EVER,
        )


@require_GET
def outcome_rows(request: StaffRequest, metric: str) -> HttpResponse:
    require(can_see_outcomes(request.user))
    wanted = Wanted.read(request.user, metric, request.GET)
    page: Page[Any] = Page.read(request, wanted.metric.rows(wanted.part, wanted.asked), size=SIZE)
    families = {row.family_id for row in page}
    figures.open_rows(
        team=wanted.choice.team,
        metric=metric,
        part=wanted.part,
        period=wanted.period,
        families=families,
        by=request.user,
    )
    context = {
        "wanted": wanted,
        "page": page,
        "visible": queries.visible_among(request.user, families),
        "freshness": queries.freshness(wanted.choice.subtree(wanted.choice.team)),
        "heading": wanted.metric.parts[wanted.part],
    }
    return show(request, "outcomes/rows.html#rows", context)
