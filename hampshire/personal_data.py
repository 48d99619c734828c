"""What a field tells of living people (UK GDPR), for the list that each app keeps of its own: <app>/personal_data.py.

Whoever answers a subject access request, sets how long something is kept or copies data out of the service reads those
lists; a test fails on a field that is in none.
"""

from collections.abc import Mapping

NO = "no"
"""Nothing of anybody: a team's figures, the state of a job."""
PERSONAL = "personal"
"""Of somebody who can be told by it: names, dates, who did what, and every id that leads to one person or family."""
SPECIAL = "special category"
"""Article 9 (ethnic origin, health, belief, sex life) and 10 (offences), and all text in which a worker may write any
of it: what a child said, what we worry about."""

KINDS = (NO, PERSONAL, SPECIAL)

type Fields = Mapping[str, Mapping[str, str]]
"""By model its fields of each kind, names with a space between: {"Address": {PERSONAL: "id person lines"}}."""
