"""What somebody looks at, as the address bar says: which team, which months, whose voice."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404
from django.http.request import QueryDict
from django.urls import reverse

from hampshire.accounts.models import Staff, Team
from outcomes import queries
from outcomes.metrics import METRICS
from outcomes.metrics.travel import TravelMetric
from outcomes.periods import MONTH, YEAR, Period, this_month

FACETS = TravelMetric.facets
TREND_MONTHS = 24


@dataclass(frozen=True)
class Choice:
    """One state of the dashboard's filters. `month` is the one figures end with; None where there are none yet.

    `by` is what each point of a trend is: a month, or the twelve months to it.
    """

    team: Team
    teams: Sequence[Team]
    months: Sequence[date]
    month: date | None
    facet: str = ""
    by: str = YEAR

    @classmethod
    def read(cls, user: Staff, query: QueryDict) -> "Choice":
        """From the address; what is not said is the topmost team and the latest month there is.

        Raises Http404 for a team the user does not oversee.
        """
        teams = queries.overseen_teams(user)
        team = _team_of(teams, query.get("team", ""))
        months = queries.months_of(team)
        asked = _month_of(query.get("month", ""))
        facet = query.get("voice", "")
        return cls(
            team=team,
            teams=teams,
            months=months,
            month=asked or next(iter(months), None),
            facet=facet if facet in FACETS else "",
            by=MONTH if query.get("by") == MONTH else YEAR,
        )

    @property
    def period(self) -> Period:
        return Period.year_to(self.month or this_month())

    def below(self, team: Team) -> list[Team]:
        """The teams directly below, by name."""
        return self._by_parent.get(team.pk, [])

    @cached_property
    def _by_parent(self) -> dict[UUID | None, list[Team]]:
        found: dict[UUID | None, list[Team]] = defaultdict(list)
        for team in self.teams:
            found[team.parent_id].append(team)
        return found

    def all_below(self, team: Team) -> list[Team]:
        """Every team below, each area before its teams."""
        return [found for one in self.below(team) for found in (one, *self.all_below(one))]

    def subtree(self, team: Team) -> set[UUID]:
        """The team itself and all below it."""
        return {team.pk, *(one.pk for one in self.all_below(team))}

    def depth(self, team: Team) -> int:
        """How far below the chosen team; -1 for itself, so that those directly below stand at the margin."""
        return team.depth_below - self.team.depth_below - 1  # type: ignore[attr-defined]

    @property
    def words(self) -> str:
        """the twelve months to November 2026, which is not over."""
        return f"{self.period.words}{', which is not over' if self.period.last_month == this_month() else ''}"

    def asked(self) -> dict[str, str]:
        """What the address says, the ordinary left out."""
        said = {"team": str(self.team.pk), "month": f"{self.month:%Y-%m}" if self.month else ""}
        return {**said, "voice": self.facet, "by": self.by if self.by == MONTH else ""}

    @property
    def url(self) -> str:
        return f"{reverse('outcomes:dashboard')}?{self._query}"

    @property
    def export_url(self) -> str:
        return f"{reverse('outcomes:export')}?{self._query}"

    @property
    def _query(self) -> str:
        return urlencode({key: value for key, value in self.asked().items() if value})

    def rows_url(self, metric: str, period: Period, team: Team, *, own: bool = False) -> str:
        """Where the rows behind the numbers of a figure are, but for which number: "part=" and its part end it.

        With `own`, the rows of the team itself without the teams below. All of it is ours, so nothing needs quoting.
        """
        voice = f"&voice={self.facet}" if self.facet and len(METRICS[metric].facets) > 1 else ""
        asked = f"team={team.pk}&month={period.last_month:%Y-%m}&period={period.kind}"
        return f"{_rows_of(metric)}?{asked}{voice}{'&own=1' if own else ''}&part="

    def months_url(self, metric: str) -> str:
        """Where the figures behind a metric's trend are listed."""
        return f"{reverse('outcomes:months', args=[metric])}?{self._query}"


@cache
def _rows_of(metric: str) -> str:
    """A dashboard has hundreds of these links, of four metrics."""
    return reverse("outcomes:rows", args=[metric])


class ChoiceForm(forms.Form):
    """The filters as drawn; what they mean is read by Choice."""

    use_required_attribute = False  # to a browser the family's own voices, a blank value, would be no choice

    team = forms.ChoiceField(label="Team")
    month = forms.ChoiceField(label="Twelve months to")
    voice = forms.ChoiceField(label="Goals as rated by", choices=list(FACETS.items()), required=False)
    by = forms.ChoiceField(
        label="Trend", choices=[(YEAR, "Twelve months to each month"), (MONTH, "Month by month")], required=False
    )

    def __init__(self, choice: Choice) -> None:
        super().__init__(initial={**choice.asked(), "by": choice.by})
        self.fields["team"].choices = [(str(team.pk), _indented(team)) for team in choice.teams]  # type: ignore[attr-defined]
        self.fields["month"].choices = list(_month_choices(choice))  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.required = True  # nothing here may be left blank, so no label says that it may


def _indented(team: Team) -> str:
    return "\u2003" * team.depth_below + team.name  # type: ignore[attr-defined]


def _month_choices(choice: Choice) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """By year, the latest first; the month we are in is said to be unfinished."""
    unfinished = this_month()
    months = sorted({*choice.months, *([choice.month] if choice.month else [])}, reverse=True)
    for year, found in groupby(months, key=lambda month: month.year):
        yield (
            str(year),
            [(f"{month:%Y-%m}", f"{month:%B %Y}{', so far' if month == unfinished else ''}") for month in found],
        )


def _team_of(teams: Sequence[Team], asked: str) -> Team:
    if not asked and teams:
        return teams[0]
    found = next((team for team in teams if str(team.pk) == asked), None)
    if found is None:
        raise Http404("No team by that id is yours to see figures of.")
    return found


def _month_of(asked: str) -> date | None:
    """2026-11; None for anything else, or a month still to come."""
    try:
        month = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return None
    return month if month <= this_month() else None
