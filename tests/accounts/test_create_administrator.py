"""manage.py create_administrator, for a new installation."""

import getpass
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from hampshire.accounts.models import Role, Staff, Team
from hampshire.audit.models import AuditEvent

PASSWORD = "nine quiet herons"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed at the password questions, in order."""
    answers: list[str] = [PASSWORD, PASSWORD]
    waiting: Iterator[str] = iter(answers)
    monkeypatch.delenv("ADMINISTRATOR_PASSWORD", raising=False)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(waiting))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    return answers


def create(**options: Any) -> str:
    out = StringIO()
    call_command("create_administrator", email="Ada@hampshire.example", name="Ada Penn", stdout=out, **options)
    return out.getvalue()


def test_in_a_new_installation_it_makes_the_service_and_its_administrator(typed: list[str], client: Client) -> None:
    said = create(service="Children's Service")
    ada = Staff.objects.get(email="ada@hampshire.example")
    assert "Ada Penn may sign in with ada@hampshire.example" in said
    assert [(role.role, role.team.name) for role in ada.standing] == [(Role.ADMINISTRATOR, "Children's Service")]
    assert Team.objects.get().lineage.get().depth == 0
    assert client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD}).status_code == 302
    assert client.get("/staff/").status_code == 200
    assert set(AuditEvent.objects.values_list("verb", flat=True)) >= {
        "team.created",
        "staff.added",
        "staff.role-given",
        "staff.signed-in",
    }


def test_without_a_team_it_asks_for_the_name_of_the_service(typed: list[str]) -> None:
    with pytest.raises(CommandError, match="--service"):
        create()
    assert not Staff.objects.exists()


def test_with_a_service_it_gives_the_role_there(typed: list[str], service: Team) -> None:
    create()
    assert Staff.objects.get(name="Ada Penn").standing[0].team == service


def test_it_makes_no_second_service(typed: list[str], service: Team) -> None:
    with pytest.raises(CommandError, match="already"):
        create(service="Another Service")


def test_it_adds_nobody_twice(typed: list[str], service: Team) -> None:
    create()
    with pytest.raises(CommandError, match="already"):
        create()


def test_a_weak_password_is_refused_and_nothing_is_made(typed: list[str]) -> None:
    typed[:] = ["password", "password"]
    with pytest.raises(CommandError, match="too short"):
        create(service="Children's Service")
    assert not Staff.objects.exists()
    assert not Team.objects.exists()


def test_the_demonstrations_password_is_refused(typed: list[str]) -> None:
    typed[:] = ["demo-hampshire", "demo-hampshire"]
    with pytest.raises(CommandError, match="everybody knows"):
        create(service="Children's Service")


def test_two_different_passwords_are_refused(typed: list[str]) -> None:
    typed[:] = [PASSWORD, "nine quiet ospreys"]
    with pytest.raises(CommandError, match="differ"):
        create(service="Children's Service")


def test_where_nobody_can_be_asked_it_takes_the_password_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, service: Team
) -> None:
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", PASSWORD)
    create()
    assert Staff.objects.get(name="Ada Penn").check_password(PASSWORD)


def test_where_nobody_can_be_asked_and_none_is_set_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, service: Team
) -> None:
    monkeypatch.delenv("ADMINISTRATOR_PASSWORD", raising=False)
    monkeypatch.setattr(sys, "stdin", StringIO())
    with pytest.raises(CommandError, match="ADMINISTRATOR_PASSWORD"):
        create()


def test_an_address_that_is_none_is_refused(service: Team) -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("create_administrator", email="ada", name="Ada Penn")
