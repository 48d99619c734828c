"""manage.py rebuild_search: write anew the words by which everybody is found, as after a change in how words fold."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.db import transaction

from cases.models import Person
from cases.search.index import index_people

BATCH = 2000  # people a transaction


class Command(BaseCommand):
    help = "Write anew the words by which everybody is found. Safe to run while people work."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for batch in batches():
            with transaction.atomic():
                index_people(batch)
            done += len(batch)
            self.stdout.write(f"{done:,} people")


def batches() -> Iterator[list[UUID]]:
    """The ids of everybody, in order and a batch at a time, so that nothing is held for long."""
    people = Person.objects.order_by("pk").values_list("pk", flat=True)
    batch = list(people[:BATCH])
    while batch:
        yield batch
        batch = list(people.filter(pk__gt=batch[-1])[:BATCH])
