"""A page half written: which page it is, and the ticket by which it becomes one thing exactly once."""

from dataclasses import dataclass
from uuid import UUID

from practice.models import Draft
from practice.models.draft import Page

# What was typed, by field name, as a form sends it.
type Typed = dict[str, list[str]]


class DraftIsBehind(Exception):  # noqa: N818  (nobody did wrong: two tabs are open)
    """The page was written in another tab or on another device since this one was shown. `draft` is as it is now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("This page was changed in another tab.")
        self.draft = draft


@dataclass(frozen=True, slots=True)
class DraftTicket:
    """What a page hands back with every save.

    `id` was chosen when the page was first shown, so that it names one thing however often it is sent. `version` is the
    one it stands on; 0 is a page of which nothing has been kept yet. `tab` names the window: a save whose answer was
    lost on the way is sent again by the same window, and is not another's.
    """

    page: Page
    id: UUID
    version: int
    data: Typed
    tab: str = ""
