"""Seeing one another at work: planned, agreed with the family, scored apart, compared."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Case, Family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.learning.actions import observations
from practice.learning.models import Observation, SkillScore
from practice.learning.queries import compared, last_seen_on
from tests.practice_learning.conftest import all_seven, sent

SignIn = Callable[[Staff], Client]


def page(client: Client, observation: Observation, path: str = "") -> str:
    answer = client.get(f"{observation.get_absolute_url()}{path}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_somebody_asks_a_colleague_to_come_and_see(signed_in: SignIn, lead_worker: Staff, teammate: Staff) -> None:
    day = timezone.localdate() + timedelta(days=5)
    told = {"colleague": str(teammate.pk), "kind": "observed", "planned_for": day.isoformat()}
    answer = signed_in(lead_worker).post("/learning/observations/new/", told)
    planned = Observation.objects.get()
    assert answer.headers["Location"] == planned.get_absolute_url()
    assert (planned.worker, planned.observer, planned.planned_for) == (lead_worker, teammate, day)
    assert AuditEvent.objects.filter(verb="observation.planned", by=lead_worker).count() == 1


def test_a_supervisor_offers_to_see_somebody_of_their_team(
    signed_in: SignIn, supervisor: Staff, lead_worker: Staff
) -> None:
    told = {
        "direction": "them",
        "colleague": str(lead_worker.pk),
        "kind": "observed",
        "planned_for": timezone.localdate().isoformat(),
    }
    signed_in(supervisor).post("/learning/observations/new/", told)
    planned = Observation.objects.get()
    assert (planned.worker, planned.observer) == (lead_worker, supervisor)


def test_nobody_offers_to_see_somebody_of_another_team(
    supervisor: Staff, other_worker: Staff, lead_worker: Staff
) -> None:
    day = timezone.localdate()
    with pytest.raises(PermissionDenied, match="not in a team that you oversee"):
        observations.plan(by=supervisor, worker=other_worker, observer=supervisor, planned_for=day)
    with pytest.raises(PermissionDenied, match="one of the two"):
        observations.plan(by=supervisor, worker=lead_worker, observer=other_worker, planned_for=day)


def test_the_same_two_are_planned_once_for_a_day(
    signed_in: SignIn, observation: Observation, lead_worker: Staff, supervisor: Staff
) -> None:
    day = observation.planned_for.isoformat()
    told = {"colleague": str(supervisor.pk), "kind": "observed", "planned_for": day}
    answer = signed_in(lead_worker).post("/learning/observations/new/", told)
    assert answer.status_code == 422
    assert "have this planned for that day already" in answer.content.decode()
    assert Observation.objects.count() == 1


def test_a_family_that_has_not_said_yes_is_not_scored(
    signed_in: SignIn, observation: Observation, lead_worker: Staff, family: Family
) -> None:
    client = signed_in(lead_worker)
    told = {"planned_for": observation.planned_for.isoformat(), "family": str(family.pk), "consent": "asked"}
    client.post(f"{observation.get_absolute_url()}prepare/", told)
    observation.refresh_from_db()
    assert observation.consent == "asked"
    assert "The family has not said yes yet" in page(client, observation)
    answer = client.post(f"{observation.get_absolute_url()}score/", sent(2))
    assert answer.status_code == 403
    assert not SkillScore.objects.exists()


def test_a_consent_is_that_of_a_family(signed_in: SignIn, observation: Observation, lead_worker: Staff) -> None:
    told = {"planned_for": observation.planned_for.isoformat(), "family": "", "consent": "given"}
    answer = signed_in(lead_worker).post(f"{observation.get_absolute_url()}prepare/", told)
    assert answer.status_code == 422
    assert "Say which family was asked" in answer.content.decode()


def test_the_worker_scores_first(signed_in: SignIn, observation: Observation, supervisor: Staff) -> None:
    answer = signed_in(supervisor).post(f"{observation.get_absolute_url()}score/", sent(2))
    assert answer.status_code == 403
    assert "scores first" in answer.content.decode()


def test_all_seven_are_scored_or_none(signed_in: SignIn, observation: Observation, lead_worker: Staff) -> None:
    told = sent(2, "Because I asked.") | {"observed_on": observation.planned_for.isoformat()}
    del told["score-child"]
    answer = signed_in(lead_worker).post(f"{observation.get_absolute_url()}score/", told)
    assert answer.status_code == 422
    assert "The child in the room" in answer.content.decode()
    assert "Because I asked." in answer.content.decode(), "what was typed is still there"
    assert not SkillScore.objects.exists()


def test_neither_sees_the_others_scores_until_both_have_scored(
    signed_in: SignIn, scored: Observation, lead_worker: Staff, supervisor: Staff
) -> None:
    """By page and by query: what the observer gets holds no word and no number of the worker's."""
    assert "I talked too much." in page(signed_in(lead_worker), scored)
    client = signed_in(supervisor)
    for path in ("", "score/"):
        assert "I talked too much." not in page(client, scored, path)
    assert not SkillScore.objects.open_to(supervisor).exists()
    assert all(one.worker is None for _, skills in compared(supervisor, scored) for one in skills)
    client.post(f"{scored.get_absolute_url()}score/", sent(3, "You waited for Leila."))
    assert "I talked too much." in page(client, scored)
    assert "You waited for Leila." in page(signed_in(lead_worker), scored)


def test_where_they_saw_it_two_or_more_apart_the_page_says_so(
    signed_in: SignIn, both_scored: Observation, lead_worker: Staff
) -> None:
    text = page(signed_in(lead_worker), both_scored)
    assert text.count("talk about this") == 1, "only the child in the room is far apart"
    assert "3 apart. Who was seen gave less" in text


