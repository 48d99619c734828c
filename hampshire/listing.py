"""One way to sort and to page a list, with both kept in the address bar.

    order = Sorting.read(request, SORTS, default="-seen")
    page = Page.read(request, families.order_by(*order.fields), size=25)

A page is known to have a next one by fetching one row more than it shows: nothing is counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import F, OrderBy, QuerySet
from django.http import HttpRequest
from django.http.request import QueryDict

type Field = str | OrderBy


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order asked for by `?sort=seen` or `?sort=-seen`, from a list of what may be asked for."""

    key: str
    descending: bool
    fields: tuple[Field, ...]
    keys: frozenset[str]

    @classmethod
    def read(cls, request: HttpRequest, allowed: Mapping[str, str | Sequence[str]], *, default: str) -> "Sorting":
        """`allowed` maps a word for the address bar to a column or columns; anything else asked for means `default`.

        A column that may be empty is written with a question mark, "last_seen_at?": its empty values then stand last
        in either direction. (Not for all: PostgreSQL walks an ordinary index backwards only with the empty ones first.)
        The primary key is added, so that no two pages share a row.
        """
        asked = request.GET.get("sort", default)
        if asked.removeprefix("-") not in allowed:
            asked = default
        key, descending = asked.removeprefix("-"), asked.startswith("-")
        columns = allowed[key]
        names = [columns] if isinstance(columns, str) else columns
        fields: tuple[Field, ...] = (*(_ordered(name, descending=descending) for name in names), "pk")
        return cls(key, descending, fields, frozenset(allowed))

    @property
    def asked(self) -> str:
        return f"-{self.key}" if self.descending else self.key

    def next_for(self, key: str) -> str:
        """What a click on that column's heading asks for: the other direction of the current one, else ascending."""
        return f"-{key}" if key == self.key and not self.descending else key

    def aria(self, key: str) -> str:
        """The value of aria-sort for that column's heading; blank when the list is not sorted by it."""
        if key != self.key:
            return ""
        return "descending" if self.descending else "ascending"


def _ordered(name: str, *, descending: bool) -> OrderBy:
    last = True if name.endswith("?") else None
    column = F(name.removesuffix("?"))
    return column.desc(nulls_last=last) if descending else column.asc(nulls_last=last)


@dataclass(frozen=True, slots=True)
class Page[T]:
    """Some rows of a list, and whether there are rows before and after them. Iterates over its rows."""

    rows: list[T]
    number: int
    size: int
    has_next: bool

    # Rows that far down are found by filtering, not by paging: the database would walk over all before them.
    LAST: ClassVar[int] = 400

    @classmethod
    def read(cls, request: HttpRequest, rows: "QuerySet[Any, T] | Sequence[T]", *, size: int = 25) -> "Page[T]":
        """The page asked for by `?page=2`; the first for anything that is not a page number."""
        return cls.at(rows, number=page_number(request.GET), size=size)

    @classmethod
    def at(cls, rows: "QuerySet[Any, T] | Sequence[T]", *, number: int, size: int) -> "Page[T]":
        start = (number - 1) * size
        found = list(rows[start : start + size + 1])
        return cls(found[:size], number, size, has_next=len(found) > size and number < cls.LAST)

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def is_whole(self) -> bool:
        """Whether this page is the entire list."""
        return not self.has_previous and not self.has_next

    @property
    def first(self) -> int:
        """The place in the whole list of the first row shown, from 1; 0 when none is."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)


def page_number(query: QueryDict) -> int:
    asked = query.get("page", "1")
    return min(max(int(asked), 1), Page.LAST) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
