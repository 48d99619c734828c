"""The dashboard: who sees it, what it shows of small numbers, and that every number opens exactly its rows."""

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions import referrals
from cases.models import Case, Family, FamilyMember, Person
from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from hampshire.jobs.models import Job
from hampshire.moments import noon
from outcomes.computing import rebuild_all
from outcomes.dashboard import Card
from outcomes.metrics import METRICS
from outcomes.models import MetricSnapshot, StaleMark
from outcomes.periods import add_months, this_month
from practice.actions import goals, visits
from practice.facts import Seen, VisitFacts
from tests.browsers import OpenPage, assert_accessible

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]

DASHBOARD = "/outcomes/"
MONTH = f"{this_month():%Y-%m}"


# ---- A little history -----------------------------------------------------------------------------------------------


def visit(family: Family, by: Staff, *people: Seen, days_ago: int = 1, **more: object) -> None:
    moment = timezone.now() - timedelta(days=days_ago)
    visits.log(family=family, by=by, facts=VisitFacts(happened_at=moment, account="We talked.", people=people, **more))


def many_visits(family: Family, by: Staff, *, alone: int, seen: int, missed: int = 0) -> None:
    """Visits to the family's first child: so many seen, of these so many alone, and so many missed."""
    child = FamilyMember.objects.filter(family=family).children().with_people()[0].person
    for number in range(seen):
        visit(family, by, Seen(child.pk, seen_alone=number < alone), days_ago=1 + number % 20)
    for _ in range(missed):
        visit(family, by, Seen(child.pk, seen=False, why_not_seen="At school"))


@pytest.fixture
def a_year_of_work(
    case: Case, family: Family, lead_worker: Staff, yusuf: Person, leila: Person, dana: Person, other_family: Family,
    other_worker: Staff,
) -> None:  # fmt: skip
    """Enough for every metric to have a figure in the East team, and something small in Coast."""
    many_visits(family, lead_worker, alone=14, seen=22, missed=7)
    many_visits(other_family, other_worker, alone=3, seen=4)
    today = timezone.localdate()
    for number in range(14):
        goal = goals.agree(family=family, by=lead_worker, text=f"A morning that starts, {number}")
        for days_ago, score in ((30, 4), (3, 6 if number < 8 else 4 if number < 10 else 2)):
            on = today - timedelta(days=days_ago)
            goals.rate(goal=goal, by=lead_worker, voice="parent", person=dana, score=score, on=on)
    once = goals.agree(family=family, by=lead_worker, text="School every day")
    goals.rate(goal=once, by=lead_worker, voice="child", person=yusuf, score=5)
    for number in range(10):
        moment = noon(today - timedelta(days=40 * (number + 1)))
        referrals.take(
            family=family, children=[yusuf, leila], source="2A", reason="Worried", by=lead_worker, received_at=moment
        )
    rebuild_all()


class Links(HTMLParser):
    """Every link of a page with its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open = [dict(attrs).get("href") or "", ""]

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open:
            self.found.append((self._open[0], self._open[1].strip()))
            self._open = None


def links(html: str) -> list[tuple[str, str]]:
    return Links(html).found


def words(html: str) -> str:
    """What a person reads, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def card_of(metric: str, client: Client, **query: str) -> Card:
    return next(card for card in client.get(DASHBOARD, query).context["board"].cards if card.metric.key == metric)


def rows_behind(client: Client, url: str) -> int:
    """How many rows a list has, over all its pages."""
    total, number = 0, 1
    while True:
        response = client.get(f"{url}&page={number}")
        assert response.status_code == 200, url
        total += len(response.context["page"].rows)
        if not response.context["page"].has_next:
            return total
        number += 1


# ---- Who ------------------------------------------------------------------------------------------------------------


def test_supervisors_and_managers_see_the_figures_of_their_own_teams_only(
    signed_in: SignIn, supervisor: Staff, manager: Staff, other_supervisor: Staff, east: Team, coast: Team, north: Team
) -> None:
    def offered(person: Staff) -> list[str]:
        form = signed_in(person).get(DASHBOARD).context["form"]
        return [name.strip() for _, name in form.fields["team"].choices]

    assert offered(supervisor) == ["East team"]
    assert offered(other_supervisor) == ["Coast team"]
    assert offered(manager) == ["North area", "East team"]
    assert signed_in(manager).get(DASHBOARD, {"team": coast.pk}).status_code == 404
    assert signed_in(manager).get(DASHBOARD, {"team": east.pk}).status_code == 200


