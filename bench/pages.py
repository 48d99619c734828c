"""What is asked for each page that has a budget, by one client for the n-th time."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode
from uuid import UUID

from django.utils import timezone

from bench.cast import Actor, Home, Signed
from hampshire.ids import new_id
from outcomes.choices import FACETS

FLOOR = "the floor"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
SEARCHES = {
    "search: a surname begun": ("smi", "willi", "pate", "okaf", "thom", "brow", "kowal", "ahm"),
    "search: first name and surname": (
        "oliver smith", "amelia jones", "yusuf begum", "aisha khan", "jack taylor", "ruby evans", "noah patel",
    ),
    "search: with a slip": (
        "olivr smiht", "amelai jnoes", "yusaf begam", "siobhan onneil", "thomson jak", "wiliamson evi", "kowalsky anna",
    ),
    "search: surname and birth date": (
        "smith 3 Apr 2016", "jones 12 May 2012", "patel 21 Sep 2018", "brown 30 Jan 2014", "begum 9 Nov 2015",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `good` is the status a good answer has."""

    path: str
    by: Signed
    body: bytes | None = None
    kind: str = FORM
    headers: dict[str, str] = field(default_factory=dict)
    good: int = 200

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"

    def all_headers(self) -> dict[str, str]:
        sent = {"Cookie": self.by.cookie, **self.headers}
        return sent if self.body is None else {**sent, "Content-Type": self.kind, "X-CSRFToken": self.by.token}


type Page = Callable[[Actor, int], Ask]


def floor(actor: Actor, number: int) -> Ask:
    return Ask("/floor/", actor.worker)


def _home(actor: Actor, number: int) -> Home:
    return actor.visits[number % len(actor.visits)]


def _family(actor: Actor, number: int) -> str:
    return f"/families/{_home(actor, number).family}/"


def _autosave(actor: Actor, number: int) -> Ask:
    """The same page growing a little, as script saves it while somebody types."""
    home, version = actor.writes_on, actor.saves
    actor.saves += 1
    typed = _typed(actor.worker.id, home, actor.draft, version) | {
        "do": "save",
        "account": "They had made tea before I came. " * (1 + version % 10),
    }
    accept = {"Accept": JSON}
    return Ask(f"/families/{home.family}/visits/draft/", actor.worker, urlencode(typed).encode(), headers=accept)


def _submit(actor: Actor, number: int) -> Ask:
    """A whole page: who was seen, what was said, a strength, a worry, a step."""
    home = _home(actor, number)
    typed = _typed(actor.worker.id, home, str(new_id()), 0) | {
        "do": "finish",
        "quotes-0-text": "I slept all week.",
        "quotes-0-who": str(home.child),
        "strengths-0-text": "They ring first when a day goes wrong",
        "worries-0-text": "Money at the end of the month",
        "steps-0-text": "Ring the school",
        "steps-0-owner": "worker",
    }
    return Ask(f"{_family(actor, number)}visits/new/", actor.worker, urlencode(typed).encode(), good=302)


def _typed(worker: UUID, home: Home, draft: str, version: int) -> dict[str, str]:
    return {
        "draft": draft,
        "version": str(version),
        "tab": "bench",
        "worker": str(worker),
        "form": "visit-log",
        "about": "",
        "happened_on": f"{timezone.localdate():%Y-%m-%d}",
        "happened_time": "00:00",
        "minutes": "47",
        "place": "home",
        "purpose": "statutory",
        "account": "We drew the evening as a line from four o'clock to eleven.",
        f"child-{home.child}-seen": "1",
        f"child-{home.child}-alone": "1",
    }


def _visits(actor: Actor, number: int) -> str:
    return f"/api/v1{_family(actor, number)}visits/"


def _api_log(actor: Actor, number: int) -> Ask:
    home = _home(actor, number)
    told = {
        "happened_at": timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).isoformat(),
        "account": "We walked to the park and talked.",
        "minutes": 45,
        "people": [{"person": str(home.child), "seen_alone": True}],
        "quotes": [{"text": "I slept all week.", "person": str(home.child)}],
        "next_steps": [{"text": "Ring the school"}],
    }
    key = {"Idempotency-Key": str(new_id())}
    return Ask(_visits(actor, number), actor.worker, json.dumps(told).encode(), kind=JSON, headers=key, good=201)


def _search(texts: tuple[str, ...]) -> Page:
    """As htmx asks while somebody types: the list alone."""

    def ask(actor: Actor, number: int) -> Ask:
        path = f"/search/?q={quote(texts[number % len(texts)])}"
        return Ask(path, actor.worker, headers={"HX-Request": "true"})

    return ask


PAGES: dict[str, Page] = {
    "my week": lambda actor, _: Ask("/week/", actor.worker),
    "caseload review, 25 rows": lambda actor, _: Ask("/caseload/", actor.supervisor),
    "caseload review, 100 rows": lambda actor, _: Ask("/caseload/?size=100", actor.manager),
    "caseload review, printed (500 rows at most)": lambda actor, _: Ask("/caseload/print/", actor.manager),
    "family page": lambda actor, number: Ask(_family(actor, number), actor.worker),
    "visit log: open": lambda actor, number: Ask(f"{_family(actor, number)}visits/new/", actor.worker),
    "visit log: autosave": _autosave,
    "visit log: submit": _submit,
    **{page: _search(texts) for page, texts in SEARCHES.items()},
    "dashboard": lambda actor, _: Ask("/outcomes/", actor.manager),
    "dashboard, narrowed": lambda actor, _: Ask(f"/outcomes/?by=month&voice={list(FACETS)[-1]}", actor.supervisor),
    "API: families, 25": lambda actor, _: Ask("/api/v1/families/", actor.worker),
    "API: a family's visits, 25": lambda actor, number: Ask(_visits(actor, number), actor.worker),
    "API: log a visit": _api_log,
}
