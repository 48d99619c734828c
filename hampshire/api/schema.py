"""The part of the OpenAPI schema that is the same for every operation: any may answer with a problem."""

from typing import Any

from hampshire.api.problems import CONTENT_TYPE, PROBLEMS

PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "Where this problem is explained"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "A sentence for the person"},
        "code": {"type": "string", "description": f"A word for the program: {', '.join(PROBLEMS)}, or another"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail", "code", "pointer"],
                "properties": {
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                    "pointer": {"type": "string", "description": "Which part of what was sent: #/people/0/person"},
                },
            },
        },
    },
}
ANY_PROBLEM = {
    "description": "A problem",
    "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def add_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A post-processing hook of drf-spectacular: every operation may answer with a problem."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path in result.get("paths", {}).values():
        for operation in path.values():
            operation["responses"]["default"] = ANY_PROBLEM
    return result
