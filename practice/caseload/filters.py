"""How the caseload review is narrowed: a django-filter form over the open cases of the teams somebody oversees."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.models import Allocation, Case, Family, FamilyMember, Pathway
from cases.models.search import PersonWord
from cases.search.words import fold
from hampshire.accounts.models import Staff
from practice.caseload import news as of_parts
from practice.caseload.offers import Offers
from practice.caseload.rows import news
from practice.models import Quote

SIZES = (25, 50, 100)
NOBODY = "nobody"
MOST_WORDS = 4
UNHEARD_FOR = timedelta(days=60)  # local policy: after so long a child's own words are asked for
RARE = 1000  # people with a word in their names


class ReviewFilter(django_filters.FilterSet):
    """`offers` holds the teams the user oversees; a chosen one brings all that stand below it."""

    q = django_filters.CharFilter(label="Family or person", method="called")
    team = django_filters.ChoiceFilter(label="Team", empty_label="All of mine", method="in_team", choices=())
    worker = django_filters.CharFilter(label="Lead worker", method="led_by", widget=forms.Select)
    pathway = django_filters.ChoiceFilter(
        label="Pathway", empty_label="Any", method="on_pathway", choices=Pathway.Status.choices
    )
    late = django_filters.BooleanFilter(label="Late only", method="only_late", widget=forms.CheckboxInput)
    changed = django_filters.BooleanFilter(
        label="Changed since I looked", method="only_changed", widget=forms.CheckboxInput
    )
    unheard = django_filters.BooleanFilter(
        label="A child unheard for 60 days", method="only_unheard", widget=forms.CheckboxInput
    )
    size = django_filters.ChoiceFilter(
        label="Rows", empty_label=None, method="all_of_them", choices=[(str(size), str(size)) for size in SIZES]
    )

    def __init__(self, data: Mapping[str, Any], cases: QuerySet[Case], *, user: Staff, offers: Offers) -> None:
        self.user, self.offers = user, offers
        super().__init__(data, cases)
        if len(offers.teams) > 1:
            self.filters["team"].extra["choices"] = offers.indented()
        else:
            del self.filters["team"]
        self.form.fields["worker"].widget.choices = self._workers()

    @property
    def size_of_page(self) -> int:
        asked = self.form.cleaned_data.get("size") if self.is_valid() else ""
        return int(asked or SIZES[0])

    @property
    def said(self) -> list[str]:
        """What the list is narrowed to, in words: late only, child protection."""
        if not self.is_valid():
            return []
        chosen = {name: value for name, value in self.form.cleaned_data.items() if value and name != "size"}
        return [self._said(name, value) for name, value in chosen.items()]

    def _said(self, name: str, value: Any) -> str:
        field = self.form.fields[name]
        label = str(field.label).lower()
        if value is True:
            return label
        offered = {str(key): word for key, word in getattr(field.widget, "choices", ())}
        return f"{label} {offered.get(str(value), value)}".replace("\u2003", "")

    # ---- The methods: each takes the cases, the filter's name and its value --------------------------------------

    def called(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Every word begins a word of somebody in the family, or is in the family's name."""
        for word in fold(value).split()[:MOST_WORDS]:
            cases = self._called(cases, word)
        return cases

    def _called(self, cases: QuerySet[Case], word: str) -> QuerySet[Case]:
        """People of a rare word are looked up first; of a common one, case after case is asked until a page is full."""
        teams = [team.id for team in self.offers.teams]
        people = PersonWord.objects.filter(team__in=teams, word__startswith=word)
        found = list(people.values_list("person", flat=True)[: RARE + 1])
        members = FamilyMember.objects.current()
        if len(found) > RARE:
            one = members.filter(family=OuterRef("family"), person__words__word__startswith=word)
            return cases.filter(Exists(one))
        named = Family.objects.filter(team__in=teams, name__icontains=word)
        families = members.filter(person__in=found).values("family").union(named.values("pk"))
        return cases.filter(family__in=families)

    def in_team(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.filter(team__in=self.offers.at_or_below(value))

    def led_by(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        leads = Allocation.objects.held().leads()
        if value == NOBODY:
            return cases.exclude(Exists(leads.filter(case=OuterRef("pk"))))
        return cases.filter(pk__in=leads.filter(worker=as_id(value)).values("case")) if as_id(value) else cases.none()

    def on_pathway(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        here = Pathway.objects.current().filter(
            status=value, involvement__case=OuterRef("pk"), involvement__ends_on=None
        )
        return cases.filter(Exists(here))

    def only_late(self, cases: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        return cases.filter(lead_visit_due_on__lt=timezone.localdate()) if value else cases

    def only_changed(self, cases: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        return cases.filter(Exists(news(self.user)) | Q(of_parts.of_case(self.user))) if value else cases

    def only_unheard(self, cases: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        """A child of the family of whom no own words were written down lately, or ever."""
        if not value:
            return cases
        since = timezone.localdate() - UNHEARD_FOR
        heard = Quote.objects.standing().filter(person=OuterRef("person"), said_on__gte=since)
        children = FamilyMember.objects.current().children().filter(family=OuterRef("family"))
        return cases.filter(Exists(children.filter(~Exists(heard))))

    def all_of_them(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """The size of a page leaves nobody out."""
        return cases

    # ---- What is offered -----------------------------------------------------------------------------------------

    def _workers(self) -> list[tuple[str, str]]:
        first = [("", "Anybody"), (NOBODY, "Nobody yet")]
        if self.offers.workers is not None:
            return [*first, *((str(pk), name) for pk, name in self.offers.workers)]
        worker = as_id(self.data.get("worker", ""))
        asked = Staff.objects.filter(pk__in=[worker] if worker else []).values_list("pk", "name")
        return [*first, *((str(pk), name) for pk, name in asked), ("", "Choose a team to see its workers")]


def as_id(text: str) -> UUID | None:
    """The id that somebody's address holds; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
