"""Search: one box for names, birth dates, identifiers and addresses. Results only as much as the user may know.

    for found in search_people(request.user, "shivaun oneill 3 apr 2016"): ...

`asked` takes apart what was typed, `shortlist` asks the database once, `score` orders what it brought, `index` keeps
the words that are looked in. See docs/adr for why it is so.
"""

from cases.search.asked import LONGEST, Asked, read
from cases.search.people import Found, Place, search_people

__all__ = ["LONGEST", "Asked", "Found", "Place", "read", "search_people"]
