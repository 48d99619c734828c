"""manage.py create_administrator: the first person of a new installation, who adds everybody else by the pages."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from hampshire.accounts.actions import staff as staff_actions
from hampshire.accounts.actions import teams as team_actions
from hampshire.accounts.adapter import DEMO_PASSWORD
from hampshire.accounts.models import Role, Staff, Team

PASSWORD_VARIABLE = "ADMINISTRATOR_PASSWORD"  # noqa: S105  (its name)


class Command(BaseCommand):
    help = (
        "Add an administrator. In a new installation, which has no team, --service makes the first. Asks for the "
        f"password, or takes it from {PASSWORD_VARIABLE} where nobody can be asked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="what they sign in with")
        parser.add_argument("--name", required=True, help="Amara Obi")
        parser.add_argument("--service", help="name of the whole service, in a new installation: Children's Service")

    def handle(self, *args: Any, **options: Any) -> None:
        email, name = options["email"].lower(), options["name"].strip()
        if not name:
            raise CommandError("--name is blank.")
        _check_address(email)
        top = _top(options["service"])
        password = _password(Staff(email=email, name=name))
        with transaction.atomic():
            top = top or team_actions.create(name=options["service"], kind=Team.Kind.SERVICE, parent=None, by=None)
            person = staff_actions.add(email=email, name=name, by=None, password=password)
            staff_actions.give_role(staff=person, team=top, role=Role.ADMINISTRATOR, by=None)
        self.stdout.write(f"{name} may sign in with {email}, as administrator of {top}.")


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise CommandError(f"{email!r} is not an e-mail address.") from wrong
    if Staff.objects.filter(email=email).exists():
        raise CommandError(f"Somebody signs in with {email} already. Give them the role on their page.")


def _top(service: str | None) -> Team | None:
    """The top of the tree; None where `service` is still to be made."""
    top = Team.objects.filter(parent=None).working().by_name().first()
    if top is None and not service:
        raise CommandError("There is no team yet: name the whole service by --service.")
    if top is not None and service and service != top.name:
        raise CommandError(f"There is a service already, {top}: leave --service out.")
    return top


def _password(person: Staff) -> str:
    """A password that our rules for passwords accept, from the environment or typed twice."""
    password = os.environ.get(PASSWORD_VARIABLE) or _typed()
    if password == DEMO_PASSWORD:
        raise CommandError("That is the demonstration's password, which everybody knows.")
    try:
        validate_password(password, person)
    except ValidationError as wrong:
        raise CommandError(" ".join(wrong.messages)) from wrong
    return password


def _typed() -> str:
    if not sys.stdin.isatty():
        raise CommandError(f"There is nobody to ask for a password: set {PASSWORD_VARIABLE}.")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Again: "):
        raise CommandError("The two passwords differ.")
    return password
