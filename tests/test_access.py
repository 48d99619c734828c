"""Every URL and API route, against the whole cast. A route without a row fails the last test.

A row says, for one route, what happens to each of the cast: YES (they get on with it), NO (403: they may know of it
but not do it), UNKNOWN (404: as if it were not there) or SIGN_IN. Whoever a row does not name gets its `rest`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import CAST, World

YES, NO, UNKNOWN, SIGN_IN, WRONG_METHOD = "yes", "no", "unknown", "sign in", "wrong method"


@dataclass(frozen=True)
class Row:
    """What each of the cast meets on one route; `rest` is for those not named.

    By GET and by an empty POST alike, unless `writing` says what a POST meets where both are one address.
    """

    may: dict[str, str] = field(default_factory=dict)
    rest: str = UNKNOWN
    stranger: str = SIGN_IN
    writing: "Row | None" = None

    def expects(self, name: str, method: str) -> str:
        if method == "post" and self.writing:
            return self.writing.expects(name, method)
        return self.stranger if name == "stranger" else self.may.get(name, self.rest)


WORKERS = ("lead_worker", "co_worker", "teammate")
TEAM = (*WORKERS, "supervisor", "manager")
PRACTICE = (*TEAM, "other_worker")

EVERYBODY = Row(rest=YES)
OPEN_TO_ALL = Row(rest=YES, stranger=YES)
# Open to those who may know of the family; to everybody else it is not there.
FAMILY_PAGE = Row(dict.fromkeys(TEAM, YES))
# For those who oversee the family's team; its workers may know of the family but not do this.
OVERSEEN = Row({"supervisor": YES, "manager": YES, **dict.fromkeys(WORKERS, NO)})
# For workers allocated to the family and those who oversee them.
WORKED = Row({**dict.fromkeys(TEAM, YES), "teammate": NO})
# For whoever wrote it and those who oversee them.
WRITTEN = Row({**OVERSEEN.may, "lead_worker": YES})
# For whoever writes it; the team may know of it.
AUTHORS = Row({**dict.fromkeys(TEAM, NO), "lead_worker": YES})
# What is half written is its writer's alone: to everybody else it is not there.
OWN = Row({"lead_worker": YES})
# The two whose supervision it is; the supervisor's own senior may know of it. To everybody else it is not there.
SUPERVISED = Row({"lead_worker": YES, "supervisor": YES, "manager": NO})
ADMINISTRATION = Row({"administrator": YES}, rest=NO)
AUDIT = Row({"auditor": YES}, rest=NO)
WORKS_WITH_FAMILIES = Row(dict.fromkeys(PRACTICE, YES), rest=NO)
# What assessments ask: for those who write or authorise them, and those who build it.
FORMS = Row({**dict.fromkeys(PRACTICE, YES), "administrator": YES}, rest=NO)
OVERSEERS = Row({"supervisor": YES, "manager": YES}, rest=NO)
# What stands in the register is open to whoever has a role; managers and administrators keep it.
REGISTER = Row({"nobody": NO}, rest=YES)
KEEPERS = Row({"manager": YES, "administrator": YES}, rest=NO)
# Long work, here the manager's: whoever started it, and administrators.
JOB = Row({"manager": YES, "administrator": YES})
# A saved view of a caseload, here the supervisor's: its owner's alone.
VIEW = Row({"supervisor": YES, "manager": UNKNOWN}, rest=NO)
# Tools and courses, for whoever has a role here.
TOOLKIT = Row({"nobody": NO}, rest=YES)
# An observation is between the lead worker and their supervisor: to everybody else it is not there.
OF_THE_TWO = Row(dict.fromkeys(("lead_worker", "supervisor"), YES))

TABLE: dict[str, Row] = {
    "home": Row({"nobody": NO}, rest=YES),
    "components": EVERYBODY,
    # /accounts/
    "account_login": OPEN_TO_ALL,
    "account_logout": OPEN_TO_ALL,
    "account_inactive": OPEN_TO_ALL,
    "account_signup": OPEN_TO_ALL,
    "account_change_password": EVERYBODY,
    "account_set_password": EVERYBODY,
    "account_reset_password": OPEN_TO_ALL,
    "account_reset_password_done": OPEN_TO_ALL,
    "account_reset_password_from_key": OPEN_TO_ALL,
    "account_reset_password_from_key_done": OPEN_TO_ALL,
    # /staff/ and /teams/
    "accounts:staff-list": ADMINISTRATION,
    "accounts:staff-new": ADMINISTRATION,
    "accounts:staff-detail": ADMINISTRATION,
    "accounts:staff-amend": ADMINISTRATION,
    "accounts:staff-stop": ADMINISTRATION,
    "accounts:staff-welcome-back": ADMINISTRATION,
    "accounts:staff-password-link": ADMINISTRATION,
    "accounts:role-give": ADMINISTRATION,
    "accounts:role-end": ADMINISTRATION,
    "accounts:team-list": ADMINISTRATION,
    "accounts:team-new": ADMINISTRATION,
    "accounts:team-detail": ADMINISTRATION,
    "accounts:team-amend": ADMINISTRATION,
    # /audit/
    "audit:event-list": AUDIT,
    "audit:event-export": AUDIT,
    # /jobs/
    "jobs:job-list": EVERYBODY,
    "jobs:job-detail": JOB,
    "jobs:job-cancel": JOB,
    # /search/ and /families/
    "cases:search": WORKS_WITH_FAMILIES,
    "cases:family-new": WORKS_WITH_FAMILIES,
    "cases:family-detail": FAMILY_PAGE,
    "cases:family-panel": FAMILY_PAGE,
    "cases:family-rename": FAMILY_PAGE,
    "cases:family-join": FAMILY_PAGE,
    "cases:family-join-with": FAMILY_PAGE,
    "cases:join-undo": FAMILY_PAGE,
    "cases:look-list": OVERSEEN,
    # /families/<family_id>/story/
    "cases:story": FAMILY_PAGE,
    "cases:event-note": FAMILY_PAGE,
    "cases:entry-pin": FAMILY_PAGE,
    # /families/<family_id>/people/
    "cases:people": FAMILY_PAGE,
    "cases:person-add": FAMILY_PAGE,
    "cases:person-detail": FAMILY_PAGE,
    "cases:person-amend": FAMILY_PAGE,
    "cases:person-move": FAMILY_PAGE,
    "cases:address-amend": FAMILY_PAGE,
    "cases:contact-detail-add": FAMILY_PAGE,
    "cases:contact-detail-end": FAMILY_PAGE,
    "cases:member-amend": FAMILY_PAGE,
    "cases:member-leave": FAMILY_PAGE,
    # /families/<family_id>/relationships/ and /network/
    "cases:relationship-add": FAMILY_PAGE,
    "cases:relationship-amend": FAMILY_PAGE,
    "cases:relationship-end": FAMILY_PAGE,
    "cases:network-add": FAMILY_PAGE,
    "cases:network-amend": FAMILY_PAGE,
    "cases:network-leave": FAMILY_PAGE,
    # /referrals/
    "cases:referral-list": WORKS_WITH_FAMILIES,
    "cases:referral-take": FAMILY_PAGE,
    "cases:referral-detail": FAMILY_PAGE,
    "cases:referral-decide": OVERSEEN,
    "cases:referral-reconsider": OVERSEEN,
    # /families/<family_id>/case/
    "cases:case-detail": FAMILY_PAGE,
    "cases:case-allocate": OVERSEEN,
    "cases:allocation-end": OVERSEEN,
    "cases:case-transfer": OVERSEEN,
    "cases:case-close": OVERSEEN,
    "cases:case-reopen": OVERSEEN,
    "cases:pathway-change": FAMILY_PAGE,
    "cases:involvement-amend": FAMILY_PAGE,
    # /returns/
    "cases:return-list": ADMINISTRATION,
    "cases:return-new": ADMINISTRATION,
    "cases:return-detail": ADMINISTRATION,
    "cases:return-lines": ADMINISTRATION,
    "cases:return-stop": ADMINISTRATION,
    # /week/ and /caseload/
    "practice:my-week": WORKS_WITH_FAMILIES,
    "practice:visit-choose": WORKS_WITH_FAMILIES,
    "practice:caseload-review": OVERSEERS,
    "practice:caseload-print": OVERSEERS,
    "practice:view-save": OVERSEERS,
    "practice:view-forget": VIEW,
    # /drafts/
    "practice:draft-list": WORKS_WITH_FAMILIES,
    "practice:draft-discard": OWN,
    "practice:draft-restore": OWN,
    "practice:draft-aside": OWN,
    # /families/<family_id>/visits/
    "practice:visit-list": FAMILY_PAGE,
    "practice:visit-log": WORKED,
    "practice:visit-draft": WORKED,
    "practice:visit-detail": FAMILY_PAGE,
    "practice:visit-amend": WRITTEN,
    "practice:visit-withdraw": WRITTEN,
    # /families/<family_id>/strengths/, worries/, quotes/, goals/, steps/
    "practice:strength-list": FAMILY_PAGE,
    "practice:strength-notice": FAMILY_PAGE,
    "practice:strength-detail": FAMILY_PAGE,
    "practice:strength-reword": FAMILY_PAGE,
    "practice:strength-resight": FAMILY_PAGE,
    "practice:strength-fade": FAMILY_PAGE,
    "practice:strength-revive": FAMILY_PAGE,
    "practice:strength-lean": FAMILY_PAGE,
    "practice:strength-withdraw": FAMILY_PAGE,
    "practice:worry-list": FAMILY_PAGE,
    "practice:worry-reword": FAMILY_PAGE,
    "practice:worry-note": FAMILY_PAGE,
    "practice:worry-detail": FAMILY_PAGE,
    "practice:exception-tell": FAMILY_PAGE,
    "practice:exception-withdraw": FAMILY_PAGE,
    "practice:worry-change-state": FAMILY_PAGE,
    "practice:worry-withdraw": FAMILY_PAGE,
    "practice:quote-list": FAMILY_PAGE,
    "practice:quote-note": FAMILY_PAGE,
    "practice:quote-reword": FAMILY_PAGE,
    "practice:quote-share": FAMILY_PAGE,
    "practice:quote-withdraw": FAMILY_PAGE,
    "practice:scale-agree": FAMILY_PAGE,
    "practice:goal-agree": FAMILY_PAGE,
    "practice:goal-reword": FAMILY_PAGE,
    "practice:goal-rate": FAMILY_PAGE,
    "practice:goal-end": FAMILY_PAGE,
    "practice:goal-list": FAMILY_PAGE,
    "practice:goal-reopen": FAMILY_PAGE,
    "practice:step-agree": FAMILY_PAGE,
    "practice:step-tick": FAMILY_PAGE,
    # /families/<family_id>/relationship/, and asking about a visit
    "relationship:relationship-detail": FAMILY_PAGE,
    "relationship:rating-ask": FAMILY_PAGE,
    "relationship:rating-enter": FAMILY_PAGE,
    "relationship:asking-withdraw": FAMILY_PAGE,
    "relationship:rating-withdraw": WRITTEN,
    "relationship:rupture-note": FAMILY_PAGE,
    "relationship:rupture-repair": FAMILY_PAGE,
    "relationship:rupture-withdraw": WRITTEN,
    # Whoever holds the link answers, and nobody who is signed in: they are one of us.
    # /asking/slips/ and /asking/languages/
    "relationship:slips-draw": WORKS_WITH_FAMILIES,
    "relationship:wording-list": ADMINISTRATION,
    "relationship:wording-write": ADMINISTRATION,
    "relationship:rating-give": Row(rest=NO, stranger=YES),
    # /families/<family_id>/plan/
    "plans:plan-current": FAMILY_PAGE,
    "plans:plan-start": WORKED,
    "plans:plan-detail": FAMILY_PAGE,
    "plans:plan-amend": WORKED,
    "plans:plan-words": Row(FAMILY_PAGE.may, writing=WORKED),
    "plans:plan-keep": FAMILY_PAGE,
    "plans:plan-paper": FAMILY_PAGE,
    "plans:plan-end": WORKED,
    "plans:plan-reopen": WORKED,
    "plans:review-hold": WORKED,
    "plans:review-detail": FAMILY_PAGE,
    "plans:review-amend": WRITTEN,
    "plans:review-withdraw": WRITTEN,
    "plans:translation-choose": WORKED,
    "plans:translation-write": WORKED,
    "plans:reply-write": WORKED,
    "plans:reply-withdraw": WORKED,
    "plans:meeting-offer": WORKED,
    "plans:meeting-amend": WORKED,
    # /families/<family_id>/letters/
    "letters:letter-list": FAMILY_PAGE,
    "letters:letter-begin": WORKED,
    "letters:letter-detail": FAMILY_PAGE,
    # A letter is its author's words until it is given; whoever oversees may give it, or take it back.
    "letters:letter-write": AUTHORS,
    "letters:letter-draft": AUTHORS,
    "letters:letter-keep": FAMILY_PAGE,
    "letters:letter-give": WRITTEN,
    "letters:letter-take-back": WRITTEN,
    "letters:translation-choose": WORKED,
    "letters:translation-write": WORKED,
    "letters:reply-write": FAMILY_PAGE,
    "letters:reply-withdraw": FAMILY_PAGE,
    # /supervision/
    "supervision:supervision-list": WORKS_WITH_FAMILIES,
    "supervision:supervision-team": OVERSEERS,
    "supervision:supervision-plan": OVERSEERS,
    "supervision:decision-list": OVERSEERS,
    "supervision:policy": ADMINISTRATION,
    "supervision:policy-of-worker": ADMINISTRATION,
    "supervision:policy-let-go": ADMINISTRATION,
    # /supervision/<supervision_id>/
    "supervision:supervision-detail": Row({**SUPERVISED.may, "manager": YES}),
    "supervision:supervision-hold": SUPERVISED,
    "supervision:supervision-move": SUPERVISED,
    "supervision:supervision-miss": SUPERVISED,
    "supervision:supervision-agree": SUPERVISED,
    "supervision:agenda-choose": SUPERVISED,
    "supervision:item-bring": SUPERVISED,
    "supervision:item-write": SUPERVISED,
    "supervision:item-remove": SUPERVISED,
    "supervision:item-decide": SUPERVISED,
    "supervision:item-suppose": SUPERVISED,
    "supervision:hypothesis-set-aside": SUPERVISED,
    "supervision:note-write": SUPERVISED,
    # /families/<family_id>/supervision/ and decisions/
    "supervision:family-supervision": FAMILY_PAGE,
    "supervision:family-supervision-print": FAMILY_PAGE,
    "supervision:decision-close": FAMILY_PAGE,
    "supervision:decision-give": FAMILY_PAGE,
    "supervision:decision-withdraw": OVERSEEN,
    # /forms/
    "assessments:assessment-queue": OVERSEERS,
    # /families/<family_id>/assessments/
    "assessments:assessment-list": FAMILY_PAGE,
    "assessments:assessment-start": WORKED,
    "assessments:assessment-detail": FAMILY_PAGE,
    "assessments:assessment-print": FAMILY_PAGE,
    "assessments:assessment-review": OVERSEEN,
    "assessments:assessment-submit": WORKED,
    "assessments:assessment-return": OVERSEEN,
    "assessments:assessment-authorise": OVERSEEN,
    "assessments:assessment-withdraw": WRITTEN,
    "assessments:assessment-mark-in-error": OVERSEEN,
    "assessments:comment-write": WORKED,
    "assessments:comment-answer": WORKED,
    "assessments:assessment-write": WORKED,
    "assessments:section-write": WORKED,
    "assessments:section-save": WORKED,
    "assessments:section-earlier": FAMILY_PAGE,
    "assessments:section-bring-back": WORKED,
    # What two wrote at once is put together by whoever wrote second, here the lead worker.
    "assessments:section-merge": Row({**dict.fromkeys(TEAM, NO), "lead_worker": YES}),
    # /forms/
    "assessments:form-list": FORMS,
    "assessments:form-schema": FORMS,
    "assessments:form-detail": FORMS,
    "assessments:form-compare": FORMS,
    "assessments:version-detail": FORMS,
    "assessments:version-export": FORMS,
    "assessments:form-new": ADMINISTRATION,
    "assessments:form-import": ADMINISTRATION,
    "assessments:form-load": ADMINISTRATION,
    "assessments:form-amend": ADMINISTRATION,
    "assessments:form-draft": ADMINISTRATION,
    "assessments:form-throw-away": ADMINISTRATION,
    "assessments:form-publish": ADMINISTRATION,
    "assessments:form-retire": ADMINISTRATION,
    "assessments:form-bring-back": ADMINISTRATION,
    "assessments:form-build": ADMINISTRATION,
    "assessments:section-new": ADMINISTRATION,
    "assessments:section-amend": ADMINISTRATION,
    "assessments:section-move": ADMINISTRATION,
    "assessments:section-remove": ADMINISTRATION,
    "assessments:question-new": ADMINISTRATION,
    "assessments:question-amend": ADMINISTRATION,
    "assessments:question-move": ADMINISTRATION,
    "assessments:question-remove": ADMINISTRATION,
    # /register/ and /towards/
    "register:entry-list": REGISTER,
    "register:entry-new": KEEPERS,
    "register:entry-detail": REGISTER,
    "register:entry-amend": KEEPERS,
    "register:entry-retire": KEEPERS,
    "register:entry-bring-back": KEEPERS,
    "register:change-write": Row({**KEEPERS.may, "co_worker": YES}, rest=NO),  # here the co-worker answers for it
    "register:vote-cast": WORKS_WITH_FAMILIES,
    "register:link-make": WORKS_WITH_FAMILIES,
    "register:link-take-back": Row({**KEEPERS.may, "co_worker": YES}, rest=NO),  # here the co-worker made it
    "register:family-vote": OPEN_TO_ALL,  # to whoever holds the link
    # /outcomes/
    "outcomes:dashboard": OVERSEERS,
    "outcomes:months": OVERSEERS,
    "outcomes:rows": OVERSEERS,
    "outcomes:export": OVERSEERS,
    "outcomes:compute": Row({"manager": YES}, rest=NO),
    # /learning/, /tools/ and /mirror/
    "learning:home": WORKS_WITH_FAMILIES,
    "learning:team": OVERSEERS,
    "learning:skills": TOOLKIT,
    "learning:affirm": WORKS_WITH_FAMILIES,
    "learning:competence-agree": OVERSEERS,
    "learning:observation-plan": WORKS_WITH_FAMILIES,
    "learning:observation-detail": OF_THE_TWO,
    "learning:observation-prepare": OF_THE_TWO,
    # Whoever was seen scores first.
    "learning:observation-score": Row({"lead_worker": YES, "supervisor": NO}),
    "learning:observation-score-save": Row({"lead_worker": YES, "supervisor": NO}),
    "learning:observation-score-choose": Row({"lead_worker": YES, "supervisor": NO}),
    "learning:observation-compare": OF_THE_TWO,
    "learning:observation-alongside": OF_THE_TWO,
    "learning:observation-hear": OF_THE_TWO,
    "learning:observation-cancel": OF_THE_TWO,
    "learning:course-list": TOOLKIT,
    "learning:course-new": ADMINISTRATION,
    "learning:course-detail": TOOLKIT,
    "learning:course-amend": ADMINISTRATION,
    "learning:course-retire": ADMINISTRATION,
    "learning:session-new": ADMINISTRATION,
    # Who came is written down on the day or after it, and this one is to come.
    "learning:session-detail": Row({"administrator": YES}, rest=NO, writing=Row(rest=NO)),
    "learning:session-book": WORKS_WITH_FAMILIES,
    "learning:session-give-up": TOOLKIT,
    "learning:session-call-off": ADMINISTRATION,
    "learning:tool-list": TOOLKIT,
    "learning:tool-new": ADMINISTRATION,
    "learning:tool-detail": TOOLKIT,
    "learning:tool-amend": ADMINISTRATION,
    "learning:tool-retire": ADMINISTRATION,
    "learning:mirror": WORKS_WITH_FAMILIES,
    # Above the manager of this area there is nobody to answer about.
    "learning:mirror-answer": Row({**dict.fromkeys(PRACTICE, YES), "manager": NO, "other_worker": NO}, rest=NO),
    # /api/v1/
    "api:schema": EVERYBODY,
    "api:docs": EVERYBODY,
    "api:family-list": EVERYBODY,  # a program of somebody without families is told that there are none
    "api:family-detail": FAMILY_PAGE,
    "api:family-people": FAMILY_PAGE,
    "api:visit-list": Row(FAMILY_PAGE.may, writing=WORKED),
    "api:visit-detail": FAMILY_PAGE,
    "api:metric-snapshot-list": OVERSEERS,
}


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every route with a name, as reverse() knows it, and its pattern."""

    def walk(patterns: list[URLPattern | URLResolver], namespaces: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
                yield from walk(pattern.url_patterns, inner)
            else:
                yield ":".join((*namespaces, pattern.name or str(pattern.pattern))), pattern

    return walk(get_resolver().url_patterns, ())


ROUTES = dict(routes())


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(ROUTES) == set(TABLE)


def meets(response: HttpResponse) -> str:
    """What an answer means to whoever asked."""
    if response.headers.get("Location", "").startswith("/accounts/login/"):
        return SIGN_IN
    if response.status_code >= 500:
        return f"a fault: {getattr(response, 'exc_info', None)}"
    return {401: SIGN_IN, 403: NO, 404: UNKNOWN, 405: WRONG_METHOD}.get(response.status_code, YES)


def address_of(name: str, world: World) -> str:
    """Where the route leads for the family at work."""
    wanted = ROUTES[name].pattern.converters or ROUTES[name].pattern.regex.groupindex
    ids = world.ids_for(name)
    return reverse(name, kwargs={key: ids[key] for key in wanted}) + world.query.get(name, "")


def ask(who: str, method: str, name: str, world: World) -> HttpResponse:
    """The answer to one of the cast. Nothing they do stays done."""
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        if who != "stranger":
            client.force_login(world.cast[who])
        as_sent = {"content_type": "application/json"} if name.startswith("api:") and method == "post" else {}
        response = getattr(client, method)(address_of(name, world), headers=world.headers.get(name), **as_sent)
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize("who", [*CAST, "stranger"])
def test_each_of_the_cast_meets_what_the_table_says(who: str, world: World) -> None:
    wrong, methods = [], ("get", "post")
    for name, row in TABLE.items():
        met = {method: meets(ask(who, method, name, world)) for method in methods}
        assert set(met.values()) != {WRONG_METHOD}, f"{name} takes neither GET nor POST"
        wrong += [
            f"{name} by {method}: expected {row.expects(who, method)}, met {met[method]}"
            for method in methods
            if met[method] not in {row.expects(who, method), WRONG_METHOD}
        ]
    assert not wrong, "\n".join([f"For {who}:", *wrong])


def test_health_is_told_to_anybody_before_sign_in(client: Client) -> None:
    """Not a route: its middleware answers before everything else does."""
    assert client.get("/health/").status_code in {200, 503}
