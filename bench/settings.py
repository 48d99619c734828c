"""Hampshire's settings as they are, with one road more: the floor that pages are compared with."""

from hampshire.settings import *  # noqa: F403
from hampshire.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]  # type: ignore[misc]
