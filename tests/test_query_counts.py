"""How many queries each page asks, as whoever uses it most, and that a page asks no more of many rows than of few.

What begins and ends a transaction is not counted. bench/ measures the same pages by the clock.
"""

from collections.abc import Iterable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outcomes.computing import rebuild_all
from tests.growth import grow
from tests.test_access import ROUTES, address_of
from tests.world import World

TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")

# At most so many, with many rows in every list. Signing somebody in costs one, what roles they hold another.
PINNED: dict[str, dict[str, int]] = {
    "stranger": {
        "account_login": 0,
        "account_inactive": 0,
        "account_reset_password": 0,
        "account_reset_password_done": 0,
        "account_reset_password_from_key_done": 0,
        "relationship:rating-give": 3,
        "register:family-vote": 2,
    },
    "lead_worker": {
        "learning:home": 13,
        "learning:skills": 2,
        "learning:affirm": 3,
        "learning:observation-plan": 3,
        "learning:observation-detail": 7,
        "learning:observation-prepare": 5,
        "learning:observation-score": 6,
        "learning:observation-score-save": 4,
        "learning:observation-compare": 3,
        "learning:observation-alongside": 3,
        "learning:observation-hear": 3,
        "learning:observation-cancel": 3,
        "learning:course-list": 4,
        "learning:course-detail": 6,
        "learning:tool-list": 3,
        "learning:tool-detail": 4,
        "learning:mirror": 11,
        "learning:mirror-answer": 4,
        "components": 2,
        "account_set_password": 2,
        "jobs:job-list": 3,
        "cases:search": 4,
        "cases:family-new": 6,
        "cases:family-detail": 19,
        "cases:family-panel": 10,
        "cases:family-rename": 9,
        "cases:family-join": 11,
        "cases:story": 11,
        "cases:event-note": 9,
        "cases:people": 16,
        "cases:person-add": 10,
        "cases:person-detail": 15,
        "cases:person-amend": 10,
        "cases:person-move": 12,
        "cases:address-amend": 12,
        "cases:contact-detail-add": 10,
        "cases:member-amend": 10,
        "cases:member-leave": 10,
        "cases:relationship-add": 11,
        "cases:relationship-end": 10,
        "cases:relationship-amend": 12,
        "cases:network-add": 9,
        "cases:network-amend": 10,
        "cases:network-leave": 10,
        "cases:referral-list": 4,
        "cases:referral-take": 11,
        "cases:referral-detail": 12,
        "cases:case-detail": 15,
        "cases:pathway-change": 12,
        "cases:involvement-amend": 12,
        "practice:my-week": 10,
        "practice:visit-choose": 4,
        "practice:draft-list": 5,
        "practice:draft-aside": 9,
        "practice:visit-list": 10,
        "practice:visit-log": 5,
        "practice:visit-draft": 3,
        "practice:visit-detail": 25,
        "practice:visit-amend": 17,
        "practice:visit-withdraw": 9,
        "relationship:relationship-detail": 17,
        "relationship:rating-ask": 14,
        "relationship:slips-draw": 7,
        "relationship:rating-enter": 13,
        "relationship:rupture-note": 8,
        "relationship:rupture-repair": 9,
        "practice:strength-list": 9,
        "practice:strength-detail": 12,
        "practice:strength-reword": 10,
        "practice:strength-notice": 8,
        "practice:worry-list": 9,
        "practice:worry-detail": 12,
        "practice:worry-reword": 10,
        "practice:exception-tell": 9,
        "practice:worry-note": 8,
        "practice:quote-list": 14,
        "practice:quote-reword": 10,
        "practice:quote-note": 8,
        "practice:goal-agree": 8,
        "practice:goal-list": 11,
        "practice:scale-agree": 8,
        "practice:goal-rate": 8,
        "practice:goal-reword": 10,
        "practice:step-agree": 8,
        "plans:plan-current": 28,
        "plans:plan-start": 14,
        "plans:plan-detail": 28,
        "plans:plan-amend": 20,
        "plans:plan-words": 16,
        "plans:plan-keep": 20,
        "plans:plan-paper": 21,
        "plans:plan-end": 11,
        "plans:review-hold": 17,
        "plans:review-detail": 14,
        "plans:review-amend": 16,
        "plans:review-withdraw": 12,
        "plans:translation-choose": 11,
        "plans:translation-write": 18,
        "plans:reply-write": 10,
        "plans:meeting-offer": 9,
        "plans:meeting-amend": 11,
        "register:entry-list": 8,
        "register:entry-detail": 8,
        "assessments:assessment-list": 10,
        "assessments:assessment-start": 10,
        "assessments:assessment-detail": 20,
        "assessments:assessment-print": 13,
        "assessments:assessment-submit": 12,
        "assessments:assessment-withdraw": 11,
        "assessments:section-write": 10,
        "assessments:section-save": 5,
        "assessments:section-earlier": 12,
        "assessments:section-merge": 8,
        "letters:letter-list": 9,
        "letters:letter-begin": 8,
        "letters:letter-detail": 20,
        "letters:letter-write": 12,
        "letters:letter-draft": 6,
        "letters:letter-keep": 14,
        "letters:letter-give": 14,
        "letters:letter-take-back": 10,
        "letters:translation-choose": 11,
        "letters:translation-write": 16,
        "letters:reply-write": 11,
        "supervision:supervision-list": 9,
        "supervision:supervision-detail": 23,
        "supervision:supervision-hold": 3,
        "supervision:supervision-move": 3,
        "supervision:supervision-miss": 3,
        "supervision:family-supervision": 13,
        "supervision:family-supervision-print": 7,
        "supervision:decision-close": 11,
        "supervision:decision-give": 11,
        "api:schema": 1,
        "api:docs": 2,
        "api:family-list": 2,
        "api:family-detail": 3,
        "api:family-people": 4,
        "api:visit-list": 4,
        "api:visit-detail": 16,
    },
    "supervisor": {
        "learning:home": 13,
        "learning:team": 6,
        "learning:competence-agree": 6,
        "learning:observation-detail": 7,
        "supervision:supervision-list": 10,
        "supervision:supervision-team": 10,
        "supervision:supervision-plan": 4,
        "supervision:supervision-detail": 23,
        "supervision:decision-list": 5,
        "assessments:assessment-queue": 6,
        "assessments:assessment-review": 21,
        "assessments:assessment-return": 13,
        "assessments:assessment-authorise": 13,
        "assessments:assessment-mark-in-error": 13,
        "practice:my-week": 9,
        "practice:caseload-review": 7,
        "practice:caseload-print": 7,
        "cases:family-detail": 19,
        "cases:look-list": 11,
        "cases:referral-list": 4,
        "cases:referral-detail": 13,
        "cases:case-detail": 16,
        "cases:case-allocate": 13,
        "cases:allocation-end": 12,
        "cases:case-transfer": 12,
        "cases:case-close": 11,
        "outcomes:dashboard": 6,
        "outcomes:months": 6,
        "outcomes:rows": 10,
        "outcomes:export": 8,
        "practice:visit-withdraw": 10,
        "practice:visit-amend": 17,
    },
    "manager": {
        "learning:team": 8,
        "learning:mirror": 10,
        "supervision:supervision-team": 14,
        "supervision:supervision-detail": 10,
        "practice:caseload-review": 7,
        "outcomes:dashboard": 6,
        "outcomes:months": 6,
        "outcomes:rows": 10,
        "outcomes:export": 8,
        "register:entry-list": 8,
        "register:entry-new": 3,
        "register:entry-detail": 12,
        "register:entry-amend": 4,
        "register:entry-retire": 5,
        "register:change-write": 3,
        "api:metric-snapshot-list": 8,
        "jobs:job-detail": 3,
    },
    "administrator": {
        "learning:course-list": 4,
        "learning:course-detail": 6,
        "learning:course-new": 2,
        "learning:course-amend": 3,
        "learning:session-new": 3,
        "learning:session-detail": 4,
        "learning:session-call-off": 3,
        "learning:tool-list": 3,
        "learning:tool-new": 2,
        "learning:tool-detail": 4,
        "learning:tool-amend": 3,
        "supervision:policy": 4,
        "relationship:wording-list": 3,
        "relationship:wording-write": 3,
        "accounts:staff-list": 5,
        "accounts:staff-new": 2,
        "accounts:staff-detail": 4,
        "accounts:staff-amend": 3,
        "accounts:role-give": 4,
        "accounts:role-end": 3,
        "accounts:team-list": 3,
        "accounts:team-new": 3,
        "accounts:team-detail": 5,
        "accounts:team-amend": 5,
        "jobs:job-list": 3,
        "cases:return-list": 3,
        "cases:return-new": 4,
        "cases:return-detail": 3,
        "cases:return-lines": 5,
        "assessments:form-list": 4,
        "assessments:form-schema": 2,
        "assessments:form-new": 2,
        "assessments:form-import": 3,
        "assessments:form-detail": 4,
        "assessments:form-amend": 4,
        "assessments:form-compare": 4,
        "assessments:form-publish": 3,
        "assessments:form-retire": 4,
        "assessments:form-throw-away": 5,
        "assessments:version-detail": 3,
        "assessments:version-export": 3,
        "assessments:form-build": 3,
        "assessments:section-new": 3,
        "assessments:section-amend": 3,
        "assessments:question-new": 3,
        "assessments:question-amend": 3,
    },
    "auditor": {
        "audit:event-list": 4,
        "audit:event-export": 4,
    },
}