def test_nobody_else_sees_figures_and_is_told_why(
    signed_in: SignIn, lead_worker: Staff, administrator: Staff, auditor: Staff, nobody: Staff
) -> None:
    for person in (lead_worker, administrator, auditor, nobody):
        response = signed_in(person).get(DASHBOARD)
        assert response.status_code == 403
        assert "supervisor or manager" in response.content.decode()


def test_outcomes_stand_in_the_navigation_of_those_who_may_see_them(
    signed_in: SignIn, supervisor: Staff, manager: Staff, lead_worker: Staff
) -> None:
    for person in (supervisor, manager):
        assert ("/outcomes/", "Outcomes") in links(signed_in(person).get("/outcomes/").content.decode())
    assert ("/outcomes/", "Outcomes") not in links(signed_in(lead_worker).get("/jobs/").content.decode())


# ---- What it says ---------------------------------------------------------------------------------------------------


def test_a_card_says_figure_interval_n_missing_design_and_definition(
    a_year_of_work: None, signed_in: SignIn, supervisor: Staff
) -> None:
    page = words(signed_in(supervisor).get(DASHBOARD).content.decode())
    assert "57.1 %" in page  # 8 of 14 goals
    assert "8 of 14 goals as one person rates them" in page
    assert "1 rated on one day only so far" not in page, "a missing 1 is as small a number as any"
    assert "63.6 %" in page  # 14 of 22
    assert re.search(r"14 of 22 children’s parts in visits\. 7 where the child was expected but not seen", page)
    assert page.count("descriptive") >= len(METRICS)
    for metric in METRICS.values():
        assert metric.name in page
        assert metric.definition[0][:60] in page
    assert "England 22.4 %" in page
    assert "139,080 of 621,880" in page
    assert "updated today" in page


