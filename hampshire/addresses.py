"""Addresses of things named by their ids, without asking Django's resolver each time: a page has some sixty of them."""

from functools import lru_cache
from uuid import UUID, uuid4

from django.urls import get_script_prefix, reverse


def address(name: str, *args: UUID | str) -> str:
    """What `reverse` answers for a URL whose arguments are UUIDs, and words of ours. Raises NoReverseMatch too."""
    words = tuple([None if isinstance(arg, UUID) else arg for arg in args])
    return _form(name, words, get_script_prefix()).format(*args)


@lru_cache(maxsize=2048)
def _form(name: str, words: tuple[str | None, ...], prefix: str) -> str:
    """The address with a number in braces where an id stands: None among the words."""
    stand_ins = [uuid4() if word is None else word for word in words]
    url = reverse(name, args=stand_ins).replace("{", "{{").replace("}", "}}")
    for number, stand_in in enumerate(stand_ins):
        if isinstance(stand_in, UUID):
            url = url.replace(str(stand_in), f"{{{number}}}")
    return url
