"""The production shape: docker-compose.yml, the image, the proxy and the database's first set-up."""

import re
from typing import Any

import pytest
import yaml
from django.conf import settings

from hampshire.embedded import postgres

BASE = settings.BASE_DIR
APP = ("migrate", "web", "worker", "beat")
PLACEHOLDER = re.compile(r"\$\{(\w+)(:[?-])?")


@pytest.fixture(scope="module")
def text() -> str:
    return (BASE / "docker-compose.yml").read_text()


@pytest.fixture(scope="module")
def services(text: str) -> dict[str, Any]:
    return yaml.safe_load(text)["services"]


def test_every_part_is_there(services: dict[str, Any]) -> None:
    assert set(services) == {"postgres", "redis", "proxy", *APP}


def test_no_secret_has_a_default(text: str) -> None:
    for name, operator in PLACEHOLDER.findall(text):
        if re.search(r"PASSWORD|SECRET_KEY$|EMAIL|SITE_HOST", name):
            assert operator == ":?", f"{name} must be required"
        else:
            assert operator == ":-", f"{name} needs a default"
    assert not re.search(r"^ +\w*(PASSWORD|SECRET_KEY): (?!\$)", text, re.MULTILINE), "a secret is written out"


def test_every_variable_is_explained_in_the_example(text: str) -> None:
    example = (BASE / ".env.example").read_text()
    for name in {name for name, _ in PLACEHOLDER.findall(text)}:
        found = re.search(rf"((?:^#.*\n)+)^#?{name}=(.*)$", example, re.MULTILINE)
        assert found, f"{name} is not in .env.example with a comment above it"


def test_the_example_holds_no_secret() -> None:
    example = (BASE / ".env.example").read_text()
    assert dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE)) == dict.fromkeys(
        (
            "SITE_HOST", "SECRET_KEY", "POSTGRES_PASSWORD", "DATABASE_OWNER_PASSWORD", "DATABASE_PASSWORD",
            "REDIS_PASSWORD", "EMAIL_URL", "DEFAULT_FROM_EMAIL",
        ),
        "",
    )  # fmt: skip


def test_the_image_has_fonts_for_the_languages_of_papers() -> None:
    image = (BASE / "Dockerfile").read_text()
    named = set(re.findall(r"\bfonts-[a-z-]+", image))
    assert named == {"fonts-liberation", "fonts-noto-cjk", "fonts-noto-color-emoji", "fonts-noto-core"}
    told = (BASE / "docs" / "deploying.md").read_text()
    assert all(font in told for font in named)


def test_only_the_proxy_can_be_reached_from_outside(text: str, services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert yaml.safe_load(text)["networks"]["inside"]["internal"] is True
    assert services["proxy"]["networks"] == ["edge"], "the proxy cannot reach the database"
    for name in ("postgres", "redis", "migrate", "worker", "beat"):
        assert services[name]["networks"] == ["inside"]


def test_our_containers_have_no_rights_to_spare(services: dict[str, Any]) -> None:
    for name in APP:
        service = services[name]
        assert service["user"] == "10001:10001"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]


def test_every_part_that_stays_up_has_a_health_check_and_comes_back(services: dict[str, Any]) -> None:
    for name, service in services.items():
        if name == "migrate":
            assert service["restart"] == "no"
        else:
            assert service["healthcheck"]["test"], name
            assert service["restart"] == "unless-stopped", name


def test_the_order_of_starting(services: dict[str, Any]) -> None:
    assert services["migrate"]["depends_on"]["postgres"] == {"condition": "service_healthy"}
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["proxy"]["depends_on"]["web"] == {"condition": "service_healthy"}


def test_only_migrate_is_told_the_owner_s_password(services: dict[str, Any]) -> None:
    for name, service in services.items():
        knows = "DATABASE_OWNER_PASSWORD" in str(service)
        assert knows == (name in {"migrate", "postgres"}), name


def test_all_of_ours_run_in_production_mode_behind_the_proxy(services: dict[str, Any]) -> None:
    for name in APP:
        environment = services[name]["environment"]
        assert environment["HAMPSHIRE_MODE"] == "production"
        assert environment["TRUST_PROXY"] == "true"
        assert "DEBUG" not in environment


def test_data_lie_in_volumes(text: str, services: dict[str, Any]) -> None:
    named = set(yaml.safe_load(text)["volumes"])
    mounted = {mount.split(":")[0] for service in services.values() for mount in service.get("volumes", [])}
    assert {mount for mount in mounted if not mount.startswith("./")} == named
    for mount in mounted - named:
        assert (BASE / mount).exists(), mount
    assert "uploads:/data/uploads" in services["web"]["volumes"]
    assert "uploads:/data/uploads" in services["worker"]["volumes"], "a return is uploaded by one and read by the other"


def test_there_is_one_beat(services: dict[str, Any]) -> None:
    beats = [name for name, service in services.items() if "beat" in service.get("command", [])]
    assert beats == ["beat"]
    assert "--beat" not in str(services["worker"]["command"])


def test_the_proxy_redirects_to_tls_and_writes_no_addresses_down() -> None:
    caddyfile = (BASE / "deploy" / "Caddyfile").read_text()
    assert "{$SITE_HOST} {" in caddyfile, "a site by its name: Caddy serves it by HTTPS and redirects HTTP"
    assert "reverse_proxy web:8000" in caddyfile
    assert "auto_https" not in caddyfile
    assert "http://" not in caddyfile
    assert not re.search(r"^\s*log\b", caddyfile, re.MULTILINE)


def test_the_image_runs_as_nobody_and_holds_no_servers_and_no_demo() -> None:
    dockerfile = (BASE / "Dockerfile").read_text()
    final = dockerfile.split("FROM ")[-1]
    assert "USER 10001" in final
    assert "HAMPSHIRE_MODE=production" in final
    assert "uv sync --frozen --no-default-groups\n" in dockerfile, "neither the embedded servers nor the tests' tools"
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE))
    assert not {"demo", "tests", "bench", ".", "var"} & {word for line in copied for word in line.split()}


def test_the_builder_is_sent_only_what_the_image_needs() -> None:
    rules = (BASE / ".dockerignore").read_text().split("\n")
    assert rules[1] == "*", "nothing, but what is named below"
    dockerfile = (BASE / "Dockerfile").read_text()
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE):
        for name in line.split():
            assert f"!{name}" in rules
            assert (BASE / name).exists(), name


def test_the_database_begins_as_the_embedded_one_does() -> None:
    script = (BASE / "deploy" / "postgres" / "init.sh").read_text()
    assert set(re.findall(r"CREATE EXTENSION IF NOT EXISTS (\w+)", script)) == set(postgres.EXTENSIONS)
    for role in (postgres.OWNER_ROLE, postgres.APP_ROLE):
        assert re.search(rf"CREATE ROLE {role} LOGIN PASSWORD :'\w+';", script), "no superuser, no default password"
    assert f"CREATE DATABASE {postgres.DATABASE} OWNER {postgres.OWNER_ROLE}" in script
    for rights in postgres.APP_RIGHTS:
        assert f"GRANT {rights} TO {postgres.APP_ROLE}" in script


def test_the_database_s_log_quotes_no_rows() -> None:
    for text in (postgres.CONF, (BASE / "deploy" / "postgres" / "postgresql.conf").read_text()):
        assert re.search(r"^log_error_verbosity = terse$", text, re.MULTILINE)
        assert re.search(r"^log_min_error_statement = panic$", text, re.MULTILINE)
        assert "log_statement" not in text
        assert "log_min_duration" not in text
