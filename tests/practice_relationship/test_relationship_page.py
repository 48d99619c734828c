"""Our relationship: the ribbon, two clocks, how steady, what they say."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions import cases
from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.relationship.actions import askings, ruptures
from practice.relationship.facts import Whose
from practice.relationship.models import VisitRating
from practice.relationship.reading import Relationship
from tests.practice.life import visit as log
from tests.practice_relationship.said import NOT_SAID, by_link, on_paper, taps

SignedIn = Callable[[Staff], Client]


def address(family: Family) -> str:
    return reverse("relationship:relationship-detail", args=[family.pk])


def panel(family: Family) -> str:
    return reverse("cases:family-panel", args=[family.pk, "relationship"])


def figures(family: Family) -> dict[str, str]:
    return {figure.label: figure.value for figure in Relationship(family).figures}


def test_visits_by_a_a_a_b_a_c_are_told_as_worked_out_by_hand(
    case: Case, family: Family, lead_worker: Staff, co_worker: Staff, supervisor: Staff
) -> None:
    for days, by in zip(range(50, 20, -5), [lead_worker] * 3 + [co_worker, lead_worker, supervisor], strict=True):
        log(family, by, days=days)

    told = figures(family)
    assert told["Usual worker"] == "0.67"
    assert told["Same person on any two visits"] == "0.40"
    assert told["Same as last time"] == "0.40"


def test_two_visits_are_too_few_and_one_where_no_child_was_seen_does_not_count(
    case: Case, family: Family, lead_worker: Staff, dana: Person, signed_in: SignedIn
) -> None:
    log(family, lead_worker, days=9)
    log(family, lead_worker, days=5)
    log(family, lead_worker, days=2, seen=[dana])
    assert figures(family)["Usual worker"] == ""
    page = signed_in(lead_worker).get(address(family)).text
    assert page.count("too few to say") == 3
    assert "2 visits in 12 months" in page
    log(family, lead_worker, days=1)
    assert figures(family)["Usual worker"] == "1.00"


def test_a_change_of_worker_is_counted_drawn_and_listed(
    case: Case, family: Family, lead_worker: Staff, teammate: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    began = timezone.localdate() - timedelta(days=20)
    cases.allocate(case=case, worker=teammate, by=supervisor, starts_on=began, change_reason="MANAGE")

    told = figures(family)
    assert told["Changes of worker in 12 months"] == "1"
    assert told["With the worker they have now"] == "20 days"
    assert told["Longest with one worker"] == "40 days"
    ribbon = Relationship(family).ribbon
    assert ribbon is not None
    assert [(band.letter, band.name) for band in ribbon.bands] == [("A", "Amara O."), ("B", "Tom R.")]
    page = signed_in(lead_worker).get(address(family)).text
    assert "A. Amara Obi" in page
    assert "B. Tom Reed" in page
    assert "2 lead workers; 0 visits" in page


def test_a_dot_says_whether_it_was_their_own_worker(
    case: Case, family: Family, lead_worker: Staff, co_worker: Staff
) -> None:
    log(family, lead_worker, days=9)
    log(family, co_worker, days=5)
    ribbon = Relationship(family).ribbon
    assert ribbon is not None
    assert [dot.by_lead for dot in ribbon.dots] == [True, False]
    assert "2 visits, 1 by their own worker" in ribbon.said
    assert all(picture.count("<circle") == 2 for picture in ribbon.pictures)


def test_two_clocks_differ_where_somebody_else_came(
    case: Case, family: Family, lead_worker: Staff, co_worker: Staff, signed_in: SignedIn
) -> None:
    log(family, lead_worker, days=40)
    log(family, co_worker, days=2)
    page = signed_in(lead_worker).get(address(family)).text
    clocks = re.search(r'<dl class="clocks">.*?</dl>', page, re.S)
    assert clocks
    anyone, own = clocks[0].split("Seen by their own worker")
    assert "2 days ago" in anyone
    assert "visit late" not in anyone
    assert "next by" in anyone
    assert "40 days ago" in own
    assert "visit late" in own
    assert "was due" in own
    assert "next by" not in own


def test_what_they_say_is_a_line_a_voice_with_its_words_and_counts(
    case: Case, family: Family, lead_worker: Staff, dana: Person, yusuf: Person, signed_in: SignedIn
) -> None:
    first, second = log(family, lead_worker, days=20), log(family, lead_worker, days=2)
    on_paper(first, lead_worker, dana, taps(2), days=20)
    on_paper(second, lead_worker, dana, taps(3), days=2)
    by_link(second, lead_worker, yusuf, NOT_SAID)
    askings.ask(visit=first, by=lead_worker, whose=Whose(person=yusuf), how="link")

    about = Relationship(family)
    assert about.chart is not None
    assert "Dana: from 5" in about.chart.summary
    assert "to 7.5" in about.chart.summary
    page = signed_in(lead_worker).get(address(family)).text
    assert "Asked 4 times: 2 said how a visit was, 1 would rather not say, 1 may still." in page
    assert "Talked about what matters</dt> <dd>mostly" in page
    assert "copied by Amara Obi" in page


def test_nothing_yet_teaches_what_will_be_there(
    family: Family, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    page = signed_in(supervisor).get(address(family)).text
    assert "Nothing to draw yet" in page
    assert "Nobody has said yet how a visit was" in page
    assert "No strain written down" in page
    assert page.count("too few to say") == 6


def test_it_is_a_tab_and_a_panel_of_the_family(
    case: Case, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    overview = signed_in(lead_worker).get(family.get_absolute_url()).text
    assert f'href="{address(family)}"' in overview
    assert f'hx-get="{panel(family)}"' in overview
    assert "Our relationship" in signed_in(lead_worker).get(panel(family)).text


def test_nobody_of_another_team_reads_it(case: Case, family: Family, other_worker: Staff, signed_in: SignedIn) -> None:
    assert signed_in(other_worker).get(address(family)).status_code == 404
    assert signed_in(other_worker).get(panel(family)).status_code == 404


def much(family: Family, by: Staff, person: Person, n: int) -> None:
    for days in range(n):
        on_paper(log(family, by, days=days + 1), by, person, taps(days % 5), days=days)
        ruptures.note(family=family, by=by, text=f"We came late {days}", on=timezone.localdate() - timedelta(days=days))


@pytest.mark.parametrize(("page", "sent", "most"), [(address, {}, 20), (panel, {"HX-Request": "true"}, 15)])
def test_it_asks_no_more_of_many_than_of_few(
    page: Callable[[Family], str],
    sent: dict[str, str],
    most: int,
    case: Case,
    family: Family,
    lead_worker: Staff,
    dana: Person,
    signed_in: SignedIn,
) -> None:
    asked = []
    for n in (2, 12):
        much(family, lead_worker, dana, n)
        VisitRating.objects.update(withdrawn_at=None)
        client = signed_in(lead_worker)
        client.get(page(family), headers=sent)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(family), headers=sent).status_code == 200
        asked.append(len(queries))
    assert asked[0] >= asked[1]
    assert asked[1] <= most
