"""The settings, in test mode, against the tests' own servers.

`bin/test` starts those servers and names them in the environment. Where pytest is run without it they are started
here, from the same folder, and stay up for the next run.
"""

import os
from pathlib import Path

from hampshire import embedded

os.environ["HAMPSHIRE_MODE"] = "test"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop running in the thread of the tests

# Side by side, every pytest-xdist process has its keys (and by pytest-django its database) to itself.
_who = os.environ.get("TEST_DB_SUFFIX", "alone"), os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["REDIS_PREFIX"] = "-".join(("test", *_who))

_var = Path(__file__).resolve().parent.parent / "var" / "test"
os.environ["STATIC_ROOT"], os.environ["UPLOADS_DIR"] = str(_var / "static"), str(_var / "uploads")
(_var / "static").mkdir(parents=True, exist_ok=True)  # empty: WhiteNoise finds the files where they come from

if not os.environ.get("DATABASE_URL"):
    _using = embedded.in_use(_var)
    _using.__enter__()  # until this process ends
    os.environ.update(embedded.environment(embedded.ensure_running(_var, durable=False)))

from hampshire.settings import *  # noqa: E402, F403
