"""The web container's own health check: `python -m hampshire.probe` ends with 0 when it can serve pages.

The worker has a check of its own, so a worker that is down does not take the web out of service.
"""

import json
import os
import sys
import urllib.error
import urllib.request

NEEDED = ("database", "cache")


def can_serve(url: str) -> bool:
    """Whether /health/ at this address says that what pages need is up."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
            said = json.load(answer)
    except urllib.error.HTTPError as error:
        said = json.load(error)
    except OSError:
        return False
    return all(said["checks"].get(name) == "up" for name in NEEDED)


if __name__ == "__main__":
    sys.exit(0 if can_serve(f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/health/") else 1)
