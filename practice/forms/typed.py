"""What was typed on a visit's page, as it was typed: kept with any field blank, checked only on finishing."""

from collections.abc import Iterator
from uuid import UUID

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import QueryDict

from hampshire.accounts.models import Staff
from practice.drafting import DraftTicket
from practice.drafting import Typed as Raw
from practice.models.draft import Page

# What a page sends beside what was typed.
CONTROLS = {"csrfmiddlewaretoken", "draft", "version", "tab", "worker", "do", "form", "about"}
LARGEST = 200_000  # letters in all; a long account is 5,000
LISTS = ("quotes", "strengths", "worries", "goals", "steps")
MOST_ROWS = 40


def read(post: QueryDict) -> Raw:
    """What was typed, by field name; blanks are left out. Raises BadRequest for more than anybody types."""
    typed = {
        storable(name): [storable(value) for value in values if value.strip()]
        for name, values in post.lists()
        if name not in CONTROLS and not name.startswith("hx-")
    }
    if sum(len(name) + sum(map(len, values)) for name, values in typed.items()) > LARGEST:
        raise BadRequest("This is more than a page holds.")
    return {name: values for name, values in typed.items() if values}


def storable(value: str) -> str:
    """One kind of line end, whichever way a browser sends it, and nothing that PostgreSQL cannot keep."""
    return value.replace("\r\n", "\n").replace("\x00", "")


def window(sent: str) -> str:
    """What a window calls itself, as it is kept beside what was saved from it."""
    return storable(sent)[:40]


def whole(sent: str, otherwise: int = -1) -> int:
    """A whole number as our own pages send it; `otherwise` for anything else, thousands of figures and "²" too."""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else otherwise


def ticket(post: QueryDict, page: Page, user: Staff) -> DraftTicket:
    """Which page this is and what it holds. Raises BadRequest when it is none of ours, and PermissionDenied when
    somebody else was signed in when it was opened: on a shared device, what one wrote is never kept as another's.
    """
    if post.get("worker", str(user.pk)) != str(user.pk):
        raise PermissionDenied("Somebody else was signed in when this page was opened. Only they can save it.")
    try:
        draft, version = str(post["draft"]), str(post["version"])
        return DraftTicket(page, UUID(draft), int(version), read(post), window(post.get("tab", "")))
    except (KeyError, ValueError) as error:
        raise BadRequest("This page was not sent whole. Open it again.") from error


class Typed:
    """The same, to be asked: by field name, and by row of a list that grows."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw

    def __getitem__(self, name: str) -> str:
        """The value of a field; blank when there is none."""
        values = self.raw.get(name)
        return values[0] if values else ""

    def all(self, name: str) -> list[str]:
        """Every value ticked under one name."""
        return self.raw.get(name, [])

    def count(self, kind: str) -> int:
        """How many rows of a list are shown: as many as were asked for, and any that hold something."""
        return min(max(whole(self[f"{kind}-rows"]), self._last(kind) + 1, 1), MOST_ROWS)

    def _last(self, kind: str) -> int:
        parts = (name.split("-", 2) for name in self.raw if name.startswith(f"{kind}-"))
        return max((whole(part[1]) for part in parts if len(part) == 3), default=-1)

    def rows(self, kind: str) -> Iterator[str]:
        """The prefix of each row: quotes-0, quotes-1."""
        return (f"{kind}-{number}" for number in range(self.count(kind)))

    def with_row(self, kind: str) -> Raw:
        """The same with a blank row more."""
        return self.raw | {f"{kind}-rows": [str(self.count(kind) + 1)]}
