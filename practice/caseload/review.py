"""The caseload review: the open cases of the teams somebody oversees, a page of rows at a time."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, OrderBy
from django.http import HttpRequest, QueryDict

from cases.models import Case
from hampshire import words
from hampshire.accounts.models import Staff
from hampshire.listing import Page, Sorting, page_number
from practice.caseload.beside import Beside, beside
from practice.caseload.filters import ReviewFilter, as_id
from practice.caseload.offers import Offers, caption, offers
from practice.caseload.rows import Row, Told, rows, unheard_since
from practice.caseload.ticking import Deed, deeds

PAGE = "practice:caseload-review"
# As many as a printed list is still of use for.
MOST_PRINTED = 500
SORTS = {
    "family": "family__name",
    "lead-seen": "last_seen_by_lead_on",
    "seen": "last_seen_on",
    "alone": "last_seen_alone_on",
    "talked": "last_talked_about_on",
    "heard": "heard_on",
    "due": "visit_due_on",
}
KEPT = {"q", "team", "worker", "pathway", "late", "changed", "unheard", "size", "sort"}
_NEVER_IS_LONGEST_AGO = {"lead-seen", "seen", "alone", "talked", "heard"}
# Whose words are oldest is on no index: above this many teams the list is not put in that order, only narrowed by it.
MOST_TEAMS_HEARD = 12


@dataclass(frozen=True, slots=True)
class Review:
    """One page of the review, with what it takes to draw the filters and the headings."""

    page: Page[Row]
    filter: ReviewFilter
    sorting: Sorting
    offers: Offers
    query: str

    @property
    def names_of_teams(self) -> dict[UUID, str]:
        """By id, where there are several to tell apart."""
        return {team.id: team.name for team in self.offers.teams} if len(self.offers.teams) > 1 else {}

    @property
    def sorts_by_words(self) -> bool:
        return "heard" in _sorts(self.offers)

    @property
    def deeds(self) -> list[Deed]:
        """What can be done with families that are ticked."""
        return deeds()

    @property
    def beside(self) -> list[Beside]:
        """What stands above the list."""
        return beside()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filter.said)

    @property
    def said(self) -> str:
        return words.listed(self.filter.said)

    @property
    def caption(self) -> str:
        return caption(self.offers.teams)


def review(request: HttpRequest, user: Staff, *, printed: bool = False) -> Review:
    """What the address asks for. The same few queries for 20 families as for 200,000: the cases of the page are found
    first, by an index, and only those are dressed."""
    offered = offers(user, PAGE, as_id(request.GET.get("team", "")))
    sorting = Sorting.read(request, _sorts(offered), default="due")
    # The same teams; named through the family where its index by team and name gives the order.
    through = "family__team__in" if sorting.key == "family" else "team__in"
    cases = Case.objects.open().filter(**{through: [team.id for team in offered.teams]})
    if sorting.key == "heard":
        cases = cases.annotate(heard_on=unheard_since())
    chosen = ReviewFilter(request.GET, cases, user=user, offers=offered)
    ids = chosen.qs.order_by(*_order(sorting)).values_list("pk", flat=True)
    number, size = (1, MOST_PRINTED) if printed else (page_number(request.GET), chosen.size_of_page)
    found = Page.at(ids, number=number, size=size)
    page = Page(rows(user, found.rows, Told.PAPER if printed else Told.TEAM), found.number, found.size, found.has_next)
    return Review(page, chosen, sorting, offered, kept_query(request.GET))


def _sorts(offered: Offers) -> dict[str, str]:
    within = len(offered.teams) <= MOST_TEAMS_HEARD
    return {key: column for key, column in SORTS.items() if within or key != "heard"}


def kept_query(query: QueryDict) -> str:
    """What of an address a saved view keeps: filters and order, without what is blank, and without the page."""
    kept = [(name, value) for name, value in sorted(query.items()) if value and name in KEPT]
    return urlencode(kept)


def _order(sorting: Sorting) -> list[OrderBy]:
    """By the column, then by id the same way, as the indexes stand. Never seen comes before seen longest ago."""
    nulls = True if sorting.key in _NEVER_IS_LONGEST_AGO else None
    columns = [SORTS[sorting.key], "family_id" if sorting.key == "family" else "pk"]
    if sorting.descending:
        return [F(columns[0]).desc(nulls_last=nulls), F(columns[1]).desc()]
    return [F(columns[0]).asc(nulls_first=nulls), F(columns[1]).asc()]