def test_three_bars_are_always_shown_with_the_share_that_improved(
    a_year_of_work: None, signed_in: SignIn, service_manager: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = signed_in(service_manager).get(DASHBOARD).context["board"].cards[0]
    assert card.metric.key == "proportion_improved"
    assert card.bars == [], "same and declined are 2 and 4: too small to show"
    snapshot = MetricSnapshot.objects.published().get(
        metric="proportion_improved",
        facet="",
        team__kind="service",
        period="year",
        period_end=add_months(this_month(), 1),
    )
    MetricSnapshot.objects.filter(pk=snapshot.pk).update(n=60, numerator=40, parts={"same": 8, "declined": 12})
    card = signed_in(service_manager).get(DASHBOARD).context["board"].cards[0]
    assert [(bar.word, bar.count) for bar in card.bars] == [("improved", 40), ("stayed the same", 8), ("went down", 12)]
    assert sum(bar.width for bar in card.bars) == pytest.approx(100, abs=0.1)


def test_before_the_first_figure_it_says_when_it_will_come(signed_in: SignIn, supervisor: Staff) -> None:
    page = words(signed_in(supervisor).get(DASHBOARD).content.decode())
    assert "No figures yet" in page
    assert "within minutes of the first visit" in page


def test_what_was_written_since_is_said(
    a_year_of_work: None, signed_in: SignIn, supervisor: Staff, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    assert "more was written since" not in words(signed_in(supervisor).get(DASHBOARD).content.decode())
    visit(family, lead_worker, Seen(yusuf.pk))
    assert StaleMark.objects.exists()
    assert "more was written since" in words(signed_in(supervisor).get(DASHBOARD).content.decode())


def test_it_can_be_asked_for_another_month_voice_and_trend(
    a_year_of_work: None, signed_in: SignIn, supervisor: Staff, family: Family, lead_worker: Staff, dana: Person
) -> None:
    client = signed_in(supervisor)
    earlier = add_months(this_month(), -3)
    page = client.get(DASHBOARD, {"month": f"{earlier:%Y-%m}", "voice": "worker", "by": "month"})
    assert page.context["choice"].period.last_month == earlier
    assert page.context["board"].cards[0].figure.n == 0, "no worker has rated anything"
    assert page.context["board"].cards[2].figure.n > 0, "referrals have no voice"
    assert "voice=worker" in page.context["choice"].url
    for nonsense in ({"month": "soon"}, {"month": "2999-01"}, {"voice": "loud"}, {"by": "dice"}):
        assert client.get(DASHBOARD, nonsense).status_code == 200


def test_the_months_of_a_trend_are_a_page_of_their_own_and_a_fragment(
    a_year_of_work: None, signed_in: SignIn, supervisor: Staff, lead_worker: Staff
) -> None:
    client, url = signed_in(supervisor), "/outcomes/seen_alone/months/?by=month"
    page = client.get(url).content.decode()
    assert words(page).count(f"{this_month():%b %Y}") == 1
    assert "East team, month by month, up to" in words(page)
    fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<table" in fragment
    assert "<html" not in fragment
    assert client.get("/outcomes/nonsense/months/").status_code == 404
    assert signed_in(lead_worker).get(url).status_code == 403


def test_a_team_that_is_renamed_is_drawn_with_its_new_name(
    a_year_of_work: None, signed_in: SignIn, service_manager: Staff, coast: Team
) -> None:
    client = signed_in(service_manager)
    assert "Coast team" in client.get(DASHBOARD).content.decode().split("metric__lines", 1)[1]
    Team.objects.filter(pk=coast.pk).update(name="Coast <b> & Downs")
    table = client.get(DASHBOARD).content.decode().split("metric__lines", 1)[1]
    assert "Coast team" not in table
    assert "Coast &lt;b&gt; &amp; Downs" in table


def test_htmx_gets_the_figures_only(a_year_of_work: None, signed_in: SignIn, supervisor: Staff) -> None:
    fragment = signed_in(supervisor).get(DASHBOARD, headers={"HX-Request": "true"}).content.decode()
    assert '<div id="figures"' in fragment
    assert "<html" not in fragment


def test_the_number_of_queries_does_not_grow(
    a_year_of_work: None, signed_in: SignIn, service_manager: Staff, django_assert_max_num_queries: object
) -> None:
    client = signed_in(service_manager)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(DASHBOARD)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(DASHBOARD, {"by": "month"})


# ---- Small numbers --------------------------------------------------------------------------------------------------


def test_a_small_number_is_hidden_and_so_is_what_would_give_it_away(
    a_year_of_work: None, signed_in: SignIn, service_manager: Staff
) -> None:
    """Coast has 3 of 4; the service 17 of 26; East's 14 of 22 would give Coast away."""
    card = next(
        c for c in signed_in(service_manager).get(DASHBOARD).context["board"].cards if c.metric.key == "seen_alone"
    )
    shown = {line.name: line.figure for line in card.teams}
    assert shown["Coast team"].hidden
    assert shown["Coast team"].numerator is None
    assert shown["East team"].hidden or card.figure.hidden
    assert card.line.interval == "" or not card.figure.hidden


def test_a_hidden_figure_has_no_interval_point_or_number_anywhere_on_the_page(
    other_family: Family, other_worker: Staff, other_supervisor: Staff, signed_in: SignIn
) -> None:
    many_visits(other_family, other_worker, alone=3, seen=4)
    rebuild_all()
    html = signed_in(other_supervisor).get(DASHBOARD).content.decode()
    section = html.split('id="seen_alone"')[1].split("</section>")[0]
    assert "75.0" not in section
    assert "95 % interval</span>" not in section
    assert re.search(r">\s*3\s*</a>", section) is None
    assert "Not shown, to protect" in section


def test_months_that_add_up_to_the_year_are_protected_with_it(
    a_year_of_work: None, signed_in: SignIn, supervisor: Staff
) -> None:
    card = card_of("re_referral", signed_in(supervisor), by="month")
    hidden = [line for line in card.months[:12] if line.figure.n is None or line.figure.hidden]
    assert len(hidden) != 1, "one hidden month alone could be worked out from the year and the others"


def test_while_an_area_follows_its_teams_the_teams_are_not_shown(
    a_year_of_work: None, signed_in: SignIn, service_manager: Staff, service: Team
) -> None:
    StaleMark.objects.create(team=service, since=date(2020, 1, 1), is_counted=True)
    cards = signed_in(service_manager).get(DASHBOARD).context["board"].cards
    assert all(card.teams == [] for card in cards)


# ---- Rows -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [{}, {"by": "month"}, {"voice": "child"}])
def test_every_number_on_the_page_opens_as_many_rows(
    query: dict[str, str], a_year_of_work: None, signed_in: SignIn, service_manager: Staff
) -> None:
    client = signed_in(service_manager)
    page = client.get(DASHBOARD, query).content.decode()
    by_month = [client.get(url).content.decode() for url, _ in links(page) if "/months/" in url]
    assert len(by_month) == len(METRICS)
    numbers = [
        (url, int(text.replace(",", "")))
        for url, text in links(page + "".join(by_month))
        if "/rows/" in url and text.replace(",", "").isdigit()
    ]
    assert len(numbers) > 10
    for url, number in dict(numbers).items():
        assert rows_behind(client, url) == number, url
    opened = {urlsplit(url).path.split("/")[2] for url, _ in numbers}
    assert opened >= {"re_referral", "seen_alone"}


def test_a_hidden_number_opens_its_rows_exactly_for_those_who_may(
    other_family: Family,
    other_worker: Staff,
    other_supervisor: Staff,
    supervisor: Staff,
    coast: Team,
    signed_in: SignIn,
) -> None:
    many_visits(other_family, other_worker, alone=3, seen=4)
    rebuild_all()
    client = signed_in(other_supervisor)
    hidden = [url for url, text in links(client.get(DASHBOARD).content.decode()) if text.startswith("c (not shown)")]
    url = next(url for url in hidden if "seen_alone" in url and "part=numerator" in url and "period=year" in url)
    assert rows_behind(client, url) == 3
    assert signed_in(supervisor).get(url).status_code == 404


@pytest.mark.parametrize("metric", METRICS)
def test_each_metric_lists_each_of_its_parts(
    metric: str, a_year_of_work: None, signed_in: SignIn, service_manager: Staff, service: Team
) -> None:
    client = signed_in(service_manager)
    snapshot = MetricSnapshot.objects.published().get(
        metric=metric, facet="", team=service, period="year", period_end=add_months(this_month(), 1)
    )
    numbers = {
        "denominator": snapshot.n, "numerator": snapshot.numerator, "missing": snapshot.missing, **snapshot.parts
    }  # fmt: skip
    for part, heading in METRICS[metric].parts.items():
        url = f"/outcomes/{metric}/rows/?team={service.pk}&month={MONTH}&period=year&part={part}"
        assert rows_behind(client, url) == numbers[part], part
        assert heading in client.get(url).content.decode()


def test_rows_lead_to_the_family_for_those_who_may_see_it(
    a_year_of_work: None, signed_in: SignIn, supervisor: Staff, family: Family, coast: Team
) -> None:
    url = f"/outcomes/seen_alone/rows/?month={MONTH}&part=numerator"
    page = signed_in(supervisor).get(url).content.decode()
    assert f"/families/{family.pk}/visits/" in page
    Family.objects.filter(pk=family.pk).update(team=coast)
    page = signed_in(supervisor).get(url).content.decode()
    assert "Yusuf" not in page
    assert "A family now with another team" in page


def test_opening_rows_is_audited_with_the_families_in_them(
    a_year_of_work: None, signed_in: SignIn, supervisor: Staff, family: Family, east: Team
) -> None:
    signed_in(supervisor).get(f"/outcomes/seen_alone/rows/?month={MONTH}&part=missing")
    event = AuditEvent.objects.get(verb="outcome.rows-opened")
    assert (event.by, event.is_read, event.subject_id) == (supervisor, True, str(east.pk))
    assert event.details == {
        "metric": "seen_alone", "part": "missing", "period": "year", "month": MONTH, "families": [str(family.pk)],
    }  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "/outcomes/nonsense/rows/?part=numerator",
        "/outcomes/seen_alone/rows/?part=nonsense",
        "/outcomes/seen_alone/rows/?part=declined",
        "/outcomes/seen_alone/rows/?part=numerator&period=decade",
        "/outcomes/seen_alone/rows/",
    ],
)
def test_there_are_no_rows_of_what_there_is_not(
    url: str, a_year_of_work: None, signed_in: SignIn, supervisor: Staff
) -> None:
    assert signed_in(supervisor).get(url).status_code == 404


