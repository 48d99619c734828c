"""Dates, ages and counts as people say them. Pure: nothing here touches the database or a template."""

from datetime import date, datetime, timedelta

from django.utils import timezone

DAYS_IN_A_MONTH = 30.44  # mean length, for "5 months ago"
NAMED_IN_FULL = 300  # days from now after which a date carries its year


def day_of(value: date | datetime) -> date:
    """The calendar day in England of a date or of an aware datetime."""
    if not isinstance(value, datetime):
        return value
    return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()


def clock(value: date | datetime) -> str:
    """16:10, or nothing for a plain date."""
    if not isinstance(value, datetime):
        return ""
    return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%H:%M")


def count(number: int, one: str, many: str = "") -> str:
    """1 family, 14 families. `many` is needed only where the plural is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def short_date(day: date, today: date | None = None) -> str:
    """Tue 18 Nov; with the year when it is not plain which one is meant: 3 May 2024."""
    today = today or timezone.localdate()
    if abs((day - today).days) > NAMED_IN_FULL:
        return f"{day.day} {day:%b %Y}"
    return f"{day:%a} {day.day} {day:%b}"


def full_date(day: date) -> str:
    """Tuesday 18 November 2025."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def span(days: int) -> str:
    """How long so many days are: 4 days, 5 months, 3 years. Never negative."""
    days = abs(days)
    if days < 60:
        return count(days, "day")
    if days < 730:
        return count(round(days / DAYS_IN_A_MONTH), "month")
    return count(int(days / 365.25), "year")


def from_today(day: date, today: date | None = None) -> str:
    """today, yesterday, tomorrow, 4 days ago, in 9 days."""
    difference = (day - (today or timezone.localdate())).days
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    if difference in near:
        return near[difference]
    return f"in {span(difference)}" if difference > 0 else f"{span(difference)} ago"


def said(value: date | datetime, today: date | None = None) -> str:
    """A moment as a person would say it: today 12:04; yesterday 16:10; tomorrow; Tue 18 Nov, 4 days ago."""
    today = today or timezone.localdate()
    day = day_of(value)
    relative = from_today(day, today)
    if abs((day - today).days) <= 1:
        return f"{relative} {clock(value)}".strip()
    return f"{short_date(day, today)}, {relative}"


def days_since(value: date | datetime, today: date | None = None) -> int:
    """Whole days from that day to today; negative for a day to come."""
    return ((today or timezone.localdate()) - day_of(value)).days


def whole_years(born: date, on: date) -> int:
    """Completed years; somebody born on 29 February turns a year older on 1 March in a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age(born: date | None, on: date | None = None, *, estimated: bool = False) -> str:
    """An age from a date of birth: 9; about 9; 14 months; 3 weeks; due 3 May 2026. Blank when it is not known."""
    if born is None:
        return ""
    on = on or timezone.localdate()
    if born > on:
        return f"due {short_date(born, on)}"
    years = whole_years(born, on)
    words = str(years) if years >= 2 else _baby_age(born, on)
    return f"about {words}" if estimated else words


def _baby_age(born: date, on: date) -> str:
    days = (on - born).days
    if days < 7:
        return count(days, "day")
    if days < 56:
        return count(days // 7, "week")
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return count(months, "month")


def duration(minutes: int) -> str:
    """45 min; 1 h; 1 h 20 min."""
    hours, left = divmod(minutes, 60)
    parts = ([f"{hours} h"] if hours else []) + ([f"{left} min"] if left or not hours else [])
    return " ".join(parts)


def long_duration(length: timedelta) -> str:
    """A length of time for a sentence: 30 minutes, 2 hours, 3 days."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 60:
        return count(minutes, "minute")
    if minutes < 48 * 60:
        return count(round(minutes / 60), "hour")
    return count(round(minutes / 1440), "day")


def listed(words: list[str]) -> str:
    """Yusuf; Yusuf and Leila; Yusuf, Leila and Dana."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
