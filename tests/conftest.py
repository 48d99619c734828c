"""What every test stands on: services of the tests' own (see tests/settings.py), and nothing left over from before."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache

# The named cast (lead worker, supervisor, another team's worker, ...), real Celery workers, real browsers.
pytest_plugins = ["tests.databases", "tests.cast", "tests.world", "tests.workers", "tests.browsers"]


@pytest.fixture(autouse=True)
def forget_cached_keys() -> Iterator[None]:
    """Each test leaves nothing cached. By prefix: `cache.clear()` would empty the whole server, broker and all."""
    yield
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    if keys := list(client.scan_iter(match=f"{settings.REDIS_PREFIX}:*", count=1000)):
        client.delete(*keys)
