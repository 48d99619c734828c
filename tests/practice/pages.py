"""What a browser sends for a visit's page, for tests that go through the client."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from hampshire.ids import new_id

TAB = "a-window"


def log_url(family: Family) -> str:
    return reverse("practice:visit-log", args=[family.pk])


def draft_url(family: Family) -> str:
    return reverse("practice:visit-draft", args=[family.pk])


def page_of(worker: Staff, child: Person | None = None, **typed: Any) -> dict[str, Any]:
    """A page with what finishing needs, unless told otherwise; a field told as None is left out."""
    now = timezone.localtime()
    page = {
        "draft": str(new_id()),
        "version": "0",
        "tab": TAB,
        "worker": str(worker.pk),
        "form": "visit-log",
        "about": "",
        "do": "finish",
        "happened_on": f"{now:%Y-%m-%d}",
        "happened_time": "00:00",
        "minutes": "47",
        "place": "home",
        "purpose": "statutory",
        "account": "We drew the evening as a line.",
    }
    if child is not None:
        page[f"child-{child.pk}-seen"] = "1"
    page |= {name.replace("__", "-"): value for name, value in typed.items()}
    return {name: value for name, value in page.items() if value is not None}


def save(client: Client, family: Family, page: dict[str, Any], **changed: Any) -> Any:
    """As script does while somebody types."""
    return client.post(draft_url(family), page | {"do": "save"} | changed, headers={"Accept": "application/json"})


def said(response: Any) -> str:
    """The page's words, without the tags."""
    import re

    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