# Pages with a budget, in queries.
BUDGETS = {
    "practice:my-week": 12,
    "practice:caseload-review": 12,
    "cases:family-detail": 20,
    "practice:visit-log": 10,
    "cases:search": 4,
    "outcomes:dashboard": 8,
    "api:family-list": 4,
    "api:family-people": 4,
    "api:visit-list": 4,
}
# They lead elsewhere, by a GET too.
NO_PAGE = {
    "home",
    "account_logout",
    "account_signup",
    "account_change_password",
    "account_reset_password_from_key",
    "assessments:assessment-write",
}


def client_of(who: str, world: World) -> Client:
    client = Client()
    if who != "stranger":
        client.force_login(world.cast[who])
    return client


def counts(client: Client, world: World, names: Iterable[str]) -> dict[str, int]:
    """How many queries each page asks when it is opened again."""
    found = {}
    for name in names:
        url = address_of(name, world)
        for _ in range(2):  # what a worker asks once in its life is asked by the first
            with CaptureQueriesContext(connection) as asked:
                response = client.get(url)
                body = response.getvalue()
        assert response.status_code == 200, f"{name} answers {response.status_code}"
        assert body
        found[name] = sum(not query["sql"].startswith(TRANSACTION) for query in asked.captured_queries)
    return found


