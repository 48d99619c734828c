"""Every verb that is recorded anywhere has words for the auditor."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from hampshire.audit import words

ROOT = Path(__file__).resolve().parent.parent.parent
RECORDING = {"AuditEvent.record", "AuditEvent.record_read", "AuditEvent.made"}


def verbs_in(path: Path) -> Iterator[str]:
    """The verbs of a module's calls, both of one that is chosen on the spot; not those a variable holds."""
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in RECORDING and call.args:
            for node in ast.walk(call.args[0]):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value.strip("."):
                    yield node.value


def all_verbs() -> dict[str, str]:
    apps = ["hampshire", "cases", "practice", "outcomes"]
    paths = [path for app in apps for path in (ROOT / app).rglob("*.py")]
    return {verb: str(path.relative_to(ROOT)) for path in paths for verb in verbs_in(path)}


VERBS = all_verbs()


def test_there_are_verbs_to_look_at() -> None:
    assert len(VERBS) > 40
    assert "visit.logged" in VERBS


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_has_words(verb: str) -> None:
    assert words.is_known(verb), f"{VERBS[verb]} records {verb}: say what it means with hampshire.audit.words.register"


@pytest.mark.parametrize(
    ("page", "told"),
    {
        "visits": "opened visits",
        "visit": "opened a visit",
        "referral-list": "opened referrals",
        "assessment-detail": "opened an assessment",
        "goal-end": "opened the page to end a goal",
        "event-note": "opened the page to write down an event",
        "assessment-start": "opened the page to begin an assessment",
        "visits-panel": "opened visits on the overview",
        "story": "opened the story",
        "worry-change-state": "opened the page to say how a worry stands",
    }.items(),
)
def test_what_is_opened_is_told_by_its_page(page: str, told: str) -> None:
    assert words.said(f"family.{page}-opened") == told


def test_a_verb_nobody_registered_is_told_by_its_parts() -> None:
    assert words.said("unheard-of.thing-done") == "unheard of: thing done"
