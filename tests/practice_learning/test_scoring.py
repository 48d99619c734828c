"""The page of scores keeps itself as it is typed, from any window of whoever writes it, and for nobody else."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.learning.actions import observations, scoring
from practice.learning.actions.scoring import Ticket
from practice.learning.models import Observation, ScoreAside, ScoreDraft, SkillScore
from tests.practice_learning.conftest import all_seven, sent

SignIn = Callable[[Staff], Client]


def saved(client: Client, observation: Observation, window: str = "one", version: int = 0, **typed: str) -> object:
    """What script sends while somebody types: the answer."""
    told = {name.replace("_", "-", 1): text for name, text in typed.items()}
    return client.post(f"{observation.get_absolute_url()}score/save/", told | {"window": window, "version": version})


def page(client: Client, observation: Observation) -> str:
    answer = client.get(f"{observation.get_absolute_url()}score/")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def begin(observation: Observation, by: Staff, window: str = "one", **data: str) -> ScoreDraft:
    return scoring.save(observation=observation, ticket=Ticket(data, 0, window), by=by).draft


def test_what_is_typed_is_kept_and_stands_there_again(
    signed_in: SignIn, observation: Observation, lead_worker: Staff
) -> None:
    client = signed_in(lead_worker)
    answer = saved(client, observation, score_child="3", why_child="Leila drew <b>Saturday</b> 🎈")
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    answer = saved(client, observation, version=1, score_child="4", why_child="Leila drew <b>Saturday</b> 🎈")
    assert answer.json()["version"] == 2
    text = page(client, observation)
    assert "Leila drew &lt;b&gt;Saturday&lt;/b&gt; 🎈" in text
    assert is_checked(text, "score-child", "4")
    assert not is_checked(text, "score-child", "3")
    assert "Your scores so far were saved" in client.get(observation.get_absolute_url()).content.decode()
    assert not SkillScore.objects.exists(), "nothing is kept as scores until all seven are"
    assert AuditEvent.objects.filter(verb="observation.score-begun", by=lead_worker).count() == 1, "once, not by key"


def is_checked(text: str, name: str, value: str) -> bool:
    [tag] = [tag for tag in text.split("<input") if f'name="{name}"' in tag and f'value="{value}"' in tag]
    return "checked" in tag.split(">")[0]


def test_nobody_but_their_writer_reads_scores_that_are_not_kept(
    signed_in: SignIn, scored: Observation, supervisor: Staff, lead_worker: Staff, service_manager: Staff
) -> None:
    saved(signed_in(supervisor), scored, score_child="0", why_child="I was bored.")
    client = signed_in(lead_worker)
    assert "I was bored." not in client.get(scored.get_absolute_url()).content.decode()
    assert "Your scores so far" not in client.get(scored.get_absolute_url()).content.decode()
    for path in ("score/", "score/save/"):
        assert client.get(f"{scored.get_absolute_url()}{path}").status_code == 403
        assert signed_in(service_manager).get(f"{scored.get_absolute_url()}{path}").status_code == 404
    assert not ScoreDraft.objects.by_writer(lead_worker).exists()


def test_one_window_never_writes_over_what_another_has_saved(
    signed_in: SignIn, observation: Observation, lead_worker: Staff
) -> None:
    """What the second window held is kept beside it, as it is typed on, and one of the two is chosen on the page."""
    client = signed_in(lead_worker)
    saved(client, observation, "one", why_child="From the phone.")
    for text in ("From the", "From the desk."):
        answer = saved(client, observation, "two", why_child=text, score_child="1")
        assert answer.status_code == 409
        assert answer.json()["url"] == f"{observation.get_absolute_url()}score/"
    assert ScoreDraft.objects.get().data == {"why-child": "From the phone."}
    aside = ScoreAside.objects.get()
    assert aside.data == {"why-child": "From the desk.", "score-child": "1"}
    text = page(client, observation)
    assert "<strong>The child in the room, why</strong>: From the desk." in text
    assert "<strong>The child in the room</strong>: 1: They are spoken of, as one of a list." in text

    choose = f"{observation.get_absolute_url()}score/windows/{aside.pk}/"
    client.post(choose, {"do": "take"})
    assert ScoreDraft.objects.get().data["why-child"] == "From the desk."
    assert "<strong>The child in the room, why</strong>: From the phone." in page(client, observation)
    client.post(choose, {"do": "put-away"})
    assert "in another window" not in page(client, observation)
    assert client.post(choose, {"do": "take"}).status_code == 404


def test_a_window_that_never_got_its_answer_goes_on(
    signed_in: SignIn, observation: Observation, lead_worker: Staff
) -> None:
    client = signed_in(lead_worker)
    saved(client, observation, "one", why_child="One")
    answer = saved(client, observation, "one", why_child="One, two")
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert saved(client, observation, "two", why_child="One, two").status_code == 200, "the same words are no conflict"


def test_scores_are_not_kept_over_what_another_window_wrote_since(
    signed_in: SignIn, observation: Observation, lead_worker: Staff
) -> None:
    """By the button too, and without script: kept scores stay as they are, so a stale page may not keep them."""
    client = signed_in(lead_worker)
    begin(observation, lead_worker, "phone", **{"why-child": "From the phone."})
    told = sent(2, "From the desk.") | {"observed_on": observation.planned_for.isoformat(), "window": "desk"}
    answer = client.post(f"{observation.get_absolute_url()}score/", told, follow=True)
    assert "You wrote here in two windows" in answer.content.decode()
    assert "From the desk." in answer.content.decode()
    assert not SkillScore.objects.exists()


def test_without_script_the_page_is_finished_later(
    signed_in: SignIn, observation: Observation, lead_worker: Staff
) -> None:
    client = signed_in(lead_worker)
    told = {"do": "leave", "why-child": "Half a thought", "window": "one", "version": "0"}
    answer = client.post(f"{observation.get_absolute_url()}score/", told)
    assert answer.headers["Location"] == observation.get_absolute_url()
    assert "Half a thought" in page(client, observation)


def test_a_page_with_something_missing_is_kept_as_it_was_typed(
    signed_in: SignIn, observation: Observation, lead_worker: Staff
) -> None:
    client = signed_in(lead_worker)
    answer = client.post(f"{observation.get_absolute_url()}score/", {"why-child": "x" * 501, "window": "one"})
    assert answer.status_code == 422
    assert 'name="version" value="1"' in answer.content.decode()
    assert 'name="window" value="one"' in answer.content.decode()
    assert ScoreDraft.objects.get().data["why-child"] == "x" * 501


def test_what_was_typed_on_the_way_goes_with_the_scores(
    signed_in: SignIn, observation: Observation, lead_worker: Staff, supervisor: Staff
) -> None:
    client = signed_in(lead_worker)
    begin(observation, lead_worker, "one", **{"why-child": "I was cross."})
    saved(client, observation, "two", why_child="I was very cross.")
    told = sent(2) | {"observed_on": observation.planned_for.isoformat(), "window": "one", "version": "1"}
    assert client.post(f"{observation.get_absolute_url()}score/", told).status_code == 302
    assert SkillScore.objects.filter(side="worker").count() == 7
    assert not ScoreDraft.objects.exists()
    assert not ScoreAside.objects.exists()
    late = saved(client, observation, "two", why_child="Late")
    assert late.status_code == 403
    assert not ScoreDraft.objects.exists()


def test_what_was_typed_goes_when_it_did_not_happen(observation: Observation, lead_worker: Staff) -> None:
    begin(observation, lead_worker, **{"why-child": "Half"})
    observations.cancel(observation=observation, by=lead_worker, because="They moved it.")
    assert not ScoreDraft.objects.exists()


def test_nobody_saves_out_of_turn_or_for_somebody_else(
    signed_in: SignIn, observation: Observation, supervisor: Staff, lead_worker: Staff, teammate: Staff
) -> None:
    with pytest.raises(PermissionDenied, match="scores first"):
        begin(observation, supervisor)
    draft = begin(observation, lead_worker, "one", **{"why-child": "Mine"})
    aside = scoring.save(observation=observation, ticket=Ticket({"why-child": "Two"}, 0, "two"), by=lead_worker).aside
    assert aside is not None
    with pytest.raises(PermissionDenied, match="Only whoever writes"):
        scoring.go_on_with(aside=aside, by=supervisor)
    with pytest.raises(PermissionDenied, match="Only whoever writes"):
        scoring.put_away(aside=aside, by=teammate)
    client = signed_in(lead_worker)
    answer = client.post(
        f"{observation.get_absolute_url()}score/save/", {"worker": str(supervisor.pk), "why-child": "Not mine"}
    )
    assert answer.status_code == 403, "somebody else was signed in when the page was opened"
    draft.refresh_from_db()
    assert draft.data == {"why-child": "Mine"}


def test_what_no_page_sends_is_refused_and_what_is_no_field_is_not_kept(
    signed_in: SignIn, observation: Observation, lead_worker: Staff
) -> None:
    client = signed_in(lead_worker)
    url = f"{observation.get_absolute_url()}score/save/"
    for version in ("new", "-1", "²", "9" * 5000):
        assert client.post(url, {"version": version}).status_code == 400, version[:9]
    client.post(url, {"window": "a\x00window", "why-child": "a\x00b" + "c" * 6000, "why-nothing": "x", "colour": "red"})
    data = ScoreDraft.objects.get().data
    assert set(data) == {"why-child"}
    assert data["why-child"].startswith("abc")
    assert len(data["why-child"]) == 5000


def test_the_database_holds_one_draft_a_side_and_one_aside_a_window(
    observation: Observation, lead_worker: Staff
) -> None:
    draft = begin(observation, lead_worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreDraft.objects.create(observation=observation, side=draft.side)
    ScoreAside.objects.create(draft=draft, window="two")
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreAside.objects.create(draft=draft, window="two")


def test_a_draft_of_the_worker_does_not_stand_in_for_the_observers(
    signed_in: SignIn, observation: Observation, lead_worker: Staff, supervisor: Staff
) -> None:
    begin(observation, lead_worker, **{"why-child": "Mine alone"})
    scores = all_seven(1)
    observations.score(observation=observation, by=lead_worker, scores=scores, observed_on=observation.planned_for)
    client = signed_in(supervisor)
    assert "Mine alone" not in page(client, observation)
    assert saved(client, observation, why_child="Yours").status_code == 200
    assert ScoreDraft.objects.get().side == SkillScore.Side.OBSERVER
