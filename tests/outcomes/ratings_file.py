"""The invented ratings in `data/ratings.csv`, as the counting rules take them."""

import csv
from datetime import date
from pathlib import Path

from outcomes.counting import Rating

FILE = Path(__file__).parent / "data" / "ratings.csv"


def read_ratings(domain: str | None = None) -> list[Rating]:
    with FILE.open(newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if domain in (None, row["domain"])]
    return [
        Rating(
            id=int(row["rating_id"]),
            goal=row["goal"],
            family=row["family"],
            rated_on=date.fromisoformat(row["rated_on"]),
            score=int(row["score"]),
            higher_is_better=row["higher_is_better"] == "1",
        )
        for row in rows
    ]