def test_a_list_takes_the_same_queries_for_any_number_of_rows(
    a_year_of_work: None, signed_in: SignIn, supervisor: Staff, django_assert_max_num_queries: object
) -> None:
    client = signed_in(supervisor)
    for metric in METRICS:
        with django_assert_max_num_queries(14):  # type: ignore[operator]
            client.get(f"/outcomes/{metric}/rows/?month={MONTH}&part=denominator")


# ---- In a browser ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_it_fits_a_phone_is_accessible_and_follows_its_filters(
    a_year_of_work: None, service_manager: Staff, phone: OpenPage, desktop: OpenPage
) -> None:
    for page in (phone(service_manager), desktop(service_manager)):
        page.goto(DASHBOARD)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert_accessible(page)
    page.select_option("select[name=by]", "month")
    page.wait_for_url("**by=month**")
    page.get_by_text("Re-referral within 12 months, month by month").wait_for()
    months = page.locator("#seen_alone .metric__lines").last
    assert months.get_by_role("table").count() == 0
    months.locator("summary").click()
    months.get_by_role("table").wait_for()
    assert_accessible(page)
    page.locator("#seen_alone .metric__made a").first.click()
    page.get_by_role("heading", name="Children seen alone at visits").wait_for()
    assert_accessible(page)


