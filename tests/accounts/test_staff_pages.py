"""Staff, as an administrator runs them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hampshire.accounts.actions import staff as actions
from hampshire.accounts.models import Membership, Role, Staff, Team
from hampshire.audit.models import AuditEvent

SignedIn = Callable[[Staff], Client]
MakeStaff = Callable[..., Staff]


@pytest.fixture
def admin(administrator: Staff, signed_in: SignedIn) -> Client:
    return signed_in(administrator)


def names(client: Client, query: str = "") -> list[str]:
    return [person.name for person in client.get(f"/staff/{query}").context["page"]]


# ---- The list -------------------------------------------------------------------------------------------------------


def test_the_list_names_everybody_with_todays_roles(admin: Client, lead_worker: Staff, nobody: Staff) -> None:
    page = admin.get("/staff/").text
    assert "Amara Obi" in page
    assert "Practitioner, East team" in page
    assert "none: sees nothing yet" in page


def test_it_is_found_by_part_of_a_name_or_address(admin: Client, lead_worker: Staff, teammate: Staff) -> None:
    assert names(admin, "?q=amar") == ["Amara Obi"]
    assert names(admin, "?q=tom.reed@") == ["Tom Reed"]
    assert "Nobody like that" in admin.get("/staff/?q=zzz").text


def test_it_is_filtered_by_role_team_and_sign_in(
    admin: Client, administrator: Staff, lead_worker: Staff, other_worker: Staff, supervisor: Staff, north: Team
) -> None:
    assert names(admin, "?role=supervisor") == ["Grace Lund"]
    assert names(admin, f"?team={north.pk}") == ["Amara Obi", "Grace Lund"]
    actions.stop(staff=other_worker, by=administrator)
    assert names(admin, "?sign_in=stopped") == ["Olu Marsh"]
    assert "Olu Marsh" not in names(admin, "?sign_in=may")


def test_a_role_that_has_ended_does_not_count(admin: Client, administrator: Staff, lead_worker: Staff) -> None:
    actions.end_role(membership=lead_worker.memberships.get(), by=administrator)
    assert names(admin, "?role=practitioner") == []
    assert names(admin, "?sign_in=no-role") == ["Amara Obi"]


def test_it_is_sorted_and_paged_in_the_address_bar(admin: Client, make_staff: MakeStaff, east: Team) -> None:
    for n in range(30):
        make_staff(f"Worker {n:02}", east)
    assert names(admin)[0] == "Adam Penn"
    assert names(admin, "?sort=-name")[0] == "Worker 29"
    assert len(names(admin, "?page=2")) == 6


def test_the_list_costs_the_same_for_three_as_for_thirty(
    admin: Client, make_staff: MakeStaff, east: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_staff("Worker 00", east)
    with django_assert_num_queries(5):
        admin.get("/staff/")
    for n in range(1, 30):
        make_staff(f"Worker {n:02}", east)
    with django_assert_num_queries(5):
        admin.get("/staff/")


def test_htmx_gets_only_the_list(admin: Client) -> None:
    fragment = admin.get("/staff/?q=a", headers={"HX-Request": "true"}).text
    assert 'id="staff"' in fragment
    assert "<html" not in fragment


# ---- Adding and amending --------------------------------------------------------------------------------------------


def test_somebody_is_added_and_sees_nothing_until_they_have_a_role(admin: Client, administrator: Staff) -> None:
    answer = admin.post("/staff/new/", {"name": "Nia Frost", "email": "NIA@hampshire.example", "job_title": "Worker"})
    nia = Staff.objects.get(email="nia@hampshire.example")
    assert answer.headers["Location"] == f"/staff/{nia.pk}/"
    assert "No role yet" in admin.get(answer.headers["Location"]).text
    event = AuditEvent.objects.get(verb="staff.added", subject_id=str(nia.pk))
    assert event.by == administrator


def test_nobody_is_added_twice(admin: Client, lead_worker: Staff) -> None:
    answer = admin.post("/staff/new/", {"name": "Another", "email": lead_worker.email.upper()})
    assert answer.status_code == 422
    assert "signs in with this address already" in answer.text


def test_amending_keeps_their_own_address_and_tells_the_audit_the_fields_only(
    admin: Client, lead_worker: Staff
) -> None:
    data = {
        "name": "Amara Obi-Lund",
        "email": lead_worker.email,
        "job_title": lead_worker.job_title,
        "phone": "01962 1",
    }
    admin.post(f"/staff/{lead_worker.pk}/amend/", data)
    lead_worker.refresh_from_db()
    assert lead_worker.name == "Amara Obi-Lund"
    event = AuditEvent.objects.get(verb="staff.amended")
    assert event.details == {"fields": ["name", "phone"]}


# ---- Roles ----------------------------------------------------------------------------------------------------------


def test_a_role_is_given_from_a_day(admin: Client, nobody: Staff, east: Team) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    data = {"team": east.pk, "role": "practitioner", "starts_on": tomorrow.isoformat()}
    admin.post(f"/staff/{nobody.pk}/roles/new/", data)
    membership = nobody.memberships.get()
    assert (membership.role, membership.starts_on, membership.ends_on) == (Role.PRACTITIONER, tomorrow, None)
    assert membership.is_to_come
    assert not nobody.roles
    assert "to come" in admin.get(f"/staff/{nobody.pk}/").text


def test_the_same_role_twice_at_once_is_refused_in_words(admin: Client, lead_worker: Staff, east: Team) -> None:
    data = {"team": east.pk, "role": "practitioner", "starts_on": "2026-01-05"}
    answer = admin.post(f"/staff/{lead_worker.pk}/roles/new/", data)
    assert "hold this role in this team already" in answer.text


def test_the_database_refuses_the_same_role_twice_at_once(lead_worker: Staff, east: Team) -> None:
    with pytest.raises(IntegrityError, match="membership_once_at_a_time"), transaction.atomic():
        actions.give_role(staff=lead_worker, team=east, role=Role.PRACTITIONER, by=None)


def test_a_role_may_begin_again_on_the_day_it_ended(admin: Client, administrator: Staff, lead_worker: Staff) -> None:
    today = timezone.localdate()
    actions.end_role(membership=lead_worker.memberships.get(), by=administrator, ends_on=today)
    data = {"team": lead_worker.memberships.get().team_id, "role": "practitioner", "starts_on": today.isoformat()}
    assert admin.post(f"/staff/{lead_worker.pk}/roles/new/", data).status_code == 302


def test_a_role_ends_after_it_begins(admin: Client, nobody: Staff, east: Team) -> None:
    data = {"team": east.pk, "role": "manager", "starts_on": "2026-02-02", "ends_on": "2026-02-02"}
    assert "ends after the day it begins" in admin.post(f"/staff/{nobody.pk}/roles/new/", data).text


def test_a_role_given_by_mistake_ends_at_once(admin: Client, administrator: Staff, nobody: Staff, east: Team) -> None:
    membership = actions.give_role(staff=nobody, team=east, role=Role.MANAGER, by=administrator)
    admin.post(f"/staff/{nobody.pk}/roles/{membership.pk}/end/", {"ends_on": timezone.localdate().isoformat()})
    assert not Staff.objects.get(pk=nobody.pk).roles


def test_a_role_may_be_ended_on_a_day_to_come(admin: Client, lead_worker: Staff) -> None:
    membership = lead_worker.memberships.get()
    day = timezone.localdate() + timedelta(days=20)
    admin.post(f"/staff/{lead_worker.pk}/roles/{membership.pk}/end/", {"ends_on": day.isoformat()})
    assert Membership.objects.get(pk=membership.pk).ends_on == day
    assert Staff.objects.get(pk=lead_worker.pk).has_role(Role.PRACTITIONER)


def test_a_role_that_is_over_is_not_ended_again(administrator: Staff, lead_worker: Staff) -> None:
    membership = actions.end_role(membership=lead_worker.memberships.get(), by=administrator)
    with pytest.raises(PermissionDenied, match="ended already"):
        actions.end_role(membership=membership, by=administrator)


def test_an_administrator_always_remains(admin: Client, administrator: Staff) -> None:
    role = administrator.memberships.get()
    answer = admin.post(f"/staff/{administrator.pk}/roles/{role.pk}/end/", {"ends_on": "2026-11-23"})
    assert answer.status_code == 403
    assert "Ask another administrator" in answer.text
    assert admin.post(f"/staff/{administrator.pk}/stop/").status_code == 403
    assert Staff.objects.get(pk=administrator.pk).is_active


# ---- Stopping and welcoming back ------------------------------------------------------------------------------------


def test_somebody_is_stopped_and_welcomed_back(admin: Client, lead_worker: Staff) -> None:
    admin.post(f"/staff/{lead_worker.pk}/stop/")
    page = admin.get(f"/staff/{lead_worker.pk}/").text
    assert "cannot sign in" in page
    assert "Let them sign in again" in page
    admin.post(f"/staff/{lead_worker.pk}/welcome-back/")
    assert Staff.objects.get(pk=lead_worker.pk).is_active
    verbs = AuditEvent.objects.filter(subject_id=str(lead_worker.pk)).values_list("verb", flat=True)
    assert {"staff.stopped", "staff.welcomed-back"} <= set(verbs)


def test_the_link_to_choose_a_password_can_be_sent_again(
    admin: Client, lead_worker: Staff, mailoutbox: list[object]
) -> None:
    answer = admin.post(f"/staff/{lead_worker.pk}/password-link/", follow=True)
    assert "a link to choose a password" in answer.text
    assert len(mailoutbox) == 1
    assert AuditEvent.objects.filter(verb="staff.password-link-sent", subject_id=str(lead_worker.pk)).exists()


# ---- Who may --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["lead_worker", "supervisor", "manager", "auditor", "nobody"])
def test_only_administrators_run_staff(
    who: str, request: pytest.FixtureRequest, signed_in: SignedIn, east: Team
) -> None:
    person: Staff = request.getfixturevalue(who)
    client = signed_in(person)
    assert client.get("/staff/").status_code == 403
    assert client.get(f"/staff/{person.pk}/").status_code == 403
    with pytest.raises(PermissionDenied, match="Only an administrator"):
        actions.add(email="x@hampshire.example", name="X", by=person)
    with pytest.raises(PermissionDenied):
        actions.give_role(staff=person, team=east, role="manager", by=person)


def test_somebody_who_is_not_there_is_not_found(admin: Client) -> None:
    assert admin.get("/staff/01932f6e-0000-7000-8000-000000000000/").status_code == 404


def test_an_ended_role_says_when(admin: Client, administrator: Staff, lead_worker: Staff) -> None:
    actions.end_role(membership=lead_worker.memberships.get(), by=administrator, ends_on=date(2021, 3, 1))
    assert "1 Mar 2021" in admin.get(f"/staff/{lead_worker.pk}/").text
