"""The leaders' mirror: what is shown of groups, and that nothing leads from an answer to who gave it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.utils import timezone

from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from practice.learning import mirror as shown
from practice.learning.actions import mirror, observations
from practice.learning.models import MirrorAnswer, MirrorTaken
from practice.learning.models.mirror import STATEMENTS, mark
from practice.learning.numbers import large_enough
from practice.learning.permissions import can_answer_mirror
from practice.learning.quarters import quarter_of
from practice.supervision.actions import supervisions
from tests.practice_learning.conftest import all_seven

SignIn = Callable[[Staff], Client]
ManyStaff = Callable[..., list[Staff]]
LAST_QUARTER, THIS_QUARTER = date(2026, 8, 12), date(2026, 10, 12)


def alike(score: int) -> dict[str, int]:
    return dict.fromkeys(STATEMENTS, score)


def answer_all(people: list[Staff], score: int = 3, on: date = LAST_QUARTER) -> None:
    for person in people:
        mirror.answer(by=person, scores=alike(score), on=on)


def test_an_answer_is_given_once_a_quarter(signed_in: SignIn, lead_worker: Staff, supervisor: Staff) -> None:
    client = signed_in(lead_worker)
    client.post("/mirror/answer/", alike(3))
    assert MirrorAnswer.objects.get().listens == 3
    assert client.post("/mirror/answer/", alike(4)).status_code == 403
    assert "You have answered for this quarter" in client.get("/mirror/").content.decode()
    assert MirrorAnswer.objects.count() == 1


def test_whoever_has_nobody_above_has_nobody_to_answer_about(service_manager: Staff, manager: Staff) -> None:
    with pytest.raises(PermissionDenied, match="Nobody leads you here"):
        mirror.answer(by=service_manager, scores=alike(3))
    mirror.answer(by=manager, scores=alike(3))
    assert MirrorAnswer.objects.count() == 1


def test_an_answer_has_no_column_that_could_lead_to_somebody() -> None:
    """No one of staff, no moment, nothing free to write in, and an id that tells no time."""
    for field in MirrorAnswer._meta.get_fields():
        assert not isinstance(field, (models.DateTimeField, models.TimeField, models.CharField, models.TextField))
        target = field.related_model
        assert target in (None, Team), f"{field.name} points at {target}"
    dates = [field.name for field in MirrorAnswer._meta.get_fields() if isinstance(field, models.DateField)]
    assert dates == ["quarter"]


def test_that_somebody_has_answered_is_kept_without_their_name(
    lead_worker: Staff, co_worker: Staff, supervisor: Staff, settings: Any
) -> None:
    """Of an area where one has answered, their name would be their answer: whoever reads the tables finds a mark that
    only the secret key leads to, which still keeps them from answering twice once the key was changed."""
    mirror.answer(by=lead_worker, scores=alike(3))
    row = MirrorTaken.objects.values().get()
    assert set(row) == {"id", "quarter", "mark"}
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [settings.SECRET_KEY]
    assert row["mark"] != mark(lead_worker, row["quarter"]), "without the key nobody makes the mark again"
    assert not can_answer_mirror(lead_worker)
    assert can_answer_mirror(co_worker)
    settings.SECRET_KEY_FALLBACKS = []
    assert can_answer_mirror(lead_worker), "it was the key that told"


def test_the_database_refuses_a_day_finer_than_a_quarter(lead_worker: Staff, supervisor: Staff) -> None:
    mirror.answer(by=lead_worker, scores=alike(2))
    for model in (MirrorAnswer, MirrorTaken):
        for day in (date(2026, 10, 2), date(2026, 11, 1)):
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.update(quarter=day)


def kept_rows() -> list[tuple[UUID, str, str, int]]:
    """Each answer as PostgreSQL keeps it: id, place on the disk, transaction, score."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid::text, xmin::text, listens FROM learning_mirroranswer ORDER BY ctid")
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_nothing_joins_an_answer_to_who_was_marked_as_having_answered(
    many_staff: ManyStaff, east: Team, supervisor: Staff
) -> None:
    """Each gives a score of their own. Afterwards neither the order of the rows nor the transaction that PostgreSQL
    notes beside each tells who gave which: all carry the same one, and lie in the order of ids drawn by chance."""
    people = many_staff(5, east)
    for score, person in enumerate(people):
        mirror.answer(by=person, scores=alike(score))
    rows = kept_rows()
    assert len({xmin for _, _, xmin, _ in rows}) == 1, "all answers were written by the last one's transaction"
    assert [row[0] for row in rows] == sorted(row[0] for row in rows), "they lie in the order of their ids"
    assert all(row[0].version == 4 for row in rows), "an id that tells no time"
    assert MirrorTaken.objects.count() == len(rows)