def test_scores_once_kept_stay(signed_in: SignIn, both_scored: Observation, lead_worker: Staff) -> None:
    answer = signed_in(lead_worker).post(f"{both_scored.get_absolute_url()}score/", sent(4))
    assert answer.status_code == 403
    assert set(both_scored.scores.filter(side="worker").values_list("score", flat=True)) == {1}


def test_they_write_what_they_learnt(signed_in: SignIn, both_scored: Observation, lead_worker: Staff) -> None:
    client = signed_in(lead_worker)
    told = {"learnt": "Silence was help.", "next_step": "Ask Leila first."}
    client.post(f"{both_scored.get_absolute_url()}compare/", told)
    both_scored.refresh_from_db()
    assert both_scored.is_compared
    text = page(client, both_scored)
    assert "Silence was help." in text
    assert "Ask Leila first." in text


def test_the_family_says_what_it_was_like(signed_in: SignIn, both_scored: Observation, supervisor: Staff) -> None:
    client = signed_in(supervisor)
    client.post(f"{both_scored.get_absolute_url()}family/", {"words": "“You let me finish.” Dana"})
    assert "You let me finish." in page(client, both_scored)


def test_a_visit_alongside_is_not_scored(signed_in: SignIn, case: Case, supervisor: Staff, lead_worker: Staff) -> None:
    day = timezone.localdate()
    beside = observations.plan(
        by=supervisor, worker=lead_worker, observer=supervisor, planned_for=day, kind="alongside"
    )
    client = signed_in(lead_worker)
    assert client.post(f"{beside.get_absolute_url()}score/", sent(2)).status_code == 403
    client.post(f"{beside.get_absolute_url()}alongside/", {"observed_on": day.isoformat(), "learnt": "Two ears more."})
    beside.refresh_from_db()
    assert beside.is_compared
    assert last_seen_on(supervisor) == last_seen_on(lead_worker) == day


def test_one_that_did_not_happen_says_why(signed_in: SignIn, observation: Observation, lead_worker: Staff) -> None:
    client = signed_in(lead_worker)
    assert client.post(f"{observation.get_absolute_url()}cancel/", {"because": " "}).status_code == 422
    client.post(f"{observation.get_absolute_url()}cancel/", {"because": "Leila was ill"})
    assert "Leila was ill" in page(client, observation)
    assert last_seen_on(lead_worker) is None


@pytest.mark.parametrize("who", ["co_worker", "teammate", "manager", "administrator", "auditor", "other_worker"])
def test_it_stays_between_the_two(
    who: str, signed_in: SignIn, both_scored: Observation, request: pytest.FixtureRequest
) -> None:
    somebody = request.getfixturevalue(who)
    assert signed_in(somebody).get(both_scored.get_absolute_url()).status_code == 404
    assert not SkillScore.objects.open_to(somebody).exists()


def test_a_family_is_named_only_to_who_may_know_of_it(
    signed_in: SignIn, observation: Observation, other_worker: Staff, lead_worker: Staff, family: Family
) -> None:
    """Somebody of another team is asked to come along: they see that there is a family, and no name."""
    theirs = observations.plan(
        by=lead_worker, worker=lead_worker, observer=other_worker, planned_for=timezone.localdate(), family=family
    )
    client = signed_in(other_worker)
    for text in (page(client, theirs), client.get("/learning/").content.decode()):
        assert "Begum-Hale" not in text
        assert "family that is not open to you" in text.lower()
    told = {"planned_for": theirs.planned_for.isoformat(), "consent": "given"}
    client.post(f"{theirs.get_absolute_url()}prepare/", told)
    theirs.refresh_from_db()
    assert theirs.family == family, "who cannot see the family does not lose it"
    assert theirs.consent == "given"


def test_the_database_holds_the_rules(observation: Observation, lead_worker: Staff, family: Family) -> None:
    broken = [
        {"observer": lead_worker},
        {"state": "worker"},
        {"observed_on": timezone.localdate()},
        {"state": "cancelled"},
        {"state": "worker", "observed_on": timezone.localdate(), "consent": "declined"},
        {"family": None, "consent": "given"},
        {"state": "compared", "observed_on": timezone.localdate()},
    ]
    for change in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.filter(pk=observation.pk).update(**change)


def test_a_score_is_one_of_five(scored: Observation) -> None:
    score = scored.scores.first()
    assert score is not None
    for change in ({"score": 5}, {"skill": "charm"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SkillScore.objects.filter(pk=score.pk).update(**change)


def test_days_since_somebody_last_saw_me_work_stand_on_my_page_and_in_my_week(
    signed_in: SignIn, case: Case, supervisor: Staff, manager: Staff, family: Family
) -> None:
    """For a supervisor too: it is their own work that was seen, and not what they saw."""
    day = timezone.localdate() - timedelta(days=43)
    seen = observations.plan(by=supervisor, worker=supervisor, observer=manager, planned_for=day)
    observations.score(observation=seen, by=supervisor, scores=all_seven(2), observed_on=day)
    client = signed_in(supervisor)
    assert "43 days ago" in client.get("/learning/").content.decode()
    assert "Somebody last saw you work 43 days ago" in client.get("/week/").content.decode()
    assert last_seen_on(manager) is None


def test_my_week_says_what_waits(
    signed_in: SignIn, observation: Observation, lead_worker: Staff, supervisor: Staff
) -> None:
    assert "Score my own practice" in signed_in(lead_worker).get("/week/").content.decode()
    assert "Score what I saw" not in signed_in(supervisor).get("/week/").content.decode()
    observations.score(
        observation=observation, by=lead_worker, scores=all_seven(1), observed_on=observation.planned_for
    )
    assert "Score what I saw" in signed_in(supervisor).get("/week/").content.decode()
