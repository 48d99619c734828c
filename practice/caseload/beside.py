"""What stands above the caseload review: pages of other parts of the practice, for whoever oversees teams.

    from practice.caseload import beside
    beside.register("When supervision is due", "supervision:supervision-team")      # from AppConfig.ready()

The review shows the link, and fetches that page's fragment in its place: it costs the list nothing.
"""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Beside:
    """A link, and the route whose fragment takes its place."""

    label: str
    url_name: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_all: dict[str, Beside] = {}


def register(label: str, url_name: str) -> None:
    """Show it above the list. Registering the same route again replaces it."""
    _all[url_name] = Beside(label, url_name)


def beside() -> list[Beside]:
    return list(_all.values())