def test_the_audit_says_that_somebody_answered_and_neither_who_nor_what(
    signed_in: SignIn, lead_worker: Staff, supervisor: Staff
) -> None:
    signed_in(lead_worker).post("/mirror/answer/", alike(1))
    event = AuditEvent.objects.get(verb="mirror.answered")
    assert (event.by, event.subject_id, event.details, event.family_id) == (None, "", {}, None)
    assert (event.address, event.request_id) == (None, ""), (
        "an address may be one person's, and a request is in the log"
    )


def counted_in(*people: Staff) -> list[str]:
    """The names of the groups that these people's answers count in."""
    before = set(MirrorAnswer.objects.values_list("pk", flat=True))
    for person in people:
        mirror.answer(by=person, scores=alike(3))
    return sorted(MirrorAnswer.objects.exclude(pk__in=before).values_list("team__name", flat=True))


def test_answers_count_in_an_area_where_at_least_ten_could_have_given_them(
    many_staff: ManyStaff, east: Team, coast: Team, supervisor: Staff, other_supervisor: Staff, manager: Staff
) -> None:
    """Whoever leads counts in their area with those they lead: nobody is told by their role."""
    north, south = many_staff(10, east), many_staff(9, coast)
    assert counted_in(north[0], supervisor) == ["North area", "North area"]
    assert counted_in(south[0]) == ["South area"], "nine and their supervisor"


def test_where_one_area_is_small_the_others_join_it(
    many_staff: ManyStaff, east: Team, coast: Team, supervisor: Staff, other_supervisor: Staff, manager: Staff
) -> None:
    """Three of South by themselves, counted in the whole service, could be told."""
    north, south = many_staff(12, east), many_staff(2, coast)
    assert counted_in(north[0], south[0], supervisor) == ["Children's Service"] * 3


@time_machine.travel(THIS_QUARTER)
def test_a_quarter_with_fewer_than_ten_answers_is_not_shown(
    signed_in: SignIn, many_staff: ManyStaff, east: Team, supervisor: Staff
) -> None:
    people = many_staff(10, east)
    answer_all(people[:9])
    text = signed_in(people[0]).get("/mirror/").content.decode()
    assert "Fewer than 10 answered, so nothing is shown." in text
    assert "My manager listens before they advise." not in text
    mirror.answer(by=people[9], scores=alike(3), on=LAST_QUARTER)
    text = signed_in(people[0]).get("/mirror/").content.decode()
    assert "My manager listens before they advise." in text
    assert "10 of 10" in text
    assert "3.0" in text


@time_machine.travel(THIS_QUARTER)
def test_the_quarter_that_runs_is_not_shown(
    signed_in: SignIn, many_staff: ManyStaff, east: Team, supervisor: Staff
) -> None:
    """From one day's mean to the next, one person's answer could be told."""
    people = many_staff(12, east)
    answer_all(people, on=THIS_QUARTER)
    assert MirrorAnswer.objects.count() == 12
    assert shown.past_quarters() == []
    assert "No quarter is over yet" in signed_in(people[0]).get("/mirror/").content.decode()


