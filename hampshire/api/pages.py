"""Lists come in pages by cursor: quick however far down, and no row twice or left out while others are added."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    """The newest first: ids sort by time. `next` and `previous` are whole addresses, or null at either end."""

    ordering = "-id"
    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100
