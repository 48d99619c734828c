"""Days and moments."""

from datetime import date, datetime, time

from django.utils import timezone


def midnight(day: date) -> datetime:
    """When a day begins in England."""
    return timezone.make_aware(datetime.combine(day, time()))


def noon(day: date) -> datetime:
    """A day without a time is kept at noon, so that no time zone moves it to another day."""
    return timezone.make_aware(datetime.combine(day, time(12)))
