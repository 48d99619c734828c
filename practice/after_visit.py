"""What may come right after a visit was logged: the parts of the practice offer it in the same breath.

    from practice import after_visit
    after_visit.register(ask_how_it_was)        # from AppConfig.ready()

An offer is asked with who logged it and the visit, and answers with a sentence's words and where they lead, or None.
"""

from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hampshire.accounts.models import Staff
from practice.models import Visit

type Offer = Callable[[Staff, Visit], tuple[str, str] | None]

_offers: list[Offer] = []


def register(offer: Offer) -> None:
    """Have `offer` asked whenever a visit was logged."""
    if offer not in _offers:
        _offers.append(offer)


def said(words: str, user: Staff, visit: Visit) -> SafeString:
    """`words`, and a link for each offer behind them."""
    offered = [one for offer in _offers if (one := offer(user, visit))]
    links = format_html_join("", ' <a href="{}">{}</a>', ((url, text) for text, url in offered))
    return format_html("{}{}", words, links)
