"""The schema as the docs page draws it: each operation with what it takes and gives, in plain rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

DEEPEST = 4  # fields within fields that are still drawn


@dataclass(frozen=True, slots=True)
class Field:
    """One thing sent or received. `path` is where it stands: people[].seen_alone."""

    path: str
    kind: str
    is_required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    body: list[Field]
    status: str
    answer: list[Field]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    operations: list[Operation]


@cache
def schema() -> dict[str, Any]:
    """The whole schema, made once a process: it changes only with the code."""
    made: dict[str, Any] = SchemaGenerator(api_version="1").get_schema(public=True)
    return made


def groups() -> list[Group]:
    """Operations under their tags, in the order of their paths."""
    by_tag: dict[str, list[Operation]] = {}
    for path, methods in schema()["paths"].items():
        for method, operation in methods.items():
            by_tag.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    return [Group(name, operations) for name, operations in by_tag.items()]


def _operation(path: str, method: str, operation: dict[str, Any]) -> Operation:
    body = _json(operation.get("requestBody", {}))
    status, good = next((s, r) for s, r in operation["responses"].items() if s.startswith("2"))
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=[_parameter(each) for each in operation.get("parameters", [])],
        body=list(_fields(body)) if body else [],
        status=status,
        answer=list(_fields(_json(good) or {})),
    )


def _json(part: dict[str, Any]) -> dict[str, Any] | None:
    return part.get("content", {}).get("application/json", {}).get("schema")


def _parameter(parameter: dict[str, Any]) -> Field:
    place = "" if parameter["in"] == "query" else f", in the {parameter['in']}"
    return Field(
        parameter["name"],
        f"{_kind(parameter['schema'])}{place}",
        parameter.get("required", False),
        parameter.get("description", ""),
    )


def _fields(part: dict[str, Any], path: str = "", depth: int = 0) -> Iterator[Field]:
    """The rows of an object, each nested object's rows after its own."""
    part = _resolved(part)
    if part.get("type") == "array":
        yield from _fields(part["items"], f"{path}[]", depth)
        return
    required = set(part.get("required", []))
    for name, inner in part.get("properties", {}).items():
        where = f"{path}.{name}" if path else name
        yield Field(where, _kind(inner), name in required, inner.get("description", _resolved(inner).get("title", "")))
        if depth < DEEPEST:
            yield from _nested(inner, where, depth)


def _nested(part: dict[str, Any], path: str, depth: int) -> Iterator[Field]:
    whole = _resolved(part)
    if whole.get("type") == "array" and _resolved(whole["items"]).get("type") == "object":
        yield from _fields(whole["items"], f"{path}[]", depth + 1)
    elif whole.get("type") == "object":
        yield from _fields(whole, path, depth + 1)


def _kind(part: dict[str, Any]) -> str:
    """text, whole number, yes or no, list of text, home | school | office, or null."""
    whole = _resolved(part)
    if choices := [str(choice) for choice in _choices(part) if choice not in ("", None)]:
        kind = " | ".join(choices)
    elif whole.get("type") == "array":
        kind = f"list of {_kind(whole['items'])}"
    else:
        words = {"uuid": "id", "date": "day", "date-time": "moment", "uri": "address"}
        plain = {"string": "text", "integer": "whole number", "boolean": "yes or no", "object": "object"}
        kind = words.get(whole.get("format", "")) or plain.get(whole.get("type", ""), whole.get("type", "anything"))
    return f"{kind}, or null" if part.get("nullable") or whole.get("nullable") else kind


def _choices(part: dict[str, Any]) -> list[Any]:
    if "enum" in part:
        return list(part["enum"])
    options = [part, *part.get("oneOf", []), *part.get("allOf", [])]
    return [choice for option in options if "$ref" in option for choice in _resolved(option).get("enum", [])]


def _resolved(part: dict[str, Any]) -> dict[str, Any]:
    """What a reference stands for."""
    if "$ref" in part:
        return schema()["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]]
    for several in ("allOf", "oneOf"):
        if several in part:
            return {**_resolved(part[several][0]), **{k: v for k, v in part.items() if k != several}}
    return part
