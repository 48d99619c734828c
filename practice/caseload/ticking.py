"""What can be done with families ticked in the caseload review: the parts of the practice say so.

    from practice.caseload import ticking
    ticking.register("Start supervision", "supervision:supervision-plan")      # from AppConfig.ready()

The page leads there by GET, with `family` once for each that is ticked.
"""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Deed:
    """A button under the list: its word, and the route it leads to."""

    label: str
    url_name: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_deeds: dict[str, Deed] = {}


def register(label: str, url_name: str) -> None:
    """Put a button under the list. Registering the same route again replaces it."""
    _deeds[url_name] = Deed(label, url_name)


def deeds() -> list[Deed]:
    return list(_deeds.values())
