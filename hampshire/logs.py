"""Logs: one JSON line an event, with ids that let lines be joined and nothing that names a person."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# PostgreSQL quotes the row that a constraint refused, and a row may be somebody's life.
_ROW_VALUES = re.compile(r"(DETAIL|CONTEXT): .*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)


def without_row_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take out of messages and tracebacks what a database driver quotes from rows."""
    for key in ("event", "exception"):
        if isinstance(text := event.get(key), str):
            event[key] = _ROW_VALUES.sub("(row not logged)", text)
    return event


# The secret of a one-time link or of a password e-mail stands in the address. An id in an address is shorter.
_SECRET = re.compile(r"/[\w-]{40,}(?=/|\s|$)")


def without_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take out of addresses what would let whoever reads the log in."""
    for key in ("event", "request"):
        if isinstance(text := event.get(key), str):
            event[key] = _SECRET.sub("/(secret not logged)", text)
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
    without_row_values,
    without_secrets,
]


def configure(level: str) -> dict[str, Any]:
    """Set structlog up, and return Django's LOGGING: lines of libraries take the same shape as ours."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        # Django's own, which reach the root's handler: without this it would write its lines twice, in another shape.
        "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
    }
