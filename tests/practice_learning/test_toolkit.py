"""Tools, courses, places, and what is agreed that somebody can do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Case, Family
from hampshire.accounts.models import Staff
from practice.learning.actions import tools, training
from practice.learning.models import Attendance, Competence, Course, Session
from practice.learning.queries import use_of
from practice.models import Tool, Visit, VisitTool
from practice.register.models import Entry

SignIn = Callable[[Staff], Client]
TOLD = {"name": "Circles", "summary": "Draw who is near.", "guidance": "Take a big sheet.\nHand over the pen."}
COURSE = {"name": "Hard talks", "summary": "Practise them.", "about": "In threes."}


@pytest.fixture
def tool(administrator: Staff) -> Tool:
    return tools.add(by=administrator, **TOLD)


@pytest.fixture
def course(administrator: Staff) -> Course:
    return training.add(by=administrator, **COURSE)


@pytest.fixture
def session(course: Course, administrator: Staff) -> Session:
    """In a week, with one place."""
    day = timezone.localdate() + timedelta(days=7)
    return training.add_session(course=course, by=administrator, held_on=day, where="Town hall", places=1)


def test_the_toolkit_is_loaded_once_however_often_it_is_loaded(db: None) -> None:
    call_command("load_toolkit", verbosity=0)
    assert (Tool.objects.current().count(), Course.objects.current().count()) == (12, 5)
    Tool.objects.filter(slug="three-questions").update(summary="Ours now")
    call_command("load_toolkit", verbosity=0)
    assert (Tool.objects.count(), Course.objects.count()) == (12, 5)
    assert Tool.objects.get(slug="three-questions").summary == "Ours now", "what an administrator changed is left"


def test_every_tool_and_course_stands_in_the_register(db: None) -> None:
    call_command("load_toolkit", verbosity=0)
    assert Entry.objects.current().filter(kind="tool").count() == 12
    assert Entry.objects.current().filter(kind="course").count() == 5
    assert not Tool.objects.filter(register_entry=None).exists()


def test_nothing_that_is_licensed_is_named_in_what_we_ship(db: None) -> None:
    call_command("load_toolkit", verbosity=0)
    words = " ".join(f"{one.name} {one.summary} {one.guidance}" for one in Tool.objects.all()).lower()
    words += " ".join(f"{one.name} {one.summary} {one.about}" for one in Course.objects.all()).lower()
    for name in ("signs of safety", "outcomes star", "three houses", "goal based outcomes", "sdq", "danger statement"):
        assert name not in words


def test_an_administrator_writes_a_tool(signed_in: SignIn, administrator: Staff, lead_worker: Staff) -> None:
    answer = signed_in(administrator).post("/tools/new/", TOLD)
    assert answer.headers["Location"] == "/tools/circles/"
    text = signed_in(lead_worker).get("/tools/circles/").content.decode()
    assert "Hand over the pen." in text
    assert "Retire" not in text
    assert Tool.objects.get().register_entry.owner == administrator


def test_a_tool_keeps_its_address_and_its_entry_follows_its_name(
    signed_in: SignIn, administrator: Staff, tool: Tool
) -> None:
    signed_in(administrator).post("/tools/circles/amend/", {**TOLD, "name": "Rings"})
    tool.refresh_from_db()
    assert (tool.name, tool.slug, tool.register_entry.name) == ("Rings", "circles", "Rings")


def test_two_tools_do_not_share_a_name(signed_in: SignIn, administrator: Staff, tool: Tool) -> None:
    answer = signed_in(administrator).post("/tools/new/", {**TOLD, "name": "circles"})
    assert answer.status_code == 422
    assert "A tool goes by this name already" in answer.content.decode()


def test_a_tool_called_new_can_be_opened(signed_in: SignIn, administrator: Staff) -> None:
    tool = tools.add(by=administrator, **{**TOLD, "name": "New"})
    assert tool.name in signed_in(administrator).get(tool.get_absolute_url()).content.decode()
    assert tool.get_absolute_url() != "/tools/new/"


def test_a_retired_tool_is_offered_no_longer_and_its_entry_goes_with_it(
    signed_in: SignIn, administrator: Staff, tool: Tool
) -> None:
    signed_in(administrator).post("/tools/circles/retire/")
    assert not Tool.objects.current().exists()
    assert not Entry.objects.current().exists()
    assert "Circles" not in signed_in(administrator).get("/tools/").content.decode().split("Tick what you used")[1]


def used(tool: Tool, family: Family, case: Case, by: Staff, times: int) -> None:
    told = {"family": family, "case": case, "logged_by": by, "team_then": case.team, "was_lead_worker": True}
    for _ in range(times):
        visit = Visit.objects.create(happened_at=timezone.now(), account="We drew.", **told)
        VisitTool.objects.create(visit=visit, tool=tool)


def test_use_is_counted_from_visits_from_ten_on_and_never_by_worker(
    signed_in: SignIn, tool: Tool, family: Family, case: Case, lead_worker: Staff, supervisor: Staff
) -> None:
    used(tool, family, case, lead_worker, 9)
    assert not use_of(tool).is_told
    assert "At fewer than ten visits" in signed_in(supervisor).get("/tools/circles/").content.decode()
    used(tool, family, case, lead_worker, 1)
    text = signed_in(supervisor).get("/tools/circles/").content.decode()
    assert "At 10 visits" in text
    assert "East team: 10" in text
    assert lead_worker.name not in text
    VisitTool.objects.update(withdrawn_at=timezone.now())
    assert use_of(tool).visits == 0


def test_somebody_takes_a_place_and_gives_it_up(signed_in: SignIn, session: Session, lead_worker: Staff) -> None:
    client = signed_in(lead_worker)
    for _ in range(2):  # a second tap takes no second place
        client.post(f"{session.get_absolute_url()}book/")
    assert Attendance.objects.standing().count() == 1
    assert "Hard talks" in client.get("/learning/").content.decode()
    client.post(f"{session.get_absolute_url()}give-up/")
    assert not Attendance.objects.standing().exists()


def test_the_last_place_is_taken_once(
    signed_in: SignIn, session: Session, lead_worker: Staff, co_worker: Staff
) -> None:
    training.book(session=session, by=co_worker)
    answer = signed_in(lead_worker).post(f"{session.get_absolute_url()}book/", follow=True)
    assert "The last place has just been taken." in answer.content.decode()
    assert Attendance.objects.standing().get().staff == co_worker


def test_who_came_is_written_down_from_the_day_on(
    signed_in: SignIn, session: Session, administrator: Staff, lead_worker: Staff
) -> None:
    place = training.book(session=session, by=lead_worker)
    client, url = signed_in(administrator), session.get_absolute_url()
    assert client.post(url, {"came": [str(place.pk)]}).status_code == 403
    Session.objects.update(held_on=timezone.localdate())
    client.post(url, {"came": [str(place.pk)]})
    place.refresh_from_db()
    assert place.state == "came"
    client.post(url, {})
    place.refresh_from_db()
    assert place.state == "missed"


def test_a_day_called_off_says_why_to_who_had_a_place(
    signed_in: SignIn, session: Session, administrator: Staff, lead_worker: Staff
) -> None:
    training.book(session=session, by=lead_worker)
    signed_in(administrator).post(f"{session.get_absolute_url()}call-off/", {"because": "The trainer is ill"})
    assert "The trainer is ill" in signed_in(lead_worker).get("/learning/").content.decode()


def test_a_supervisor_agrees_what_somebody_can_do(
    signed_in: SignIn, supervisor: Staff, lead_worker: Staff, course: Course
) -> None:
    url = f"/learning/people/{lead_worker.pk}/agree/"
    for level in ("learning", "practising"):
        signed_in(supervisor).post(url, {"what": str(course.pk), "level": level})
    signed_in(supervisor).post(url, {"what": "child", "level": "teaching"})
    assert Competence.objects.of(lead_worker).count() == 2, "what stood before is past"
    assert Competence.objects.count() == 3
    text = signed_in(lead_worker).get("/learning/").content.decode()
    assert "practising it" in text
    assert "teaching others" in text


def test_nobody_agrees_it_with_themselves_or_out_of_their_line(
    supervisor: Staff, lead_worker: Staff, other_worker: Staff
) -> None:
    for by, staff in ((lead_worker, lead_worker), (supervisor, supervisor), (supervisor, other_worker)):
        with pytest.raises(PermissionDenied):
            training.agree(staff=staff, by=by, level="learning", skill="child")
    standing = training.agree(staff=lead_worker, by=supervisor, level="learning", skill="child")
    for change in ({"agreed_by": lead_worker}, {"skill": ""}, {"skill": "charm"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Competence.objects.filter(pk=standing.pk).update(**change)