def grown(world: World, *sizes: int) -> Iterator[None]:
    """The world with so many more of everything, and its figures computed; then with so many more again."""
    for size in sizes:
        grow(world, size)
        rebuild_all()
        yield


@pytest.mark.parametrize("who", PINNED)
def test_a_page_asks_no_more_of_many_rows_than_of_few(who: str, world: World) -> None:
    client, pinned = client_of(who, world), PINNED[who]
    few, many = (counts(client, world, pinned) for _ in grown(world, 20, 40))
    more = {name: (few[name], many[name]) for name in pinned if many[name] > few[name]}
    assert not more, f"more queries for more rows: {more}"
    over = {name: (many[name], pinned[name]) for name in pinned if many[name] > pinned[name]}
    assert not over, f"more queries than pinned: {over}"


def test_every_page_is_pinned_for_somebody(world: World) -> None:
    client = client_of("administrator", world)
    pages = {name for name in ROUTES if client.get(address_of(name, world)).status_code != 405}
    assert pages - NO_PAGE == {name for pinned in PINNED.values() for name in pinned}


def test_no_page_is_pinned_over_its_budget() -> None:
    over = {
        (who, name): count
        for who, pinned in PINNED.items()
        for name, count in pinned.items()
        if count > BUDGETS.get(name, count)
    }
    assert not over
