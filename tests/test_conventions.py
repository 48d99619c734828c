"""What docs/house.md asks for and a machine can check. What is not enforced decays."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["hampshire", "cases", "practice", "outcomes"]


def modules(*patterns: str) -> list[Path]:
    found = {path for app in APPS for pattern in patterns for path in (ROOT / app).glob(pattern)}
    return sorted(path for path in found if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def calls(node: ast.AST) -> set[str]:
    """Dotted names of everything called inside, such as "AuditEvent.record"."""
    return {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}


PAGES = modules("**/views/*.py", "**/views.py", "**/api.py", "**/api/*.py")
DOORS = [path for path in [*PAGES, *modules("**/tasks.py")] if path.parent.name != "queries"]
ACTIONS = [path for path in modules("**/actions/*.py") if path.name != "__init__.py"]


def test_there_are_doors_and_actions_to_look_at() -> None:
    assert len(DOORS) > 10
    assert len(ACTIONS) > 5


@pytest.mark.parametrize("path", DOORS, ids=name_of)
def test_views_api_and_tasks_reach_rows_only_through_words_and_gates(path: Path) -> None:
    tree = ast.parse(path.read_text())
    lines = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "objects"]
    assert not lines, f"{name_of(path)} writes .objects on lines {lines}: use a QuerySet word, queries.py or a gate"


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_actions_never_see_a_request(path: Path) -> None:
    tree = ast.parse(path.read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "django.http" not in imported
    for function in functions(tree):
        names = {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}
        assert "request" not in names, f"{name_of(path)}: {function.name} takes a request"


def public_actions() -> list[tuple[str, Path, ast.FunctionDef, ast.Module]]:
    """Every function of an actions module that a view or task may call, less those that are part of another action."""
    found = []
    for path in ACTIONS:
        tree = ast.parse(path.read_text())
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                found.append((f"{name_of(path)}:{node.name}", path, node, tree))
    return found


def is_part_of_another(function: ast.FunctionDef) -> bool:
    """Whether its docstring says so: it runs inside another action's transaction, which is audited."""
    return "Part of " in (ast.get_docstring(function) or "")


ALL_ACTIONS = public_actions()
WHOLE_ACTIONS = [row for row in ALL_ACTIONS if not is_part_of_another(row[2])]
PARTS = {f"{path.stem}.{function.name}" for _, path, function, _ in ALL_ACTIONS if is_part_of_another(function)}


def reaches(function: ast.FunctionDef, tree: ast.Module, wanted: re.Pattern[str]) -> bool:
    """Whether the function, or one of its own module that it calls, calls something by that name."""
    own = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    seen: set[str] = set()
    waiting = [function]
    while waiting:
        called = calls(waiting.pop())
        if any(wanted.search(name) for name in called):
            return True
        fresh = (called & own.keys()) - seen
        seen |= fresh
        waiting += [own[name] for name in fresh]
    return False


@pytest.mark.parametrize(("label", "path", "function", "tree"), WHOLE_ACTIONS, ids=[row[0] for row in WHOLE_ACTIONS])
def test_an_action_says_who_by_keyword(label: str, path: Path, function: ast.FunctionDef, tree: ast.Module) -> None:
    said = {argument.arg for argument in function.args.kwonlyargs}
    assert "by" in said, f"{label} takes no by=; if it is part of another action, its docstring says so"
    assert not function.args.args, f"{label} takes positional arguments"


@pytest.mark.parametrize(("label", "path", "function", "tree"), WHOLE_ACTIONS, ids=[row[0] for row in WHOLE_ACTIONS])
def test_every_action_is_one_transaction_with_its_audit_event(
    label: str, path: Path, function: ast.FunctionDef, tree: ast.Module
) -> None:
    decorators = {ast.unparse(decorator) for decorator in function.decorator_list}
    assert "transaction.atomic" in decorators | calls(function), f"{label} is not in a transaction"
    assert reaches(function, tree, re.compile(r"^AuditEvent\.(record|record_read|made)$")), f"{label} is not audited"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_page_calls_what_is_only_part_of_an_action(path: Path) -> None:
    called = calls(ast.parse(path.read_text())) & PARTS
    assert not called, f"{name_of(path)} calls {called}, which no audit event tells of"


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_inline_script_style_or_handlers(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", text), "inline script"
    assert not re.search(r"<style\b|\sstyle=", text), "inline style"
    assert not re.search(r"\son[a-z]+=\"|hx-on", text), "inline handler"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_says_twice_what_is_wrong_with_a_form(path: Path) -> None:
    """Drawn whole, a form says what is wrong at its head (templates/django/forms/div.html)."""
    text = path.read_text()
    assert not ("{{ form }}" in text and "{% error_summary form" in text)


def test_no_function_is_too_long_to_read() -> None:
    long = [
        f"{name_of(path)}: {function.name} has {function.end_lineno - function.lineno + 1} lines"
        for path in modules("**/*.py")
        for function in functions(ast.parse(path.read_text()))
        if function.end_lineno and function.end_lineno - function.lineno + 1 > 60
    ]
    assert not long, long


def test_no_file_is_too_long_to_find_ones_way_in() -> None:
    long = [name_of(path) for path in modules("**/*.py") if len(path.read_text().splitlines()) > 500]
    assert not long, long
