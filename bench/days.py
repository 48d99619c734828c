"""Days as numbers from 1 January 2004, and as the text that COPY reads: made once, and looked up millions of times."""

from datetime import date, timedelta

FIRST_DAY = date(2004, 1, 1)
DAY_MS = 86_400_000


class Days:
    """`number(day)` and `text[number]` for every day from the first up to a year from today."""

    def __init__(self, today: date) -> None:
        self.today = self.number(today)
        self.text = [(FIRST_DAY + timedelta(days=n)).isoformat() for n in range(self.today + 366)]

    @staticmethod
    def number(day: date) -> int:
        return (day - FIRST_DAY).days

    @staticmethod
    def date(number: int) -> date:
        return FIRST_DAY + timedelta(days=number)