@time_machine.travel(THIS_QUARTER)
def test_areas_are_shown_only_where_the_rest_is_large_enough_too(
    many_staff: ManyStaff, east: Team, coast: Team, supervisor: Staff, other_supervisor: Staff
) -> None:
    north, south = many_staff(11, east), many_staff(10, coast)
    answer_all(north, 4)
    answer_all(south[:4], 0)
    [quarter] = shown.past_quarters()
    assert (quarter.n, quarter.parts) == (15, []), "four of South could be told by taking North from all"
    answer_all(south[4:], 0)
    [quarter] = shown.past_quarters()
    assert [(part.label, part.n, part.means[0]) for part in quarter.parts] == [
        ("North area", 11, 4.0),
        ("South area", 10, 0.0),
    ]


@pytest.mark.parametrize(
    ("counts", "shown_parts"),
    [
        ({}, []),
        ({"a": 9}, []),
        ({"a": 12, "b": 30}, ["a", "b"]),
        ({"a": 12, "b": 3, "c": 30}, ["c"]),
        ({"a": 12, "b": 4, "c": 6}, ["a"]),
        ({"a": 12, "b": 1}, []),
    ],
)
def test_what_is_not_shown_is_never_a_small_group(counts: dict[str, int], shown_parts: list[str]) -> None:
    found = large_enough(counts)
    assert found == shown_parts
    rest = sum(counts.values()) - sum(counts[key] for key in found)
    assert not found or rest == 0 or rest >= 10


def test_the_mirror_tells_of_leaders_together_and_of_no_fewer_than_five(
    signed_in: SignIn, many_staff: ManyStaff, east: Team, supervisor: Staff, manager: Staff, lead_worker: Staff
) -> None:
    assert shown.leaders() == []
    assert "Fewer than 5 people lead here" in signed_in(lead_worker).get("/mirror/").content.decode()
    many_staff(3, east, "supervisor")
    day = quarter_of(date(2026, 11, 1))
    with time_machine.travel(day + timedelta(days=20)):
        seen = observations.plan(by=supervisor, worker=supervisor, observer=manager, planned_for=day)
        observations.score(observation=seen, by=supervisor, scores=all_seven(2), observed_on=day)
        beside = observations.plan(
            by=supervisor, worker=lead_worker, observer=supervisor, planned_for=day, kind="alongside"
        )
        observations.work_alongside(observation=beside, by=lead_worker, observed_on=day, learnt="Listen.")
        [together] = shown.leaders()
        assert (together.people, together.seen, together.planned, together.alongside) == (5, 1, 0, 1)
        text = signed_in(lead_worker).get("/mirror/").content.decode()
    assert supervisor.name not in text
    assert "1 of 5" in text


def test_supervision_says_by_a_hook_whether_it_was_kept(
    signed_in: SignIn, lead_worker: Staff, supervisor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "_providers", [])
    assert "Not known yet" in signed_in(lead_worker).get("/mirror/").content.decode()
    shown.register_kept(lambda: shown.Kept(7, 9, "had supervision in time."))
    text = signed_in(lead_worker).get("/mirror/").content.decode()
    assert "7 of 9" in text
    assert "Not known yet" not in text
    monkeypatch.setattr(shown, "_providers", [lambda: shown.Kept(1, 4, "had supervision in time.")])
    assert "1 of 4" not in signed_in(lead_worker).get("/mirror/").content.decode(), "somebody could be told"


def test_supervision_counts_who_had_it_in_time(
    signed_in: SignIn, many_staff: ManyStaff, east: Team, supervisor: Staff, lead_worker: Staff, co_worker: Staff
) -> None:
    many_staff(3, east)
    today = timezone.localdate()
    held = supervisions.plan(by=supervisor, worker=lead_worker, planned_for=today)
    supervisions.hold(supervision=held, by=supervisor, on=today)
    assert [(one.kept, one.of) for one in shown.kept()] == [(1, 5)]
    assert "1 of 5" in signed_in(co_worker).get("/mirror/").content.decode()
