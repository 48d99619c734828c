"""What the settings take from the environment, and what they refuse to start with."""

import os
import runpy
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PRODUCTION = {
    "HAMPSHIRE_MODE": "production",
    "DATABASE_URL": "postgres://hampshire:secret@db.example:5432/hampshire",
    "REDIS_URL": "redis://:secret@redis.example:6379/0",
    "SECRET_KEY": "made-up-for-these-tests-and-of-more-than-50-characters",
    "ALLOWED_HOSTS": "hampshire.example",
    "EMAIL_URL": "submission://sender:p%40ss@mail.example:587",
}
OURS = ("DATABASE_OWNER_URL", "REDIS_PREFIX", "STATIC_ROOT", "UPLOADS_DIR", "TEST_DB_SUFFIX")


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Read the settings as a process with this environment would: load(DEBUG="true"). None takes one away."""

    def with_environment(**changes: str | None) -> dict[str, Any]:
        for name in OURS:
            monkeypatch.delenv(name, raising=False)
        for name, value in (PRODUCTION | changes).items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        return runpy.run_path(str(settings.BASE_DIR / "hampshire" / "settings.py"))

    return with_environment


@pytest.mark.parametrize(
    ("change", "what_to_do"),
    [
        ({"SECRET_KEY": None}, "Set SECRET_KEY to 50 or more random characters"),
        ({"SECRET_KEY": ""}, "Set SECRET_KEY to 50 or more random characters"),
        ({"SECRET_KEY": "not-a-secret-for-demonstration-and-tests-only"}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "Set SECRET_KEY to 50 or more random characters"),
        ({"DEBUG": "true"}, "DEBUG .* must be off in production"),
        ({"SECURE_COOKIES": "false"}, "SECURE_COOKIES must be on in production"),
        ({"ALLOWED_HOSTS": None}, "Set ALLOWED_HOSTS"),
        ({"EMAIL_URL": None}, "Set EMAIL_URL"),
        ({"DATABASE_URL": None, "REDIS_URL": None}, "production embeds no servers"),
        ({"REDIS_URL": None}, "Set both DATABASE_URL and REDIS_URL, or neither"),
        ({"DATABASE_URL": None}, "Set both DATABASE_URL and REDIS_URL, or neither"),
        ({"HAMPSHIRE_MODE": "staging"}, "use demo, test or production"),
    ],
)
def test_production_refuses_to_start(load: Any, change: dict[str, str | None], what_to_do: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=what_to_do):
        load(**change)


def test_servers_of_one_s_own_mean_production_unless_told_otherwise(load: Any) -> None:
    assert load(HAMPSHIRE_MODE=None)["IS_PRODUCTION"]
    assert load(HAMPSHIRE_MODE="demo", SECRET_KEY=None)["IS_DEMO"]


def test_production_is_closed(load: Any) -> None:
    found = load()
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60
    assert not found["DEBUG"]
    assert found["ALLOWED_HOSTS"] == ["hampshire.example"]
    assert "demo" not in found["INSTALLED_APPS"], "the demo's sign-ins cannot exist in production"


def test_a_proxy_is_believed_only_when_there_is_one(load: Any) -> None:
    assert "SECURE_PROXY_SSL_HEADER" not in load()
    behind = load(TRUST_PROXY="true")
    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert behind["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_mail_is_handed_in_over_tls_with_the_password_as_written(load: Any) -> None:
    options = load()["MAILERS"]["default"]["OPTIONS"]
    assert options == {
        "host": "mail.example", "port": 587, "username": "sender", "password": "p@ss",
        "use_tls": True, "use_ssl": False, "timeout": None,
    }  # fmt: skip


def test_the_web_connects_as_the_role_that_owns_nothing_and_migrate_as_the_owner(
    load: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = "postgres://hampshire_owner:secret@db.example/hampshire"
    monkeypatch.setattr(sys, "argv", ["gunicorn"])
    assert load(DATABASE_OWNER_URL=owner)["DATABASES"]["default"]["USER"] == "hampshire"
    monkeypatch.setattr(sys, "argv", ["manage.py", "migrate"])
    assert load(DATABASE_OWNER_URL=owner)["DATABASES"]["default"]["USER"] == "hampshire_owner"


def test_each_test_run_may_name_its_database(load: Any) -> None:
    assert load(HAMPSHIRE_MODE="test")["DATABASES"]["default"]["TEST"]["NAME"] == "test_hampshire"
    named = load(HAMPSHIRE_MODE="test", TEST_DB_SUFFIX="mine")
    assert named["DATABASES"]["default"]["TEST"]["NAME"] == "test_hampshire_mine"


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process that knows of nothing but this environment."""
    variables = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **environment}
    return subprocess.run(
        [sys.executable, *command], env=variables, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


def test_the_web_does_not_come_up_with_a_default_secret() -> None:
    without = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    done = run("-m", "gunicorn", "--check-config", "hampshire.wsgi", **without)
    assert done.returncode != 0
    assert "Set SECRET_KEY to 50 or more random characters" in done.stderr


def test_the_web_comes_up_in_production_without_the_embedded_servers_or_the_demo() -> None:
    code = (
        "import sys, hampshire.wsgi; "
        "print([name for name in sys.modules if name.split('.')[-1] in ('embedded', 'demo', 'statsmodels', 'scipy')])"
    )
    done = run("-W", "ignore:No directory at", "-c", code, **PRODUCTION)
    assert done.stdout.strip() == "[]", done.stderr


def test_django_s_own_checks_for_deployment_find_nothing() -> None:
    # A generated column is checked against the version of a server that is there.
    there = PRODUCTION | {"DATABASE_URL": os.environ["DATABASE_URL"]}
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **there)
    assert done.returncode == 0, done.stderr
