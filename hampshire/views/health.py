"""GET /health/: whether the parts this service cannot do without are up."""

import contextlib
from collections.abc import Callable
from secrets import token_hex

import structlog
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from hampshire.celery import app

log = structlog.get_logger(__name__)

PATH = "/health/"
BROKER_SECONDS, WORKER_SECONDS = 2, 1.5  # how long each may take to answer
REMEMBERED_SECONDS = 5  # a worker is asked this seldom, however often we are
WORKER_SEEN = "health:worker-answered"


class HealthMiddleware:
    """Answers before everything else does: sessions, sign-in and host names need the very parts that are looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health(request) if request.path == PATH else self.get_response(request)


def health(request: HttpRequest) -> HttpResponse:
    """200 with each part "up", or 503 with those that are "down" named. Why is in the log, not in the answer."""
    parts = {"database": ask_database, "cache": ask_cache, "broker": ask_broker, "worker": ask_worker}
    checks = {name: "up" if _answers(name, ask) else "down" for name, ask in parts.items()}
    is_up = "down" not in checks.values()
    response = JsonResponse({"status": "up" if is_up else "down", "checks": checks}, status=200 if is_up else 503)
    response["Cache-Control"] = "no-store"
    return response


def ask_database() -> bool:
    """A query is answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def ask_cache() -> bool:
    """What was put in comes out again."""
    key = f"health:{token_hex(8)}"
    cache.set(key, "here", timeout=10)
    found = cache.get(key) == "here"
    cache.delete(key)
    return found


def ask_broker() -> bool:
    """The server that carries the tasks takes a connection."""
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
        return True


def ask_worker() -> bool:
    """A Celery worker answered a ping, now or a few seconds ago."""
    if _last_answer() == "up":
        return True
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
        answered = bool(app.control.broadcast("ping", reply=True, timeout=WORKER_SECONDS, limit=1, connection=broker))
    if answered:
        with contextlib.suppress(Exception):  # the cache has its own line in the answer
            cache.set(WORKER_SEEN, "up", timeout=REMEMBERED_SECONDS)
    return answered


def _last_answer() -> str | None:
    with contextlib.suppress(Exception):
        return cache.get(WORKER_SEEN)
    return None


def _answers(name: str, ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except Exception:  # whatever a driver raises, it means that this part is down
        log.warning("health_part_down", part=name, exc_info=True)
        return False