# ---- Export, and computing now --------------------------------------------------------------------------------------


def exported(client: Client, **query: str) -> list[dict[str, str]]:
    response = client.get("/outcomes/export.csv", query)
    assert response.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(response.content.decode("utf-8-sig").splitlines()))


def test_an_export_hides_small_numbers_and_rounds_the_rest(
    a_year_of_work: None, signed_in: SignIn, service_manager: Staff
) -> None:
    rows = {(row["Metric"], row["Team"]): row for row in exported(signed_in(service_manager))}
    assert len(rows) >= len(METRICS) * 5
    coast = rows["Children seen alone", "Coast team"]
    assert (coast["Figure"], coast["95 % low"], coast["Out of (nearest 5)"]) == ("", "", "c")
    for row in rows.values():
        assert "." not in row["Figure"] or row["Unit"] == "points"
        assert row["Out of (nearest 5)"] == "c" or int(row["Out of (nearest 5)"]) % 5 == 0
        assert row["Design"] == "descriptive"


def test_an_export_is_audited(a_year_of_work: None, signed_in: SignIn, supervisor: Staff, east: Team) -> None:
    exported(signed_in(supervisor))
    event = AuditEvent.objects.get(verb="outcome.exported")
    assert (event.by, event.subject_id, event.is_read) == (supervisor, str(east.pk), True)


def test_a_managers_click_starts_a_computation_with_progress(
    signed_in: SignIn, manager: Staff, north: Team, east: Team
) -> None:
    response = signed_in(manager).post("/outcomes/compute/")
    job = Job.objects.get()
    assert response.headers["Location"] == job.get_absolute_url()
    assert (job.kind, job.by) == ("recompute-metrics", manager)
    assert set(job.params["teams"]) == {str(north.pk), str(east.pk)}


def test_a_supervisor_cannot_start_one_and_has_no_button(signed_in: SignIn, supervisor: Staff) -> None:
    client = signed_in(supervisor)
    assert client.post("/outcomes/compute/").status_code == 403
    assert "Compute now" not in client.get(DASHBOARD).content.decode()


def test_computing_now_is_not_done_by_a_link(signed_in: SignIn, manager: Staff) -> None:
    assert signed_in(manager).get("/outcomes/compute/").status_code == 405
